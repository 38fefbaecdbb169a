import { HEADER, ROW, type ICard } from './geometry-cards';
import type { ILayers, IPlace } from './geometry-layers';

/** forward: to the next column; same: within a column; back: to an earlier one, below; self. */
export type Way = 'forward' | 'same' | 'back' | 'self';

export interface IEdge {
  /** The card and the row it starts in. */
  from: string;
  row: number;
  to: string;
  way: Way;
  /** Both ends are in one cycle. */
  cycle: boolean;
  /** SVG path from the dot of the row to the border of the card. */
  path: string;
  start: [number, number];
  end: [number, number];
}

const GAP = 44;
const TRACK = 7;
const TRACKS = 14;
const LANE = 8;
export const DOT_INSET = 10;

/** The references between cards that are drawn, without their paths. */
export function connect(
  cards: Map<string, ICard>,
  depth: Map<string, number>,
  cycleOf: (id: string) => number
): IEdge[] {
  const edges: IEdge[] = [];
  for (const card of cards.values()) {
    const layer = depth.get(card.id);
    if (layer === undefined) {
      continue;
    }
    card.rows.forEach((row, index) => {
      const deep = row.target === null ? undefined : depth.get(row.target);
      if (row.target !== null && deep !== undefined) {
        const cycle = cycleOf(card.id);
        edges.push({
          from: card.id,
          row: index,
          to: row.target,
          way:
            row.target === card.id
              ? 'self'
              : deep > layer
                ? 'forward'
                : deep === layer
                  ? 'same'
                  : 'back',
          cycle: cycle >= 0 && cycle === cycleOf(row.target),
          path: '',
          start: [0, 0],
          end: [0, 0]
        });
      }
    });
  }
  return edges;
}

/** The room each gap needs: more where edges run up and down in it. */
export function gapWidths(
  edges: IEdge[],
  depth: Map<string, number>
): (layer: number) => number {
  const tracks = new Map<number, number>();
  const add = (layer: number) =>
    tracks.set(layer, (tracks.get(layer) ?? 0) + 1);
  for (const edge of edges) {
    if (edge.way !== 'forward') {
      add(depth.get(edge.from)!);
    }
    if (edge.way === 'back') {
      add(depth.get(edge.to)! - 1);
    }
  }
  return layer => GAP + TRACK * Math.min(TRACKS, tracks.get(layer) ?? 0);
}

/** Draws every edge; returns how far down the lowest one runs. */
export function route(
  edges: IEdge[],
  cards: Map<string, ICard>,
  layers: ILayers
): number {
  const router = new Router(cards, layers);
  edges.forEach(edge => router.draw(edge));
  return router.bottom;
}

class Router {
  bottom: number;

  constructor(
    private readonly _cards: Map<string, ICard>,
    private readonly _layers: ILayers
  ) {
    this.bottom = _layers.height;
  }

  draw(edge: IEdge): void {
    const from = this._cards.get(edge.from)!;
    const to = this._cards.get(edge.to)!;
    const source = this._layers.places.get(edge.from)!;
    const target = this._layers.places.get(edge.to)!;
    const x = source.x + from.width - DOT_INSET;
    const y = source.y + from.rows[edge.row]!.y + ROW / 2;
    const entry = target.y + HEADER / 2;
    edge.start = [x, y];
    if (edge.way === 'forward') {
      const right = this._right(source.layer);
      const bend = Math.min(60, (target.x - right) / 2);
      edge.end = [target.x, entry];
      edge.path = `M${x} ${y}H${right}C${right + bend} ${y} ${target.x - bend} ${entry} ${target.x} ${entry}`;
      return;
    }
    const out = this._track(source.layer, 1);
    if (edge.way !== 'back') {
      const end = target.x + to.width;
      edge.end = [end, entry];
      edge.path = polyline([
        [x, y],
        [out, y],
        [out, entry],
        [end, entry]
      ]);
      return;
    }
    const into = this._track(target.layer - 1, -1);
    const lane = this._lane(source, target, from.height, to.height);
    edge.end = [target.x, entry];
    edge.path = polyline([
      [x, y],
      [out, y],
      [out, lane],
      [into, lane],
      [into, entry],
      [target.x, entry]
    ]);
  }

  private _right(layer: number): number {
    const column = this._layers.columns[layer]!;
    return column.x + column.width;
  }

  /** The next free way up or down, beside the column on its left (1) or on its right (-1). */
  private _track(layer: number, side: 1 | -1): number {
    const key = layer * 2 + (side === 1 ? 0 : 1);
    const used = this._tracks.get(key) ?? 0;
    this._tracks.set(key, used + 1);
    const step = 12 + TRACK * (used % TRACKS);
    const next = this._layers.columns[layer + 1];
    return side === 1 || !next ? this._right(layer) + step : next.x - step - 6;
  }

  /** A free height below both cards, between the columns that the edge passes. */
  private _lane(
    source: IPlace,
    target: IPlace,
    sourceHeight: number,
    targetHeight: number
  ): number {
    const columns = this._layers.columns.slice(target.layer, source.layer + 1);
    const blocks = columns
      .flatMap(column => column.cards)
      .map(id => {
        const { y } = this._layers.places.get(id)!;
        return { top: y, bottom: y + this._cards.get(id)!.height };
      })
      .sort((a, b) => a.top - b.top);
    let lane =
      Math.max(source.y + sourceHeight, target.y + targetHeight) + LANE;
    for (const block of blocks) {
      if (block.top - 6 < lane && lane < block.bottom + 6) {
        lane = block.bottom + LANE;
      }
    }
    while (
      this._lanes.some(
        used =>
          Math.abs(used.y - lane) < 5 &&
          used.from <= source.layer &&
          target.layer <= used.to
      )
    ) {
      lane += LANE - 2;
    }
    this._lanes.push({ y: lane, from: target.layer, to: source.layer });
    this.bottom = Math.max(this.bottom, lane);
    return lane;
  }

  private readonly _tracks = new Map<number, number>();
  private readonly _lanes: { y: number; from: number; to: number }[] = [];
}

/** A path along points, each corner rounded as far as its sides allow. */
export function polyline(points: [number, number][]): string {
  const [first, ...rest] = points;
  let path = `M${first![0]} ${first![1]}`;
  rest.forEach(([x, y], index) => {
    const next = rest[index + 1];
    if (!next) {
      path += `L${x} ${y}`;
      return;
    }
    const before = points[index]!;
    const radius = Math.min(
      8,
      distance(before, [x, y]) / 2,
      distance([x, y], next) / 2
    );
    const [ax, ay] = towards([x, y], before, radius);
    const [bx, by] = towards([x, y], next, radius);
    path += `L${ax} ${ay}Q${x} ${y} ${bx} ${by}`;
  });
  return path;
}

function distance(a: [number, number], b: [number, number]): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
}

function towards(
  from: [number, number],
  to: [number, number],
  by: number
): [number, number] {
  return [
    from[0] + Math.sign(to[0] - from[0]) * by,
    from[1] + Math.sign(to[1] - from[1]) * by
  ];
}
