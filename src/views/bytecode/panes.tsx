import type { TranslationBundle } from '@jupyterlab/translation';
import { useDeferredValue, useMemo, useState } from 'react';
import { SearchBox } from '../shared/search-box';
import { Detail } from './detail/detail';
import { Legend } from './legend';
import { Listing } from './listing/listing';
import { Placement } from './listing/placement';
import { search } from './listing/search';
import { outermost, type ICode, type IProgram } from './program/model';
import type { Selecting } from './selecting';
import { ofRow } from './selection';
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
  return { open, placement, toggle };
}

/** What is looked for in the rows, and which of what was found is shown. */
function useSearch(placement: Placement, selecting: Selecting) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState<{ place: number } | null>(null);
  const wanted = useDeferredValue(text);
  const found = useMemo(() => search(placement, wanted), [placement, wanted]);
  const show = (next: number, places: number[]): void => {
    const place = places[next];
    setAt(next);
    if (place !== undefined) {
      setShown({ place });
      selecting.onHover(ofRow(placement.item(place)));
    }
  };
  return {
    text,
    at: Math.min(at, Math.max(0, found.length - 1)),
    count: found.length,
    shown,
    onText: (next: string): void => {
      setText(next);
      show(0, search(placement, next));
    },
    onStep: (step: number): void =>
      show((at + step + found.length) % Math.max(1, found.length), found)
  };
}

/** The widest name of an instruction, with its mark. */
function opcodeWidth(program: IProgram): string {
  const names = program.opcodes.map(({ name }) => name.length);
  return `${Math.min(Math.max(12, ...names), 20) + 3}ch`;
}

interface IPanesProps {
  program: IProgram;
  python: string;
  selecting: Selecting;
  /** The code object whose tables are shown, null for none. */
  tables: ICode | null;
  isSearching: boolean;
  onSearched: () => void;
  trans: TranslationBundle;
}

/** A listing beside its source: pointing at one lights up the other. */
export function Panes(props: IPanesProps): JSX.Element {
  const { program, python, selecting, tables, trans } = props;
  const { open, placement, toggle } = usePlacement(program);
  const finding = useSearch(placement, selecting);
  const segments = useMemo(
    () => new Segments(program, shownCodes(placement)),
    [program, placement]
  );
  const { active, pinned } = selecting;
  const linked = { ...selecting, program, trans };
  const looked = active?.code && active.index >= 0 ? active : pinned;
  return (
    <>
      {props.isSearching && (
        <SearchBox {...finding} trans={trans} onClose={props.onSearched} />
      )}
      <div
        className={`jp-PyMastery-bytecode-panes ${program.codes[0]?.depth ? '' : 'jp-mod-noDepth'}`}
        style={
          {
            '--pymastery-opcode-width': opcodeWidth(program)
          } as React.CSSProperties
        }
      >
        {program.hasSource && <Source {...linked} segments={segments} />}
        <Listing
          {...linked}
          placement={placement}
          open={open}
          shown={finding.shown}
          isAlone={!program.hasSource}
          onToggle={toggle}
        />
      </div>
      <Detail
        program={program}
        code={looked?.code ?? null}
        index={looked?.index ?? -1}
        python={python}
        trans={trans}
      />
      {tables && (
        <Tables {...linked} code={tables} active={active} pinned={pinned} />
      )}
      <Legend program={program} trans={trans} />
    </>
  );
}

/** The code objects that are listed now, each once. */
function shownCodes(placement: Placement): ICode[] {
  return [...new Set(placement.instances.map(({ code }) => code))];
}
