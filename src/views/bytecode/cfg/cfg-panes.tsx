import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import { Detail } from '../detail/detail';
import { spanOf, type ICode, type IProgram } from '../program/model';
import type { Selecting } from '../selecting';
import type { ISelection } from '../selection';
import { CfgView } from './view';

interface ICfgPanesProps {
  program: IProgram;
  python: string;
  selecting: Selecting;
  /** Opens the listing where the selection is. */
  onOpen: () => void;
  trans: TranslationBundle;
}

/** An instruction as a selection: it has no row of a listing. */
function selectionOf(code: ICode, index: number | null): ISelection | null {
  return index === null
    ? null
    : { row: '', code, index, span: spanOf(code, index), entry: null };
}

/** The control-flow graph of one of the code objects, with what the instruction that is looked at does. */
export function CfgPanes(props: ICfgPanesProps): JSX.Element {
  const { program, python, selecting, onOpen, trans } = props;
  const { active, pinned, onHover, onPin } = selecting;
  const [place, setPlace] = useState((pinned?.code ?? program.codes[0])?.place);
  const code = program.codes[place ?? 0];
  if (code === undefined) {
    return <></>;
  }
  const indexIn = (selection: ISelection | null): number | null =>
    selection?.code === code && selection.index >= 0 ? selection.index : null;
  const looked = indexIn(active) ?? indexIn(pinned);
  return (
    <>
      {program.codes.length > 1 && (
        <label className="jp-PyMastery-bytecode-choice">
          {trans.__('Code object')}{' '}
          <select
            value={code.place}
            onChange={event => setPlace(Number(event.target.value))}
          >
            {program.codes.map(each => (
              <option key={each.place} value={each.place}>
                {'\u00a0'.repeat(2 * each.level)}
                {each.qualname}
              </option>
            ))}
          </select>
        </label>
      )}
      <CfgView
        key={code.place}
        program={program}
        code={code}
        active={{ index: indexIn(active) }}
        pinned={indexIn(pinned)}
        onHover={index => onHover(selectionOf(code, index))}
        onPin={index => onPin(selectionOf(code, index))}
        onOpen={index => {
          onHover(selectionOf(code, index));
          if (indexIn(pinned) !== index) {
            onPin(selectionOf(code, index));
          }
          onOpen();
        }}
        trans={trans}
      />
      <Detail
        program={program}
        code={looked === null ? null : code}
        index={looked ?? -1}
        python={python}
        trans={trans}
      />
    </>
  );
}
