import type { Opcode } from '../../../contract/bytecode.v2';
import { lastWhere } from '../../shared/geometry-bisect';

export type Operand = Opcode['operand'];
export type Flow = Opcode['flow'];
export type Table = NonNullable<Opcode['table']>;

export interface IOpcode extends Opcode {
  /** Whether the kernel said what control does after it: version 1 of the payload did not. */
  hasFlow: boolean;
}

/** How control goes from one block to another, as the payload numbers it. */
export const NEXT = 0;
export const JUMP = 1;
export const TAKEN = 2;
export const NOT_TAKEN = 3;
export const EXCEPTION = 4;
export const SETUP = 5;

/** A part of the source: lines as the file counts them, columns in code points, end exclusive; -1: the whole line. */
export interface ISpan {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Where each instruction comes from, a number an instruction in each column. */
export interface ISpans {
  /** 0 where it is not known. */
  line: Int32Array;
  /** 0 where no part of the source that is shown is known. */
  endLine: Int32Array;
  column: Int32Array;
  endColumn: Int32Array;
}

/** An entry of the exception table; instructions are indexes. */
export interface IGuard {
  from: number;
  /** The one past the last. */
  to: number;
  handler: number;
  /** Slots of the stack that are kept. */
  depth: number;
  lasti: boolean;
}

/** A way between two blocks. */
export interface IWay {
  from: number;
  to: number;
  kind: number;
}

/** One code object. Columns have a number an instruction. */
export interface ICode {
  /** Its index in the program. */
  place: number;
  /** How many code objects it is nested in. */
  level: number;
  name: string;
  qualname: string;
  flags: string;
  firstLine: number;
  arguments: number;
  stackSize: number;
  count: number;
  /** Index into the opcodes. */
  opcode: Int32Array;
  /** Of no meaning where the opcode takes none. */
  arg: Int32Array;
  /** Slots of the stack in use before it, -1 where control cannot come; null where the payload does not say. */
  depth: Int32Array | null;
  /** Bytes from the start of the code; one more, the end. */
  offset: Int32Array;
  spans: ISpans;
  /** The first instruction of each block. */
  blocks: Int32Array;
  ways: IWay[];
  guards: IGuard[];
  /** The target of each instruction that jumps or names a handler. */
  targets: ReadonlyMap<number, number>;
  /** "L1", "L2" … of what jumps and the exception table refer to. */
  labels: ReadonlyMap<number, string>;
  /** Index into the texts, or -1 minus the index of a code object. */
  consts: Int32Array;
  names: Int32Array;
  variables: Int32Array;
  kinds: Int32Array;
  cells: Int32Array;
  /** Version 1 of the payload: the text of each instruction's argument, -1 for none. */
  texts?: Int32Array;
  /** Version 1 of the payload: the code object that an instruction loads. */
  loads?: ReadonlyMap<number, number>;
}

export interface IProgram {
  opcodes: IOpcode[];
  texts: string[];
  codes: ICode[];
  /** Lines of source. */
  lines: string[];
  /** The number that the file gives to the first of them. */
  firstLine: number;
  /** Whether there is source at all. */
  hasSource: boolean;
  /** Line number → which of the six bands is behind it. */
  bands: ReadonlyMap<number, number>;
}

/** The code objects that stand in no other. */
export function outermost(program: IProgram): ICode[] {
  return program.codes.filter(code => code.level === 0);
}

export function opcodeOf(
  program: IProgram,
  code: ICode,
  index: number
): IOpcode {
  return program.opcodes[code.opcode[index] ?? -1] as IOpcode;
}

export function lineOf(code: ICode, index: number): number {
  return code.spans.line[index] ?? 0;
}

/** Where an instruction comes from, null where no part of the source is known. */
export function spanOf(code: ICode, index: number): ISpan | null {
  const { line, endLine, column, endColumn } = code.spans;
  return endLine[index]
    ? {
        line: line[index] ?? 0,
        column: column[index] ?? -1,
        endLine: endLine[index],
        endColumn: endColumn[index] ?? -1
      }
    : null;
}

export function isSameSpan(a: ISpan | null, b: ISpan | null): boolean {
  return (
    a === b ||
    (a !== null &&
      b !== null &&
      a.line === b.line &&
      a.column === b.column &&
      a.endLine === b.endLine &&
      a.endColumn === b.endColumn)
  );
}

/** The block that an instruction is in. */
export function blockOf(code: ICode, index: number): number {
  const { blocks } = code;
  const last = lastWhere(blocks.length, at => (blocks[at] ?? 0) <= index);
  return Math.max(0, last);
}
