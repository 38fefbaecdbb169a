import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useState } from 'react';
import { Frame } from '../shared/frame';
import type { ITool } from '../shared/toolbar';
import type { IViewProps } from '../view';
import { modesOf, modeTools, Pictures, type Mode } from './modes';
import { outermost, type IProgram } from './program/model';
import { programOf } from './program/program';
import { clipped } from './program/texts';
import { useSelection } from './selecting';
import { summary } from './words';

export { check } from './check';

type Props = IViewProps<'bytecode'>;

/** Characters of what is shown, in the name of the view. */
const LONGEST_NAME = 300;

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
  const subject = clipped(payload.subject, LONGEST_NAME);
  if (payload.version === 2 && payload.comparison) {
    const other = clipped(payload.comparison.subject, LONGEST_NAME);
    return trans.__('Bytecode of %1 beside %2', subject, other);
  }
  return payload.version === 2 && payload.stages
    ? trans.__('Stages of compiling %1', subject)
    : trans.__('Bytecode of %1', subject);
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
  const { mode, seen, choose } = useModes(modes);
  const [arrival, setArrival] = useState<object | null>(null);
  const panels = usePanels(selecting.forget, trans);
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
        <Pictures
          mode={mode ?? 'listing'}
          seen={seen}
          payload={payload}
          program={program}
          selecting={selecting}
          tables={panels.hasTables ? code : null}
          isSearching={panels.isSearching}
          onSearched={() => panels.search(false)}
          onOpen={() => {
            choose('listing');
            setArrival({});
          }}
          arrival={arrival}
          trans={trans}
        />
      </div>
    )
  };
}

/** The way of drawing that is in sight, and all that were so far. */
function useModes(modes: readonly Mode[]) {
  const [first = 'listing'] = modes;
  const [seen, setSeen] = useState<readonly Mode[]>([first]);
  const [mode, setMode] = useState(first);
  return {
    mode: modes.length > 0 ? mode : undefined,
    seen,
    choose: (next: Mode): void => {
      setMode(next);
      setSeen(seen.includes(next) ? seen : [...seen, next]);
    }
  };
}

function keysOf(
  mode: Mode | undefined,
  search: (isSearching: boolean) => void
): Record<string, () => void> {
  return mode === 'listing' ? { '/': () => search(true) } : {};
}

/** What can be shown beside a listing. */
function usePanels(forget: () => void, trans: TranslationBundle) {
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
      act: () => {
        if (isSearching) {
          forget();
        }
        search(!isSearching);
      }
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
