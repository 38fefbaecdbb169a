/** Something drawn beside the listing from one row to another. */
export interface IInterval {
  top: number;
  bottom: number;
}

/** Rows that share a list of what crosses them. */
const BUCKET = 64;

/** Pairs that are looked at in all; after that, a lane is by length alone. */
const MOST_LOOKS = 1_000_000;

/** Above this, a lane is by length alone: to sort them takes too long already. */
const MANY = 50_000;

/** Which lane each interval has, from 0, and how many lanes there are. */
export interface ILanes {
  lane: Int32Array;
  lanes: number;
  /** Whether there is not room for all: some share a lane though they meet. */
  isCut: boolean;
}

/**
 * Gives each interval a lane, 0 next to the listing: the shortest first, a longer one outside of all that
 * it encloses. So of two nested ones neither crosses the other; only those that overlap in part cross.
 *
 * @param most - Lanes that there is room for.
 */
export function lanesOf(
  intervals: readonly IInterval[],
  most = Infinity
): ILanes {
  const nested = intervals.length > MANY ? null : nest(intervals);
  const { lane, lanes } = nested ?? byLength(intervals);
  return lanes > most
    ? {
        lane: lane.map(each => Math.min(each, most - 1)),
        lanes: most,
        isCut: true
      }
    : { lane, lanes, isCut: nested === null };
}

type Lanes = Pick<ILanes, 'lane' | 'lanes'>;

/** The lanes as they should be, null where finding them would take too long. */
function nest(intervals: readonly IInterval[]): Lanes | null {
  const lane = new Int32Array(intervals.length);
  const order = intervals.map((_, place) => place);
  const at = (place: number): IInterval => intervals[place] as IInterval;
  order.sort(
    (a, b) =>
      at(a).bottom - at(a).top - (at(b).bottom - at(b).top) ||
      at(a).top - at(b).top ||
      a - b
  );
  const buckets = new Map<number, number[]>();
  let lanes = 0;
  let looks = 0;
  for (const place of order) {
    const { top, bottom } = at(place);
    let lowest = 0;
    const taken = new Set<number>();
    const [first, last] = bucketsOf(top, bottom);
    looks += last - first;
    for (const other of crossing(buckets, top, bottom)) {
      looks += 1;
      const { top: otherTop, bottom: otherBottom } = at(other);
      const itsLane = lane[other] ?? 0;
      if (otherTop >= top && otherBottom <= bottom) {
        lowest = Math.max(lowest, itsLane + 1);
      } else if (otherTop <= bottom && otherBottom >= top) {
        taken.add(itsLane);
      }
    }
    if (looks > MOST_LOOKS) {
      return null;
    }
    while (taken.has(lowest)) {
      lowest += 1;
    }
    lane[place] = lowest;
    lanes = Math.max(lanes, lowest + 1);
    remember(buckets, place, top, bottom);
  }
  return { lane, lanes };
}

function byLength(intervals: readonly IInterval[]): Lanes {
  const lane = Int32Array.from(intervals, ({ top, bottom }) =>
    Math.floor(Math.log2(Math.max(1, bottom - top)))
  );
  return {
    lane,
    lanes: lane.reduce((most, each) => Math.max(most, each), 0) + 1
  };
}

function bucketsOf(top: number, bottom: number): [number, number] {
  return [Math.floor(top / BUCKET), Math.floor(bottom / BUCKET)];
}

/** What may cross the rows from `top` to `bottom`, each once. */
function* crossing(
  buckets: Map<number, number[]>,
  top: number,
  bottom: number
): Generator<number> {
  const [first, last] = bucketsOf(top, bottom);
  const seen = first === last ? null : new Set<number>();
  for (let bucket = first; bucket <= last; bucket++) {
    for (const place of buckets.get(bucket) ?? []) {
      if (seen === null || !seen.has(place)) {
        seen?.add(place);
        yield place;
      }
    }
  }
}

function remember(
  buckets: Map<number, number[]>,
  place: number,
  top: number,
  bottom: number
): void {
  const [first, last] = bucketsOf(top, bottom);
  for (let bucket = first; bucket <= last; bucket++) {
    const found = buckets.get(bucket);
    if (found) {
      found.push(place);
    } else {
      buckets.set(bucket, [place]);
    }
  }
}
