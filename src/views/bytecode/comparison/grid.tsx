import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isPlain } from '../../shared/plain';
import { useFocus, useRows } from '../../shared/rows';
import { ROW } from '../listing/gutter';
import { isSameSpan, spanOf, type ISpan } from '../program/model';
import type { Alignment, Item } from './alignment';
import { ofItem, type IPointed } from './pointing';
import type { ISide } from './read';
import { Row, type Light } from './row';
import { instructionWords } from './words';

export interface IGridProps {
  here: ISide;
  other: ISide;
  alignment: Alignment;
  opened: ReadonlySet<string>;
  active: IPointed | null;
  pinned: IPointed | null;
  /** A line to go to; a new object each time. */
  wanted: { place: number } | null;
  stacked: boolean;
  trans: TranslationBundle;
  onHover: (pointed: IPointed | null) => void;
  onPin: (pointed: IPointed | null) => void;
  onToggle: (key: string) => void;
  /** Which line Tab reaches. */
  onFocus: (place: number) => void;
}

/** Where the arrow keys lead from `place`; undefined for a key that does not move. */
function destination(
  key: string,
  place: number,
  last: number
): number | undefined {
  const to = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    PageDown: place + 10,
    PageUp: place - 10,
    Home: 0,
    End: last
  }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(last, to));
}

function placeOf(event: React.SyntheticEvent): number {
  const found = (event.target as Element).closest('[data-place]');
  return Number(found?.getAttribute('data-place') ?? -1);
}

function rowOf(item: Item): string {
  return item.kind === 'row' ? String(item.row) : '';
}

/** Whether an instruction comes from a part of the source that is lit. */
function isLit(
  place: IPointed['left'],
  span: ISpan | null | undefined
): boolean {
  return (
    place !== null &&
    !!span &&
    isSameSpan(spanOf(place.code, place.index), span)
  );
}

function lightOf(item: Item, props: IGridProps): Light {
  const { alignment, pinned, active } = props;
  const its = ofItem(alignment, item);
  if (its === null || (active === null && pinned === null)) {
    return '';
  }
  if (pinned?.row === rowOf(item)) {
    return 'pinned';
  }
  if (active?.row === rowOf(item)) {
    return 'current';
  }
  return isLit(its.left, active?.leftSpan) ||
    isLit(its.right, active?.rightSpan)
    ? 'same'
    : '';
}

/** What a key does in the line at `place`; whether it did anything. */
function press(
  key: string,
  place: number,
  props: IGridProps,
  focus: (place: number) => void
): boolean {
  const { alignment, opened } = props;
  const item = alignment.item(place);
  const to = destination(key, place, alignment.count - 1);
  if (item === null) {
    return false;
  }
  const isOpen = opened.has(item.key);
  if (to !== undefined) {
    focus(to);
  } else if (key === 'Enter' || key === ' ') {
    act(item, props);
  } else if (
    item.kind === 'fold' &&
    key === (isOpen ? 'ArrowLeft' : 'ArrowRight')
  ) {
    props.onToggle(item.key);
  } else {
    return false;
  }
  return true;
}

/** Pins a row; opens or folds equal ones. */
function act(item: Item, props: IGridProps): void {
  if (item.kind === 'fold') {
    props.onToggle(item.key);
  } else {
    props.onPin(ofItem(props.alignment, item));
  }
}

/** Stays where one was where other lines are in sight now. */
function useSamePlace(
  alignment: Alignment,
  stop: number,
  show: (place: number) => void
): void {
  const before = useRef({ alignment, stop });
  useLayoutEffect(() => {
    const was = before.current.alignment.item(before.current.stop);
    const row = was?.kind === 'head' ? was.pair.from : was?.row;
    if (before.current.alignment !== alignment && row !== undefined) {
      if (alignment.item(stop)?.key !== was?.key) {
        show(alignment.placeOf(row));
      }
    }
    before.current = { alignment, stop };
  }, [alignment, stop]);
}

