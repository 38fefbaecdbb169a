import { EXCEPTION, JUMP, NEXT, NOT_TAKEN, TAKEN } from '../program/model';
import type { ILayout } from './layout';

/** Where the keyboard is, and which blocks it came along to get there. */
export interface IStand {
  at: number;
  trail: readonly number[];
}

export type Move =
  'ArrowDown' | 'ArrowRight' | 'ArrowUp' | 'ArrowLeft' | 'Home' | 'End' | 'e';

/** Kinds of ways that a key follows, the first one there is. */
const FOLLOWS: Partial<Record<Move, readonly number[]>> = {
  ArrowDown: [NEXT, NOT_TAKEN, JUMP],
  ArrowRight: [TAKEN, JUMP, EXCEPTION],
  e: [EXCEPTION]
};

/** Blocks of the way that are remembered. */
const LONGEST = 100;

export function isMove(key: string): key is Move {
  return (
    key in FOLLOWS || ['ArrowUp', 'ArrowLeft', 'Home', 'End'].includes(key)
  );
}

/** The blocks that lead to one, where there is a choice those without an exception first. */
function predecessors({ edges }: ILayout, at: number): number[] {
  const into = edges.filter(({ from, to }) => to === at && from !== at);
  const sorted = [
    ...into.filter(({ kind, isBack }) => kind !== EXCEPTION && !isBack),
    ...into.filter(({ kind, isBack }) => kind !== EXCEPTION && isBack),
    ...into.filter(({ kind }) => kind === EXCEPTION)
  ];
  return [...new Set(sorted.map(({ from }) => from))];
}

/**
 * Where a key leads: down on to the next instruction, right along a jump, up to a block that leads here,
 * left back to the one we came from, or to another one that leads here. The same place where nothing does.
 */
export function move(layout: ILayout, stand: IStand, key: Move): IStand {
  const { at, trail } = stand;
  const { blocks, edges } = layout;
  if (key === 'Home' || key === 'End') {
    const block = blocks.at(key === 'Home' ? 0 : -1);
    return { at: block?.index ?? at, trail: [] };
  }
  const kinds = FOLLOWS[key];
  if (kinds) {
    const ways = edges.filter(({ from }) => from === at);
    const kind = kinds.find(each => ways.some(way => way.kind === each));
    const way = ways.find(each => each.kind === kind);
    return way && way.to !== at
      ? { at: way.to, trail: [...trail, at].slice(-LONGEST) }
      : stand;
  }
  const before = predecessors(layout, at);
  const last = trail.at(-1);
  if (key === 'ArrowLeft' && last !== undefined && before.includes(last)) {
    return { at: last, trail: trail.slice(0, -1) };
  }
  const to = key === 'ArrowLeft' ? (before[1] ?? before[0]) : before[0];
  return to === undefined ? stand : { at: to, trail: [] };
}
