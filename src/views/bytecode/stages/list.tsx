import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useRows } from '../../shared/rows';
import type { Selecting } from '../selecting';
import type { ISelection } from '../selection';
import { AROUND, LIT } from './lit';

/** A row, and what of it: 0 is the row itself, or its first part. */
export interface IStop {
  place: number;
  cell: number;
}

/** What every part that can be pointed at has. */
export interface IPart {
  'data-place': number;
  'data-cell': number;
  tabIndex: number;
}

interface IListProps {
  role: 'group' | 'tree' | 'grid';
  label: string;
  className: string;
  count: number;
  /** The height of a row in pixels. */
  height: number;
  selecting: Selecting;
  /** The first row that is lit, -1 for none; it is scrolled into sight where something else was pointed at. */
  lit: number;
  /** Whether what is lit was pointed at here. */
  isOwn: boolean;
  /** How many parts a row has. */
  cells: (place: number) => number;
  selectionAt: (stop: IStop) => ISelection | null;
  /** What a key does that does more than move; whether it did anything. */
  onKey?: (key: string, stop: IStop, go: (to: IStop) => void) => boolean;
  /** What a click does besides; whether that is all. */
  onClick?: (event: React.MouseEvent, stop: IStop) => boolean;
  /** Draws a row; `stop` is which of its parts Tab reaches, -1 for none. */
  row: (
    place: number,
    stop: number,
    style?: React.CSSProperties
  ) => JSX.Element;
}

export function partOf(place: number, cell: number, stop: number): IPart {
  return {
    'data-place': place,
    'data-cell': cell,
    tabIndex: cell === stop ? 0 : -1
  };
}

function stopOf(event: React.SyntheticEvent): IStop | null {
  const found = (event.target as Element).closest('[data-cell]');
  return found
    ? {
        place: Number(found.getAttribute('data-place')),
        cell: Number(found.getAttribute('data-cell'))
      }
    : null;
}

/** The nearest row in a direction that has a part to stop at, -1 where there is none. */
function nearest(
  from: number,
  step: number,
  { count, cells }: Pick<IListProps, 'count' | 'cells'>
): number {
  let at = from;
  while (at >= 0 && at < count && cells(at) === 0) {
    at += step;
  }
  return at < count ? at : -1;
}

/** Where a key leads; null for a key that does not move. */
function destination(
  key: string,
  { place, cell }: IStop,
  props: IListProps
): IStop | null {
  const { count, cells } = props;
  const inRow = (at: number): IStop => ({
    place,
    cell: Math.max(0, Math.min(cells(place) - 1, at))
  });
  const inColumn = (wanted: number, step: number, at: number): IStop => {
    const bounded = Math.max(0, Math.min(count - 1, wanted));
    const to = nearest(bounded, step, props);
    return to < 0
      ? { place, cell }
      : { place: to, cell: Math.min(at, cells(to) - 1) };
  };
  switch (key) {
    case 'ArrowRight':
      return inRow(cell + 1);
    case 'ArrowLeft':
      return inRow(cell - 1);
    case 'ArrowDown':
      return inColumn(place + 1, 1, cell);
    case 'ArrowUp':
      return inColumn(place - 1, -1, cell);
    case 'PageDown':
      return inColumn(place + 10, 1, cell);
    case 'PageUp':
      return inColumn(place - 10, -1, cell);
    case 'Home':
      return inColumn(0, 1, 0);
    case 'End':
      return inColumn(count - 1, -1, 0);
    default:
      return null;
  }
}

/** Scrolls a pane, and nothing around it, sideways to the first thing that is lit. */
function revealAcross(pane: HTMLElement | null): void {
  const lit = pane?.querySelector<HTMLElement>(
    '[data-lead].jp-mod-lit, .jp-mod-lit [data-lead]'
  );
  if (pane && lit) {
    const { clientWidth, scrollLeft } = pane;
    const { offsetLeft: left, offsetWidth: width } = lit;
    if (left < scrollLeft || left + width > scrollLeft + clientWidth) {
      pane.scrollLeft = Math.max(0, left - clientWidth / 4);
    }
  }
}

/** Scrolls a pane to a row that is out of sight, so that some of what is before and after it is in sight too. */
function revealDown(pane: HTMLElement | null, top: number, row: number): void {
  if (pane) {
    const { clientHeight, scrollTop } = pane;
    if (top < scrollTop || top + row > scrollTop + clientHeight) {
      pane.scrollTop = Math.max(0, top - clientHeight / 3);
    }
  }
}

