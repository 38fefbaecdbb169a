import type { Comparison } from '../../../contract/bytecode.v2';
import { malformed } from '../../../contract/decode';
import { unpack } from '../../../contract/packed';
import type { ICode, IProgram } from '../program/model';
import { namedAsHere } from './labels';

/** What a row can be, as the payload numbers it. */
export const SAME = 0;
export const CHANGED = 1;
export const LEFT = 2;
export const RIGHT = 3;

/** One side of a comparison. */
export interface ISide {
  program: IProgram;
  /** What was given, in words: "function f". */
  subject: string;
  /** The interpreter's version: "3.14". */
  python: string;
}

/** Two code objects side by side, or one alone. */
export interface IPair {
  place: number;
  left: ICode | null;
  /** Its labels are named after the ones here. */
  right: ICode | null;
  /** The first of its rows. */
  from: number;
  count: number;
}

/** Which instruction stands beside which, all pairs together. */
export interface ITable {
  pairs: IPair[];
  /** The instruction here, -1 for none, a number a row; the code object is its pair's. */
  left: Int32Array;
  right: Int32Array;
  state: Int32Array;
}

function fail(what: string): never {
  return malformed('bytecode', what);
}

/** One number in three of a column. */
function each(column: Int32Array, place: number): Int32Array {
  const found = new Int32Array(column.length / 3);
  for (let at = 0; at < found.length; at++) {
    found[at] = column[3 * at + place] ?? 0;
  }
  return found;
}

function threes(text: string, name: string): Int32Array {
  const column = unpack(text);
  return column.length % 3 === 0
    ? column
    : fail(`column ${name} of the comparison ends too early`);
}

/** Hands out the code objects of one side, each once. */
class Codes {
  constructor(private readonly _codes: readonly ICode[]) {}

  take(place: number): ICode | null {
    const code = this._codes[place];
    if (place === -1) {
      return null;
    }
    if (code === undefined || this._taken.has(place)) {
      fail('a pair of the comparison is of no code object');
    }
    this._taken.add(place);
    return code;
  }

  get isDone(): boolean {
    return this._taken.size === this._codes.length;
  }

  private readonly _taken = new Set<number>();
}

/** Whether the rows of a pair have every instruction of one side once and in order. */
function isWhole(
  code: ICode | null,
  column: Int32Array,
  { from, count }: IPair
): boolean {
  let next = 0;
  for (let row = from; row < from + count; row++) {
    if (column[row] !== -1) {
      if (column[row] !== next) {
        return false;
      }
      next += 1;
    }
  }
  return next === (code?.count ?? 0);
}

/** Whether a row has the sides that its state says. */
function isSound({ left, right, state }: ITable, row: number): boolean {
  const sides = Number(left[row] === -1) + 2 * Number(right[row] === -1);
  const wanted = { [SAME]: 0, [CHANGED]: 0, [LEFT]: 2, [RIGHT]: 1 };
  return wanted[(state[row] ?? -1) as keyof typeof wanted] === sides;
}

/** The rows of a comparison, once nothing is wrong with them: every instruction of both programs is in one. */
export function readComparison(
  comparison: Comparison,
  here: IProgram,
  other: IProgram
): ITable {
  const pairs = threes(comparison.pairs, 'pairs');
  const rows = threes(comparison.rows, 'rows');
  const sides = [new Codes(here.codes), new Codes(other.codes)] as const;
  const table: ITable = {
    pairs: [],
    left: each(rows, 0),
    right: each(rows, 1),
    state: each(rows, 2)
  };
  let from = 0;
  for (let place = 0; 3 * place < pairs.length; place++) {
    const [left = -1, right = -1, count = 0] = pairs.subarray(3 * place);
    const pair = {
      place,
      left: sides[0].take(left),
      right: sides[1].take(right),
      from,
      count
    };
    const isRight =
      count >= 0 &&
      isWhole(pair.left, table.left, pair) &&
      isWhole(pair.right, table.right, pair);
    if (!isRight) {
      fail('the rows of a pair are not its instructions');
    }
    table.pairs.push({ ...pair, right: namedAsHere(pair, table) });
    from += count;
  }
  if (from !== table.state.length || !sides.every(side => side.isDone)) {
    fail('the pairs of the comparison are not all of its rows');
  }
  if (table.state.some((_, row) => !isSound(table, row))) {
    fail('a row of the comparison is not what its state says');
  }
  return table;
}

/** How many rows are in each state. */
export function countStates({ state }: ITable): number[] {
  const counts = [0, 0, 0, 0];
  for (const each of state) {
    counts[each] = (counts[each] ?? 0) + 1;
  }
  return counts;
}
