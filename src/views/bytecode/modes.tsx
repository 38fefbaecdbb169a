import type { TranslationBundle } from '@jupyterlab/translation';
import { memo, type ReactNode } from 'react';
import type { BytecodeV1 } from '../../contract/bytecode';
import type { BytecodeV2 } from '../../contract/bytecode.v2';
import type { ITool } from '../shared/toolbar';
import { CfgPanes } from './cfg/cfg-panes';
import { Comparison } from './comparison/comparison';
import { FilmPanes } from './film/film-panes';
import { Panes } from './panes';
import type { ICode, IProgram } from './program/model';
import { otherOf } from './program/program';
import type { Selecting } from './selecting';
import { StagePanes } from './stages/stage-panes';

type Payload = BytecodeV1 | BytecodeV2;

/** What a payload can be drawn as. */
export type Mode = 'comparison' | 'stages' | 'calls' | 'listing' | 'graph';

/** What there is to draw of a payload; the first one is what it was made for. */
export function modesOf(payload: Payload, program: IProgram): Mode[] {
  const modes: [Mode, boolean][] = [
    ['comparison', payload.version === 2 && payload.comparison !== undefined],
    ['stages', payload.version === 2 && payload.stages !== undefined],
    ['calls', payload.version === 2 && payload.film !== undefined],
    ['listing', program.codes.length > 0],
    ['graph', program.codes.length > 0]
  ];
  return modes.filter(([, isThere]) => isThere).map(([mode]) => mode);
}

/** The buttons that choose what is drawn; none where there is no choice. */
export function modeTools(
  modes: readonly Mode[],
  mode: Mode,
  choose: (mode: Mode) => void,
  trans: TranslationBundle
): ITool[] {
  const words: Record<Mode, [string, string]> = {
    comparison: [trans.__('Compare'), trans.__('Two programs side by side')],
    stages: [trans.__('Stages'), trans.__('From the text to the instructions')],
    calls: [trans.__('Calls'), trans.__('What ran, call by call')],
    listing: [
      trans.__('Listing'),
      trans.__('The instructions, as compiled, beside the source')
    ],
    graph: [
      trans.__('Graph'),
      trans.__('The control-flow graph: where control goes')
    ]
  };
  return modes.length < 2
    ? []
    : modes.map(each => ({
        label: words[each][0],
        title: words[each][1],
        isOn: mode === each,
        act: () => choose(each)
      }));
}

interface IPictureProps {
  mode: Mode;
  payload: Payload;
  program: IProgram;
  selecting: Selecting;
  /** The code object whose tables are shown, null for none. */
  tables: ICode | null;
  isSearching: boolean;
  onSearched: () => void;
  /** Opens the listing where the selection is. */
  onOpen: () => void;
  /** The listing was opened from another picture; a new object each time. */
  arrival: object | null;
  trans: TranslationBundle;
}

/** What was looked at already: out of sight it stays as it was, and is not drawn anew. */
const Kept = memo(
  (props: { isShown: boolean; children: ReactNode }) => (
    <div hidden={!props.isShown}>{props.children}</div>
  ),
  (before, now) => !before.isShown && !now.isShown
);

/** The ways of drawing a payload that were looked at; one of them is in sight. */
export function Pictures(
  props: IPictureProps & { seen: readonly Mode[] }
): JSX.Element {
  const { mode, seen } = props;
  return (
    <>
      {seen.map(each => (
        <Kept key={each} isShown={each === mode}>
          <Picture {...props} mode={each} />
        </Kept>
      ))}
    </>
  );
}

/** A payload, drawn in one of its ways. */
function Picture(props: IPictureProps): JSX.Element {
  const { mode, payload, program, selecting, trans } = props;
  const { python } = payload.interpreter;
  const shared = { program, python, selecting, trans };
  const { film, stages, comparison } =
    payload.version === 2
      ? payload
      : { film: undefined, stages: undefined, comparison: undefined };
  if (mode === 'graph') {
    return <CfgPanes {...shared} onOpen={props.onOpen} />;
  }
  if (mode === 'calls' && film) {
    return <FilmPanes {...shared} film={film} />;
  }
  if (mode === 'stages' && stages) {
    return <StagePanes {...shared} stages={stages} />;
  }
  if (mode === 'comparison' && comparison) {
    return (
      <Comparison
        here={{ program, subject: payload.subject, python }}
        other={{
          program: otherOf(payload),
          subject: comparison.subject,
          python: comparison.interpreter.python
        }}
        comparison={comparison}
        trans={trans}
      />
    );
  }
  return (
    <Panes
      {...shared}
      tables={props.tables}
      isSearching={props.isSearching}
      onSearched={props.onSearched}
      arrival={props.arrival}
    />
  );
}
