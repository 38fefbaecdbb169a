import { meaningOf } from '../program/meaning';
import {
  EXCEPTION,
  lineOf,
  opcodeOf,
  type ICode,
  type IProgram,
  type Operand
} from '../program/model';

/** Instructions that a block shows; of a longer one the middle is folded. */
export const LIMIT = 16;
const HEAD = 9;

/** Characters of a row that are drawn. */
const WIDEST = 38;
/** Characters of a name up to which the arguments of a block stand in one column. */
const NAME = 20;

/** What a block says. */
export interface IContent {
  /** The first instruction, and how many there are. */
  first: number;
  count: number;
  /** Rows before what is folded, instructions that are, rows after it. */
  head: number;
  folded: number;
  tail: number;
  /** The lines of the source that its instructions come from; 0 where that is not known. */
  line: number;
  endLine: number;
  /** The first of these lines, without the spaces before it. */
  source: string;
  /** Slots of the stack in use before it, -1 where that is not known. */
  depthIn: number;
  /** Those in use where control goes on without an exception, each number once. */
  depthOut: number[];
  /** Characters of the longest name that an argument follows. */
  nameWidth: number;
  /** Characters of its longest row. */
  columns: number;
}

/** A basic block, and where it is drawn. */
export interface IBlock extends IContent {
  /** Its index in the code object. */
  index: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Counted from the top, and in its row from the left. */
  row: number;
  column: number;
  isHandler: boolean;
  isReachable: boolean;
  /** Rows above its instructions: its name, and the source where there is any. */
  heading: number;
}

/** An instruction as a block writes it. */
export interface IRow {
  index: number;
  name: string;
  text: string;
  operand: Operand;
}

/** The end of what is longer than `limit` characters is replaced by "…". */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

export function rowOf(
  program: IProgram,
  code: ICode,
  index: number,
  nameWidth: number
): IRow {
  const { name, operand } = opcodeOf(program, code, index);
  const room = WIDEST - Math.max(nameWidth, name.length) - 1;
  return {
    index,
    name: shorten(name, WIDEST),
    text: shorten(meaningOf(program, code, index), Math.max(4, room)),
    operand
  };
}

/** The instruction in a row of a block, -1 in the row that says what is folded. */
export function indexAt(content: IContent, row: number): number {
  const { first, count, head, folded, tail } = content;
  if (folded === 0 || row < head) {
    return first + row;
  }
  return row === head ? -1 : first + count - tail + row - head - 1;
}

export function rowsOf(content: IContent): number {
  const { head, folded, tail } = content;
  return head + tail + (folded > 0 ? 1 : 0);
}

/** The row of a block in which an instruction is, the one that says what is folded included. */
export function rowAt(content: IContent, index: number): number {
  const { first, count, head, folded, tail } = content;
  const at = index - first;
  if (folded === 0 || at < head) {
    return at;
  }
  return at < head + folded ? head : at - count + tail + head + 1;
}

export function contentOf(
  program: IProgram,
  code: ICode,
  block: number,
  isOpen: boolean
): IContent {
  const first = code.blocks[block] ?? 0;
  const count = Math.max(1, (code.blocks[block + 1] ?? code.count) - first);
  const folded = count > LIMIT && !isOpen ? count - LIMIT + 1 : 0;
  const head = folded > 0 ? HEAD : count;
  const tail = count - folded - head;
  const content: IContent = {
    ...{ first, count, head, folded, tail },
    ...linesOf(program, code, first, count),
    depthIn: code.depth?.[first] ?? -1,
    depthOut: [],
    nameWidth: 0,
    columns: 0
  };
  measure(program, code, content);
  return content;
}

/** Adds to each block the depths that it leaves behind. */
export function addDepths(code: ICode, contents: Map<number, IContent>): void {
  const { depth } = code;
  if (!depth) {
    return;
  }
  for (const { from, to, kind } of code.ways) {
    const out = contents.get(from)?.depthOut;
    const after = depth[code.blocks[to] ?? 0] ?? -1;
    if (out && kind < EXCEPTION && after >= 0 && !out.includes(after)) {
      out.push(after);
    }
  }
}

function linesOf(
  program: IProgram,
  code: ICode,
  first: number,
  count: number
): Pick<IContent, 'line' | 'endLine' | 'source'> {
  let line = 0;
  let endLine = 0;
  for (let index = first; index < first + count; index++) {
    const at = lineOf(code, index);
    line ||= at;
    if (at > 0) {
      line = Math.min(line, at);
      endLine = Math.max(endLine, at);
    }
  }
  const source = program.lines[line - program.firstLine] ?? '';
  return { line, endLine, source: shorten(source.trim(), WIDEST) };
}

function measure(program: IProgram, code: ICode, content: IContent): void {
  const rows = Array.from({ length: rowsOf(content) }, (_, row) =>
    indexAt(content, row)
  ).filter(index => index >= 0);
  for (const index of rows) {
    const { name } = opcodeOf(program, code, index);
    if (meaningOf(program, code, index) !== '' && name.length <= NAME) {
      content.nameWidth = Math.max(content.nameWidth, name.length);
    }
  }
  for (const index of rows) {
    const { name, text } = rowOf(program, code, index, content.nameWidth);
    const length =
      text === ''
        ? name.length
        : Math.max(name.length, content.nameWidth) + 1 + text.length;
    content.columns = Math.max(content.columns, length);
  }
}
