import { EXCEPTION } from '../program/model';
import { forestOf, TOP, type IForest } from './forest';
import type { IGraph } from './graph';
import type { ILayers } from './layers';
import { Shape } from './shape';

/** From the left border of a block to the way that leads straight through it. */
export const ANCHOR = 24;

/** Half of the room between two blocks, between a block and a lane, and between two lanes. */
const BLOCK_ROOM = 14;
const LANE_ROOM = 5;
/** What a way takes that leaves at the right border. */
export const STUB = 12;
const SNAP = 4;

/** Where ways to one block pass rows between blocks. */
export interface ILane {
  x: number;
  /** The way that it was made for. */
  first: number;
  /** The first level that it is in. */
  top: number;
}

/** Where everything stands from left to right; each band begins at 0. */
export interface IColumns {
  x: number[];
  /** Of each way that passes rows inside its band. */
  lanes: Map<number, ILane>;
  /** Of each band; the last one is that of what control cannot reach. */
  widths: number[];
}

/** Rows of blocks are every other level: between them ways begin and end, and no two may at one place. */
function levelOf(row: number): number {
  return 2 * row + 1;
}

/** Puts each node at the x of the one that dominates it, or as little to the right of that as its neighbours allow. */
export function columnsOf(
  graph: IGraph,
  layers: ILayers,
  width: readonly number[]
): IColumns {
  const forest = forestOf(graph, layers);
  const packer = new Packer(graph, layers, width, forest);
  const tops = new Map<number, Shape>();
  for (const node of [...forest.order].reverse()) {
    packer.close(node);
  }
  for (let band = 0; band <= layers.bands; band++) {
    tops.set(band, packer.closeBand(band));
  }
  const x = packer.places();
  return {
    x,
    lanes: packer.lanes(x),
    widths: [...tops.values()].map(shape => Math.max(0, shape.end()))
  };
}

/** The band of a node, the one after the last for what control cannot reach. */
export function bandOf(graph: IGraph, layers: ILayers, node: number): number {
  return graph.isReachable[node] ? layers.band[node]! : layers.bands;
}

/** A way that passes rows inside its forest. */
interface ICross {
  place: number;
  /** The branch that it comes from; the parent itself where it comes from there. */
  branch: number;
}

/** Puts branches side by side, from the leaves of a forest to its top. */
class Packer {
  private readonly _shapes: Shape[] = [];
  /** Of each node, how far it is right of its parent. */
  private readonly _shift: number[];
  /** Of each node, how many nodes are in its tree. */
  private readonly _size: number[];
  private readonly _children = new Map<number, number[]>();
  /** By the node that what they lead between is below. */
  private readonly _crosses = new Map<number, ICross[]>();
  private readonly _lanes = new Map<number, ILane>();

  constructor(
    private readonly _graph: IGraph,
    private readonly _layers: ILayers,
    private readonly _width: readonly number[],
    private readonly _forest: IForest
  ) {
    this._shift = _width.map(() => 0);
    this._size = _width.map(() => 1);
    for (const node of _forest.order) {
      push(this._children, this._parent(node), node);
    }
    _graph.ways.forEach((_, place) => this._cross(place));
    this._crosses.forEach(crosses =>
      crosses.sort((a, b) => this._begin(a) - this._begin(b))
    );
  }

  /** Puts the branches of a node together; what is below them has been. */
  close(node: number): void {
    const hasStub = this._graph.leaving[node]!.some(
      place => this._graph.ways[place]!.kind === EXCEPTION
    );
    const end = this._width[node]! + BLOCK_ROOM + (hasStub ? STUB : 0);
    this._shapes[node] = this._fill(node, shape =>
      shape.put(levelOf(this._layers.row[node]!), -BLOCK_ROOM, end)
    );
    const parent = this._forest.parent[node]!;
    if (parent !== TOP) {
      this._size[parent]! += this._size[node]!;
    }
  }

  closeBand(band: number): Shape {
    return this._fill(TOP - band);
  }

  places(): number[] {
    const x = this._width.map(() => 0);
    for (const node of this._forest.order) {
      const parent = this._forest.parent[node]!;
      x[node] = this._shift[node]! + (parent === TOP ? 0 : x[parent]!);
    }
    return x;
  }

  lanes(x: readonly number[]): Map<number, ILane> {
    this._lanes.forEach((lane, place) => {
      const parent = this._forest.parent[this._graph.ways[place]!.to]!;
      if (lane.first === place && parent !== TOP) {
        lane.x += x[parent]!;
      }
    });
    return this._lanes;
  }

