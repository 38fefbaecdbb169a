import {
  defaultRangeExtractor,
  observeElementRect,
  useVirtualizer,
  type Virtualizer
} from '@tanstack/react-virtual';
import { useLayoutEffect, useState, type RefObject } from 'react';

/** The height that a pane has before it is shown: enough rows for a first picture. */
const UNSEEN = 560;

type Rect = { width: number; height: number };

function observe(
  instance: Virtualizer<HTMLElement, Element>,
  tell: (rect: Rect) => void
): ReturnType<typeof observeElementRect> {
  return observeElementRect(instance, rect =>
    tell(rect.height > 0 ? rect : { ...rect, height: UNSEEN })
  );
}

interface IRows {
  /** Places of the rows to draw, in order; the first ones follow each other without a gap. */
  places: number[];
  /** Where the first of them begins, in pixels. */
  start: number;
  /** Of all rows together, in pixels. */
  height: number;
  /** Scrolls as little as shows a row. */
  reveal: (place: number) => void;
  /** Scrolls to the middle of a stretch of rows, unless all of it is in sight; of one that is too long, to its beginning. */
  revealAll: (first: number, last: number) => void;
}

/**
 * Which rows of a long list are in sight.
 *
 * @param pane - What scrolls.
 * @param row - The height of a row in pixels.
 * @param kept - A row that is drawn also out of sight, because it has the focus; -1 for none.
 * @param above - The height in pixels of the headings that stay in sight above the rows.
 */
export function useRows(
  pane: RefObject<HTMLElement>,
  count: number,
  row: number,
  kept: number,
  above = 0
): IRows {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => pane.current,
    estimateSize: () => row,
    overscan: 12,
    scrollMargin: above,
    scrollPaddingStart: above,
    initialRect: { width: 0, height: UNSEEN },
    observeElementRect: observe,
    rangeExtractor: range => {
      const places = defaultRangeExtractor(range);
      return kept < 0 || kept >= count || places.includes(kept)
        ? places
        : [...places, kept];
    }
  });
  const items = virtualizer.getVirtualItems();
  return {
    places: items.map(item => item.index),
    start: (items[0]?.start ?? above) - above,
    height: virtualizer.getTotalSize(),
    reveal: place => virtualizer.scrollToIndex(place, { align: 'auto' }),
    revealAll: (first, last) => {
      const seen = (virtualizer.scrollRect?.height ?? UNSEEN) - above;
      const top = virtualizer.scrollOffset ?? 0;
      const free = seen - (last + 1 - first) * row;
      if (first * row < top || (last + 1) * row > top + seen) {
        const to = first * row - Math.max(0, free / 2);
        virtualizer.scrollToOffset(Math.max(0, to));
      }
    }
  };
}

/**
 * Moves the focus to a row, which may have to be scrolled into sight and drawn first.
 *
 * @param pane - Where the rows are; each names its place in `data-place`.
 * @param reveal - Scrolls to a row.
 */
export function useFocus(
  pane: RefObject<HTMLElement>,
  reveal: (place: number) => void
): (place: number) => void {
  const [wanted, setWanted] = useState<{ place: number } | null>(null);
  useLayoutEffect(() => {
    if (wanted) {
      pane.current
        ?.querySelector<HTMLElement>(`[data-place="${wanted.place}"]`)
        ?.focus({ preventScroll: true });
    }
  }, [pane, wanted]);
  return place => {
    reveal(place);
    setWanted({ place });
  };
}
