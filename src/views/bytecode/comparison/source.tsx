import type { TranslationBundle } from '@jupyterlab/translation';
import { memo, useEffect, useMemo, useRef } from 'react';
import { useRows } from '../../shared/rows';
import { ROW } from '../listing/gutter';
import type { IProgram, ISpan } from '../program/model';
import { covers, reach, Segments, type ISegment } from '../source/segments';
import { inOneSource, moved, ofSpan, type IPointed } from './pointing';

interface ISourceProps {
  here: IProgram;
  other: IProgram;
  active: IPointed | null;
  trans: TranslationBundle;
  onHover: (pointed: IPointed | null) => void;
  onPin: (pointed: IPointed | null) => void;
}

/** The innermost span at what an event is of, in the source here. */
function ownerOf(
  event: React.SyntheticEvent,
  segments: Segments,
  firstLine: number
): ISpan | null {
  const found = (event.target as Element).closest('[data-segment]');
  const [number, place] = (found?.getAttribute('data-segment') ?? '')
    .split(' ')
    .map(Number);
  return number === undefined || place === undefined
    ? null
    : (segments.line(number - firstLine)[place]?.owner ?? null);
}

/** The source that both programs have: what either side of a row comes from is lit. */
export function Source(props: ISourceProps): JSX.Element {
  const { here, other, active, trans } = props;
  const further = other.firstLine - here.firstLine;
  const pane = useRef<HTMLDivElement>(null);
  const rows = useRows(pane, here.lines.length, ROW, -1);
  const segments = useMemo(
    () => new Segments(here, inOneSource(here, other)),
    [here, other]
  );
  const left = active?.leftSpan ?? null;
  const right = active?.rightSpan ? moved(active.rightSpan, -further) : null;
  const shown = active?.row ? (left ?? right) : null;
  useEffect(() => {
    if (shown) {
      rows.reveal(shown.line - here.firstLine);
    }
  }, [shown?.line, here]);
  const at = (event: React.SyntheticEvent): IPointed | null => {
    const owner = ownerOf(event, segments, here.firstLine);
    return owner && ofSpan(owner, further);
  };
  return (
    <div
      ref={pane}
      role="group"
      aria-label={trans.__('Source of both')}
      tabIndex={0}
      className="jp-PyMastery-pane jp-PyMastery-comparison-source"
      onMouseOver={event => props.onHover(at(event))}
      onMouseLeave={() => props.onHover(null)}
      onClick={event => props.onPin(at(event))}
    >
      <div
        className="jp-PyMastery-comparison-rows"
        style={{ height: rows.height }}
      >
        <div style={{ paddingTop: rows.start }}>
          {rows.places.map(place => {
            const number = place + here.firstLine;
            const text = here.lines[place] ?? '';
            return (
              <Line
                key={place}
                number={number}
                text={text}
                segments={segments.line(place)}
                left={reaching(left, number, text)}
                right={reaching(right, number, text)}
              />
            );
          })}
        </div>
      </div>
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
}

/** Which sides a segment is lit for, as classes. */
function lit(props: ILineProps, segment: ISegment): string {
  const { number, text, left, right } = props;
  return [
    left && covers(left, number, text, segment) ? 'jp-mod-left' : '',
    right && covers(right, number, text, segment) ? 'jp-mod-right' : ''
  ]
    .filter(Boolean)
    .join(' ');
}

const Line = memo((props: ILineProps): JSX.Element => {
  const { number, segments } = props;
  return (
    <div className="jp-PyMastery-bytecode-sourceLine">
      <span className="jp-PyMastery-bytecode-lineNumber" aria-hidden="true">
        {number}
      </span>
      {segments.map((segment, place) => (
        <span
          key={place}
          data-segment={segment.owner ? `${number} ${place}` : undefined}
          className={lit(props, segment) || undefined}
        >
          {segment.text}
        </span>
      ))}
    </div>
  );
});
