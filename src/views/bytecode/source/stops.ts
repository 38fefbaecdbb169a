import type { Segments } from './segments';

/** A line of the source, from 0, and a segment of it. */
export type Place = [line: number, segment: number];

/** Places of the segments of a line that an instruction comes from. */
function stopsOf(segments: Segments, at: number): Place[] {
  return segments
    .line(at)
    .flatMap((segment, place): Place[] => (segment.owner ? [[at, place]] : []));
}

/** The stops of the nearest line in a direction that has any. */
export function nearest(
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
export function destination(
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
