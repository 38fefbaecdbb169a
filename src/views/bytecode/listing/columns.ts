import { lineOf, opcodeOf, type IProgram } from '../program/model';

/** How wide the columns of a listing have to be, in characters; the meaning has what is left. */
export interface IColumns {
  line: number;
  label: number;
  offset: number;
  /** Of the number alone. */
  depth: number;
  opcode: number;
  /** Of the names that have room beside their argument everywhere. */
  usual: number;
  arg: number;
  /** Cells of the longest bar that is drawn. */
  cells: number;
}

/** A number of more digits, or a name of more characters, is cut: one of a stranger must not push the others out. */
const WIDEST = { line: 6, label: 6, offset: 7, depth: 3, arg: 5, opcode: 40 };

/** Characters of a name that has room beside its argument also where there is little. */
export const LONG_NAME = 18;

/** Cells of a bar at most; the number beside it says the rest. */
export const MOST_CELLS = 8;

function digits(number: number): number {
  return String(Math.max(0, number)).length;
}

/** The largest number of each column. */
function largest(program: IProgram) {
  const most = { line: 0, label: 0, offset: 0, depth: 0, arg: 0 };
  const raise = (key: keyof typeof most, number: number): void => {
    most[key] = Math.max(most[key], number);
  };
  for (const code of program.codes) {
    raise('label', code.labels.size);
    raise('offset', code.offset[code.count - 1] ?? 0);
    for (let index = 0; index < code.count; index++) {
      raise('line', lineOf(code, index));
      raise('depth', code.depth?.[index] ?? 0);
      if (opcodeOf(program, code, index).operand !== 'none') {
        raise('arg', code.arg[index] ?? 0);
      }
    }
  }
  return most;
}

/** The columns of a program, each as wide as its longest entry but for those of a stranger. */
export function columnsOf(program: IProgram): IColumns {
  const most = largest(program);
  const within = (key: keyof typeof most): number =>
    Math.min(digits(most[key]), WIDEST[key]);
  const longest = (limit: number): number =>
    program.opcodes.reduce(
      (widest, { name }) =>
        name.length <= limit ? Math.max(widest, name.length) : widest,
      11
    );
  return {
    line: within('line'),
    label: most.label > 0 ? 1 + within('label') : 0,
    offset: within('offset'),
    depth: within('depth'),
    arg: within('arg'),
    opcode: longest(WIDEST.opcode),
    usual: longest(LONG_NAME),
    cells: Math.min(most.depth, MOST_CELLS)
  };
}

/** Characters of the widest line of the source. */
export function sourceWidth(program: IProgram): number {
  return program.lines.reduce(
    (widest, line) => Math.max(widest, line.length),
    0
  );
}
