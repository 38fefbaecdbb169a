/** Something drawn beside the listing from one row to another. */
export interface IInterval {
  top: number;
  bottom: number;
}

/** Rows that share a list of what crosses them. */
const BUCKET = 64;

/** Above this, a lane is by length alone: what crosses what is not looked at. */
const MANY = 10_000;

/**
 * Gives each interval a lane, 0 next to the listing: the shortest first, a longer one outside of all that
 * it encloses. So of two nested ones neither crosses the other; only those that overlap in part cross.
 *
 * @returns The lane of each, and how many there are.
 */
export function lanesOf(intervals: readonly IInterval[]): {
  lane: Int32Array;
  lanes: number;
} {
  if (intervals.length > MANY) {
    return byLength(intervals);
  }
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
  for (const place of order) {
    const { top, bottom } = at(place);
    let lowest = 0;
    const taken = new Set<number>();
    for (const other of crossing(buckets, top, bottom)) {
      const { top: otherTop, bottom: otherBottom } = at(other);
      const itsLane = lane[other] ?? 0;
      if (otherTop >= top && otherBottom <= bottom) {
        lowest = Math.max(lowest, itsLane + 1);
      } else if (otherTop <= bottom && otherBottom >= top) {
        taken.add(itsLane);
      }
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

function byLength(intervals: readonly IInterval[]): {
  lane: Int32Array;
  lanes: number;
} {
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
