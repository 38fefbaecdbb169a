import { memo } from 'react';
import type { ISpan } from '../program/model';
import { covers, shortened, type ISegment } from './segments';

interface ILineProps {
  number: number;
  text: string;
  segments: ISegment[];
  band: number;
  /** What is lit up, null where it does not reach this line. */
  active: ISpan | null;
  isPinned: boolean;
  /** The segment of this line that Tab reaches, -1 for none. */
  stop: number;
  /** Where it is drawn, in pixels, if not below the line before it. */
  top?: number;
}

function PlainLine(props: ILineProps): JSX.Element {
  const { number, text, segments, band, active, isPinned, stop, top } = props;
  const lit = active ? (isPinned ? 'jp-mod-pinned' : 'jp-mod-lit') : '';
  return (
    <div
      style={top === undefined ? undefined : { position: 'absolute', top }}
      className={`jp-PyMastery-bytecode-sourceLine ${band ? `jp-PyMastery-bytecode-band${band}` : ''} ${lit}`}
    >
      <span className="jp-PyMastery-bytecode-lineNumber" aria-hidden="true">
        {number}
      </span>
      {shortened(segments).map((segment, place) =>
        segment.owner === null ? (
          <span key={place}>{segment.text}</span>
        ) : (
          <span
            key={place}
            role="button"
            data-segment={`${number} ${place}`}
            tabIndex={place === stop ? 0 : -1}
            aria-pressed={
              isPinned &&
              active !== null &&
              covers(active, number, text, segment)
            }
            className={
              active && covers(active, number, text, segment)
                ? 'jp-PyMastery-bytecode-segment jp-mod-lit'
                : 'jp-PyMastery-bytecode-segment'
            }
          >
            {segment.text}
          </span>
        )
      )}
    </div>
  );
}

/** One line of source; it is drawn again only where something of it is another. */
export const Line = memo(PlainLine);
