import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef, useState } from 'react';
import { useRows } from '../../shared/rows';
import { spanOf, type IProgram } from '../program/model';
import { isLit, type ISelection } from '../selection';
import { stretchAt, type IStrip, type IStripRow } from './strip';
import { StripRow } from './strip-row';
import { columnName } from './words';

/** A row of the strip is two lines of a chip high. */
export const STRIP_ROW = 24;

/** The height of the headings of the calls, in pixels. */
const HEAD = 57;

/** A cell that is looked at. */
export interface ILooked {
  row: IStripRow;
  column: number;
}

export interface IFilmProps {
  strip: IStrip;
  program: IProgram;
  active: ISelection | null;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
  /** The cell that is looked at, and whether it is kept. */
  looked: ILooked | null;
  isKept: boolean;
  /** A cell to bring into sight; a new object each time. */
  shown: ILooked | null;
  onLook: (looked: ILooked | null, isKept: boolean) => void;
  trans: TranslationBundle;
}

function selectionOf(row: IStripRow | undefined): ISelection | null {
  return row
    ? {
        row: '',
        code: row.code,
        index: row.index,
        span: spanOf(row.code, row.index),
        entry: null
      }
    : null;
}

function numberOf(event: React.SyntheticEvent, attribute: string): number {
  const found = (event.target as Element).closest(`[data-${attribute}]`);
  return Number(found?.getAttribute(`data-${attribute}`) ?? -1);
}

/** Where a key leads from a cell; null for a key that does not move. Left and right go from stretch to stretch. */
function destination(
  key: string,
  { place, column }: { place: number; column: number },
  strip: IStrip
): { place: number; column: number } | null {
  const row = strip.rows[place];
  const lastRow = strip.rows.length - 1;
  const lastColumn = strip.columns.length - 1;
  if (row === undefined) {
    return null;
  }
  const at = stretchAt(row, column);
  switch (key) {
    case 'ArrowDown':
      return { place: Math.min(lastRow, place + 1), column };
    case 'ArrowUp':
      return { place: Math.max(0, place - 1), column };
    case 'ArrowRight':
      return { place, column: Math.min(lastColumn, column + 1) };
    case 'ArrowLeft':
      return { place, column: Math.max(0, column - 1) };
    case 'Home':
      return { place, column: row.stretches[at - 1]?.from ?? 0 };
    case 'End':
      return { place, column: row.stretches[at + 1]?.from ?? lastColumn };
    default:
      return null;
  }
}

/** Which cell Tab reaches, which one is looked at, and how the keys move both. */
function useCells(
  props: IFilmProps,
  strip: IStrip,
  pane: React.RefObject<HTMLDivElement>
) {
  const [stop, setStop] = useState({ place: 0, column: 0 });
  const [moved, setMoved] = useState<object | null>(null);
  const rows = useRows(pane, strip.rows.length, STRIP_ROW, stop.place, HEAD);
  useLayoutEffect(() => {
    if (moved) {
      pane.current
        ?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')
        ?.focus({ preventScroll: true });
    }
  }, [pane, moved]);
  const look = (looked: ILooked | null, isKept: boolean): void => {
    props.onHover(selectionOf(looked?.row));
    props.onLook(looked, isKept);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const to = destination(event.key, stop, strip);
    const row = strip.rows[(to ?? stop).place];
    if (to && row) {
      rows.reveal(to.place);
      setStop(to);
      setMoved({});
      look({ row, column: to.column }, false);
    } else if ((event.key === 'Enter' || event.key === ' ') && row) {
      look({ row, column: stop.column }, true);
    } else {
      return;
    }
    event.preventDefault();
  };
  return { rows, stop, setStop, look, onKeyDown };
}

