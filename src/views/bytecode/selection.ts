import type { ICode, IProgram, ISpan, Table } from './program/model';
import { isSameSpan, opcodeOf, spanOf } from './program/model';
import type { Item } from './listing/placement';

/** An entry of a table of a code object: a constant, a name, a variable. */
export interface IEntry {
  code: ICode;
  table: Table;
  index: number;
}

/** What is lit up: an instruction, a part of the source, or an entry of a table, and all that belongs to it. */
export interface ISelection {
  /** The key of the one row that was pointed at; "" where it was something else. */
  row: string;
  code: ICode | null;
  /** The instruction, -1 for none. */
  index: number;
  span: ISpan | null;
  entry: IEntry | null;
}

const NOTHING = { row: '', code: null, index: -1, span: null, entry: null };

export function ofRow(item: Item | null): ISelection | null {
  return item?.kind === 'row'
    ? {
        ...NOTHING,
        row: item.key,
        code: item.code,
        index: item.index,
        span: spanOf(item.code, item.index)
      }
    : null;
}

export function ofSpan(span: ISpan): ISelection {
  return { ...NOTHING, span };
}

export function ofEntry(entry: IEntry): ISelection {
  return { ...NOTHING, code: entry.code, entry };
}

/** Whether two selections are of one row; what was kept in another picture has none. */
function isSameRow(a: ISelection | null, b: ISelection | null): boolean {
  return (
    a?.row === b?.row ||
    (a !== null &&
      b !== null &&
      (a.row === '' || b.row === '') &&
      a.index >= 0 &&
      a.index === b.index &&
      a.code === b.code)
  );
}

export function isSame(a: ISelection | null, b: ISelection | null): boolean {
  return (
    isSameRow(a, b) &&
    isSameSpan(a?.span ?? null, b?.span ?? null) &&
    isSameEntry(a?.entry ?? null, b?.entry ?? null)
  );
}

export function isSameEntry(a: IEntry | null, b: IEntry | null): boolean {
  return (
    a === b ||
    (a !== null &&
      b !== null &&
      a.code === b.code &&
      a.table === b.table &&
      a.index === b.index)
  );
}

/** The entries that an instruction's argument stands for: two for a pair of variables. */
export function entriesOf(
  program: IProgram,
  code: ICode,
  index: number
): IEntry[] {
  const { table, forms, pair } = opcodeOf(program, code, index);
  const arg = code.arg[index] ?? -1;
  if (table === undefined || arg < 0) {
    return [];
  }
  const indexes = pair
    ? [arg >> 4, arg & 15]
    : [Math.floor(arg / (forms?.length ?? 1))];
  return indexes.map(each => ({ code, table, index: each }));
}

/** Whether an instruction belongs to what is selected. */
export function isLit(
  program: IProgram,
  code: ICode,
  index: number,
  selection: ISelection | null
): boolean {
  if (selection?.entry) {
    return entriesOf(program, code, index).some(entry =>
      isSameEntry(entry, selection.entry)
    );
  }
  if (selection?.code === code && selection.index === index) {
    return true;
  }
  return (
    selection?.span !== null &&
    selection?.span !== undefined &&
    isSameSpan(spanOf(code, index), selection.span)
  );
}
