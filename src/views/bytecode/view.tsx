import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useState } from 'react';
import { Frame } from '../shared/frame';
import type { ITool } from '../shared/toolbar';
import type { IViewProps } from '../view';
import { modesOf, modeTools, Picture, type Mode } from './modes';
import { outermost, type IProgram } from './program/model';
import { programOf } from './program/program';
import { useSelection } from './selecting';
import { summary } from './words';

export { check } from './check';

type Props = IViewProps<'bytecode'>;

/** The bytecode of one subject: its listing, its control-flow graph, its calls, its stages, another beside it. */
export default function BytecodeView(props: Props): JSX.Element {
  const { payload, text, trans } = props;
  const program = useMemo(() => programOf(payload), [payload]);
  const view = useViews(props, program);
  const name = nameOf(props);
  return (
    <Frame
      kind="bytecode"
      interpreter={payload.interpreter}
      notices={payload.notices}
      name={name}
      text={text}
      trans={trans}
      tools={view.tools}
      keys={view.keys}
      header={
        <>
          <strong>{name}</strong>
          <span>{summaryOf(program, trans)}</span>
        </>
      }
    >
      {view.isEmpty ? (
        <p className="jp-PyMastery-empty">
          {trans.__('There is no instruction to show.')}
        </p>
      ) : (
        view.picture
      )}
      <Cut {...props} />
    </Frame>
  );
}

/** One sentence: what is shown of what. */
function nameOf({ payload, trans }: Props): string {
  if (payload.version === 2 && payload.comparison) {
    return trans.__(
      'Bytecode of %1 beside %2',
      payload.subject,
      payload.comparison.subject
    );
  }
  return payload.version === 2 && payload.stages
    ? trans.__('Stages of compiling %1', payload.subject)
    : trans.__('Bytecode of %1', payload.subject);
}

function summaryOf(program: IProgram, trans: TranslationBundle): string {
  const [first, ...others] = outermost(program);
  if (first === undefined) {
    return '';
  }
  const count = others.length + 1;
  return count === 1
    ? summary(first, trans)
    : trans._n('%1 function', '%1 functions', count, count);
}

/** Which picture is shown, the buttons that choose it, and what the pictures share. */
function useViews(props: Props, program: IProgram) {
  const { payload, trans } = props;
  const modes = modesOf(payload, program);
  const selecting = useSelection();
  const [chosen, choose] = useState<Mode | null>(null);
  const mode = chosen && modes.includes(chosen) ? chosen : modes[0];
  const panels = usePanels(trans);
  const { active, pinned, clear } = selecting;
  const code = pinned?.code ?? active?.code ?? outermost(program)[0] ?? null;
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape' && pinned !== null) {
      clear();
      event.preventDefault();
    }
  };
  const hasCode = outermost(program).some(each => each.count > 0);
  return {
    isEmpty: mode === undefined || (mode !== 'stages' && !hasCode),
    tools: [
      ...modeTools(modes, mode ?? 'listing', choose, trans),
      ...(mode === 'listing' && hasCode ? panels.tools : [])
    ],
    keys: keysOf(mode, panels.search),
    picture: (
      <div onKeyDown={onKeyDown}>
        <Picture
          mode={mode ?? 'listing'}
          payload={payload}
          program={program}
          selecting={selecting}
          tables={panels.hasTables ? code : null}
          isSearching={panels.isSearching}
          onSearched={() => panels.search(false)}
          onOpen={() => choose('listing')}
          trans={trans}
        />
      </div>
    )
  };
}

function keysOf(
  mode: Mode | undefined,
  search: (isSearching: boolean) => void
): Record<string, () => void> {
  return mode === 'listing' ? { '/': () => search(true) } : {};
}

/** What can be shown beside a listing. */
function usePanels(trans: TranslationBundle) {
  const [hasTables, setTables] = useState(false);
  const [isSearching, search] = useState(false);
  const tools: ITool[] = [
    {
      label: trans.__('Tables'),
      title: trans.__('Constants, names, variables, exception and line table'),
      isOn: hasTables,
      act: () => setTables(!hasTables)
    },
    {
      label: trans.__('Search'),
      title: trans.__('Search in the instructions (/)'),
      isOn: isSearching,
      act: () => search(!isSearching)
    }
  ];
  return { hasTables, isSearching, search, tools };
}

function Cut(props: Props): JSX.Element | null {
  const { payload, trans } = props;
  const cut = payload.version === 1 ? payload.cut : payload.program?.cut;
  return cut ? (
    <p className="jp-PyMastery-chip">
      {trans.__('%1 of %2 instructions were sent', cut.shown, cut.total)}
    </p>
  ) : null;
}
