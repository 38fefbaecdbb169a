import type { TranslationBundle } from '@jupyterlab/translation';
import { memo, useEffect, useMemo, useRef } from 'react';
import { ROW } from '../listing/gutter';
import type { IProgram, ISpan } from '../program/model';
import { covers, reach, Segments, type ISegment } from '../source/segments';
import { useStops, type IStops } from '../source/use-stops';
import { inOneSource, moved, ofSpan, type IPointed } from './pointing';

interface ISourceProps {
  here: IProgram;
  other: IProgram;
  active: IPointed | null;
  pinned: IPointed | null;
  trans: TranslationBundle;
  onHover: (pointed: IPointed | null) => void;
  onPin: (pointed: IPointed | null) => void;
}

/** The source that both programs have: what either side of a row comes from is lit, and each part can be pointed at. */
export function Source(props: ISourceProps): JSX.Element {
  const { here, other, active, trans } = props;
  const further = other.firstLine - here.firstLine;
  const pane = useRef<HTMLDivElement>(null);
  const segments = useMemo(
    () => new Segments(here, inOneSource(here, other)),
    [here, other]
  );
  const stops = useStops(pane, here, segments);
  const { reveal, height } = stops.rows;
  const left = active?.leftSpan ?? null;
  const right = active?.rightSpan ? moved(active.rightSpan, -further) : null;
  const shown = active?.row ? (left ?? right) : null;
  useEffect(() => {
    if (shown) {
      reveal(shown.line - here.firstLine);
    }
  }, [shown?.line, here]);
  const at = (event: React.SyntheticEvent): IPointed | null => {
    const owner = stops.ownerOf(event);
    return owner && ofSpan(owner, further);
  };
  return (
    <div
      ref={pane}
      role="group"
      aria-label={trans.__('Source of both')}
      // what scrolls is reached with Tab, also where no part of it is
      tabIndex={stops.stop ? undefined : 0}
      className="jp-PyMastery-pane jp-PyMastery-comparison-source"
      onKeyDown={event => {
        const isPin = event.key === 'Enter' || event.key === ' ';
        if (isPin && at(event)) {
          props.onPin(at(event));
        } else if (!stops.move(event)) {
          return;
        }
        event.preventDefault();
      }}
      onFocus={event => {
        stops.rest(event);
        props.onHover(at(event));
      }}
      onBlur={() => props.onHover(null)}
      onMouseOver={event => props.onHover(at(event))}
      onMouseLeave={() => props.onHover(null)}
      onClick={event => props.onPin(at(event))}
    >
      <div className="jp-PyMastery-comparison-rows" style={{ height }}>
        <Lines {...{ stops, segments, left, right }} {...props} />
      </div>
    </div>
  );
}

interface ILinesProps extends ISourceProps {
  stops: IStops;
  segments: Segments;
  /** What is lit for either side, in the source here. */
  left: ISpan | null;
  right: ISpan | null;
}

function Lines(props: ILinesProps): JSX.Element {
  const { here, stops, segments, left, right, pinned } = props;
  const { places, start } = stops.rows;
  // a part of the source is kept, and not a row that comes from it
  const kept = pinned?.row === '' ? pinned.leftSpan : null;
  return (
    <div style={{ paddingTop: start }}>
      {places.map((place, turn) => {
        const number = place + here.firstLine;
        const text = here.lines[place] ?? '';
        const follows = turn === 0 || places[turn - 1] === place - 1;
        return (
          <Line
            key={place}
            number={number}
            text={text}
            segments={segments.line(place)}
            left={reaching(left, number, text)}
            right={reaching(right, number, text)}
            kept={reaching(kept, number, text)}
            stop={stops.stop?.[0] === place ? stops.stop[1] : -1}
            top={follows ? undefined : place * ROW}
          />
        );
      })}
    </div>
  );
}

/** A span where it reaches a line, so that other lines are not drawn again. */
function reaching(
  span: ISpan | null,
  number: number,
  text: string
): ISpan | null {
  return span && reach(span, number, text) ? span : null;
}

interface ILineProps {
  number: number;
  text: string;
  segments: ISegment[];
  left: ISpan | null;
  right: ISpan | null;
  kept: ISpan | null;
  /** The segment that Tab reaches, -1 for none. */
  stop: number;
  /** Where it is drawn, in pixels, if not below the line before it. */
  top?: number;
}

/** Which sides a segment is lit for, as classes. */
function lit(props: ILineProps, segment: ISegment): string {
  const { number, text, left, right } = props;
  return [
    'jp-PyMastery-bytecode-segment',
    left && covers(left, number, text, segment) ? 'jp-mod-left' : '',
    right && covers(right, number, text, segment) ? 'jp-mod-right' : ''
  ]
    .filter(Boolean)
    .join(' ');
}

const Line = memo((props: ILineProps): JSX.Element => {
  const { number, text, segments, kept, stop, top } = props;
  return (
    <div
      style={top === undefined ? undefined : { position: 'absolute', top }}
      className="jp-PyMastery-bytecode-sourceLine"
    >
      <span className="jp-PyMastery-bytecode-lineNumber" aria-hidden="true">
        {number}
      </span>
      {segments.map((segment, place) =>
        segment.owner === null ? (
          <span key={place}>{segment.text}</span>
        ) : (
          <span
            key={place}
            role="button"
            data-segment={`${number} ${place}`}
            tabIndex={place === stop ? 0 : -1}
            aria-pressed={kept !== null && covers(kept, number, text, segment)}
            className={lit(props, segment)}
          >
            {segment.text}
          </span>
        )
      )}
    </div>
  );
});
