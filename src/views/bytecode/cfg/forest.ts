import { EXCEPTION } from '../program/model';
import type { IGraph } from './graph';

/** The node above all trees. */
export const TOP = -1;

/** Where each node stands, counted in rows from the top and in bands from the left. */
export interface IStanding {
  row: number[];
  /** How many exceptions it takes to come to a node: handlers stand to the right of what they guard. */
  band: number[];
  /** Of each way, whether it goes up. */
  isUp: boolean[];
}

/**
 * Trees of dominators, one forest for each band and one for what control cannot reach: all that is below
 * a node in its tree is reached, inside that band, through the node alone. So a tree is what the source
 * nests: what stands in an `if` or in a loop is a branch, what comes after it is the next branch.
 */
export interface IForest {
  /** Of each node, the one right above it in its tree, or TOP. */
  parent: number[];
  /** From top to bottom, and in a row in the order of the code. */
  order: number[];
  /** Whether a way leads on inside one forest, without an exception. */
  isInner(place: number): boolean;
}

export function forestOf(graph: IGraph, standing: IStanding): IForest {
  const { ways, isReachable } = graph;
  const { row, band, isUp } = standing;
  const order = row
    .map((_, node) => node)
    .sort((a, b) => row[a]! - row[b]! || a - b);
  const rank = row.map(() => 0);
  order.forEach((node, place) => (rank[node] = place));
  const isInner = (place: number): boolean => {
    const { from, to, kind } = ways[place]!;
    return (
      kind !== EXCEPTION &&
      !isUp[place] &&
      band[from] === band[to] &&
      isReachable[from] === isReachable[to]
    );
  };
  const parent = row.map(() => TOP);
  for (const node of order) {
    const above = graph.entering[node]!.filter(isInner).map(
      place => ways[place]!.from
    );
    const first = above.pop();
    parent[node] =
      first === undefined
        ? TOP
        : above.reduce((a, b) => meet(a, b, parent, rank), first);
  }
  return { parent, order, isInner };
}

/** The lowest node that both are below, or are. */
function meet(
  a: number,
  b: number,
  parent: readonly number[],
  rank: readonly number[]
): number {
  while (a !== b && a !== TOP && b !== TOP) {
    if (rank[a]! > rank[b]!) {
      a = parent[a]!;
    } else {
      b = parent[b]!;
    }
  }
  return a === b ? a : TOP;
}
