import { NOT_TAKEN, TAKEN } from '../program/model';
import type { IGraph } from './graph';
import type { ILayers } from './layers';
import type { IWires } from './wires';

const TRACK = 8;
/** Of the tracks between two rows, however many there are. */
const HIGHEST = 400;
/** Above the first track, below the last one, where arrows end, and between two rows at least. */
const ABOVE = 10;
const BELOW = 14;
const LEAST = 28;
/** For the words beside a branch. */
const WORDS = 10;
/** For the words above what control cannot reach. */
const DEAD = 40;
const MARGIN = 16;

/** Where everything stands from top to bottom. */
export interface ILevels {
  /** Of each row of blocks. */
  top: number[];
  /** Of each row's first track above it, and the room between two. */
  track: number[];
  step: number[];
  dead: number;
  height: number;
}

export function levelsOf(
  graph: IGraph,
  layers: ILayers,
  wires: IWires,
  height: readonly number[]
): ILevels {
  const highest = Array.from({ length: layers.rows }, () => 0);
  const hasBranch = highest.map(() => false);
  layers.row.forEach((row, node) => {
    highest[row] = Math.max(highest[row]!, height[node]!);
  });
  for (const { from, kind } of graph.ways) {
    hasBranch[layers.row[from]!] ||= kind === TAKEN || kind === NOT_TAKEN;
  }
  const levels: ILevels = { top: [], track: [], step: [], dead: -1, height: 0 };
  let y = MARGIN;
  for (let row = 0; row <= layers.rows; row++) {
    const tracks = wires.tracks[row]!;
    const step = Math.min(TRACK, HIGHEST / Math.max(1, tracks));
    const words = hasBranch[row - 1] ? WORDS : 0;
    levels.step.push(step);
    levels.track.push(y + ABOVE + words);
    const room = ABOVE + words + BELOW + Math.max(0, tracks - 1) * step;
    y += row === layers.rows && tracks === 0 ? 0 : Math.max(LEAST, room);
    if (row === layers.dead && row < layers.rows) {
      levels.dead = y + DEAD / 2;
      y += DEAD;
    }
    levels.top.push(y);
    y += highest[row] ?? 0;
  }
  return { ...levels, height: y + MARGIN };
}
