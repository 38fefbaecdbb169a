import type { TranslationBundle } from '@jupyterlab/translation';
import { useRef, useState } from 'react';
import { isPlain } from '../../shared/plain';
import { useFocus, useRows } from '../../shared/rows';
import type { IProgram } from '../program/model';
import { isLit, ofRow, type ISelection } from '../selection';
import { useArrival, useReveal } from './revealing';
import type { Matches } from './search';
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
  /** What a search looks for, null for no search. */
  matches: Matches | null;
  /** The focus comes here, to what is selected; a new object each time. */
  arrival: object | null;
  /** The element that says more about the row that is looked at. */
  details: string;
  isAlone: boolean;
  trans: TranslationBundle;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
  onToggle: (key: string) => void;
  /** The focus came to a row. */
  onWalk: (selection: ISelection | null) => void;
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
  if (
    isPlain(event) &&
    turn(event.key, placeOf(event, 'place'), props, focus)
  ) {
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

/** Opens or folds what the pointer is at, or else does what Enter does there. */
function click(event: React.SyntheticEvent, props: IListingProps): void {
  const { program, placement, open } = props;
  const folding = placement.item(placeOf(event, 'expand'));
  const item = placement.item(placeOf(event, 'place'));
  if (folding) {
    props.onToggle(folding.key);
  } else if (item) {
    act(item, isOpen(program, item, open), props);
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
  useReveal(props, rows);
  useArrival(props, focus);
  const at = (event: React.SyntheticEvent): ISelection | null =>
    ofRow(placement.item(placeOf(event, 'place')));
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
        style={
          {
            '--pymastery-gutter-width': `${placement.width}px`
          } as React.CSSProperties
        }
        onKeyDown={event => press(event, props, focus)}
        onFocus={event => {
          setFocused(Math.max(0, placeOf(event, 'place')));
          props.onHover(at(event));
          props.onWalk(at(event));
        }}
        onBlur={() => props.onHover(null)}
        onMouseOver={event => props.onHover(at(event))}
        onMouseLeave={() => props.onHover(null)}
        onClick={event => click(event, props)}
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
  const { matches, details } = props;
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
                isFound={
                  item.kind === 'row' &&
                  (matches?.(item.code, item.index) ?? false)
                }
                details={place === stop ? details : undefined}
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
