import { forestOf, TOP } from './forest';
import type { IGraph } from './graph';

/** Steps spent on finding what belongs to which loop: enough for any code that people write. */
const LOOP_STEPS = 200_000;

/** The ways that lead back to a node which a walk in depth has entered and not left. */
export function backWays(graph: IGraph): boolean[] {
  const isBack = graph.ways.map(() => false);
  const state = graph.blocks.map(() => 0);
  const next = graph.blocks.map(() => 0);
  for (let root = 0; root < state.length; root++) {
    const path = state[root] === 0 ? [root] : [];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      state[at] = 1;
      const place = graph.leaving[at]?.[next[at]!++];
      if (place === undefined) {
        state[at] = 2;
        path.pop();
        continue;
      }
      const { to } = graph.ways[place]!;
      isBack[place] = state[to] === 1;
      if (state[to] === 0) {
        path.push(to);
      }
    }
  }
  return isBack;
}

/** That a node stands so many rows below another one, or more. */
interface ILink {
  from: number;
  to: number;
  rows: number;
  /** A wish: given up where it would go round. */
  isSoft: boolean;
}

function link(from: number, to: number, rows = 1, isSoft = false): ILink {
  return { from, to, rows, isSoft };
}

/** Ways that lead on, among what control can reach and among what it cannot. */
export function forward(graph: IGraph, isBack: boolean[]): ILink[] {
  const { ways, isReachable } = graph;
  return ways
    .filter(
      ({ from, to }, place) =>
        !isBack[place] && isReachable[from] === isReachable[to]
    )
    .map(({ from, to }) => link(from, to));
}

/** The longest way from the top to each node; what the source has after a loop or a branch is below all of it. */
export function rowsOf(
  graph: IGraph,
  isBack: boolean[],
  band: number[]
): number[] {
  const count = graph.blocks.length;
  const links = [...forward(graph, isBack), ...belowLoops(graph, isBack)];
  const row = longest(count, links);
  return longest(count, [
    ...links,
    ...belowBranches(graph, isBack, band, row)
  ]).slice(0, count);
}

/** The row of each node: nodes beyond the first `count` are no blocks. */
function longest(count: number, links: readonly ILink[]): number[] {
  const nodes = links.reduce(
    (most, { from, to }) => Math.max(most, from + 1, to + 1),
    count
  );
  const row = Array.from({ length: nodes }, () => 0);
  const [missing, hard] = [row.map(() => 0), row.map(() => 0)];
  const after = row.map((): ILink[] => []);
  for (const each of links) {
    missing[each.to]! += 1;
    hard[each.to]! += each.isSoft ? 0 : 1;
    after[each.from]!.push(each);
  }
  const isDone = row.map(() => false);
  const isFree = (node: number): boolean => !isDone[node] && hard[node] === 0;
  const work = row.map((_, node) => node).filter(node => missing[node] === 0);
  for (;;) {
    for (let node = work.pop(); node !== undefined; node = work.pop()) {
      isDone[node] = true;
      for (const { to, rows, isSoft } of after[node]!) {
        missing[to]! -= 1;
        hard[to]! -= isSoft ? 0 : 1;
        if (!isDone[to]) {
          row[to] = Math.max(row[to]!, row[node]! + rows);
        }
        if (!isDone[to] && missing[to] === 0) {
          work.push(to);
        }
      }
    }
    // where wishes go round, the next node in the order of the code does not get its own
    const next = row.findIndex((_, node) => isFree(node));
    if (next < 0) {
      break;
    }
    work.push(next);
  }
  return row;
}

/**
 * From the end of each branch of a tree to the branches that come after it. The ends are nodes of their
 * own, beyond those of the graph: one for each tree, and one for each row of branches.
 */
function belowBranches(
  graph: IGraph,
  isBack: boolean[],
  band: number[],
  row: number[]
): ILink[] {
  const { parent, order } = forestOf(graph, { row, band, isUp: isBack });
  const end = (node: number): number => row.length + node;
  const links: ILink[] = [];
  const branches = new Map<number, number[]>();
  for (const node of order) {
    links.push(link(node, end(node), 0));
    const above = parent[node]!;
    if (above !== TOP) {
      links.push(link(end(node), end(above), 0));
      branches.set(above, [...(branches.get(above) ?? []), node]);
    }
  }
  let rowEnd = 2 * row.length;
  for (const nodes of branches.values()) {
    // these are in the order of their rows
    for (const [place, node] of nodes.entries()) {
      const before = nodes[place - 1] ?? node;
      if (row[before] !== row[node]) {
        rowEnd += 1;
      }
      links.push(link(rowEnd, node, 1, true), link(end(node), rowEnd + 1, 0));
    }
    rowEnd += 2;
  }
  return links;
}

/** From the last nodes of each loop to what the loop leads out to. */
function belowLoops(graph: IGraph, isBack: boolean[]): ILink[] {
  const ends = new Map<number, number[]>();
  graph.ways.forEach(({ from, to }, place) => {
    if (isBack[place]) {
      ends.set(to, [...(ends.get(to) ?? []), from]);
    }
  });
  const links: ILink[] = [];
  let steps = LOOP_STEPS;
  for (const [head, lasts] of ends) {
    const inside = new Set<number>([head, ...lasts]);
    for (const node of inside) {
      for (const place of node === head ? [] : graph.entering[node]!) {
        inside.add(graph.ways[place]!.from);
        steps -= 1;
      }
      if (steps < 0) {
        break;
      }
    }
    const outside = new Set<number>();
    for (const node of inside) {
      graph.leaving[node]!.map(place => graph.ways[place]!.to)
        .filter(to => !inside.has(to))
        .forEach(to => outside.add(to));
    }
    steps -= lasts.length * outside.size;
    for (const last of steps < 0 ? [] : new Set(lasts)) {
      outside.forEach(to => links.push(link(last, to, 1, true)));
    }
  }
  return links.filter(
    ({ from, to }) => graph.isReachable[from] === graph.isReachable[to]
  );
}
