import type { Event, Film, FilmColumn } from '../../../contract/bytecode.v2';
import { malformed } from '../../../contract/decode';
import { unpack } from '../../../contract/packed';
import type { ICode, IProgram } from '../program/model';

/** What an instruction is, as the payload numbers it. */
export const STATES = [
  'plain',
  'adaptive',
  'specialised',
  'deoptimised',
  'executor',
  'instrumented',
  'missed'
] as const;

export type State = (typeof STATES)[number];

/** What is in the live code for an instruction, from one column on. */
export interface ICell {
  /** The column it begins in. */
  column: number;
  name: string;
  state: State;
  /** What its inline caches say. */
  phrases: string[];
}

/** Columns in which an instruction is the same but for what its caches say. */
export interface IStretch {
  from: number;
  /** The one past the last. */
  to: number;
  name: string;
  state: State;
}

/** An instruction that is not plain all along. */
export interface IStripRow {
  code: ICode;
  index: number;
  /** What changed, by column. */
  cells: ICell[];
  stretches: IStretch[];
}

export interface IStrip {
  columns: FilmColumn[];
  /** In the order of the code. */
  rows: IStripRow[];
  events: Event[];
}

function fail(): never {
  malformed('bytecode', 'the film points at nothing');
}

/** The film as rows of instructions and columns of calls. */
export function stripOf(film: Film, program: IProgram): IStrip {
  const rows = new Map<string, IStripRow>();
  const numbers = unpack(film.changes);
  for (let at = 0; at < numbers.length; at += 6) {
    const [
      place = -1,
      index = -1,
      column = -1,
      name = -1,
      state = -1,
      said = -1
    ] = numbers.subarray(at, at + 6);
    const code = program.codes[place];
    const cell = {
      column,
      name: film.texts[name] ?? fail(),
      state: STATES[state] ?? fail(),
      phrases: film.phrases[said] ?? fail()
    };
    if (
      code === undefined ||
      index < 0 ||
      index >= code.count ||
      column >= film.columns.length
    ) {
      fail();
    }
    const key = `${place} ${index}`;
    const row = rows.get(key) ?? { code, index, cells: [], stretches: [] };
    if (column <= (row.cells.at(-1)?.column ?? -1)) {
      fail();
    }
    row.cells.push(cell);
    rows.set(key, row);
  }
  const sorted = [...rows.values()].sort(
    (a, b) => a.code.place - b.code.place || a.index - b.index
  );
  for (const row of sorted) {
    row.stretches = stretchesOf(row.cells, film.columns.length);
  }
  return { columns: film.columns, rows: sorted, events: film.events };
}

function stretchesOf(cells: readonly ICell[], columns: number): IStretch[] {
  const stretches: IStretch[] = [];
  cells.forEach((cell, place) => {
    const to = cells[place + 1]?.column ?? columns;
    const above = stretches.at(-1);
    if (above?.name === cell.name && above.state === cell.state) {
      above.to = to;
    } else {
      stretches.push({
        from: cell.column,
        to,
        name: cell.name,
        state: cell.state
      });
    }
  });
  const first = stretches[0]?.from ?? 0;
  return first > 0
    ? [{ from: 0, to: first, name: '', state: 'plain' }, ...stretches]
    : stretches;
}

/** What an instruction is in a column; undefined where it is plain. */
export function cellAt(row: IStripRow, column: number): ICell | undefined {
  let found: ICell | undefined;
  for (const cell of row.cells) {
    if (cell.column <= column) {
      found = cell;
    }
  }
  return found;
}

/** The stretch that a column is in. */
export function stretchAt(row: IStripRow, column: number): number {
  return row.stretches.findIndex(
    ({ from, to }) => from <= column && column < to
  );
}

/** The part of a specialised name that the base opcode does not say: "ADD_INT" of BINARY_OP_ADD_INT. */
export function shortName(name: string, base: string): string {
  return name.startsWith(`${base}_`) ? name.slice(base.length + 1) : name;
}

/** A row in one line: "0 BINARY_OP adaptive[0-1] BINARY_OP_ADD_INT specialised[2-4]". */
export function describeRow(row: IStripRow): string {
  const parts = row.stretches.map(
    ({ from, to, name, state }) => `${name} ${state}[${from}-${to - 1}]`
  );
  return [row.index, ...parts].join(' ');
}
