import { textOf } from '../program/texts';
import type { Placement } from './placement';

/** Matches that are counted: a list this long is no help. */
export const MOST = 1000;

/** Places of the rows whose name or argument has a text in it, as far as they are shown, in order. */
export function search(placement: Placement, text: string): number[] {
  const wanted = text.trim().toLowerCase();
  const { program } = placement;
  if (wanted === '') {
    return [];
  }
  const found: number[] = [];
  const named = program.opcodes.map(({ name }) =>
    name.toLowerCase().includes(wanted)
  );
  for (const { instance, start, length, from, kind } of placement.runs) {
    const { code } = instance;
    for (let at = 0; kind === 'rows' && at < length; at++) {
      const index = from + at;
      const isFound =
        named[code.opcode[index] ?? -1] ||
        textOf(program, code, index).toLowerCase().includes(wanted);
      if (isFound && found.push(start + at) >= MOST) {
        return found;
      }
    }
  }
  return found;
}