/** What the pointer and the keys do in the rows. */
function handlers(
  props: IGridProps,
  focus: (place: number) => void,
  setFocused: (place: number) => void
): React.HTMLAttributes<HTMLElement> {
  const { alignment } = props;
  const at = (event: React.SyntheticEvent): IPointed | null =>
    ofItem(alignment, alignment.item(placeOf(event)));
  return {
    onKeyDown: event => {
      if (isPlain(event) && press(event.key, placeOf(event), props, focus)) {
        event.preventDefault();
      }
    },
    onFocus: event => {
      const place = Math.max(0, placeOf(event));
      setFocused(place);
      props.onFocus(place);
      props.onHover(at(event));
    },
    onBlur: () => props.onHover(null),
    onMouseOver: event => props.onHover(at(event)),
    onMouseLeave: () => props.onHover(null),
    onClick: event => {
      const item = alignment.item(placeOf(event));
      if (item) {
        act(item, props);
      }
    }
  };
}

/** The rows of a comparison: a tree grid with one tab stop, two instructions side by side. */
export function Grid(props: IGridProps): JSX.Element {
  const { alignment, trans, wanted, stacked } = props;
  const pane = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const stop = Math.min(focused, alignment.count - 1);
  const rows = useRows(pane, alignment.count, ROW, stop);
  const focus = useFocus(pane, place => {
    setFocused(place);
    rows.reveal(place);
  });
  useSamePlace(alignment, stop, place => {
    setFocused(place);
    rows.reveal(place);
  });
  useEffect(() => {
    if (wanted) {
      focus(wanted.place);
    }
  }, [wanted]);
  return (
    <div
      role="treegrid"
      aria-label={trans.__('Instructions side by side')}
      aria-rowcount={alignment.count + 1}
      className={`jp-PyMastery-comparison-grid ${stacked ? 'jp-mod-stacked' : ''}`}
    >
      <ColumnHeads {...props} />
      <div
        ref={pane}
        role="rowgroup"
        className="jp-PyMastery-pane jp-PyMastery-comparison-pane"
        {...handlers(props, focus, setFocused)}
      >
        <div
          role="presentation"
          className="jp-PyMastery-comparison-rows"
          style={{ height: rows.height }}
        >
          <Rows
            {...props}
            places={rows.places}
            start={rows.start}
            stop={stop}
          />
        </div>
      </div>
    </div>
  );
}

/** What the two columns are: "here: function f, CPython 3.11, 23 instructions". */
function ColumnHeads(props: IGridProps): JSX.Element {
  const { here, other, stacked, trans } = props;
  const side = (
    { program, subject, python }: ISide,
    word: string,
    name: string
  ): JSX.Element => (
    <span
      role="columnheader"
      className={`jp-PyMastery-comparison-columnHead jp-mod-${name}`}
    >
      <span className="jp-PyMastery-comparison-tag">{word}</span>{' '}
      <strong>{subject}</strong>, {trans.__('CPython %1', python)}{' '}
      <span className="jp-PyMastery-quiet">
        {instructionWords(
          program.codes.reduce((sum, code) => sum + code.count, 0),
          trans
        )}
      </span>
    </span>
  );
  return (
    <div role="rowgroup">
      <div
        role="row"
        aria-rowindex={1}
        className="jp-PyMastery-comparison-head"
      >
        {side(here, trans.__('here'), 'left')}
        {!stacked && (
          <span role="columnheader">
            <span className="jp-PyMastery-bytecode-hidden">
              {trans.__('difference')}
            </span>
          </span>
        )}
        {side(other, trans.__('there'), 'right')}
      </div>
    </div>
  );
}

function Rows(
  props: IGridProps & { places: number[]; start: number; stop: number }
): JSX.Element {
  const { here, other, alignment, opened, places, start, stop } = props;
  const first = places[0] ?? 0;
  // a row with the focus may be drawn out of sight, after the ones that follow each other
  const last = places.reduce(
    (end, place) => (place === end + 1 ? place : end),
    first - 1
  );
  return (
    <div role="presentation" style={{ paddingTop: start }}>
      {places.map(place => {
        const item = alignment.item(place);
        return (
          item && (
            <Row
              key={item.key}
              table={alignment.table}
              item={item}
              place={place}
              here={here.program}
              other={other.program}
              light={lightOf(item, props)}
              open={item.kind === 'fold' ? opened.has(item.key) : null}
              tabbable={place === stop}
              top={place > last || place < first ? place * ROW : undefined}
              stacked={props.stacked}
              trans={props.trans}
            />
          )
        );
      })}
    </div>
  );
}
