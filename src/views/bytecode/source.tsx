import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef, useState } from 'react';
import type { IProgram } from './geometry';
import { ROW } from './geometry-arcs';
import { spanKey, type ISegment } from './geometry-spans';
import { reveal, revealAcross } from './reveal';
import type { ISelection } from './selection';
import { Line } from './source-line';

export interface ISourceProps {
  program: IProgram;
  segments: ISegment[][];
  active: ISelection | null;
  pinned: ISelection | null;
  trans: TranslationBundle;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
}

type Place = [line: number, segment: number];

/** Places of all segments that an instruction comes from, in reading order. */
function stops(segments: ISegment[][]): Place[] {
  return segments.flatMap((line, at) =>
    line.flatMap((segment, place): Place[] =>
      segment.owner ? [[at, place]] : []
    )
  );
}

/** Where a key leads from the segment at `from`. */
function destination(
  key: string,
  from: Place,
  places: Place[]
): Place | undefined {
  const here = places.findIndex(
    ([line, segment]) => line === from[0] && segment === from[1]
  );
  switch (key) {
    case 'ArrowRight':
      return places[here + 1];
    case 'ArrowLeft':
      return places[here - 1];
    case 'ArrowDown':
      return places.find(([line]) => line > from[0]);
    case 'ArrowUp':
      return [...places].reverse().find(([line]) => line < from[0]);
    case 'Home':
      return places[0];
    case 'End':
      return places.at(-1);
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

/** The source: each part that an instruction comes from can be pointed at. */
export function Source(props: ISourceProps): JSX.Element {
  const { program, segments, active, trans } = props;
  const { firstLine } = program;
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<Place | null>(null);
  useReveal(box, active, firstLine);
  const at = (event: React.SyntheticEvent): ISelection | null => {
    const place = placeOf(event, firstLine);
    const owner = place && segments[place[0]]?.[place[1]]?.owner;
    return owner ? { span: owner, row: '' } : null;
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const place = placeOf(event, firstLine);
    const to = place && destination(event.key, place, stops(segments));
    if (to) {
      const key = `${to[0] + firstLine} ${to[1]}`;
      box.current
        ?.querySelector<HTMLElement>(`[data-segment="${key}"]`)
        ?.focus();
    } else if (place && (event.key === 'Enter' || event.key === ' ')) {
      props.onPin(at(event));
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      role="group"
      aria-label={trans.__('Source')}
      className="jp-PyMastery-bytecode-source"
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
      <Lines {...props} wanted={wanted} />
    </div>
  );
}

function Lines(props: ISourceProps & { wanted: Place | null }): JSX.Element {
  const { program, segments, active, pinned, wanted } = props;
  const span = active?.span ?? null;
  const isThere = wanted && segments[wanted[0]]?.[wanted[1]]?.owner;
  const stop = isThere ? wanted : stops(segments)[0];
  const isPinned =
    span !== null && !!pinned?.span && spanKey(pinned.span) === spanKey(span);
  return (
    <>
      {program.lines.map((text, at) => {
        const number = at + program.firstLine;
        const reaches = span && number >= span.line && number <= span.endLine;
        return (
          <Line
            key={at}
            number={number}
            text={text}
            segments={segments[at] ?? []}
            band={program.bands.get(number) ?? 0}
            active={reaches ? span : null}
            isPinned={isPinned}
            stop={stop?.[0] === at ? stop[1] : -1}
          />
        );
      })}
    </>
  );
}

/** Scrolls the pane, and nothing around it, to where the instruction comes from. */
function useReveal(
  box: React.RefObject<HTMLDivElement>,
  active: ISelection | null,
  firstLine: number
): void {
  const span = active?.row ? active.span : null;
  const line = span?.line;
  useLayoutEffect(() => {
    const pane = box.current?.parentElement;
    const lit = box.current?.querySelector<HTMLElement>('[role].jp-mod-lit');
    if (pane && line !== undefined) {
      reveal(pane, (line - firstLine) * ROW);
    }
    if (pane && lit) {
      revealAcross(pane, lit.offsetLeft);
    }
  }, [box, span, line, firstLine]);
}
