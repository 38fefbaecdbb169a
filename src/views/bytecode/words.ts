import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICode, Operand } from './program/model';

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

/** By kind, as the payload numbers them. */
export function variableWords(trans: TranslationBundle): string[] {
  return [
    trans.__('argument'),
    trans.__('local'),
    trans.__('cell'),
    trans.__('argument and cell'),
    trans.__('free'),
    trans.__('hidden')
  ];
}

/** "22 instructions · stack size 4 · OPTIMIZED NEWLOCALS" */
export function summary(code: ICode, trans: TranslationBundle): string {
  const count = trans._n(
    '%1 instruction',
    '%1 instructions',
    code.count,
    code.count
  );
  const stack = trans.__('stack size %1', code.stackSize);
  return [count, stack, code.flags].filter(Boolean).join(' · ');
}

export function stackWords(depth: number, trans: TranslationBundle): string {
  return depth < 0
    ? trans.__('control cannot come here')
    : trans._n(
        '%1 value on the stack before this instruction',
        '%1 values on the stack before this instruction',
        depth,
        depth
      );
}
