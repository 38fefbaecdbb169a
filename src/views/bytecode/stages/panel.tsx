import type { TranslationBundle } from '@jupyterlab/translation';
import type { IProgram } from '../program/model';
import type { Selecting } from '../selecting';
import { ofSpan } from '../selection';
import { Instructions } from './instructions';
import type { ILit } from './lit';
import type { IRefusal, IStages } from './stages';
import type { IStatus, Pane } from './status';
import { Symbols } from './symbols';
import { Tokens } from './tokens';
import { Tree } from './tree';
import { stageWord } from './words';

/** What every pane of the stages is drawn from. */
export interface IShared {
  stages: IStages;
  program: IProgram;
  lit: ILit;
  status: Record<Pane, IStatus>;
  selecting: Selecting;
  python: string;
  trans: TranslationBundle;
}

/** What a stage made of the text, what it says against it, or why there is nothing. */
export function Body(props: IShared & { pane: Pane }): JSX.Element {
  const { pane, status, selecting, python, trans } = props;
  const { state, refusal, shown } = status[pane];
  switch (state) {
    case 'unreached':
      return <p className="jp-PyMastery-empty">{trans.__('Not reached.')}</p>;
    case 'absent':
      return (
        <p className="jp-PyMastery-empty">
          {trans.__('Python %1 does not show this stage here.', python)}
        </p>
      );
    case 'refused':
      return (
        <>
          {refusal && (
            <RefusalCard
              refusal={refusal}
              selecting={selecting}
              trans={trans}
            />
          )}
          {shown > 0 && <Content {...props} />}
        </>
      );
    case 'shown':
      return <Content {...props} />;
  }
}

function Content(props: IShared & { pane: Pane }): JSX.Element | null {
  const { pane, stages, lit, selecting, trans } = props;
  const shared = { stages, selecting, trans };
  switch (pane) {
    case 'tokens':
      return <Tokens {...shared} lights={lit.tokens} />;
    case 'nodes':
      return <Tree {...shared} lights={lit.nodes} />;
    case 'symbols':
      return <Symbols {...shared} lights={lit.symbols} uses={lit.uses} />;
    case 'generated':
    case 'optimised':
    case 'final': {
      const code = stages[pane];
      return (
        code && (
          <Instructions
            {...shared}
            pane={pane}
            code={code}
            operands={stages.operands}
            changes={stages.changes[pane]}
            lights={lit[pane]}
          />
        )
      );
    }
  }
}

/** What a stage says against the text, in its own words, and where. */
function RefusalCard(props: {
  refusal: IRefusal;
  selecting: Selecting;
  trans: TranslationBundle;
}): JSX.Element {
  const { refusal, selecting, trans } = props;
  const { error, message, line, span, stage } = refusal;
  const where = span ?? whole(line);
  return (
    <div role="note" className="jp-PyMastery-error jp-PyMastery-stages-refusal">
      <p>
        <strong>{error}</strong>{' '}
        <span className="jp-PyMastery-quiet">
          {trans.__('raised by %1', stageWord(stage, trans))}
        </span>
      </p>
      <p>{message}</p>
      {where && (
        <button
          type="button"
          className="jp-PyMastery-chip"
          onMouseEnter={() => selecting.onHover(ofSpan(where))}
          onMouseLeave={() => selecting.onHover(null)}
          onClick={() => selecting.onPin(ofSpan(where))}
        >
          {span
            ? trans.__('line %1, column %2', span.line, span.column)
            : trans.__('line %1', line)}
        </button>
      )}
    </div>
  );
}

function whole(line: number) {
  return line > 0 ? { line, column: -1, endLine: line, endColumn: -1 } : null;
}
