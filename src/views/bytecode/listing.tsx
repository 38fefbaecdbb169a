import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef, useState } from 'react';
import { Arcs } from './arcs';
import { ROW } from './geometry-arcs';
import type { IPlacement, Item } from './geometry-rows';
import { spanKey } from './geometry-spans';
import { reveal } from './reveal';
import { Row, type Light } from './row';
import { selectionOf, type ISelection } from './selection';

export interface IListingProps {
  placement: IPlacement;
  bands: Map<number, number>;
  open: ReadonlySet<string>;
  active: ISelection | null;
  pinned: ISelection | null;
  trans: TranslationBundle;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
  onToggle: (key: string) => void;
}

function lightOf(item: Item, props: IListingProps, span: string): Light {
  if (item.kind !== 'row') {
    return '';
  }
  if (props.pinned?.row === item.key) {
    return 'pinned';
  }
  if (props.active?.row === item.key) {
    return 'current';
  }
  return item.row.span && span && spanKey(item.row.span) === span ? 'same' : '';
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

/** What a key does in the row at `place`; whether it did anything. */
function press(
  key: string,
  place: number,
  props: IListingProps,
  focus: (place: number) => void
): boolean {
  const { items } = props.placement;
  const item = items[place];
  const to = destination(key, place, items.length - 1);
  if (item === undefined) {
    return false;
  }
  const isOpen = props.open.has(item.key);
  const canOpen = item.kind === 'row' && item.row.loads >= 0;
  if (to !== null) {
    focus(to);
  } else if (key === 'ArrowRight' && canOpen && isOpen) {
    focus(place + 1);
  } else if (
    (key === 'ArrowRight' && canOpen) ||
    (key === 'ArrowLeft' && isOpen)
  ) {
    props.onToggle(item.key);
  } else if (key === 'ArrowLeft' && item.parent >= 0) {
    focus(item.parent);
  } else if (key === 'Enter' || key === ' ') {
    props.onPin(selectionOf(item));
  } else {
    return false;
  }
  return true;
}

/** The instructions: a tree grid with one tab stop, jumps in the gutter left of it. */
export function Listing(props: IListingProps): JSX.Element {
  const { placement, active, trans } = props;
  const { items } = placement;
  const [focused, setFocused] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const span = active?.span ? spanKey(active.span) : '';
  useReveal(grid, items, active, span);
  const focus = (place: number): void => {
    setFocused(place);
    grid.current
      ?.querySelector<HTMLElement>(`[data-place="${place}"]`)
      ?.focus();
  };
  const at = (event: React.SyntheticEvent): ISelection | null =>
    selectionOf(items[placeOf(event, 'place')]);
  return (
    <div
      ref={grid}
      role="treegrid"
      aria-label={trans.__('Instructions')}
      className="jp-PyMastery-bytecode-listing"
      onKeyDown={event => {
        const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
        const place = placeOf(event, 'place');
        if (isPlain && press(event.key, place, props, focus)) {
          event.preventDefault();
        }
      }}
      onFocus={event => {
        setFocused(Math.max(0, placeOf(event, 'place')));
        props.onHover(at(event));
      }}
      onBlur={() => props.onHover(null)}
      onMouseOver={event => props.onHover(at(event))}
      onMouseLeave={() => props.onHover(null)}
      onClick={event => {
        const expands = items[placeOf(event, 'expand')];
        if (expands) {
          props.onToggle(expands.key);
        } else {
          props.onPin(at(event));
        }
      }}
    >
      <Arcs placement={placement} current={active?.row ?? ''} />
      <Rows {...props} span={span} stop={Math.min(focused, items.length - 1)} />
    </div>
  );
}

function Rows(
  props: IListingProps & { span: string; stop: number }
): JSX.Element {
  const { placement, bands, open, span, stop, trans } = props;
  return (
    <>
      {placement.items.map((item, place) => (
        <Row
          key={item.key}
          item={item}
          place={place}
          band={item.kind === 'row' ? (bands.get(item.row.line) ?? 0) : 0}
          light={lightOf(item, props, span)}
          open={
            item.kind === 'row' && item.row.loads >= 0
              ? open.has(item.key)
              : null
          }
          tabbable={place === stop}
          trans={trans}
        />
      ))}
    </>
  );
}

/** Scrolls the pane, and nothing around it, to the first row that comes from what the source selects. */
function useReveal(
  grid: React.RefObject<HTMLDivElement>,
  items: Item[],
  active: ISelection | null,
  span: string
): void {
  const fromSource = active !== null && active.row === '';
  useLayoutEffect(() => {
    const pane = grid.current?.parentElement;
    const place = items.findIndex(
      item =>
        item.kind === 'row' &&
        item.row.span !== null &&
        spanKey(item.row.span) === span
    );
    if (pane && fromSource && place >= 0) {
      reveal(pane, place * ROW);
    }
  }, [grid, items, fromSource, span]);
}
