import { opcodeOf, type ICode, type IProgram } from './model';
import { argOf, textOf } from './texts';

/** What the argument of an instruction stands for, or else the argument: of a jump to nowhere, its number too. */
export function meaningOf(
  program: IProgram,
  code: ICode,
  index: number
): string {
  return textOf(program, code, index) || `${argOf(program, code, index) ?? ''}`;
}

/** The same as the kernel compares it: a jump is where it leads and nothing else, for its number counts from itself. */
export function comparedMeaningOf(
  program: IProgram,
  code: ICode,
  index: number
): string {
  return opcodeOf(program, code, index).operand === 'jump'
    ? textOf(program, code, index)
    : meaningOf(program, code, index);
}
