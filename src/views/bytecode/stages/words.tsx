import type { TranslationBundle } from '@jupyterlab/translation';
import type { Operand } from '../program/model';
import type { Warned } from '../../../contract/bytecode.v2';
import type { IStatus, Pane } from './status';

/** Which families of objects the tokens look like; names and operators are of none. */
export type Family = 'number' | 'text' | 'name' | 'comment' | 'wrong' | 'sign';

export function tokenFamily(kind: string): Family {
  if (/STRING|MIDDLE/.test(kind)) {
    return 'text';
  }
  switch (kind) {
    case 'NUMBER':
      return 'number';
    case 'NAME':
      return 'name';
    case 'COMMENT':
    case 'TYPE_COMMENT':
      return 'comment';
    case 'ERRORTOKEN':
      return 'wrong';
    default:
      return 'sign';
  }
}

/** The mark of a token that has nothing to show but its kind; null for any other. */
export function tokenMark(kind: string, text: string): string | null {
  switch (kind) {
    case 'NEWLINE':
      return '\u21b5';
    case 'NL':
      return '\u00b7';
    case 'INDENT':
      return '\u21e5';
    case 'DEDENT':
      return '\u21e4';
    case 'ENDMARKER':
      return '\u220e';
    default:
      return text.trim() === '' ? '\u2423' : null;
  }
}

/** The kind of operand that has the same colour: a name lives where its instructions find it. */
export function operandOfWord(word: string): Operand | null {
  switch (word) {
    case 'cell':
    case 'free':
      return 'cell';
    case 'local':
      return 'local';
    case 'global implicit':
    case 'global explicit':
      return 'name';
    default:
      return null;
  }
}

/** What the first word of a symbol says. */
export function symbolWord(word: string, trans: TranslationBundle): string {
  switch (word) {
    case 'local':
      return trans.__('lives in this scope');
    case 'cell':
      return trans.__(
        'lives in this scope, in a cell: a scope inside needs it'
      );
    case 'free':
      return trans.__('lives in a cell of a scope around this one');
    case 'global implicit':
      return trans.__(
        'assigned in no scope around: looked up as a global or a builtin'
      );
    case 'global explicit':
      return trans.__('declared global');
    default:
      return '';
  }
}

export function paneTitle(pane: Pane, trans: TranslationBundle): string {
  return {
    tokens: trans.__('Tokens'),
    nodes: trans.__('Tree'),
    symbols: trans.__('Symbols'),
    generated: trans.__('Instructions'),
    optimised: trans.__('Optimised'),
    final: trans.__('Code object')
  }[pane];
}

/** What a pane shows, in a sentence: its tooltip. */
export function paneSentence(pane: Pane, trans: TranslationBundle): string {
  return {
    tokens: trans.__('What tokenize cuts the text into.'),
    nodes: trans.__('The abstract syntax tree that the parser makes.'),
    symbols: trans.__('The symbol table: where each name lives.'),
    generated: trans.__('Instructions as generated, before optimisation.'),
    optimised: trans.__('Instructions after optimisation, not yet assembled.'),
    final: trans.__('What was assembled: the instructions of the code object.')
  }[pane];
}

/** "43", or "20000 of 360001" where not all are here. */
export function countText(status: IStatus, trans: TranslationBundle): string {
  const { shown, total } = status;
  return shown < total
    ? trans.__('%1 of %2', shown, total)
    : total > 0
      ? String(total)
      : '';
}

/** Who warns, or refuses. */
export function stageWord(
  stage: Warned['stage'],
  trans: TranslationBundle
): string {
  return {
    tokens: trans.__('tokenize'),
    tree: trans.__('the parser'),
    symbols: trans.__('the symbol table'),
    code: trans.__('the code generator')
  }[stage];
}
