import type { TranslationBundle } from '@jupyterlab/translation';
import {
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useState
} from 'react';
import { SearchBox } from '../shared/search-box';
import { Detail } from './detail/detail';
import { Spoken } from './detail/spoken';
import { Legend } from './legend';
import { columnsOf, sourceWidth } from './listing/columns';
import { Listing } from './listing/listing';
import { keysTo } from './listing/opening';
import { Placement } from './listing/placement';
import { matching, search } from './listing/search';
import { MOST_DRAWN } from './listing/sight';
import { outermost, type ICode, type IProgram } from './program/model';
import type { Selecting } from './selecting';
import { ofRow, type ISelection } from './selection';
import { Segments } from './source/segments';
import { Source } from './source/source';
import { Tables } from './tables/tables';

/** Code objects that are opened; several outermost ones are all open where that is not much. */
function usePlacement(program: IProgram) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => {
    const roots = outermost(program);
    const rows = roots.reduce((sum, code) => sum + code.count, 0);
    return new Set(rows > 200 ? [] : roots.map(code => `#${code.place}`));
  });
  const placement = useMemo(
    () => new Placement(program, open),
    [program, open]
  );
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) {
      next.add(key);
    }
    setOpen(next);
  };
  const unfold = (code: ICode): void =>
    setOpen(new Set([...open, ...keysTo(program, code)]));
  return { open, placement, toggle, unfold };
}

/** What is looked for in the rows, and which of what was found is shown. */
function useSearch(
  placement: Placement,
  { onHover, forget }: Selecting,
  isSearching: boolean,
  onClose: () => void
) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState<{ place: number } | null>(null);
  const wanted = useDeferredValue(text);
  const found = useMemo(() => search(placement, wanted), [placement, wanted]);
  useEffect(() => {
    if (!isSearching) {
      setText('');
    }
  }, [isSearching]);
  const show = (next: number, places: number[]): void => {
    const place = places[next];
    setAt(next);
    if (place === undefined) {
      forget();
    } else {
      setShown({ place });
      onHover(ofRow(placement.item(place)));
    }
  };
  const matches = useMemo(
    () => matching(placement.program, wanted),
    [placement, wanted]
  );
  return {
    text,
    at: Math.min(at, Math.max(0, found.length - 1)),
    count: found.length,
    shown,
    matches,
    onText: (next: string): void => {
      setText(next);
      show(0, search(placement, next));
    },
    onStep: (step: number): void =>
      show((at + step + found.length) % Math.max(1, found.length), found),
    onClose: (): void => {
      forget();
      onClose();
    }
  };
}

/** How wide the columns are, for the style. */
function useWidths(program: IProgram): React.CSSProperties {
  return useMemo(() => {
    const { line, label, offset, depth, cells, opcode, usual, arg } =
      columnsOf(program);
    return {
      '--pymastery-source-width': `${sourceWidth(program)}ch`,
      '--pymastery-line-width': `${Math.max(2, line) + 1.5}ch`,
      '--pymastery-label-width': `${label}ch`,
      '--pymastery-offset-width': `${Math.max(4, offset) + 1.25}ch`,
      '--pymastery-depth-digits': `${depth}ch`,
      '--pymastery-depth-width': `max(4.5ch, ${depth + 1}ch + ${4 * cells}px)`,
      '--pymastery-opcode-all': `${opcode + 2.5}ch`,
      '--pymastery-opcode-some': `${usual + 2.5}ch`,
      '--pymastery-arg-width': `${Math.max(2, arg) + 0.5}ch`
    } as React.CSSProperties;
  }, [program]);
}

interface IPanesProps {
  program: IProgram;
  python: string;
  selecting: Selecting;
  /** The code object whose tables are shown, null for none. */
  tables: ICode | null;
  isSearching: boolean;
  onSearched: () => void;
  /** Something was opened in another picture: the focus comes to its row; a new object each time. */
  arrival: object | null;
  trans: TranslationBundle;
}

/** A listing beside its source: pointing at one lights up the other. */
export function Panes(props: IPanesProps): JSX.Element {
  const { program, python, selecting, tables, arrival, trans } = props;
  const { open, placement, toggle, unfold } = usePlacement(program);
  const finding = useSearch(
    placement,
    selecting,
    props.isSearching,
    props.onSearched
  );
  const [walked, setWalked] = useState<ISelection | null>(null);
  const details = useId();
  const segments = useMemo(
    () => new Segments(program, shownCodes(placement)),
    [program, placement]
  );
  const widths = useWidths(program);
  const { active, pinned, looked } = selecting;
  const linked = { ...selecting, program, trans };
  useLayoutEffect(() => {
    if (arrival && looked?.code) {
      unfold(looked.code);
    }
  }, [arrival]);
  return (
    <>
      {props.isSearching && <SearchBox {...finding} trans={trans} />}
      <div
        className={`jp-PyMastery-bytecode-panes ${program.codes[0]?.depth ? '' : 'jp-mod-noDepth'}`}
        style={widths}
      >
        {program.hasSource && <Source {...linked} segments={segments} />}
        <Listing
          {...linked}
          {...{ placement, open, arrival, details }}
          shown={finding.shown}
          matches={props.isSearching ? finding.matches : null}
          isAlone={!program.hasSource}
          onToggle={toggle}
          onWalk={setWalked}
        />
      </div>
      <Crowded placement={placement} trans={trans} />
      <div id={details}>
        <Detail
          {...{ program, python, trans }}
          code={looked?.code ?? null}
          index={looked?.index ?? -1}
        />
      </div>
      <Spoken program={program} walked={walked} python={python} trans={trans} />
      {tables && (
        <Tables {...linked} code={tables} active={active} pinned={pinned} />
      )}
      <Legend program={program} trans={trans} />
    </>
  );
}

/** Says that not every jump is drawn, where that is so. */
function Crowded(props: {
  placement: Placement;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { placement, trans } = props;
  return placement.instances.some(({ gutter }) => gutter.isCut) ? (
    <p className="jp-PyMastery-chip">
      {trans.__(
        'There are too many jumps and handlers to draw them all: only those that begin or end in sight are drawn, %1 at most.',
        MOST_DRAWN
      )}
    </p>
  ) : null;
}

/** The code objects that are listed now, each once. */
function shownCodes(placement: Placement): ICode[] {
  return [...new Set(placement.instances.map(({ code }) => code))];
}
