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

/** "L4 in its own listing"; nothing where there is nothing to say. */
export function ownWords(
  label: string,
  trans: TranslationBundle
): string | undefined {
  return label === '' ? undefined : trans.__('%1 in its own listing', label);
}
