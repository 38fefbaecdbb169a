import type { TranslationBundle } from '@jupyterlab/translation';
import type { IListing, Operand } from './geometry';

/** The mark before an opcode: what its argument stands for, for those who do not see the colour. */
export const MARKS: Record<Operand, string> = {
  none: '',
  const: '◆',
  local: '▪',
  cell: '◎',
  name: '◇',
  attribute: '∙',
  jump: '↷',
  compare: '≶',
  number: '#'
};

export function operandWords(
  trans: TranslationBundle
): Record<Operand, string> {
  return {
    none: trans.__('no argument'),
    const: trans.__('constant'),
    local: trans.__('local variable'),
    cell: trans.__('cell or free variable'),
    name: trans.__('global or builtin name'),
    attribute: trans.__('attribute'),
    jump: trans.__('jump'),
    compare: trans.__('comparison'),
    number: trans.__('number')
  };
}

/** "22 instructions · stack 4 · OPTIMIZED NEWLOCALS" */
export function summary(listing: IListing, trans: TranslationBundle): string {
  const count = trans._n(
    '%1 instruction',
    '%1 instructions',
    listing.count,
    listing.count
  );
  const stack = trans.__('stack size %1', listing.stackSize);
  return [count, stack, listing.flags.join(' ')].filter(Boolean).join(' · ');
}
