import { comparedMeaningOf } from '../program/meaning';
import { lastWhere } from '../../shared/geometry-bisect';
import type { IProgram } from '../program/model';
import { lineOf, opcodeOf, type ICode } from '../program/model';
import { CHANGED, SAME, type IPair, type ITable } from './read';

/** The sign of a row, by its state: the same as in the text twin. */
export const SIGNS = ['=', '~', '<', '>'];

/** Equal rows that stay in sight before and after a difference. */
export const CONTEXT = 2;

/** The fewest equal rows that are folded: a fold takes a row too. */
const FEWEST = 3;

/** Which half of a row stands in one line, where the halves are stacked. */
export type Half = 'both' | 'left' | 'right';

/** A line of the picture: the heading of a pair, a row or half of one, or equal rows that are folded. */
export type Item = { key: string; pair: IPair } & (
  | { kind: 'head' }
  | { kind: 'row'; row: number; half: Half }
  /** Rows of one pair, or several pairs that are all the same with their headings. */
  | { kind: 'fold'; row: number; count: number; pairs: number }
);

interface IRun {
  /** The place of its first line. */
  start: number;
  length: number;
  kind: Item['kind'];
  pair: IPair;
  /** Its first row. */
  from: number;
  /** How many rows it is of. */
  rows: number;
  /** How many whole pairs are folded, 0 where it is not even one. */
  pairs: number;
  /** Whether each row takes two lines, one for each half. */
  isDouble: boolean;
}

export interface IArrangement {
  /** Whether equal rows are folded. */
  isFolded: boolean;
  /** Keys of folds that are opened. */
  opened: ReadonlySet<string>;
  /** Whether the halves of a row stand below each other. */
  stacked: boolean;
}

/** Which line of the picture is what: rows in order, a heading before those of a pair. */
export class Alignment {
  readonly runs: IRun[] = [];
  /** How many lines there are. */
  count = 0;
  /** The first row of each difference: of rows that follow each other and are not the same. */
  readonly differences: number[] = [];

  constructor(
    readonly table: ITable,
    private readonly _arrangement: IArrangement
  ) {
    const { pairs } = table;
    for (let at = 0; at < pairs.length; at++) {
      const same = _arrangement.isFolded ? this._same(at) : 0;
      if (same > 0) {
        this._fold(at, same);
        at += same - 1;
      } else {
        this._pair(pairs[at] as IPair);
      }
    }
  }

  item(place: number): Item | null {
    const run = this.runs[this._last(run => run.start <= place)];
    if (run === undefined || place < 0 || place >= run.start + run.length) {
      return null;
    }
    const { pair, kind, from, rows, pairs, isDouble } = run;
    const at = place - run.start;
    if (kind === 'head') {
      return { kind, key: `pair ${pair.place}`, pair };
    }
    if (kind === 'fold') {
      const key = foldKey(from, pairs);
      return { kind, key, pair, row: from, count: rows, pairs };
    }
    const row = from + (isDouble ? at >> 1 : at);
    const half = isDouble ? (at % 2 ? 'right' : 'left') : 'both';
    return { kind, key: `${row} ${half}`, pair, row, half };
  }

  /** The first line of a row; of one that is folded, the fold. */
  placeOf(row: number): number {
    for (let at = this._last(run => run.from <= row); at >= 0; at--) {
      const run = this.runs[at] as IRun;
      if (run.kind !== 'head' && row < run.from + run.rows) {
        const offset = run.kind === 'fold' ? 0 : row - run.from;
        return run.start + (run.isDouble ? 2 * offset : offset);
      }
    }
    return 0;
  }

  /** The place of the next difference after a line, or of the one before it; -1 where there is none. */
  difference(place: number, step: 1 | -1): number {
    const item = this.item(place);
    if (item === null) {
      return -1;
    }
    // a heading stands before its first row, the second half of a row is not after it
    const row = item.kind === 'head' ? item.pair.from - 0.5 : item.row;
    const at =
      step > 0
        ? this._lastDifference(each => each <= row) + 1
        : this._lastDifference(each => each < row);
    const found = this.differences[at];
    return found === undefined ? -1 : this.placeOf(found);
  }

  private _last(test: (run: IRun) => boolean): number {
    return lastWhere(this.runs.length, at => test(this.runs[at] as IRun));
  }

  private _lastDifference(test: (row: number) => boolean): number {
    return lastWhere(this.differences.length, at =>
      test(this.differences[at] as number)
    );
  }

  private _pair(pair: IPair): void {
    this._add({ kind: 'head', pair, from: pair.from });
    let from = pair.from;
    while (from < pair.from + pair.count) {
      const to = this._end(from, pair);
      if (this.table.state[from] === SAME) {
        this._equal(pair, from, to);
      } else {
        this.differences.push(from);
        this._different(pair, from, to);
      }
      from = to;
    }
  }

