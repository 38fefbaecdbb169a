/** Room between a corner of a block and a way that begins or ends there, and between two of these. */
const CORNER = 8;
const APART = 12;

/** An end of a way at the upper or lower border of a block. */
export interface IEnd {
  /** Where the way would like to be. */
  want: number;
  /** Where it is. */
  x: number;
}

/**
 * Spreads ends along a border from `left` to `right`. What wants to be on it is there, so the way is
 * straight; what comes from further left or right keeps to that corner. No two are at one place.
 */
export function spread(ends: IEnd[], left: number, right: number): void {
  const low = left + CORNER;
  const high = right - CORNER;
  const sorted = [...ends].sort((a, b) => a.want - b.want);
  const before = sorted.filter(end => end.want < low);
  const after = sorted.filter(end => end.want > high);
  const on = sorted.slice(before.length, sorted.length - after.length);
  on.forEach(end => (end.x = end.want));
  const first = on[0]?.x ?? high;
  const last = on.at(-1)?.x ?? low;
  const toRight = Math.min(APART, (first - low) / before.length);
  before.forEach((end, place) => (end.x = low + place * toRight));
  const toLeft = Math.min(APART, (high - last) / after.length);
  after.forEach(
    (end, place) => (end.x = high - (after.length - 1 - place) * toLeft)
  );
  separate(sorted, low, high);
}

/** Moves ends that are too near to each other apart, as little as that takes. */
function separate(sorted: IEnd[], low: number, high: number): void {
  const room = Math.min(APART / 2, (high - low) / sorted.length);
  let least = low;
  for (const end of sorted) {
    end.x = Math.max(end.x, least);
    least = end.x + room;
  }
  let most = high;
  for (const end of [...sorted].reverse()) {
    end.x = Math.min(end.x, most);
    most = end.x - room;
  }
}
