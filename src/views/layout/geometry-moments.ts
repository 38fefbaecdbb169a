import { PayloadError } from '../../contract/decode';
import type { Moment, Series } from '../../contract/layout';

export type Mark = 'resized' | 'moved' | 'both';

/** A moment in the chart. All numbers are percent of it: left and width from its left edge, heights from its base. */
export interface IBar {
  left: number;
  width: number;
  /** What is in use, the object itself included, and what is spare above it. */
  used: number;
  spare: number;
  mark: Mark | null;
}

/** A line across the chart, with the bytes that it stands for. */
export interface ITick {
  bytes: number;
  bottom: number;
}

export interface IChart {
  bars: IBar[];
  ticks: ITick[];
}

/** Above this a series is refused: the kernel makes fewer. */
export const MOMENTS = 256;

/** Lines across the chart, at most. */
const TICKS = 4;

/** Room above the highest bar, for its mark: the chart is so much higher. */
const HEADROOM = 1.15;

/** The smallest round number of bytes of which `count` make `most`. */
function roundStep(most: number, count: number): number {
  const wanted = Math.max(1, most / count);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find(each => each * power >= wanted) ?? 10;
  return factor * power;
}

export function markOf(moment: Moment): Mark | null {
  const { moved = [], resized = [] } = moment;
  if (moved.length > 0) {
    return resized.length > 0 ? 'both' : 'moved';
  }
  return resized.length > 0 ? 'resized' : null;
}

/** Refuses a series that cannot be drawn. */
export function checkSeries(series: Series): void {
  const count: number = series.moments.length;
  if (count === 0 || count > MOMENTS) {
    throw new PayloadError(
      `this layout payload has ${count} moments, which are not 1 to ${MOMENTS}`
    );
  }
  for (const { size, total } of series.moments) {
    if (![size, total].every(Number.isSafeInteger)) {
      throw new PayloadError('this layout payload has a moment of no size');
    }
  }
}

/** Where the bars of a series stand, and the lines across them. */
export function chartOf(series: Series): IChart {
  const { moments } = series;
  const most = Math.max(1, ...moments.map(moment => moment.total));
  const percent = (bytes: number) => (bytes / (most * HEADROOM)) * 100;
  const width = 100 / moments.length;
  const bars = moments.map((moment, index): IBar => {
    const spare = Math.min(moment.contents?.spare ?? 0, moment.total);
    return {
      left: index * width,
      width,
      used: percent(moment.total - spare),
      spare: percent(spare),
      mark: markOf(moment)
    };
  });
  const step = roundStep(most, TICKS);
  const ticks = Array.from(
    { length: Math.floor(most / step) + 1 },
    (_, index): ITick => ({
      bytes: index * step,
      bottom: percent(index * step)
    })
  );
  return { bars, ticks };
}

/** The moment whose layout is drawn for another one: it, or the nearest before it that has been sent; the last is always there. */
export function drawnFor(series: Series, chosen: number): number {
  const last = series.moments.length - 1;
  if (chosen >= last) {
    return last;
  }
  const sent = series.moments.flatMap((moment, index) =>
    moment.reading && index <= chosen ? [index] : []
  );
  return sent.at(-1) ?? last;
}

/** The moment at a part, from 0 to 1, of the chart's width. */
export function momentAt(count: number, part: number): number {
  const index = Math.floor(part * count);
  return Number.isFinite(index) ? Math.max(0, Math.min(count - 1, index)) : 0;
}

/** The moment that a key leads to; null for a key that does not move. Page keys go to the next one with a mark. */
export function moveMoment(
  series: Series,
  at: number,
  key: string
): number | null {
  const last = series.moments.length - 1;
  const marked = series.moments.flatMap((moment, index) =>
    markOf(moment) ? [index] : []
  );
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, at + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'PageUp':
      return marked.find(index => index > at) ?? last;
    case 'PageDown':
      return marked.filter(index => index < at).at(-1) ?? 0;
    default:
      return null;
  }
}

const SIGNS: Record<Mark, string> = { resized: '^', moved: '>', both: '*' };

/** One line per moment: what a test compares. */
export function describeChart(chart: IChart): string {
  return chart.bars
    .map(({ left, width, used, spare, mark }) => {
      const numbers = [left, width, used, spare].map(each => each.toFixed(1));
      const [x, w, filled, open] = numbers;
      return `${x}+${w} ${filled}+${open}${mark ? ` ${SIGNS[mark]}` : ''}`;
    })
    .concat(
      `0 ${chart.ticks
        .map(({ bytes }) => bytes)
        .slice(1)
        .join(' ')}`
    )
    .join('\n');
}
