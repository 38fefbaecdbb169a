/** A jump, drawn left of the listing: out of one row, along a lane, into another row. */
export interface IArc {
  from: number;
  to: number;
  backward: boolean;
  /** 0 is next to the listing. */
  lane: number;
}

/** Sizes in CSS pixels; the row is --pymastery-row. */
export const ROW = 20;
const LANE = 8;
const NARROW_LANE = 3;
const WIDEST = 120;
const HEAD = 6;

/**
 * Gives each jump a lane: the shortest first, next to the listing, a longer one outside of all that
 * it encloses. So of two nested arcs neither crosses the other; only arcs that overlap in part cross.
 */
export function arcsOf(jumps: [number, number][]): {
  arcs: IArc[];
  lanes: number;
} {
  const ends = (arc: IArc): [number, number] =>
    arc.backward ? [arc.to, arc.from] : [arc.from, arc.to];
  const arcs = jumps.map(([from, to]) => ({
    from,
    to,
    backward: to <= from,
    lane: 0
  }));
  const order = [...arcs].sort(
    (a, b) =>
      Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.from - b.from
  );
  const placed: IArc[] = [];
  let lanes = 0;
  for (const arc of order) {
    const [top, bottom] = ends(arc);
    const taken = new Set<number>();
    let lowest = 0;
    for (const other of placed) {
      const [otherTop, otherBottom] = ends(other);
      if (otherTop >= top && otherBottom <= bottom) {
        lowest = Math.max(lowest, other.lane + 1);
      } else if (otherTop <= bottom && otherBottom >= top) {
        taken.add(other.lane);
      }
    }
    while (taken.has(lowest)) {
      lowest += 1;
    }
    arc.lane = lowest;
    lanes = Math.max(lanes, lowest + 1);
    placed.push(arc);
  }
  return { arcs, lanes };
}

function laneWidth(lanes: number): number {
  return Math.max(NARROW_LANE, Math.min(LANE, WIDEST / lanes));
}

/** How wide the gutter for so many lanes is. */
export function gutterWidth(lanes: number): number {
  return lanes === 0 ? HEAD : Math.ceil(lanes * laneWidth(lanes)) + 2 * HEAD;
}

export interface IArcPath {
  line: string;
  head: string;
  /** Where the mark of a jump back is drawn: the middle of the lane. */
  middle: { x: number; y: number };
}

/**
 * The path of an arc in a gutter whose left edge is at `left`.
 *
 * @param top - Where a row of this code object begins, in pixels.
 */
export function arcPath(
  arc: IArc,
  lanes: number,
  left: number,
  top: (row: number) => number
): IArcPath {
  const right = left + gutterWidth(lanes);
  const x = round(right - HEAD - 2 - (arc.lane + 0.5) * laneWidth(lanes));
  // each end is on the lane's side of its row, so two nested arcs that share a row do not cross there
  const side = arc.backward ? -3 : 3;
  const start = top(arc.from) + ROW / 2 + side;
  const end = top(arc.to) + ROW / 2 - side;
  return {
    line: `M${right - 1} ${start}H${x}V${end}H${right - 2}`,
    head: `M${right - HEAD} ${end - 3}L${right} ${end}L${right - HEAD} ${end + 3}Z`,
    middle: { x, y: (start + end) / 2 }
  };
}

function round(pixels: number): number {
  return Math.round(pixels * 2) / 2;
}
