import type { TranslationBundle } from '@jupyterlab/translation';
import type { FilmColumn } from '../../../contract/bytecode.v2';
import type { State } from './strip';

/** The shape beside each state's colour. */
export const SIGNS: Record<State, string> = {
  plain: '·',
  adaptive: '○',
  specialised: '●',
  deoptimised: '△',
  executor: '▶',
  instrumented: '▨',
  missed: '◐'
};

export function stateWords(trans: TranslationBundle): Record<State, string> {
  return {
    plain: trans.__('cannot specialise'),
    adaptive: trans.__('adaptive: counts until it tries to specialise'),
    specialised: trans.__('specialised'),
    deoptimised: trans.__('given up: generic again'),
    executor: trans.__('runs a trace of the optimizer'),
    instrumented: trans.__('watched by a tracer'),
    missed: trans.__('specialised, but missed: the generic form ran')
  };
}

/** The one word in a cell that has no specialised name to show. */
export function stateWord(state: State, trans: TranslationBundle): string {
  return {
    plain: '',
    adaptive: trans.__('adaptive'),
    specialised: trans.__('specialised'),
    deoptimised: trans.__('generic again'),
    executor: trans.__('trace'),
    instrumented: trans.__('watched'),
    missed: trans.__('missed')
  }[state];
}

/** "before", "call 3", "calls 4–60". */
export function columnName(
  column: FilmColumn,
  trans: TranslationBundle
): string {
  if (column.last === 0) {
    return trans.__('before');
  }
  return column.first === column.last
    ? trans.__('call %1', column.first)
    : trans.__('calls %1\u2013%2', column.first, column.last);
}
