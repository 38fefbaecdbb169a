import { PayloadError } from '../../../contract/decode';
import type { Moment, Series } from '../../../contract/layout';
import {
  MOMENTS,
  chartOf,
  checkSeries,
  describeChart,
  drawnFor,
  markOf,
  momentAt,
  moveMoment
} from '../geometry-moments';
import { recording, recordingsOf } from '../../__tests__/recordings';

const label = 'call 1';
const reading = recording('layout', 'list_of_three.cp313').payload;

function series(...moments: Partial<Moment>[]): Series {
  const made = moments.map((each): Moment => ({
    label,
    size: 10,
    total: 10,
    changed: 0,
    ...each
  }));
  return {
    of: 'changes',
    left_out: 0,
    moments: made as [Moment, ...Moment[]]
  };
}

function held(used: number, allocated: number): Partial<Moment> {
  const spare = (allocated - used) * 10;
  const contents = { used, allocated, unit: 'slot' as const, width: 10, spare };
  return { total: 15 + allocated * 10, contents };
}

test('bars stand side by side, what is used below what is spare', () => {
  const chart = chartOf(
    series({ total: 15 }, { ...held(1, 2), resized: ['ob_item'] }, held(2, 2), {
      ...held(3, 10),
      resized: ['ob_item'],
      moved: ['ob_item']
    })
  );
  expect(describeChart(chart)).toBe(
    [
      '0.0+25.0 11.3+0.0',
      '25.0+25.0 18.9+7.6 ^',
      '50.0+25.0 26.5+0.0',
      '75.0+25.0 34.0+52.9 *',
      '0 50 100'
    ].join('\n')
  );
});

test('every bar of every recorded series is inside the chart', () => {
  const found = recordingsOf('layout')
    .map(name => recording('layout', name).payload.series)
    .filter(each => each !== undefined);
  expect(found.length).toBeGreaterThan(20);
  for (const each of found) {
    checkSeries(each);
    const { bars, ticks } = chartOf(each);
    for (const { left, width, used, spare } of bars) {
      expect(used).toBeGreaterThan(0);
      expect(spare).toBeGreaterThanOrEqual(0);
      expect(used + spare).toBeLessThan(100);
      expect(left + width).toBeLessThan(100.001);
    }
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(6);
  }
});

test.each([1, 7, 64, 99, 1656, 123_456_789])(
  'lines across a chart of %d bytes are few and round',
  most => {
    const { ticks } = chartOf(series({ total: most }));
    const [, first] = ticks;
    expect(ticks.length).toBeLessThanOrEqual(5);
    expect(String(first?.bytes)).toMatch(/^[125]0*$/);
    expect(ticks.at(-1)?.bytes).toBeLessThanOrEqual(most);
  }
);

test('what is spare is never more than there is', () => {
  const contents = { ...held(0, 9).contents, spare: 10 ** 12 };
  const [bar] = chartOf(
    series({ total: 8, contents: contents as Moment['contents'] })
  ).bars;
  expect(bar?.used).toBe(0);
  expect(bar?.spare).toBeLessThan(100);
});

test('a moment that has not been sent is drawn as the one before that has', () => {
  const sent = series({ reading }, {}, {}, { reading }, {}, {});
  expect([0, 1, 2, 3, 4, 5].map(at => drawnFor(sent, at))).toEqual([
    0, 0, 0, 3, 3, 5
  ]);
  expect(drawnFor(series({}, {}, {}), 0)).toBe(2);
});

test('the pointer chooses the moment under it', () => {
  expect([-1, 0, 0.24, 0.26, 0.99, 1, 7].map(at => momentAt(4, at))).toEqual([
    0, 0, 0, 1, 3, 3, 3
  ]);
  expect(momentAt(4, NaN)).toBe(0);
});

test('keys go along the moments, page keys from mark to mark', () => {
  const some = series({}, { moved: ['a'] }, {}, { resized: ['a'] }, {});
  const go = (at: number, key: string) => moveMoment(some, at, key);
  expect(go(2, 'ArrowRight')).toBe(3);
  expect(go(4, 'ArrowUp')).toBe(4);
  expect(go(0, 'ArrowLeft')).toBe(0);
  expect(go(2, 'ArrowDown')).toBe(1);
  expect(go(2, 'Home')).toBe(0);
  expect(go(2, 'End')).toBe(4);
  expect(go(1, 'PageUp')).toBe(3);
  expect(go(3, 'PageUp')).toBe(4);
  expect(go(3, 'PageDown')).toBe(1);
  expect(go(1, 'PageDown')).toBe(0);
  expect(go(1, 'x')).toBeNull();
});

test('a mark says what happened to the memory', () => {
  const [plain, resized, moved, both] = series(
    {},
    { resized: ['a'] },
    { moved: ['a'] },
    { resized: ['a'], moved: ['b'] }
  ).moments.map(markOf);
  expect([plain, resized, moved, both]).toEqual([
    null,
    'resized',
    'moved',
    'both'
  ]);
});

test('a series that cannot be drawn is refused', () => {
  const many = Array.from({ length: MOMENTS + 1 }, () => ({}));
  expect(() => checkSeries(series(...many))).toThrow(PayloadError);
  expect(() => checkSeries(series())).toThrow(PayloadError);
  expect(() => checkSeries(series({ total: 1e300 }))).toThrow(PayloadError);
  checkSeries(series(...many.slice(1)));
});
