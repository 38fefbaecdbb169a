import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useRef, useState } from 'react';
import type { Comparison as IComparison } from '../../../contract/bytecode.v2';
import { isPlain } from '../../shared/plain';
import { useSize } from '../../shared/size';
import { Toolbar, type ITool } from '../../shared/toolbar';
import type { IProgram } from '../program/model';
import { OperandMarks } from '../legend';
import { Alignment, CONTEXT, SIGNS } from './alignment';
import { Detail } from './detail';
import { Grid } from './grid';
import { hasRenamed } from './labels';
import { hasOneSource, isSamePointed, type IPointed } from './pointing';
import {
  countStates,
  readComparison,
  SAME,
  type ISide,
  type ITable
} from './read';
import { Source } from './source';
import { stateWords } from './words';

export interface IComparisonProps {
  here: ISide;
  other: ISide;
  comparison: IComparison;
  trans: TranslationBundle;
}

/** Below this many pixels the halves of a row stand below each other. */
const NARROW = 700;

/** Where nothing can be measured. */
const UNKNOWN = { width: NARROW, height: 0 };

/** Equal rows up to which a comparison begins with all of them in sight. */
const MANY = 200;

/** Which rows are in sight. */
function useAlignment(table: ITable, stacked: boolean) {
  const [isFolded, setFolded] = useState(
    () => (countStates(table)[SAME] ?? 0) > MANY
  );
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const alignment = useMemo(
    () => new Alignment(table, { isFolded, opened, stacked }),
    [table, isFolded, opened, stacked]
  );
  return {
    alignment,
    opened,
    isFolded,
    fold: () => setFolded(!isFolded),
    toggle: (key: string) => {
      const next = new Set(opened);
      if (!next.delete(key)) {
        next.add(key);
      }
      setOpened(next);
    }
  };
}

/** What is lit up: a preview over what was kept. */
function usePointing() {
  const [hovered, setHovered] = useState<IPointed | null>(null);
  const [pinned, setPinned] = useState<IPointed | null>(null);
  return {
    active: hovered ?? pinned,
    pinned,
    onHover: setHovered,
    onPin: (pointed: IPointed | null) =>
      setPinned(isSamePointed(pointed, pinned) ? null : pointed),
    clear: () => {
      setPinned(null);
      setHovered(null);
    }
  };
}

/** Goes from difference to difference. */
function useSteps(alignment: Alignment) {
  const [place, setPlace] = useState(0);
  const [wanted, setWanted] = useState<{ place: number } | null>(null);
  return {
    wanted,
    onFocus: setPlace,
    step: (by: 1 | -1): void => {
      const from = Math.min(place, alignment.count - 1);
      const to = alignment.difference(from, by);
      if (to >= 0) {
        setWanted({ place: to });
      }
    }
  };
}

/** Two programs side by side: what is the same, what is not, and where in the source. */
export function Comparison(props: IComparisonProps): JSX.Element {
  const { here, other, comparison, trans } = props;
  const host = useRef<HTMLDivElement>(null);
  const stacked = useSize(host, UNKNOWN).width < NARROW;
  const table = useMemo(
    () => readComparison(comparison, here.program, other.program),
    [comparison, here.program, other.program]
  );
  const showing = useAlignment(table, stacked);
  const { alignment, opened } = showing;
  const pointing = usePointing();
  const { step, wanted, onFocus } = useSteps(alignment);
  const programs = { here: here.program, other: other.program };
  const linked = { ...pointing, trans };
  return (
    <div
      ref={host}
      className="jp-PyMastery-comparison"
      onKeyDown={onKeys({
        n: () => step(1),
        p: () => step(-1),
        ...(pointing.pinned ? { Escape: pointing.clear } : {})
      })}
    >
      <Notices comparison={comparison} trans={trans} />
      <div className="jp-PyMastery-comparison-bar">
        <Counts table={table} trans={trans} />
        <Toolbar
          name={trans.__('Differences')}
          tools={tools(showing, alignment.differences.length, step, trans)}
        />
      </div>
      {hasOneSource(programs.here, programs.other) && (
        <Source {...linked} {...programs} />
      )}
      <Grid
        {...linked}
        {...{ here, other, alignment, opened, wanted, stacked, onFocus }}
        onToggle={showing.toggle}
      />
      <Detail
        {...programs}
        table={table}
        pointed={pointing.active}
        trans={trans}
      />
      <Legend {...programs} table={table} trans={trans} />
    </div>
  );
}

