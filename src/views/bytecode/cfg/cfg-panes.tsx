import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import { Detail } from '../detail/detail';
import { spanOf, type ICode, type IProgram } from '../program/model';
import type { Selecting } from '../selecting';
import type { ISelection } from '../selection';
import { Choice } from './choice';
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
        <Choice
          codes={program.codes}
          chosen={code}
          onChoose={setPlace}
          trans={trans}
        />
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
      {looked === null ? (
        // in the listing, the arrow keys walk from instruction to instruction
        <div className="jp-PyMastery-bytecode-detail" data-empty="true">
          {trans.__(
            'Point at an instruction: here is what it does to the stack. A click keeps it. The arrow keys walk from block to block, and Space keeps the first instruction of one.'
          )}
        </div>
      ) : (
        <Detail {...{ program, code, python, trans }} index={looked} />
      )}
    </>
  );
}
