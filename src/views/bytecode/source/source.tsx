import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useRows } from '../../shared/rows';
import { ROW } from '../listing/gutter';
import { isSameSpan, type IProgram } from '../program/model';
import { ofSpan, type ISelection } from '../selection';
import { Line } from './line';
import type { Segments } from './segments';

export interface ISourceProps {
  program: IProgram;
  segments: Segments;
  active: ISelection | null;
  pinned: ISelection | null;
  trans: TranslationBundle;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
}

type Place = [line: number, segment: number];

/** Places of the segments of a line that an instruction comes from. */
function stopsOf(segments: Segments, at: number): Place[] {
  return segments
    .line(at)
    .flatMap((segment, place): Place[] => (segment.owner ? [[at, place]] : []));
}

/** The stops of the nearest line in a direction that has any. */
function nearest(
  segments: Segments,
  from: number,
  step: number,
  count: number
): Place[] {
  for (let at = from; at >= 0 && at < count; at += step) {
    const stops = stopsOf(segments, at);
    if (stops.length > 0) {
      return stops;
    }
  }
  return [];
}

/** Where a key leads from the segment at `from`. */
function destination(
  key: string,
  [line, segment]: Place,
  segments: Segments,
  count: number
): Place | undefined {
  const here = stopsOf(segments, line);
  const at = here.findIndex(([, place]) => place === segment);
  switch (key) {
    case 'ArrowRight':
      return here[at + 1] ?? nearest(segments, line + 1, 1, count)[0];
    case 'ArrowLeft':
      return here[at - 1] ?? nearest(segments, line - 1, -1, count).at(-1);
    case 'ArrowDown':
      return nearest(segments, line + 1, 1, count)[0];
    case 'ArrowUp':
      return nearest(segments, line - 1, -1, count)[0];
    case 'Home':
      return nearest(segments, 0, 1, count)[0];
    case 'End':
      return nearest(segments, count - 1, -1, count).at(-1);
    default:
      return undefined;
  }
}

function placeOf(event: React.SyntheticEvent, firstLine: number): Place | null {
  const found = (event.target as Element).closest('[data-segment]');
  const [number, place] = (found?.getAttribute('data-segment') ?? '')
    .split(' ')
    .map(Number);
  return number && place !== undefined ? [number - firstLine, place] : null;
}

/** Scrolls sideways where what begins at `left` is out of sight or at the very edge. */
function revealAcross(pane: Element, left: number): void {
  const { clientWidth, scrollLeft } = pane;
  if (left < scrollLeft || left > scrollLeft + clientWidth * 0.75) {
    pane.scrollLeft = left - clientWidth / 4;
  }
}

/** The source: each part that an instruction comes from can be pointed at. */
export function Source(props: ISourceProps): JSX.Element {
  const { program, segments, active, trans } = props;
  const { firstLine, lines } = program;
  const pane = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<Place | null>(null);
  const [moved, setMoved] = useState<{ to: Place } | null>(null);
  const rows = useRows(pane, lines.length, ROW, wanted?.[0] ?? -1, ROW);
  useReveal(pane, active, firstLine, rows.reveal);
  useLayoutEffect(() => {
    const key = moved && `${moved.to[0] + firstLine} ${moved.to[1]}`;
    pane.current
      ?.querySelector<HTMLElement>(`[data-segment="${key}"]`)
      ?.focus({ preventScroll: true });
  }, [moved, firstLine]);
  const at = (event: React.SyntheticEvent): ISelection | null => {
    const place = placeOf(event, firstLine);
    const owner = place && segments.line(place[0])[place[1]]?.owner;
    return owner ? ofSpan(owner) : null;
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const place = placeOf(event, firstLine);
    const to = place && destination(event.key, place, segments, lines.length);
    if (to) {
      rows.reveal(to[0]);
      setWanted(to);
      setMoved({ to });
    } else if (place && (event.key === 'Enter' || event.key === ' ')) {
      props.onPin(at(event));
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div ref={pane} className="jp-PyMastery-pane jp-PyMastery-bytecode-pane">
      <Heading trans={trans} />
      <div
        role="group"
        aria-label={trans.__('Source')}
        className="jp-PyMastery-bytecode-source"
        style={{ height: rows.height }}
        onKeyDown={onKeyDown}
        onFocus={event => {
          setWanted(placeOf(event, firstLine));
          props.onHover(at(event));
        }}
        onBlur={() => props.onHover(null)}
        onMouseOver={event => props.onHover(at(event))}
        onMouseLeave={() => props.onHover(null)}
        onClick={event => props.onPin(at(event))}
      >
        <Lines {...props} wanted={wanted} rows={rows} />
      </div>
    </div>
  );
}

/** As high as a line, so that lines and instructions start level; the group below has the name for all to hear. */
function Heading({ trans }: { trans: TranslationBundle }): JSX.Element {
  return (
    <div
      aria-hidden="true"
      className="jp-PyMastery-bytecode-sourceLine jp-PyMastery-bytecode-heading"
    >
      <span className="jp-PyMastery-bytecode-lineNumber">
        {trans.__('line')}
      </span>
      <span>{trans.__('source')}</span>
    </div>
  );
}

function Lines(
  props: ISourceProps & {
    wanted: Place | null;
    rows: ReturnType<typeof useRows>;
  }
): JSX.Element {
  const { program, segments, active, pinned, wanted, rows } = props;
  const { places, start } = rows;
  const span = active?.span ?? null;
  const isThere = wanted && segments.line(wanted[0])[wanted[1]]?.owner;
  const stop = isThere
    ? wanted
    : nearest(segments, 0, 1, program.lines.length)[0];
  const isPinned = span !== null && isSameSpan(pinned?.span ?? null, span);
  return (
    <div style={{ paddingTop: start }}>
      {places.map((at, turn) => {
        const number = at + program.firstLine;
        const reaches = span && number >= span.line && number <= span.endLine;
        const follows = turn === 0 || places[turn - 1] === at - 1;
        return (
          <Line
            key={at}
            number={number}
            text={program.lines[at] ?? ''}
            segments={segments.line(at)}
            band={program.bands.get(number) ?? 0}
            active={reaches ? span : null}
            isPinned={isPinned}
            stop={stop?.[0] === at ? stop[1] : -1}
            top={follows ? undefined : at * ROW}
          />
        );
      })}
    </div>
  );
}

/** Scrolls the pane, and nothing around it, to where the instruction comes from. */
function useReveal(
  pane: React.RefObject<HTMLDivElement>,
  active: ISelection | null,
  firstLine: number,
  reveal: (line: number) => void
): void {
  const span = active?.row ? active.span : null;
  useEffect(() => {
    if (span) {
      reveal(span.line - firstLine);
      const lit = pane.current?.querySelector<HTMLElement>('[role].jp-mod-lit');
      if (lit && pane.current) {
        revealAcross(pane.current, lit.offsetLeft);
      }
    }
  }, [span?.line, span?.column, firstLine]);
}
