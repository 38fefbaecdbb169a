import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef, useState } from 'react';
import { useFocus, useRows } from '../../shared/rows';
import type { IProgram } from '../program/model';
import { isLit, ofRow, type ISelection } from '../selection';
import { ROW } from './gutter';
import { Gutter } from './gutter-svg';
import { Heading } from './heading';
import type { Item, Placement } from './placement';
import { isOpen, Row, type Light } from './row';

export interface IListingProps {
  program: IProgram;
  placement: Placement;
  open: ReadonlySet<string>;
  active: ISelection | null;
  pinned: ISelection | null;
  /** A row to show, such as one that a search found; a new object each time. */
  shown: { place: number } | null;
  isAlone: boolean;
  trans: TranslationBundle;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
  onToggle: (key: string) => void;
}

function lightOf(item: Item, props: IListingProps): Light {
  const { program, pinned, active } = props;
  if (item.kind !== 'row') {
    return '';
  }
  // what was pinned in another picture has no row
  const isPinned =
    pinned?.row === ''
      ? pinned.code === item.code && pinned.index === item.index
      : pinned?.row === item.key;
  if (isPinned) {
    return 'pinned';
  }
  if (active?.row === item.key) {
    return 'current';
  }
  return isLit(program, item.code, item.index, active) ? 'same' : '';
}

/** Where the arrow keys lead from `place`; null for a key that does not move. */
function destination(key: string, place: number, last: number): number | null {
  const to = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    PageDown: place + 10,
    PageUp: place - 10,
    Home: 0,
    End: last
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(last, to));
}

function placeOf(event: React.SyntheticEvent, attribute: string): number {
  const target = event.target as Element;
  const found = target.closest(`[data-${attribute}]`);
  const place = found?.getAttribute(`data-${attribute}`);
  return place === null || place === undefined ? -1 : Number(place);
}

function press(
  event: React.KeyboardEvent,
  props: IListingProps,
  focus: (place: number) => void
): void {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isPlain && turn(event.key, placeOf(event, 'place'), props, focus)) {
    event.preventDefault();
  }
}

/** What a key does in the row at `place`; whether it did anything. */
function turn(
  key: string,
  place: number,
  props: IListingProps,
  focus: (place: number) => void
): boolean {
  const { program, placement } = props;
  const item = placement.item(place);
  const to = destination(key, place, placement.count - 1);
  if (item === null) {
    return false;
  }
  const open = isOpen(program, item, props.open);
  if (to !== null) {
    focus(to);
  } else if (key === 'ArrowRight' && open) {
    focus(place + 1);
  } else if (
    key === 'ArrowRight' ? open === false : key === 'ArrowLeft' && open
  ) {
    props.onToggle(item.key);
  } else if (key === 'ArrowLeft' && item.parent >= 0) {
    focus(item.parent);
  } else if (key === 'Enter' || key === ' ') {
    act(item, open, props);
  } else {
    return false;
  }
  return true;
}

/** Pins an instruction; opens or folds a heading. */
function act(item: Item, open: boolean | null, props: IListingProps): void {
  if (item.kind === 'row') {
    props.onPin(ofRow(item));
  } else if (open !== null) {
    props.onToggle(item.key);
  }
}

/** The instructions: a tree grid with one tab stop; jumps and the exception table in the gutter left of it. */
export function Listing(props: IListingProps): JSX.Element {
  const { program, placement, trans, isAlone } = props;
  const pane = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const stop = Math.min(focused, placement.count - 1);
  const rows = useRows(pane, placement.count, ROW, stop, ROW);
  const focus = useFocus(pane, place => {
    setFocused(place);
    rows.reveal(place);
  });
  useReveal(props, rows.reveal);
  const at = (event: React.SyntheticEvent): ISelection | null =>
    ofRow(placement.item(placeOf(event, 'place')));
  const expand = (event: React.SyntheticEvent): boolean => {
    const item = placement.item(placeOf(event, 'expand'));
    if (item) {
      props.onToggle(item.key);
    }
    return item !== null;
  };
  const click = (event: React.SyntheticEvent): void => {
    const item = placement.item(placeOf(event, 'place'));
    if (!expand(event) && item) {
      act(item, isOpen(program, item, props.open), props);
    }
  };
  return (
    <div
      ref={pane}
      className={`jp-PyMastery-pane jp-PyMastery-bytecode-pane ${isAlone ? 'jp-mod-alone' : ''}`}
    >
      <div
        role="treegrid"
        aria-label={trans.__('Instructions')}
        aria-rowcount={placement.count + 1}
        className="jp-PyMastery-bytecode-listing"
        onKeyDown={event => press(event, props, focus)}
        onFocus={event => {
          setFocused(Math.max(0, placeOf(event, 'place')));
          props.onHover(at(event));
        }}
        onBlur={() => props.onHover(null)}
        onMouseOver={event => props.onHover(at(event))}
        onMouseLeave={() => props.onHover(null)}
        onClick={click}
      >
        <Heading
          left={placement.instances[0]?.right ?? 0}
          hasDepth={program.codes[0]?.depth !== null}
          trans={trans}
        />
        <Rows {...props} rows={rows} stop={stop} />
      </div>
    </div>
  );
}

function Rows(
  props: IListingProps & { rows: ReturnType<typeof useRows>; stop: number }
): JSX.Element {
  const { program, placement, open, rows, stop, active, trans } = props;
  const { places, start, height } = rows;
  const first = places[0] ?? 0;
  // a row with the focus may be drawn out of sight, after the ones that follow each other
  const last = places.reduce(
    (end, place) => (place === end + 1 ? place : end),
    first - 1
  );
  return (
    <div
      role="rowgroup"
      className="jp-PyMastery-bytecode-rows"
      style={{ height }}
    >
      <Gutter
        placement={placement}
        first={first}
        last={Math.max(first, last)}
        active={active}
      />
      <div style={{ paddingTop: start }}>
        {places.map(place => {
          const item = placement.item(place);
          return (
            item && (
              <Row
                key={item.key}
                program={program}
                item={item}
                place={place}
                count={placement.count}
                light={lightOf(item, props)}
                open={isOpen(program, item, open)}
                tabbable={place === stop}
                top={place > last || place < first ? place * ROW : undefined}
                trans={trans}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

/** Scrolls to the first row that comes from what is selected elsewhere, and to what a search found. */
function useReveal(
  props: IListingProps,
  reveal: (place: number) => void
): void {
  const { program, placement, active, shown } = props;
  const isElsewhere = active !== null && active.row === '';
  useEffect(() => {
    const place = isElsewhere ? firstLit(program, placement, active) : -1;
    if (place >= 0) {
      reveal(place);
    }
  }, [program, placement, isElsewhere ? active : null]);
  useEffect(() => {
    if (shown) {
      reveal(shown.place);
    }
  }, [shown]);
}

/** The place of the first row that is lit, -1 where none is shown. */
function firstLit(
  program: IProgram,
  placement: Placement,
  active: ISelection
): number {
  for (const instance of placement.instances) {
    const { code } = instance;
    for (let index = 0; index < code.count; index++) {
      if (isLit(program, code, index, active)) {
        return placement.placeOf(instance, index);
      }
    }
  }
  return -1;
}