  /** The parent of a node; of a node without one, a number that stands for its band. */
  private _parent(node: number): number {
    const parent = this._forest.parent[node]!;
    return parent === TOP
      ? TOP - bandOf(this._graph, this._layers, node)
      : parent;
  }

  private _begin({ place }: ICross): number {
    return this._layers.row[this._graph.ways[place]!.from]!;
  }

  /** Notes a way that passes rows, with the branches that it leads between. */
  private _cross(place: number): void {
    const { from, to } = this._graph.ways[place]!;
    const { row } = this._layers;
    if (!this._forest.isInner(place) || row[to]! - row[from]! < 2) {
      return;
    }
    const parent = this._parent(to);
    let branch = from;
    while (branch !== parent && this._parent(branch) !== parent) {
      branch = this._parent(branch);
    }
    push(this._crosses, parent, { place, branch });
  }

  /** The children of a node from left to right: of those in one row, the one with by far the most below it first. */
  private _ordered(parent: number): number[] {
    const children = this._children.get(parent) ?? [];
    const rows = new Map<number, number[]>();
    children.forEach(child => push(rows, this._layers.row[child]!, child));
    for (const row of rows.values()) {
      const sizes = row.map(child => this._size[child]!);
      const most = Math.max(...sizes);
      const isFar = sizes.filter(size => 2 * size > most).length === 1;
      if (isFar) {
        row.unshift(...row.splice(sizes.indexOf(most), 1));
      }
    }
    return [...rows.values()].flat();
  }

  /**
   * @param begin - Puts in the node itself: it is above its branches, so the first one is where it is,
   * and most nodes have one branch.
   */
  private _fill(parent: number, begin?: (shape: Shape) => void): Shape {
    const children = this._ordered(parent);
    const after = new Map<number, ICross[]>();
    for (const cross of this._crosses.get(parent) ?? []) {
      push(after, this._turn(children, cross), cross);
    }
    const shape = this._shapes[children[0] ?? -1] ?? new Shape();
    begin?.(shape);
    const lanes: ILane[] = [];
    for (const [turn, child] of children.entries()) {
      if (turn > 0) {
        const inner = this._shapes[child]!;
        const shift = Math.ceil(shape.shiftOf(inner) / SNAP) * SNAP;
        this._shift[child] = shift;
        shape.add(inner, shift);
      }
      delete this._shapes[child];
      after
        .get(turn)
        ?.forEach(({ place }) => this._lane(shape, parent, place, lanes));
    }
    return shape;
  }

  /**
   * The child after which a way gets its lane: the last one that begins in a row that it passes, so that
   * the child is not moved aside; where there is none, the one that it comes from.
   */
  private _turn(children: readonly number[], cross: ICross): number {
    const { row } = this._layers;
    const { from, to } = this._graph.ways[cross.place]!;
    let last = children.length - 1;
    while (last > 0 && row[children[last]!]! >= row[to]!) {
      last -= 1;
    }
    const own = children.indexOf(cross.branch);
    return own < 0 || row[children[last]!]! > row[from]! ? last : own;
  }

  /** Gives a way the lane of another to the same block, or a new one, the nearest right of all that is there. */
  private _lane(
    shape: Shape,
    parent: number,
    place: number,
    lanes: ILane[]
  ): void {
    const { from, to, kind } = this._graph.ways[place]!;
    const { row } = this._layers;
    const first = levelOf(row[from]!) + 1;
    const last = levelOf(row[to]!) - 1;
    const same = lanes.find(lane => {
      const way = this._graph.ways[lane.first]!;
      return (
        way.to === to &&
        way.kind === kind &&
        shape.end(first, lane.top - 1) <= lane.x - LANE_ROOM
      );
    });
    if (same) {
      this._extend(shape, same, first);
      this._lanes.set(place, same);
      return;
    }
    let x = ANCHOR;
    for (let at = from; at !== parent; at = this._parent(at)) {
      x += this._shift[at]!;
    }
    x = Math.max(x, Math.ceil(shape.end(first, last) + LANE_ROOM));
    const lane = { x, first: place, top: last + 1 };
    this._extend(shape, lane, first);
    lanes.push(lane);
    this._lanes.set(place, lane);
  }

  private _extend(shape: Shape, lane: ILane, first: number): void {
    for (; lane.top > first; lane.top--) {
      shape.put(lane.top - 1, lane.x - LANE_ROOM, lane.x + LANE_ROOM);
    }
  }
}

function push<V>(lists: Map<number, V[]>, key: number, value: V): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}
