import {
  opcodeOf,
  type ICode,
  type IGuard,
  type IProgram
} from '../program/model';
import { lanesOf } from './lanes';

/** Sizes in CSS pixels; the row is --pymastery-row. */
export const ROW = 20;
const LANE = 8;
const NARROW_LANE = 3;
const WIDEST = 120;
const HEAD = 6;
const GUARD_LANE = 12;
const WIDEST_GUARDS = 72;
/** Lanes that are wide enough to be told apart. */
const MOST_LANES = WIDEST / NARROW_LANE;
const MOST_GUARD_LANES = WIDEST_GUARDS / NARROW_LANE;

/** A jump, drawn left of the listing: out of one row, along a lane, into another row. */
export interface IArc {
  from: number;
  to: number;
  backward: boolean;
  /** Whether control may go on instead. */
  conditional: boolean;
  /** 0 is next to the listing. */
  lane: number;
}

/** Ranges with one handler, drawn as brackets in a lane that leads to it. */
export interface IBracket {
  ranges: readonly IGuard[];
  handler: number;
  depth: number;
  lasti: boolean;
  /** The first instruction that is guarded and the last one. */
  from: number;
  last: number;
  /** The first row it reaches and the last one: of the handler, or of those. */
  top: number;
  bottom: number;
  lane: number;
}

/** What is drawn left of one code object's rows. */
export interface IGutter {
  arcs: IArc[];
  lanes: number;
  brackets: IBracket[];
  bracketLanes: number;
  /** Whether there are more than can be told apart: then only what begins or ends in sight is drawn. */
  isCut: boolean;
}

const known = new WeakMap<ICode, IGutter>();

/** The arcs and brackets of a code object, worked out once. */
export function gutterOf(program: IProgram, code: ICode): IGutter {
  let gutter = known.get(code);
  if (gutter === undefined) {
    const arcs = arcsOf(program, code);
    const brackets = bracketsOf(code);
    const isCut = arcs.isCut || brackets.isCut;
    gutter = { ...arcs, ...brackets, isCut };
    known.set(code, gutter);
  }
  return gutter;
}

function arcsOf(
  program: IProgram,
  code: ICode
): Pick<IGutter, 'arcs' | 'lanes' | 'isCut'> {
  const jumps = [...code.targets];
  const { lane, lanes, isCut } = lanesOf(
    jumps.map(([from, to]) => ({
      top: Math.min(from, to),
      bottom: Math.max(from, to)
    })),
    MOST_LANES
  );
  const arcs = jumps.map(([from, to], place) => ({
    from,
    to,
    backward: to <= from,
    conditional: opcodeOf(program, code, from).flow === 'branch',
    lane: lane[place] ?? 0
  }));
  return { arcs, lanes, isCut };
}

function bracketsOf(
  code: ICode
): Pick<IGutter, 'brackets' | 'bracketLanes' | 'isCut'> {
  const byHandler = new Map<string, IGuard[]>();
  for (const guard of code.guards) {
    const key = `${guard.handler} ${guard.depth} ${guard.lasti}`;
    const ranges = byHandler.get(key);
    if (ranges) {
      ranges.push(guard);
    } else {
      byHandler.set(key, [guard]);
    }
  }
  const found = [...byHandler.values()].map(ranges => {
    const [{ handler, depth, lasti }] = ranges as [IGuard];
    let from = Infinity;
    let last = 0;
    for (const range of ranges) {
      from = Math.min(from, range.from);
      last = Math.max(last, range.to - 1);
    }
    const top = Math.min(handler, from);
    const bottom = Math.max(handler, last);
    return { ranges, handler, depth, lasti, from, last, top, bottom };
  });
  const { lane, lanes, isCut } = lanesOf(found, MOST_GUARD_LANES);
  const brackets = found.map((each, place) => ({
    ...each,
    lane: lane[place] ?? 0
  }));
  return { brackets, bracketLanes: lanes, isCut };
}

