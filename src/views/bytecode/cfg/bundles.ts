import { lanesOf, type IInterval } from '../listing/lanes';
import { EXCEPTION } from '../program/model';
import type { IColumns } from './columns';
import type { IGraph } from './graph';
import type { ILayers } from './layers';
import type { IEnd } from './ports';

/** With more bundles than this on one side each has a lane of its own: nothing can be made out any more. */
const MANY = 500;

/**
 * Ways of one kind that become one line before they come to their block: all that lead up to it, so a
 * loop has one lane, all exceptions that it handles, and what shares a lane between the blocks. Any
 * other way is a bundle of its own.
 */
export interface IBundle {
  to: number;
  kind: number;
  isUp: boolean;
  /** Places of the ways. */
  ways: number[];
  /**
   * Where it passes rows: near: it passes none; inner: between blocks; left: left of all blocks; else the
   * band that it passes left of.
   */
  side: 'near' | 'inner' | 'left' | number;
  /** In its side, 0 is next to the blocks, or to what raises. */
  lane: number;
  /** Where it passes rows. */
  x: number;
  /** Where it comes to its block. */
  end: IEnd;
}

export function bundlesOf(
  graph: IGraph,
  layers: ILayers,
  columns: IColumns
): IBundle[] {
  const bundles = new Map<string, IBundle>();
  graph.ways.forEach(({ to, kind }, place) => {
    const isUp = layers.isUp[place]!;
    const inner = columns.lanes.get(place);
    const key =
      isUp || kind === EXCEPTION
        ? `${to} ${kind} ${isUp}`
        : `${inner?.first ?? place}`;
    const bundle = bundles.get(key);
    if (bundle) {
      bundle.ways.push(place);
    } else {
      bundles.set(key, {
        ...{ to, kind, isUp, ways: [place] },
        side: sideOf(graph, layers, columns, place),
        ...{ lane: 0, x: inner?.x ?? 0 },
        end: { want: 0, x: 0 }
      });
    }
  });
  return [...bundles.values()];
}

function sideOf(
  graph: IGraph,
  layers: ILayers,
  columns: IColumns,
  place: number
): IBundle['side'] {
  const { from, to, kind } = graph.ways[place]!;
  const { row, band, bands } = layers;
  if (layers.isUp[place]) {
    return 'left';
  }
  if (kind !== EXCEPTION && row[to]! - row[from]! === 1) {
    return 'near';
  }
  if (columns.lanes.has(place)) {
    return 'inner';
  }
  if (!graph.isReachable[from] || !graph.isReachable[to]) {
    return bands;
  }
  return kind === EXCEPTION
    ? Math.max(1, band[to]!)
    : Math.max(1, band[from]!, band[to]!);
}

/** Gives a lane to each bundle that passes rows beside the blocks, and says how many lanes each side has. */
export function assignLanes(
  graph: IGraph,
  layers: ILayers,
  bundles: readonly IBundle[]
): Map<IBundle['side'], number> {
  const sides = new Map<IBundle['side'], IBundle[]>();
  for (const bundle of bundles) {
    if (bundle.side !== 'near' && bundle.side !== 'inner') {
      sides.set(bundle.side, [...(sides.get(bundle.side) ?? []), bundle]);
    }
  }
  const counts = new Map<IBundle['side'], number>();
  for (const [side, members] of sides) {
    const isMany = members.length > MANY;
    const { lane, lanes } = lanesOf(
      isMany ? [] : members.map(bundle => reachOf(graph, layers, bundle))
    );
    members.forEach(
      (bundle, place) => (bundle.lane = isMany ? place : (lane[place] ?? 0))
    );
    counts.set(side, isMany ? members.length : lanes);
  }
  return counts;
}

/** What begins or ends between the same two rows must not be in one lane: it would touch there. */
function reachOf(
  graph: IGraph,
  layers: ILayers,
  { to, ways }: IBundle
): IInterval {
  let top = layers.row[to]!;
  let bottom = top;
  for (const place of ways) {
    const below = layers.row[graph.ways[place]!.from]! + 1;
    top = Math.min(top, below);
    bottom = Math.max(bottom, below);
  }
  return { top, bottom };
}
