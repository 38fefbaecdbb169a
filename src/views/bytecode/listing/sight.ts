import { lastWhere } from '../../shared/geometry-bisect';
import type { IArc, IBracket, IGutter } from './gutter';

/** Jumps, and brackets, that are drawn at once at most where there are more than can be told apart. */
export const MOST_DRAWN = 200;

type End = 'from' | 'to';

const sorted = new WeakMap<IGutter, Record<End, IArc[]>>();

/** The arcs of a gutter in the order of each of their ends; sorted once. */
function byEnd(gutter: IGutter): Record<End, IArc[]> {
  let found = sorted.get(gutter);
  if (found === undefined) {
    const by = (end: End): IArc[] =>
      [...gutter.arcs].sort((a, b) => a[end] - b[end]);
    found = { from: by('from'), to: by('to') };
    sorted.set(gutter, found);
  }
  return found;
}

/** The arcs to draw beside the instructions from `first` to `last`. */
export function arcsIn(gutter: IGutter, first: number, last: number): IArc[] {
  if (!gutter.isCut) {
    return gutter.arcs.filter(
      ({ from, to }) =>
        Math.min(from, to) <= last && Math.max(from, to) >= first
    );
  }
  const ends = new Set<IArc>();
  for (const end of ['from', 'to'] as const) {
    const arcs = byEnd(gutter)[end];
    let at = lastWhere(arcs.length, each => (arcs[each]?.[end] ?? 0) < first);
    for (let arc = arcs[++at]; arc && arc[end] <= last; arc = arcs[++at]) {
      if (ends.size >= MOST_DRAWN) {
        return [...ends];
      }
      ends.add(arc);
    }
  }
  return [...ends];
}

/** The brackets to draw beside the instructions from `first` to `last`, with the ranges that reach there. */
export function bracketsIn(
  gutter: IGutter,
  first: number,
  last: number
): IBracket[] {
  const isIn = (row: number): boolean => first <= row && row <= last;
  const found: IBracket[] = [];
  for (const bracket of gutter.brackets) {
    const { top, bottom, from, handler } = bracket;
    const isThere = gutter.isCut
      ? isIn(handler) || isIn(from) || isIn(bracket.last)
      : top <= last && bottom >= first;
    if (isThere && found.length < MOST_DRAWN) {
      const ranges = bracket.ranges.filter(
        range => range.from <= last && range.to > first
      );
      found.push({ ...bracket, ranges });
    }
  }
  return found;
}