/** The strip: an instruction a row, calls from left to right, and in each cell what ran there. */
export function FilmStrip(props: IFilmProps): JSX.Element {
  const { strip, trans } = props;
  const pane = useRef<HTMLDivElement>(null);
  const cells = useCells(props, strip, pane);
  useShown(pane, props, cells.rows.reveal);
  const at = (event: React.SyntheticEvent): ILooked | null => {
    const row = strip.rows[numberOf(event, 'place')];
    const column = columnOf(event, strip);
    return row && column >= 0 ? { row, column } : null;
  };
  const onFocus = (event: React.FocusEvent): void => {
    const place = numberOf(event, 'place');
    const column = numberOf(event, 'column');
    if (place >= 0 && column >= 0) {
      cells.setStop({ place, column });
      cells.look(at(event), false);
    }
  };
  return (
    <div ref={pane} className="jp-PyMastery-pane jp-PyMastery-bytecode-pane">
      <div
        role="grid"
        aria-label={trans.__('What ran, call by call')}
        aria-rowcount={strip.rows.length + 1}
        aria-colcount={strip.columns.length + 1}
        className="jp-PyMastery-bytecode-strip"
        style={
          { '--pymastery-calls': strip.columns.length } as React.CSSProperties
        }
        onKeyDown={cells.onKeyDown}
        onFocus={onFocus}
        onMouseMove={event => cells.look(at(event), false)}
        onMouseLeave={() => cells.look(null, false)}
        onClick={event => cells.look(at(event), true)}
      >
        <Head strip={strip} trans={trans} />
        <div style={{ height: cells.rows.height }}>
          <Rows {...props} strip={strip} rows={cells.rows} stop={cells.stop} />
        </div>
      </div>
    </div>
  );
}

/** Brings a cell into sight, right of the names that stay where they are. */
function useShown(
  pane: React.RefObject<HTMLDivElement>,
  { strip, shown }: IFilmProps,
  reveal: (place: number) => void
): void {
  useLayoutEffect(() => {
    if (shown) {
      reveal(strip.rows.indexOf(shown.row));
    }
    const cell = pane.current?.querySelector('[aria-selected=true]');
    const name = cell?.parentElement?.firstElementChild;
    if (shown && pane.current && cell && name) {
      const [from, to] = [name, pane.current].map(
        each => each.getBoundingClientRect().right
      ) as [number, number];
      const { left, right } = cell.getBoundingClientRect();
      if (left < from || right > to) {
        pane.current.scrollLeft += left - from - 4;
      }
    }
  }, [shown]);
}

/** The column under the pointer: a cell may stand for several. */
function columnOf(event: React.SyntheticEvent, strip: IStrip): number {
  const cell = (event.target as Element).closest('[role=gridcell]');
  const first = Number(cell?.getAttribute('aria-colindex') ?? 1) - 2;
  const span = Number(cell?.getAttribute('aria-colspan') ?? 1);
  const native = event.nativeEvent;
  if (
    !cell ||
    first < 0 ||
    !(native instanceof MouseEvent) ||
    native.detail === 0
  ) {
    return cell ? numberOf(event, 'column') : -1;
  }
  const { left, width } = cell.getBoundingClientRect();
  const share = width > 0 ? (native.clientX - left) / width : 0;
  return Math.min(
    strip.columns.length - 1,
    first + Math.max(0, Math.min(span - 1, Math.floor(share * span)))
  );
}

function Rows(
  props: IFilmProps & {
    strip: IStrip;
    rows: ReturnType<typeof useRows>;
    stop: { place: number; column: number };
  }
): JSX.Element {
  const { program, strip, rows, stop, looked, isKept, active, trans } = props;
  return (
    <div style={{ paddingTop: rows.start }}>
      {rows.places.map((place, turn) => {
        const row = strip.rows[place];
        const follows = turn === 0 || rows.places[turn - 1] === place - 1;
        return (
          row && (
            <StripRow
              key={place}
              program={program}
              strip={strip}
              row={row}
              place={place}
              column={looked?.row === row ? looked.column : -1}
              isPinned={isKept}
              isLit={isLit(program, row.code, row.index, active)}
              stop={stop.place === place ? stop.column : -1}
              top={follows ? undefined : place * STRIP_ROW}
              trans={trans}
            />
          )
        );
      })}
    </div>
  );
}

function Head(props: { strip: IStrip; trans: TranslationBundle }): JSX.Element {
  const { strip, trans } = props;
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="jp-PyMastery-bytecode-stripRow jp-mod-head"
    >
      <span role="columnheader" className="jp-PyMastery-bytecode-stripName">
        {trans.__('instruction, as compiled')}
      </span>
      {strip.columns.map((call, column) => (
        <span
          key={column}
          role="columnheader"
          title={[call.arguments, call.outcome].filter(Boolean).join(' ')}
        >
          <strong>{columnName(call, trans)}</strong>
          <code>{call.arguments}</code>
          <span>{call.outcome}</span>
        </span>
      ))}
    </div>
  );
}
