import type { Pool } from '../../contract/layout';

/** What a block of a pool is: that of the object, in use, free, the one that is handed out next, or never handed out. */
export type Kind = 'ours' | 'used' | 'free' | 'next' | 'never';

export const KINDS: Kind[] = ['ours', 'used', 'free', 'next', 'never'];

/** The sides of a block's square, and the blocks in a row. */
export const CELL = 8;
const ROW = 64;

const OF_STATE: Record<string, Kind> = {
  o: 'ours',
  u: 'used',
  f: 'free',
  n: 'never'
};

/** How each kind is drawn, from the upper left corner of its square: shapes differ, not only colours. */
export const SHAPES: Record<Kind, string> = {
  ours: 'm4 0l4 4l-4 4l-4 -4z',
  used: 'm1 1h6v6h-6z',
  free: 'm1.5 1.5h5v5h-5z',
  next: 'm1.5 1.5h5v5h-5zm2 2h1v1h-1z',
  never: 'm3.5 3.5h1v1h-1z'
};

export interface IPoolMap {
  width: number;
  height: number;
  /** One path for all blocks of a kind; empty where there are none. */
  paths: Record<Kind, string>;
  counts: Record<Kind, number>;
}

/** The map of a pool, blocks by address from left to right and from above. */
export function mapOf(pool: Pool): IPoolMap {
  const paths = { ours: '', used: '', free: '', next: '', never: '' };
  const counts = { ours: 0, used: 0, free: 0, next: 0, never: 0 };
  const { states, following_index: following } = pool;
  for (let index = 0; index < states.length; index++) {
    const state = OF_STATE[states[index] ?? ''] ?? 'used';
    const kind = index === following ? 'next' : state;
    const left = (index % ROW) * CELL;
    const top = Math.floor(index / ROW) * CELL;
    paths[kind] += `M${left} ${top}${SHAPES[kind]}`;
    counts[kind] += 1;
  }
  return {
    width: Math.min(states.length, ROW) * CELL,
    height: Math.ceil(states.length / ROW) * CELL,
    paths,
    counts
  };
}
