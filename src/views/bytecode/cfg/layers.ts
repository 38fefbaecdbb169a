import { EXCEPTION } from '../program/model';
import type { IStanding } from './forest';
import type { IGraph } from './graph';
import { backWays, forward, rowsOf } from './rows';

export interface ILayers extends IStanding {
  rows: number;
  bands: number;
  /** The first row of what control cannot reach; as many as there are rows where there is none. */
  dead: number;
}

/** Side by side at the bottom, before the next row is begun. */
const DEAD_TREES = 6;

export function layersOf(graph: IGraph): ILayers {
  const isBack = backWays(graph);
  const band = bandsOf(graph);
  const row = rowsOf(graph, isBack, band);
  const live = Math.max(
    -1,
    ...row.filter((_, node) => graph.isReachable[node])
  );
  stackDead(graph, isBack, row, live + 1);
  return {
    row,
    rows: 1 + Math.max(...row),
    band,
    bands: 1 + Math.max(...band),
    isUp: graph.ways.map(({ from, to }) => (row[to] ?? 0) <= (row[from] ?? 0)),
    dead: live + 1
  };
}

/** Moves what control cannot reach below the rest, some trees side by side, then the next ones. */
function stackDead(
  graph: IGraph,
  isBack: boolean[],
  row: number[],
  first: number
): void {
  const dead = row
    .map((_, node) => node)
    .filter(node => !graph.isReachable[node]);
  const near = new Map(dead.map(node => [node, [] as number[]]));
  for (const { from, to } of forward(graph, isBack)) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  const seen = new Set<number>();
  let [top, bottom] = [first, first];
  let trees = 0;
  for (const root of dead) {
    if (seen.has(root)) {
      continue;
    }
    if (trees++ % DEAD_TREES === 0) {
      top = bottom;
    }
    const tree = new Set<number>([root]);
    for (const node of tree) {
      near.get(node)?.forEach(other => tree.add(other));
    }
    const least = Math.min(...[...tree].map(node => row[node]!));
    for (const node of tree) {
      seen.add(node);
      row[node]! += top - least;
      bottom = Math.max(bottom, row[node]! + 1);
    }
  }
}

/** The fewest exceptions on a way from the entry; 0 for what control cannot reach. */
function bandsOf(graph: IGraph): number[] {
  const { blocks, ways, leaving, entering, isReachable } = graph;
  const band = isReachable.map((can): number => (can ? -1 : 0));
  // where not all blocks are drawn there are several to begin from
  let front = blocks
    .map((_, node) => node)
    .filter(node => node === 0 || entering[node]!.length === 0);
  for (let level = 0; ; level++) {
    const raised: number[] = [];
    const work = front;
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (band[at]! >= 0) {
        continue;
      }
      band[at] = level;
      for (const place of leaving[at]!) {
        const { to, kind } = ways[place]!;
        (kind === EXCEPTION ? raised : work).push(to);
      }
    }
    front = raised.filter(node => band[node]! < 0);
    if (front.length === 0) {
      break;
    }
  }
  return band.map(level => Math.max(0, level));
}
