import { useLayoutEffect, useState } from 'react';
import { isPlain } from '../../shared/plain';
import { useRows } from '../../shared/rows';
import { ROW } from '../listing/gutter';
import type { IProgram, ISpan } from '../program/model';
import type { Segments } from './segments';
import { destination, nearest, type Place } from './stops';

export interface IStops {
  /** The lines that are drawn: one that has the focus also out of sight. */
  rows: ReturnType<typeof useRows>;
  /** The segment that Tab reaches. */
  stop: Place | undefined;
  /** The innermost span of the segment that an event is of. */
  ownerOf(event: React.SyntheticEvent): ISpan | null;
  /** Notes that a segment has the focus. */
  rest(event: React.SyntheticEvent): void;
  /** Moves the focus as a key says; whether it is a key that moves. */
  move(event: React.KeyboardEvent): boolean;
}

function placeOf(event: React.SyntheticEvent, firstLine: number): Place | null {
  const found = (event.target as Element).closest('[data-segment]');
  const [number, place] = (found?.getAttribute('data-segment') ?? '')
    .split(' ')
    .map(Number);
  return number && place !== undefined ? [number - firstLine, place] : null;
}

/**
 * The parts of a source that the keyboard walks over, with one tab stop.
 *
 * @param pane - What scrolls; each segment in it names its line and place in `data-segment`.
 * @param above - The height in pixels of the headings that stay in sight above the lines.
 */
export function useStops(
  pane: React.RefObject<HTMLDivElement>,
  { firstLine, lines }: IProgram,
  segments: Segments,
  above = 0
): IStops {
  const [wanted, setWanted] = useState<Place | null>(null);
  const [moved, setMoved] = useState<{ to: Place } | null>(null);
  const rows = useRows(pane, lines.length, ROW, wanted?.[0] ?? -1, above);
  useLayoutEffect(() => {
    const key = moved && `${moved.to[0] + firstLine} ${moved.to[1]}`;
    pane.current
      ?.querySelector<HTMLElement>(`[data-segment="${key}"]`)
      ?.focus({ preventScroll: true });
  }, [moved, firstLine]);
  const ownerAt = (place: Place | null): ISpan | null =>
    place && (segments.line(place[0])[place[1]]?.owner ?? null);
  return {
    rows,
    stop: ownerAt(wanted)
      ? (wanted ?? undefined)
      : nearest(segments, 0, 1, lines.length)[0],
    ownerOf: event => ownerAt(placeOf(event, firstLine)),
    rest: event => setWanted(placeOf(event, firstLine)),
    move: event => {
      const place = isPlain(event) ? placeOf(event, firstLine) : null;
      const to = place && destination(event.key, place, segments, lines.length);
      if (to) {
        rows.reveal(to[0]);
        setWanted(to);
        setMoved({ to });
      }
      return !!to;
    }
  };
}
