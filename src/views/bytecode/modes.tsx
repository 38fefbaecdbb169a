import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import type { BytecodeV1 } from '../../contract/bytecode';
import type { BytecodeV2 } from '../../contract/bytecode.v2';
import type { ITool } from '../shared/toolbar';
import { CfgPanes } from './cfg/cfg-panes';
import { Comparison } from './comparison/comparison';
import { FilmPanes } from './film/film-panes';
import { Panes } from './panes';
import type { ICode, IProgram } from './program/model';
import { readProgram } from './program/read';
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
  onOpen: () => void;
  trans: TranslationBundle;
}

/** A payload, drawn in one of its ways. */
export function Picture(props: IPictureProps): JSX.Element {
  const { mode, payload, program, selecting, trans } = props;
  const { python } = payload.interpreter;
  const shared = { program, python, selecting, trans };
  const { film, stages, comparison } =
    payload.version === 2
      ? payload
      : { film: undefined, stages: undefined, comparison: undefined };
  const other = useMemo(
    () => readProgram(comparison?.program ?? null),
    [comparison]
  );
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
          program: other,
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
    />
  );
}