/** What is not shown of the other program, and why; of the one here the view says it. */
function Notices(props: {
  comparison: IComparison;
  trans: TranslationBundle;
}): JSX.Element {
  const { comparison, trans } = props;
  const { cut } = comparison.program;
  const said = [
    ...(comparison.notices ?? []),
    ...(cut
      ? [
          trans.__(
            '%1 of %2 instructions there were compared.',
            cut.shown,
            cut.total
          )
        ]
      : [])
  ];
  return (
    <>
      {said.map((notice, place) => (
        <p key={place} className="jp-PyMastery-notice" role="note">
          {notice}
        </p>
      ))}
    </>
  );
}

/** Does what a plain key is for. */
function onKeys(keys: Record<string, () => void>) {
  return (event: React.KeyboardEvent): void => {
    if (isPlain(event) && Object.hasOwn(keys, event.key)) {
      keys[event.key]?.();
      event.preventDefault();
    }
  };
}

function tools(
  showing: ReturnType<typeof useAlignment>,
  count: number,
  step: (by: 1 | -1) => void,
  trans: TranslationBundle
): ITool[] {
  const only: ITool = {
    label: trans.__('Fold equal rows'),
    title: trans.__(
      'Fold rows that are the same, all but %1 around each difference',
      CONTEXT
    ),
    isOn: showing.isFolded,
    act: showing.fold
  };
  const steps: ITool[] = [
    {
      label: '\u2191',
      name: trans.__('Previous difference'),
      title: trans.__('Previous difference (p)'),
      act: () => step(-1)
    },
    {
      label: '\u2193',
      name: trans.__('Next difference'),
      title: trans.__('Next difference (n)'),
      act: () => step(1)
    }
  ];
  return count > 0 ? [only, ...steps] : [only];
}

/** How many rows are in each state that occurs; it is the legend of their signs too. */
function Counts(props: {
  table: ITable;
  trans: TranslationBundle;
}): JSX.Element {
  const { table, trans } = props;
  const words = stateWords(trans);
  const names = ['same', 'changed', 'left', 'right'];
  return (
    <ul className="jp-PyMastery-comparison-counts">
      {countStates(table).map(
        (count, state) =>
          count > 0 && (
            <li key={state} className={`jp-mod-${names[state]}`}>
              <span
                aria-hidden="true"
                className="jp-PyMastery-comparison-swatch"
              >
                {SIGNS[state]}
              </span>{' '}
              {count} {words[state]}
            </li>
          )
      )}
    </ul>
  );
}

/** The marks of the arguments that occur, in words, and the keys. */
function Legend(props: {
  here: IProgram;
  other: IProgram;
  table: ITable;
  trans: TranslationBundle;
}): JSX.Element {
  const { here, other, table, trans } = props;
  const isRenamed = useMemo(
    () => hasRenamed(table.pairs, other),
    [table, other]
  );
  return (
    <div className="jp-PyMastery-legend">
      <OperandMarks programs={[here, other]} trans={trans} />
      {isRenamed && (
        <span>
          {trans.__('L1 L2: the same on both sides where they are in one row')}
        </span>
      )}
      <span className="jp-PyMastery-keys">
        {trans.__(
          '\u2191 \u2193 move \u00b7 n p next and previous difference \u00b7 Enter keeps \u00b7 Esc clears'
        )}
      </span>
    </div>
  );
}