function laneWidth(lanes: number): number {
  return Math.max(NARROW_LANE, Math.min(LANE, WIDEST / lanes));
}

function arcsWidth(lanes: number): number {
  return lanes === 0 ? HEAD : Math.ceil(lanes * laneWidth(lanes)) + 2 * HEAD;
}

function bracketLane(lanes: number): number {
  return Math.min(GUARD_LANE, WIDEST_GUARDS / Math.max(1, lanes));
}

function bracketsWidth(lanes: number): number {
  return Math.ceil(lanes * bracketLane(lanes));
}

/** How wide the gutter of a code object is. */
export function gutterWidth(gutter: IGutter): number {
  return bracketsWidth(gutter.bracketLanes) + arcsWidth(gutter.lanes);
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
 * @param near - A height, or the nearest one that has to be drawn.
 */
export function arcPath(
  arc: IArc,
  gutter: IGutter,
  left: number,
  top: (row: number) => number,
  near = (y: number): number => y
): IArcPath {
  const right = left + gutterWidth(gutter);
  const x = round(
    right - HEAD - 2 - (arc.lane + 0.5) * laneWidth(gutter.lanes)
  );
  // each end is on the lane's side of its row, so two nested arcs that share a row do not cross there
  const side = arc.backward ? -3 : 3;
  const start = top(arc.from) + ROW / 2 + side;
  const end = top(arc.to) + ROW / 2 - side;
  return {
    line: `M${right - 1} ${near(start)}H${x}V${near(end)}H${right - 2}`,
    head: `M${right - HEAD} ${end - 3}L${right} ${end}L${right - HEAD} ${end + 3}Z`,
    middle: { x, y: (start + end) / 2 }
  };
}

export interface IBracketPath {
  x: number;
  /** The guarded ranges: where each begins and ends. */
  bars: { top: number; bottom: number }[];
  /** From the ranges to the handler. */
  line: string;
  head: string;
}

/** The path of a bracket in a gutter whose left edge is at `left`; the handler is entered at its row's middle. */
export function bracketPath(
  bracket: IBracket,
  gutter: IGutter,
  left: number,
  top: (row: number) => number,
  near = (y: number): number => y
): IBracketPath {
  const lane = bracketLane(gutter.bracketLanes);
  const width = bracketsWidth(gutter.bracketLanes);
  const x = round(left + width - (bracket.lane + 0.5) * lane);
  const end = left + width;
  const y = top(bracket.handler) + ROW / 2;
  const bars = bracket.ranges.map(({ from, to }) => ({
    top: near(top(from) + 2),
    bottom: near(top(to - 1) + ROW - 2)
  }));
  const far =
    bracket.handler > bracket.from
      ? top(bracket.from) + 2
      : top(bracket.last) + ROW - 2;
  return {
    x,
    bars,
    line: `M${x} ${near(far)}V${near(y)}H${end}`,
    head: `M${end - 4} ${y - 3}L${end + 1} ${y}L${end - 4} ${y + 3}Z`
  };
}

function round(pixels: number): number {
  return Math.round(pixels * 2) / 2;
}

/** A gutter in one line: "2 lanes: 4→17@1 9→16@0 16⇠4@2; 3-7↯12@0:1". */
export function describeGutter(gutter: IGutter): string {
  const arcs = gutter.arcs.map(
    arc =>
      `${arc.from}${arc.backward ? '⇠' : '→'}${arc.to}@${arc.lane}${arc.conditional ? '?' : ''}`
  );
  const brackets = gutter.brackets.map(
    ({ ranges, handler, depth, lasti, lane }) =>
      `${ranges.map(({ from, to }) => `${from}-${to - 1}`).join('+')}↯${handler}@${lane}:${depth}${lasti ? '+lasti' : ''}`
  );
  return [
    `${gutter.lanes} lanes:`,
    ...arcs,
    ...(brackets.length ? [';', ...brackets] : [])
  ].join(' ');
}
