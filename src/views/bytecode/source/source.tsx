import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef } from 'react';
import { ROW } from '../listing/gutter';
import { isSameSpan, type IProgram } from '../program/model';
import { ofSpan, type ISelection } from '../selection';
import { Line } from './line';
import type { Segments } from './segments';
import { useStops, type IStops } from './use-stops';

export interface ISourceProps {
  program: IProgram;
  segments: Segments;
  active: ISelection | null;
  pinned: ISelection | null;
  trans: TranslationBundle;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
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
  const pane = useRef<HTMLDivElement>(null);
  const stops = useStops(pane, program, segments, ROW);
  const { rows } = stops;
  useReveal(pane, active, program.firstLine, rows.reveal);
  const at = (event: React.SyntheticEvent): ISelection | null => {
    const owner = stops.ownerOf(event);
    return owner && ofSpan(owner);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const isPin = event.key === 'Enter' || event.key === ' ';
    if (isPin && at(event)) {
      props.onPin(at(event));
    } else if (!stops.move(event)) {
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
          stops.rest(event);
          props.onHover(at(event));
        }}
        onBlur={() => props.onHover(null)}
        onMouseOver={event => props.onHover(at(event))}
        onMouseLeave={() => props.onHover(null)}
        onClick={event => props.onPin(at(event))}
      >
        <Lines {...props} rows={rows} stop={stops.stop} />
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
    rows: IStops['rows'];
    stop: IStops['stop'];
  }
): JSX.Element {
  const { program, segments, active, pinned, rows, stop } = props;
  const { places, start } = rows;
  const span = active?.span ?? null;
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
