import { EXCEPTION, SETUP, type ICode, type IWay } from '../program/model';

/** Blocks that are drawn at most: more is no picture, and a payload may name any number. */
export const MOST_BLOCKS = 2000;

/** Ways drawn that leave one block: on, elsewhere, to a handler. Only a damaged payload has more. */
const MOST_WAYS = 4;

/** The blocks that are drawn, as nodes 0, 1, … in the order of the code, and the ways between them. */
export interface IGraph {
  /** Of each node, the index of its block. */
  blocks: number[];
  /** Between nodes. */
  ways: IWay[];
  /** From what control cannot reach to what it can: no control ever takes them, so they are not drawn. */
  unused: IWay[];
  /** Of each node, places of the ways that leave it. */
  leaving: number[][];
  entering: number[][];
  isReachable: boolean[];
  isHandler: boolean[];
  /** Blocks and ways that are not drawn. */
  left: { blocks: number; ways: number };
}

/** The ways that control takes from each block, each once, and how many there are with those that are too many. */
function waysOf(code: ICode): { leaving: IWay[][]; count: number } {
  const leaving = Array.from(code.blocks, (): IWay[] => []);
  let count = 0;
  for (const way of code.ways) {
    const others = leaving[way.from];
    // what SETUP_FINALLY names is no way that control takes
    if (!others || !leaving[way.to] || way.kind === SETUP) {
      continue;
    }
    const isNew = !others.some(
      other => other.to === way.to && other.kind === way.kind
    );
    count += isNew ? 1 : 0;
    if (isNew && others.length < MOST_WAYS) {
      others.push(way);
    }
  }
  return { leaving, count };
}

/** What control can reach: as the kernel says it, or, where it does not, along the ways. */
function reachable(code: ICode, leaving: IWay[][]): boolean[] {
  const { depth } = code;
  if (depth) {
    return Array.from(
      code.blocks,
      (first, block) => block === 0 || (depth[first] ?? 0) >= 0
    );
  }
  const found = leaving.map((_, block) => block === 0);
  const work = [0];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    for (const { to } of leaving[at] ?? []) {
      if (!found[to]) {
        found[to] = true;
        work.push(to);
      }
    }
  }
  return found;
}

/** The blocks nearest to `around`, counted in ways in whatever direction, in the order of the code. */
function chosen(leaving: IWay[][], around: number): number[] {
  const count = leaving.length;
  if (count <= MOST_BLOCKS) {
    return leaving.map((_, block) => block);
  }
  const near = leaving.map((): number[] => []);
  leaving.flat().forEach(({ from, to }) => {
    near[from]?.push(to);
    near[to]?.push(from);
  });
  const found = new Set<number>([Math.min(Math.max(0, around), count - 1)]);
  for (const block of found) {
    for (const other of near[block] ?? []) {
      if (found.size < MOST_BLOCKS) {
        found.add(other);
      }
    }
  }
  for (let block = 0; found.size < MOST_BLOCKS; block++) {
    found.add(block);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * What is drawn of the control-flow graph of a code object.
 *
 * @param around - The block that is drawn in any case, where not all of them are.
 */
export function graphOf(code: ICode, around = 0): IGraph {
  const { leaving: all, count } = waysOf(code);
  const canReach = reachable(code, all);
  const blocks = chosen(all, around);
  const node = new Map(blocks.map((block, place) => [block, place]));
  const ways: IWay[] = [];
  const unused: IWay[] = [];
  const leaving = blocks.map((): number[] => []);
  const entering = blocks.map((): number[] => []);
  const isHandler = blocks.map(() => false);
  for (const { from, to, kind } of blocks.flatMap(block => all[block] ?? [])) {
    const way = { from: node.get(from) ?? -1, to: node.get(to) ?? -1, kind };
    if (way.to < 0) {
      continue;
    }
    isHandler[way.to] ||= kind === EXCEPTION;
    if (!canReach[from] && canReach[to]) {
      unused.push(way);
      continue;
    }
    leaving[way.from]?.push(ways.length);
    entering[way.to]?.push(ways.length);
    ways.push(way);
  }
  return {
    blocks,
    ways,
    unused,
    leaving,
    entering,
    isReachable: blocks.map(block => canReach[block] ?? false),
    isHandler,
    left: {
      blocks: all.length - blocks.length,
      ways: count - ways.length - unused.length
    }
  };
}
