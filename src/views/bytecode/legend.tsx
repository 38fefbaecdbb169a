import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import { gutterOf } from './listing/gutter';
import type { IProgram, Operand } from './program/model';
import { MARKS, operandWords } from './words';

/** The marks of the kinds of argument that occur, in words. */
export function OperandMarks(props: {
  programs: IProgram[];
  trans: TranslationBundle;
}): JSX.Element {
  const words = operandWords(props.trans);
  const used = new Set<Operand>(
    props.programs.flatMap(({ opcodes }) =>
      opcodes.map(({ operand }) => operand)
    )
  );
  used.delete('none');
  return (
    <>
      {[...used].map(operand => (
        <span key={operand}>
          <span
            aria-hidden="true"
            className={`jp-PyMastery-bytecode-mark jp-PyMastery-bytecode-${operand}`}
          >
            {MARKS[operand]}
          </span>
          {words[operand]}
        </span>
      ))}
    </>
  );
}

/** The marks, colours and lines that occur, in words, and the keys. */
export function Legend(props: {
  program: IProgram;
  trans: TranslationBundle;
}): JSX.Element {
  const { program, trans } = props;
  const drawn = useMemo(() => gutterHas(program), [program]);
  const hasDepth = program.codes[0]?.depth !== null;
  const lines: [boolean, string, string][] = [
    [drawn.back, '●', trans.__('jump back')],
    [drawn.branch, '┄', trans.__('jump taken or not')],
    [
      drawn.handler,
      '⁅',
      trans.__('guarded by a handler, with the depth it keeps')
    ]
  ];
  return (
    <div className="jp-PyMastery-legend">
      {program.bands.size > 0 && (
        <span>
          <i aria-hidden="true" className="jp-PyMastery-bytecode-bands" />
          {trans.__('a colour for each line of the source')}
        </span>
      )}
      {hasDepth && (
        <span>
          <i aria-hidden="true" className="jp-PyMastery-bytecode-cells" />
          {trans.__('values on the stack before it')}
        </span>
      )}
      <OperandMarks programs={[program]} trans={trans} />
      {lines.map(
        ([isThere, mark, word]) =>
          isThere && (
            <span key={mark}>
              <span aria-hidden="true" className="jp-PyMastery-bytecode-mark">
                {mark}
              </span>
              {word}
            </span>
          )
      )}
      <span className="jp-PyMastery-keys">
        {trans.__(
          '↑ ↓ move · Enter keeps · Esc clears · → opens nested code · / searches · t text'
        )}
      </span>
    </div>
  );
}

/** Whether any jump of what can be shown goes back, and whether an exception can be handled. */
function gutterHas(program: IProgram): {
  back: boolean;
  branch: boolean;
  handler: boolean;
} {
  const gutters = program.codes.map(code => gutterOf(program, code));
  return {
    back: gutters.some(({ arcs }) => arcs.some(arc => arc.backward)),
    branch: gutters.some(({ arcs }) => arcs.some(arc => arc.conditional)),
    handler: gutters.some(({ brackets }) => brackets.length > 0)
  };
}