  /** How many pairs from one on are all the same. */
  private _same(first: number): number {
    const { pairs, state } = this.table;
    let at = first;
    for (let pair = pairs[at]; pair; pair = pairs[++at]) {
      const { from, count } = pair;
      const isSame =
        pair.left !== null &&
        pair.right !== null &&
        state.subarray(from, from + count).every(each => each === SAME);
      if (!isSame) {
        break;
      }
    }
    return at - first;
  }

  /** Folds whole pairs; where that is opened, they follow. */
  private _fold(first: number, count: number): void {
    const pairs = this.table.pairs.slice(first, first + count);
    const pair = pairs[0] as IPair;
    const rows = pairs.reduce((sum, each) => sum + each.count, 0);
    this._add({ kind: 'fold', pair, from: pair.from, rows, pairs: count });
    if (this._arrangement.opened.has(foldKey(pair.from, count))) {
      for (const each of pairs) {
        this._add({ kind: 'head', pair: each, from: each.from });
        this._rows(each, each.from, each.from + each.count);
      }
    }
  }

  private _add(
    run: Partial<IRun> & Pick<IRun, 'kind' | 'pair' | 'from'>
  ): void {
    const { rows = 0, pairs = 0, isDouble = false } = run;
    const length = run.kind === 'row' ? rows * (isDouble ? 2 : 1) : 1;
    const start = this.count;
    this.runs.push({ ...run, start, length, rows, pairs, isDouble });
    this.count += length;
  }

  private _rows(pair: IPair, from: number, to: number, isDouble = false): void {
    if (to > from) {
      this._add({ kind: 'row', pair, from, rows: to - from, isDouble });
    }
  }

  /** Where rows end that are all the same, or all not. */
  private _end(from: number, pair: IPair): number {
    const { state } = this.table;
    let to = from + 1;
    while (
      to < pair.from + pair.count &&
      (state[to] === SAME) === (state[from] === SAME)
    ) {
      to += 1;
    }
    return to;
  }

  private _equal(pair: IPair, from: number, to: number): void {
    const { isFolded, opened } = this._arrangement;
    const start = from === pair.from ? from : from + CONTEXT;
    const end = to === pair.from + pair.count ? to : to - CONTEXT;
    if (!isFolded || end - start < FEWEST) {
      this._rows(pair, from, to);
      return;
    }
    this._rows(pair, from, start);
    this._add({ kind: 'fold', pair, from: start, rows: end - start });
    if (opened.has(foldKey(start, 0))) {
      this._rows(pair, start, end);
    }
    this._rows(pair, end, to);
  }

  /** Rows that are not the same; changed ones take two lines where halves are stacked. */
  private _different(pair: IPair, from: number, to: number): void {
    const { state } = this.table;
    let start = from;
    for (let row = from + 1; row <= to; row++) {
      const isDouble = state[start] === CHANGED && this._arrangement.stacked;
      const isNext = this._arrangement.stacked && row < to;
      if (
        row === to ||
        (isNext && (state[row] === CHANGED) !== (state[start] === CHANGED))
      ) {
        this._rows(pair, start, row, isDouble);
        start = row;
      }
    }
  }
}

/** Equal rows that are folded, with their headings where they are whole pairs. */
function foldKey(from: number, pairs: number): string {
  return `fold ${from} ${pairs}`;
}

/** An instruction in one line: "6 LOAD_FAST n", its line first. */
export function describeInstruction(
  program: IProgram,
  code: ICode | null,
  index: number
): string {
  if (code === null || index < 0) {
    return '';
  }
  const words = [
    lineOf(code, index) || '',
    opcodeOf(program, code, index).name,
    comparedMeaningOf(program, code, index)
  ];
  return words.filter(word => word !== '').join(' ');
}

/** A line of the picture as text: "6 LOAD_FAST n ~ 6 LOAD_FAST_BORROW n", "f | g", "… 34 =". */
export function describe(
  { table }: Alignment,
  item: Item,
  here: IProgram,
  other: IProgram
): string {
  const { left, right } = item.pair;
  if (item.kind === 'head') {
    return `${left?.qualname ?? ''} | ${right?.qualname ?? ''}`;
  }
  if (item.kind === 'fold') {
    return `… ${item.pairs ? `${item.pairs} pairs, ` : ''}${item.count} ${SIGNS[SAME]}`;
  }
  const { row, half } = item;
  const ours = describeInstruction(here, left, table.left[row] ?? -1);
  const theirs = describeInstruction(other, right, table.right[row] ?? -1);
  const parts = [half === 'right' ? '' : ours, half === 'left' ? '' : theirs];
  return parts.join(` ${SIGNS[table.state[row] ?? 0] ?? ''} `);
}
