import type { ICode, IProgram } from '../program/model';
import type { IPair, ITable } from './read';

/**
 * The code object there, its labels named after the ones here: in one row they are one name, and where nothing here
 * has a label they go on counting after the last one here. Two jumps to one row read the same then, and no others do.
 */
export function namedAsHere(
  { left, right, from, count }: IPair,
  table: Pick<ITable, 'left' | 'right'>
): ICode | null {
  if (left === null || right === null) {
    return right;
  }
  const labels = new Map<number, string>();
  let next = left.labels.size;
  for (let row = from; row < from + count; row++) {
    const index = table.right[row] ?? -1;
    if (right.labels.has(index)) {
      const here = left.labels.get(table.left[row] ?? -1);
      labels.set(index, here ?? `L${++next}`);
    }
  }
  return { ...right, labels };
}

/** The label of an instruction in the listing of its own code object, "" where it is no other one than here. */
export function ownLabel(
  program: IProgram,
  code: ICode,
  index: number
): string {
  const own = program.codes[code.place]?.labels.get(index) ?? '';
  return own === code.labels.get(index) ? '' : own;
}

/** Whether any label there is not the one of its own listing. */
export function hasRenamed(pairs: readonly IPair[], other: IProgram): boolean {
  return pairs.some(
    ({ right }) =>
      right !== null &&
      [...right.labels.keys()].some(index => ownLabel(other, right, index))
  );
}
