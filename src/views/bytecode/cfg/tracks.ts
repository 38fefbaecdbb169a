/** What leads from side to side between two rows of blocks, and is one line there. */
export interface INet {
  /** Where it comes from above, and where it goes down. */
  tops: number[];
  bottoms: number[];
  /** 0 is the uppermost; -1 where it goes straight down. */
  track: number;
}

/** Room between a line and what ends beside it. */
const APART = 6;
/** Two lines that are nearer to each other are one for the eye. */
const SAME = 5;
/** With more nets than this between two rows there is nothing to see any more. */
const MANY = 500;

/**
 * Gives each net between two rows a track: nets that overlap never share one, and their order is that in
 * which the fewest of them cross.
 *
 * @returns How many tracks there are.
 */
export function assignTracks(nets: readonly INet[]): number {
  const wide = nets.filter(net => {
    const [first, last] = reach(net);
    return last - first > 0.01;
  });
  wide.sort(compare);
  const sorted = wide.length > MANY ? wide : inOrder(wide);
  const skyline = new Skyline(
    sorted.flatMap(net => {
      const [first, last] = reach(net);
      return [first - APART, last + APART];
    })
  );
  let tracks = 0;
  for (const net of sorted) {
    const [first, last] = reach(net);
    net.track = skyline.add(first - APART, last + APART);
    tracks = Math.max(tracks, net.track + 1);
  }
  return tracks;
}

function reach({ tops, bottoms }: INet): [number, number] {
  let first = Infinity;
  let last = -Infinity;
  for (const xs of [tops, bottoms]) {
    for (const x of xs) {
      first = Math.min(first, x);
      last = Math.max(last, x);
    }
  }
  return [first, last];
}

/** First what turns back up, last what comes up from below; between them what goes down. */
function group({ tops, bottoms }: INet): number {
  return bottoms.length === 0 ? 0 : tops.length === 0 ? 2 : 1;
}

/** The order from top to bottom in which nets that go one way do not cross. */
function compare(a: INet, b: INet): number {
  const [groupA, groupB] = [group(a), group(b)];
  if (groupA !== groupB) {
    return groupA - groupB;
  }
  if (groupA === 0) {
    return reach(a)[1] - reach(b)[1];
  }
  if (groupA === 2) {
    return reach(b)[1] - reach(a)[1];
  }
  const [topA, topB] = [a.tops[0]!, b.tops[0]!];
  const isRightA = a.bottoms[0]! > topA;
  const isRightB = b.bottoms[0]! > topB;
  if (isRightA !== isRightB) {
    return isRightA ? -1 : 1;
  }
  return isRightA ? topB - topA : topA - topB;
}

/** Puts each net after those that come down where it goes down: else the two would lie on each other. */
function inOrder(nets: readonly INet[]): INet[] {
  const down = new Map<number, INet[]>();
  nets.forEach(net =>
    net.tops.forEach(x => {
      const cell = Math.floor(x / SAME);
      down.set(cell, [...(down.get(cell) ?? []), net]);
    })
  );
  const above = (x: number): INet[] =>
    [-1, 0, 1]
      .flatMap(step => down.get(Math.floor(x / SAME) + step) ?? [])
      .filter(other => other.tops.some(top => Math.abs(top - x) < SAME));
  const seen = new Set<INet>();
  const found: INet[] = [];
  const add = (net: INet): void => {
    if (!seen.has(net)) {
      seen.add(net);
      net.bottoms.flatMap(above).forEach(add);
      found.push(net);
    }
  };
  nets.forEach(add);
  return found;
}

/** The lowest track that is free below all that has been added, for any stretch. */
class Skyline {
  private readonly _xs: number[];
  /** A tree over the stretches between the xs: tracks used in all of a part, and in some of it. */
  private readonly _all: Int32Array;
  private readonly _some: Int32Array;
  private readonly _size: number;

  constructor(xs: readonly number[]) {
    this._xs = [...new Set(xs)].sort((a, b) => a - b);
    this._size = 2 ** Math.ceil(Math.log2(Math.max(1, this._xs.length)));
    this._all = new Int32Array(2 * this._size);
    this._some = new Int32Array(2 * this._size);
  }

  add(left: number, right: number): number {
    const [first, last] = [this._find(left), this._find(right)];
    const track = this._used(1, 0, this._size, first, last);
    this._use(1, 0, this._size, first, last, track + 1);
    return track;
  }

  private _find(x: number): number {
    let low = 0;
    let high = this._xs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._xs[middle]! < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private _used(
    at: number,
    start: number,
    end: number,
    first: number,
    last: number
  ): number {
    if (last <= start || end <= first) {
      return 0;
    }
    if (first <= start && end <= last) {
      return this._some[at]!;
    }
    const middle = (start + end) / 2;
    return Math.max(
      this._all[at]!,
      this._used(2 * at, start, middle, first, last),
      this._used(2 * at + 1, middle, end, first, last)
    );
  }

  private _use(
    at: number,
    start: number,
    end: number,
    first: number,
    last: number,
    used: number
  ): void {
    if (last <= start || end <= first) {
      return;
    }
    this._some[at] = Math.max(this._some[at]!, used);
    if (first <= start && end <= last) {
      this._all[at] = Math.max(this._all[at]!, used);
      return;
    }
    const middle = (start + end) / 2;
    this._use(2 * at, start, middle, first, last, used);
    this._use(2 * at + 1, middle, end, first, last, used);
  }
}
