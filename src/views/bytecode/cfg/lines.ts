import { NOT_TAKEN, TAKEN } from '../program/model';
import type { IBundle } from './bundles';
import type { IGraph } from './graph';
import type { IBlock } from './content';
import type { ILevels } from './levels';
import type { IWires } from './wires';

export type Point = [x: number, y: number];

/** A way between two blocks, as it is drawn. */
export interface IEdge {
  /** Indexes of blocks. */
  from: number;
  to: number;
  /** NEXT, JUMP, TAKEN, NOT_TAKEN or EXCEPTION. */
  kind: number;
  /** Whether it leads up: then it does so left of all blocks. */
  isBack: boolean;
  /**
   * Corners, from the border of the one block to the border of the other; each piece level or upright.
   * None where no control takes this way: it is not drawn then.
   */
  points: Point[];
  /** Where it comes to a line that others have begun: these are one line from there on. */
  joint: Point | null;
  /** Whether there is room for a word where it begins. */
  hasWord: boolean;
}

/** Down from the top of a block to where exceptions leave it. */
const RIGHT_SIDE = 14;
const LEFT_SIDE = 22;
/** Room that a word takes. */
const WORD = 54;

/** Draws the ways, now that all is known of their blocks and tracks. */
export class Lines {
  readonly edges: IEdge[];

  /** @param _blocks - By node. */
  constructor(
    private readonly _graph: IGraph,
    private readonly _wires: IWires,
    private readonly _levels: ILevels,
    private readonly _blocks: readonly IBlock[]
  ) {
    this.edges = _graph.ways.map(({ from, to, kind }, place) => ({
      from: _blocks[from]!.index,
      to: _blocks[to]!.index,
      kind,
      isBack: _wires.bundleOf[place]!.isUp,
      points: straightened(this._points(place)),
      joint: null,
      hasWord: false
    }));
    new Set(_wires.bundleOf).forEach(bundle => this._join(bundle));
    _graph.leaving.forEach(ways => this._findWords(ways));
  }

  private _points(place: number): Point[] {
    const { from, to } = this._graph.ways[place]!;
    const { end, side, isDirect } = this._wires.starts[place]!;
    const bundle = this._wires.bundleOf[place]!;
    const source = this._blocks[from]!;
    const target = this._blocks[to]!;
    const points: Point[] = [];
    if (side === 'below') {
      points.push([end.x, source.y + source.height]);
    } else {
      const x = side === 'left' ? source.x : source.x + source.width;
      const y = this._sideOf(place);
      points.push([x, y], [isDirect ? bundle.x : end.x, y]);
    }
    if (!isDirect && source.row + 1 !== target.row) {
      const y = this._track(source.row + 1, bundle);
      points.push([end.x, y], [bundle.x, y]);
    }
    const y = this._track(target.row, bundle);
    points.push([points.at(-1)![0], y], [bundle.end.x, y]);
    points.push([bundle.end.x, target.y]);
    return points;
  }

  /** How high an exception leaves its block: what comes from two blocks towards each other must not meet. */
  private _sideOf(place: number): number {
    const { from } = this._graph.ways[place]!;
    const { side } = this._wires.starts[place]!;
    const same = this._graph.leaving[from]!.filter(
      other => this._wires.starts[other]!.side === side
    );
    return (
      this._blocks[from]!.y +
      (side === 'left' ? LEFT_SIDE : RIGHT_SIDE) +
      same.indexOf(place)
    );
  }

  private _track(row: number, bundle: IBundle): number {
    const track = this._wires.nets[row]?.get(bundle)?.track ?? 0;
    const { track: first, step } = this._levels;
    return first[row]! + Math.max(0, track) * step[row]!;
  }

  /** Finds where the ways of a bundle meet. */
  private _join(bundle: IBundle): void {
    if (bundle.ways.length < 2) {
      return;
    }
    const target = this._blocks[bundle.to]!;
    const atLane: { edge: IEdge; y: number }[] = [];
    const byRow = new Map<number, number[]>();
    for (const place of bundle.ways) {
      const source = this._blocks[this._graph.ways[place]!.from]!;
      if (this._wires.starts[place]!.isDirect) {
        atLane.push({ edge: this.edges[place]!, y: this._sideOf(place) });
      } else {
        const row = source.row + 1;
        byRow.set(row, [...(byRow.get(row) ?? []), place]);
      }
    }
    for (const [row, places] of byRow) {
      const y = this._track(row, bundle);
      const x = (place: number): number => this._wires.starts[place]!.end.x;
      const to = row === target.row ? bundle.end.x : bundle.x;
      places.sort((a, b) => Math.abs(x(b) - to) - Math.abs(x(a) - to));
      const [first, ...rest] = places as [number, ...number[]];
      rest.forEach(place => (this.edges[place]!.joint = [x(place), y]));
      if (row !== target.row) {
        atLane.push({ edge: this.edges[first]!, y });
      }
    }
    atLane.sort((a, b) => (bundle.isUp ? b.y - a.y : a.y - b.y));
    // the first one turns into the lane, the others come to it
    atLane.slice(1).forEach(({ edge, y }) => (edge.joint = [bundle.x, y]));
  }

  /** Of a branch, both ways get a word or neither. */
  private _findWords(ways: readonly number[]): void {
    const branch = ways
      .map(place => this.edges[place]!)
      .filter(({ kind }) => kind === TAKEN || kind === NOT_TAKEN)
      .sort((a, b) => a.points[0]![0] - b.points[0]![0]);
    const hasRoom = branch.every((edge, place) => {
      const next = branch[place + 1];
      return !next || next.points[0]![0] - edge.points[0]![0] >= WORD;
    });
    branch.forEach(edge => (edge.hasWord = hasRoom));
  }
}

/** Without points that are no corners. */
function straightened(points: readonly Point[]): Point[] {
  const found: Point[] = [];
  for (const point of points) {
    const [x, y] = point;
    const [last, before] = [found.at(-1), found.at(-2)];
    if (last && last[0] === x && last[1] === y) {
      continue;
    }
    if (
      last &&
      before &&
      ((last[0] === before[0] && last[0] === x) ||
        (last[1] === before[1] && last[1] === y))
    ) {
      found.pop();
    }
    found.push(point);
  }
  return found;
}
