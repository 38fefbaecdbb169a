import {
  lineOf,
  spanOf,
  type ICode,
  type IProgram,
  type Table
} from '../program/model';
import { spanText } from '../program/spans';
import { clipped } from '../program/texts';
import { entriesOf, type IEntry } from '../selection';

/** Rows of a table that are drawn: the rest is counted. */
export const SHOWN = 200;

/** Characters of an entry that are drawn. */
const LONGEST = 300;

/** An entry with what it is and how often the instructions use it. */
export interface ITableRow extends IEntry {
  text: string;
  /** The kind of a variable, as the payload numbers them; -1 of any other entry. */
  kind: number;
  uses: number;
}

/** Consecutive instructions that come from one place in the source. */
export interface ILineRow {
  from: number;
  to: number;
  /** "5:12–5:17", "5" where columns are not known, "" where nothing is. */
  place: string;
}

/** How often each entry is used: "table index" → count. */
function usesOf(program: IProgram, code: ICode): Map<string, number> {
  const uses = new Map<string, number>();
  for (let index = 0; index < code.count; index++) {
    for (const entry of entriesOf(program, code, index)) {
      const key = `${entry.table} ${entry.index}`;
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  return uses;
}

/** The tables of a code object that its instructions index, with the use of each entry. */
export function tablesOf(
  program: IProgram,
  code: ICode
): { table: Table; rows: ITableRow[] }[] {
  const uses = usesOf(program, code);
  const columns: [Table, Int32Array][] = [
    ['consts', code.consts],
    ['names', code.names],
    ['variables', code.variables],
    ['cells', code.cells]
  ];
  return columns
    .map(([table, column]) => ({
      table,
      rows: Array.from(column, (text, index) => ({
        code,
        table,
        index,
        text:
          text < 0
            ? `<code object ${program.codes[-1 - text]?.name ?? ''}>`
            : clipped(program.texts[text] ?? '', LONGEST),
        kind: table === 'variables' ? (code.kinds[index] ?? -1) : -1,
        uses: uses.get(`${table} ${index}`) ?? 0
      }))
    }))
    .filter(({ rows }) => rows.length > 0);
}

function placeText(code: ICode, index: number): string {
  const span = spanOf(code, index);
  const line = lineOf(code, index);
  if (span === null || span.column < 0) {
    return line > 0 ? String(line) : '';
  }
  return spanText(span);
}

/** The location table: what comes from where, in the order of the code. */
export function linesOf(code: ICode): ILineRow[] {
  const rows: ILineRow[] = [];
  for (let index = 0; index < code.count; index++) {
    const place = placeText(code, index);
    const above = rows.at(-1);
    const offset = code.offset[index] ?? 0;
    if (above?.place === place) {
      above.to = offset;
    } else {
      rows.push({ from: offset, to: offset, place });
    }
  }
  return rows;
}
