import type { TranslationBundle } from '@jupyterlab/translation';
import { guardOf } from '../program/guards';
import {
  lineOf,
  opcodeOf,
  spanOf,
  type ICode,
  type IProgram
} from '../program/model';
import { argOf, clipped, textOf } from '../program/texts';
import { Card } from './card';

/** Characters of an argument's text at most. */
const LONGEST = 400;

interface IDetailProps {
  program: IProgram;
  code: ICode | null;
  /** The instruction, -1 for none. */
  index: number;
  /** The interpreter's version: what its opcodes do differs. */
  python: string;
  trans: TranslationBundle;
}

/** Everything about the instruction that is looked at: its card, and what is here in particular. */
export function Detail(props: IDetailProps): JSX.Element {
  return (
    <div className="jp-PyMastery-bytecode-looked">
      <Looked {...props} />
    </div>
  );
}

function Looked(props: IDetailProps): JSX.Element {
  const { program, code, index, python, trans } = props;
  if (code === null || index < 0) {
    return (
      <div className="jp-PyMastery-bytecode-detail" data-empty="true">
        {trans.__(
          'Point at an instruction, or walk with the arrow keys: here is what it does to the stack. Enter keeps it.'
        )}
      </div>
    );
  }
  return (
    <Card
      name={opcodeOf(program, code, index).name}
      said={clipped(textOf(program, code, index), LONGEST)}
      python={python}
      stack={{
        arg: argOf(program, code, index) ?? 0,
        depth: code.depth?.[index] ?? null
      }}
      trans={trans}
    >
      <p className="jp-PyMastery-quiet">
        {here(program, code, index, trans).join(' \u00b7 ')}
      </p>
    </Card>
  );
}

/** What is true of this instruction alone. */
function here(
  program: IProgram,
  code: ICode,
  index: number,
  trans: TranslationBundle
): string[] {
  const span = spanOf(code, index);
  const line = lineOf(code, index);
  const guard = guardOf(code, index);
  const { caches } = opcodeOf(program, code, index);
  return [
    trans.__('offset %1', code.offset[index]),
    span && span.column >= 0
      ? trans.__(
          'line %1, column %2 to %3',
          span.line === span.endLine
            ? span.line
            : `${span.line}\u2013${span.endLine}`,
          span.column,
          span.endColumn
        )
      : line > 0
        ? trans.__('line %1', line)
        : '',
    caches > 0
      ? trans._n(
          '%1 inline cache entry',
          '%1 inline cache entries',
          caches,
          caches
        )
      : '',
    guard
      ? trans.__(
          'an exception here goes to %1, the stack cut to %2',
          code.labels.get(guard.handler) ?? '',
          guard.depth
        )
      : ''
  ].filter(Boolean);
}
