import type { TranslationBundle } from '@jupyterlab/translation';

/** What a row is, by its state. */
export function stateWords(trans: TranslationBundle): string[] {
  return [
    trans.__('the same'),
    trans.__('changed'),
    trans.__('only here'),
    trans.__('only there')
  ];
}

/** "23 instructions" */
export function instructionWords(
  count: number,
  trans: TranslationBundle
): string {
  return trans._n('%1 instruction', '%1 instructions', count, count);
}