/** Shows what is lit where something else was pointed at. */
function useReveal(
  props: IListProps,
  pane: React.RefObject<HTMLDivElement>
): void {
  const { lit, isOwn, height, selecting } = props;
  useEffect(() => {
    if (lit < 0 || isOwn) {
      return;
    }
    revealDown(pane.current, lit * height, height);
    const frame = requestAnimationFrame(() => revealAcross(pane.current));
    return () => cancelAnimationFrame(frame);
  }, [lit, isOwn, selecting.active]);
}

/** Which part Tab reaches, and how the focus is moved to another: it may have to be scrolled into sight and drawn first. */
function useStop(props: IListProps, pane: React.RefObject<HTMLDivElement>) {
  const { count, height, cells } = props;
  const [wanted, setWanted] = useState<IStop>({ place: 0, cell: 0 });
  const [moved, setMoved] = useState<object | null>(null);
  const within = Math.max(0, Math.min(wanted.place, count - 1));
  const place = cells(within) > 0 ? within : nearest(0, 1, props);
  const stop = { place, cell: Math.min(wanted.cell, cells(place) - 1) };
  const rows = useRows(pane, count, height, stop.place);
  useLayoutEffect(() => {
    if (moved) {
      pane.current
        ?.querySelector<HTMLElement>('[data-cell][tabindex="0"]')
        ?.focus({ preventScroll: true });
    }
  }, [pane, moved]);
  const go = (to: IStop): void => {
    rows.reveal(to.place);
    setWanted(to);
    setMoved({});
  };
  return { rows, stop, stand: setWanted, go };
}

/** A pane of rows, of which those in sight are drawn: one tab stop, moved by the arrow keys; pointing previews, a click keeps. */
export function List(props: IListProps): JSX.Element {
  const { selecting } = props;
  const pane = useRef<HTMLDivElement>(null);
  const { rows, stop, stand, go } = useStop(props, pane);
  useReveal(props, pane);
  const at = (event: React.SyntheticEvent): ISelection | null => {
    const found = stopOf(event);
    return found && props.selectionAt(found);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const found = stopOf(event);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (found && isPlain && press(event.key, found, props, go)) {
      event.preventDefault();
    }
  };
  return (
    <div ref={pane} className="jp-PyMastery-pane jp-PyMastery-stages-pane">
      <div
        role={props.role}
        aria-label={props.label}
        aria-rowcount={props.role === 'grid' ? props.count : undefined}
        className={props.className}
        style={{ height: rows.height }}
        onKeyDown={onKeyDown}
        onFocus={event => {
          stand(stopOf(event) ?? stop);
          selecting.onHover(at(event));
        }}
        onBlur={() => selecting.onHover(null)}
        onMouseOver={event => selecting.onHover(at(event))}
        onMouseLeave={() => selecting.onHover(null)}
        onClick={event => {
          const found = stopOf(event);
          if (found && !props.onClick?.(event, found)) {
            selecting.onPin(props.selectionAt(found));
          }
        }}
      >
        <Rows {...props} rows={rows} stop={stop} />
      </div>
    </div>
  );
}

function Rows(
  props: IListProps & { rows: ReturnType<typeof useRows>; stop: IStop }
): JSX.Element {
  const { rows, stop, height } = props;
  return (
    <div style={{ paddingTop: rows.start }}>
      {rows.places.map((place, turn) => {
        // a row with the focus may be drawn out of sight, after the ones that follow each other
        const follows = turn === 0 || rows.places[turn - 1] === place - 1;
        return props.row(
          place,
          place === stop.place ? stop.cell : -1,
          follows ? undefined : { position: 'absolute', top: place * height }
        );
      })}
    </div>
  );
}

/** What a key does at a part; whether it did anything. */
function press(
  key: string,
  stop: IStop,
  props: IListProps,
  go: (to: IStop) => void
): boolean {
  if (props.onKey?.(key, stop, go)) {
    return true;
  }
  const to = destination(key, stop, props);
  if (to) {
    go(to);
  } else if (key === 'Enter' || key === ' ') {
    props.selecting.onPin(props.selectionAt(stop));
  } else {
    return false;
  }
  return true;
}

/** The classes of something that may be lit: its own key is what was pointed at. */
export function lightClass(
  light: number | undefined,
  key: string,
  { active, pinned }: Selecting
): string {
  const of = pinned?.row === key ? 'jp-mod-pinned' : '';
  const at = active?.row === key ? 'jp-mod-current' : '';
  const lit =
    light === LIT ? 'jp-mod-lit' : light === AROUND ? 'jp-mod-around' : '';
  return [of, at, lit].filter(Boolean).join(' ');
}
