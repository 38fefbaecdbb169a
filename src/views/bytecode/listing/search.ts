import type { ICode, IProgram } from '../program/model';
import { textOf } from '../program/texts';
import type { Placement } from './placement';

/** Matches that are counted: a list this long is no help. */
export const MOST = 1000;

/** Whether an instruction is one that is looked for. */
export type Matches = (code: ICode, index: number) => boolean;

/** What has a text in its name or argument, null where no text is looked for. */
export function matching(program: IProgram, text: string): Matches | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') {
    return null;
  }
  const named = program.opcodes.map(({ name }) =>
    name.toLowerCase().includes(wanted)
  );
  return (code, index) =>
    named[code.opcode[index] ?? -1] ||
    textOf(program, code, index).toLowerCase().includes(wanted);
}

/** Places of the rows whose name or argument has a text in it, as far as they are shown, in order. */
export function search(placement: Placement, text: string): number[] {
  const matches = matching(placement.program, text);
  const found: number[] = [];
  if (matches === null) {
    return found;
  }
  for (const { instance, start, length, from, kind } of placement.runs) {
    const { code } = instance;
    for (let at = 0; kind === 'rows' && at < length; at++) {
      if (matches(code, from + at) && found.push(start + at) >= MOST) {
        return found;
      }
    }
  }
  return found;
}
