import type { Code } from '../../../contract/bytecode';
import { column, PayloadError } from '../../../contract/decode';
import {
  describeListing,
  program,
  ROW_LIMIT,
  type IListing
} from '../geometry';
import { arcPath, arcsOf, gutterWidth, ROW, type IArc } from '../geometry-arcs';
import { placement } from '../geometry-rows';
import { describeLine, reach, segmentsOf, type ISpan } from '../geometry-spans';
import { recording, recordingsOf } from '../../__tests__/recordings';

type Point = [number, number];
type Line = [Point, Point];

/** The three straight lines of an arc, read from the path that is drawn. */
function lines(arc: IArc, lanes: number): Line[] {
  const { line } = arcPath(arc, lanes, 0, row => row * ROW);
  const [x1 = 0, y1 = 0, x = 0, y2 = 0, x2 = 0] = line
    .match(/-?[\d.]+/g)!
    .map(Number);
  return [
    [
      [x1, y1],
      [x, y1]
    ],
    [
      [x, y1],
      [x, y2]
    ],
    [
      [x, y2],
      [x2, y2]
    ]
  ];
}

/** Whether a horizontal and a vertical line cross, touching ends aside. */
function isCrossing([a, b]: Line, [c, d]: Line): boolean {
  const inside = (n: number, p: number, q: number): boolean =>
    n > Math.min(p, q) && n < Math.max(p, q);
  return a[1] === b[1]
    ? inside(c[0], a[0], b[0]) && inside(a[1], c[1], d[1])
    : inside(a[0], c[0], d[0]) && inside(c[1], a[1], b[1]);
}

function crossings(a: IArc, b: IArc, lanes: number): number {
  return lines(a, lanes).flatMap(one =>
    lines(b, lanes).filter(
      two =>
        (one[0][1] === one[1][1]) !== (two[0][1] === two[1][1]) &&
        isCrossing(one, two)
    )
  ).length;
}

function isNested(a: IArc, b: IArc): boolean {
  const [top, bottom] = [Math.min(a.from, a.to), Math.max(a.from, a.to)];
  return [b.from, b.to].every(row => row >= top && row <= bottom);
}

function nestedCrossings({
  arcs,
  lanes
}: Pick<IListing, 'arcs' | 'lanes'>): string[] {
  return arcs.flatMap(a =>
    arcs
      .filter(b => a !== b && isNested(a, b) && crossings(a, b, lanes) > 0)
      .map(b => `${a.from}→${a.to} × ${b.from}→${b.to}`)
  );
}

describe.each(recordingsOf('bytecode'))('%s', name => {
  const { payload } = recording('bytecode', name);
  const drawn = program(payload);

  it('draws nested jumps without a crossing', () => {
    expect(drawn.listings.flatMap(nestedCrossings)).toEqual([]);
  });

  it('has each jump in the gutter, heading for its target', () => {
    for (const { arcs, lanes } of drawn.listings) {
      for (const arc of arcs) {
        const [[start], [corner], [, end]] = lines(arc, lanes) as [
          Line,
          Line,
          Line
        ];
        expect(Math.floor(start[1] / ROW)).toBe(arc.from);
        expect(Math.floor(end[1] / ROW)).toBe(arc.to);
        expect(corner[0]).toBeGreaterThan(0);
        expect(corner[0]).toBeLessThan(gutterWidth(lanes));
      }
    }
  });

  it('finds every span in the source, whole', () => {
    drawn.listings.forEach((listing, place) => {
      const code = payload.codes[place] as Code;
      const where = column(code.span);
      for (const { index, span, line } of listing.rows) {
        const sent = column(code.spans).slice(4 * (where[index] ?? 0));
        expect(span === null).toBe(line === 0);
        // the compiler knows only the line of some instructions
        expect(span === null || span.column === sent[1]).toBe(true);
        expect(span === null || span.endColumn === sent[3]).toBe(true);
      }
    });
  });

  it('loses no character of the source in its segments', () => {
    const spans = drawn.listings.flatMap(listing =>
      listing.rows.flatMap(row => (row.span ? [row.span] : []))
    );
    const segments = segmentsOf(drawn.lines, drawn.firstLine, spans);
    expect(segments.map(line => line.map(s => s.text).join(''))).toEqual(
      drawn.lines
    );
    for (const span of spans) {
      for (let number = span.line; number <= span.endLine; number++) {
        const at = number - drawn.firstLine;
        const found = reach(span, number, drawn.lines[at] ?? '');
        const bounds = (segments[at] ?? []).flatMap(s => [s.start, s.end]);
        expect(
          found === null || found.every(place => bounds.includes(place))
        ).toBe(true);
      }
    }
  });
});

describe('the text form', () => {
  it.each([
    ['sum_of_squares.cp310', 'total: 19 rows, 3 lanes: 4→17@2 9→16@0 16⇠4@1'],
    [
      'sum_of_squares.cp313',
      'total: 23 rows, 4 lanes: 5→19@3 11→13@0 12⇠5@1 18⇠5@2'
    ],
    ['closure.cp313', 'counter: 20 rows, 0 lanes:']
  ])('%s', (name, expected) => {
    const [outermost] = program(recording('bytecode', name).payload).listings;
    expect(describeListing(outermost as IListing)).toBe(expected);
  });

  it('marks what each part of a line is the source of', () => {
    const drawn = program(
      recording('bytecode', 'sum_of_squares.cp313').payload
    );
    const spans = drawn.listings.flatMap(l => l.rows.map(row => row.span));
    const segments = segmentsOf(
      drawn.lines,
      drawn.firstLine,
      spans.filter(s => s !== null) as ISpan[]
    );
    expect(segments.map(describeLine)).toEqual([
      'def total(numbers):',
      '    ⟨result⟩ = ⟨0⟩',
      '    for ⟨n⟩ in ⟨numbers⟩:',
      '        if ⟨n⟩⟨ % ⟩⟨2⟩:',
      '            ⟨result⟩⟨ += ⟩⟨n * ⟩⟨n⟩',
      '    ⟨return ⟩⟨result⟩'
    ]);
  });

  it('counts columns in code points, also after an emoji', () => {
    const { payload } = recording('bytecode', 'unicode_source.cp313');
    const drawn = program(payload);
    const row = drawn.listings[0]?.rows.find(
      ({ text }) => text === 'str + NULL'
    );
    const found = reach(row?.span as ISpan, 5, drawn.lines[1] ?? '');
    expect(
      Array.from(drawn.lines[1] ?? '')
        .slice(...(found as Point))
        .join('')
    ).toBe('str');
  });
});

describe('lanes', () => {
  it('puts the inner of two jumps next to the listing', () => {
    const { arcs, lanes } = arcsOf([
      [0, 9],
      [2, 5],
      [6, 3]
    ]);
    expect(arcs.map(arc => arc.lane)).toEqual([2, 0, 1]);
    expect(lanes).toBe(3);
  });

  it('shares a lane between jumps that are apart', () => {
    expect(
      arcsOf([
        [0, 2],
        [5, 3],
        [6, 8]
      ]).lanes
    ).toBe(1);
  });

  it('nests random jumps without a crossing', () => {
    let seed = 7;
    const next = (): number =>
      (seed = (seed * 1103515245 + 12345) % 2 ** 31) % 60;
    for (let round = 0; round < 40; round++) {
      const from = [...new Set(Array.from({ length: 20 }, next))].sort(
        (a, b) => a - b
      );
      expect(nestedCrossings(arcsOf(from.map(row => [row, next()])))).toEqual(
        []
      );
    }
  });
});

describe('placement', () => {
  const drawn = program(recording('bytecode', 'closure.cp314').payload);
  const loads =
    drawn.listings[0]?.rows.find(row => row.loads >= 0)?.index ?? -1;

  it('opens a code object under the row that loads it', () => {
    const closed = placement(drawn, new Set());
    const open = placement(drawn, new Set([String(loads)]));
    const inner = drawn.listings[1]?.rows.length ?? 0;
    expect(open.items.length).toBe(closed.items.length + 1 + inner);
    expect(open.height).toBe(open.items.length * ROW);
    expect(open.items[loads + 1]).toMatchObject({
      kind: 'head',
      depth: 1,
      parent: loads
    });
    expect(open.items[loads + 2]).toMatchObject({
      key: `${loads}/0`,
      depth: 1
    });
    expect(new Set(open.items.map(item => item.key)).size).toBe(
      open.items.length
    );
  });

  it('moves the jumps below with their rows', () => {
    const { payload } = recording('bytecode', 'comprehension.cp311');
    const nested = program(payload);
    const first =
      nested.listings[0]?.rows.find(row => row.loads >= 0)?.index ?? -1;
    const { items, arcs } = placement(nested, new Set([String(first)]));
    expect(arcs.length).toBeGreaterThan(0);
    for (const arc of arcs) {
      const place = items.findIndex(item => item.key === arc.from);
      const [, y = 0] = arc.line.match(/-?[\d.]+/g)!.map(Number);
      expect(Math.floor(y / ROW)).toBe(place);
    }
  });
});

describe('a payload that is wrong', () => {
  const { payload } = recording('bytecode', 'sum_of_squares.cp313');
  const wrong = (columns: Record<string, string>): (() => unknown) => {
    const [code, ...codes] = payload.codes;
    return () =>
      program({ ...payload, codes: [{ ...code, ...columns }, ...codes] });
  };

  it.each([
    ['unequal lengths', { arg: '1 2' }, 'column arg has 2 numbers for'],
    [
      'a dangling opcode',
      { opcode: payload.codes[0].opcode.replace(/^\d+/, '999') },
      'column opcode points at nothing'
    ],
    [
      'a dangling text',
      { text: payload.codes[0].text.replace(/^-?\d+/, '999') },
      'column text points at nothing'
    ],
    [
      'a dangling jump',
      { jumps: '0 100000' },
      'column jumps points at nothing'
    ],
    [
      'a jump said twice',
      { jumps: '3 5 3 5' },
      'column jumps points at nothing'
    ],
    [
      'half a jump',
      { jumps: '3' },
      'column jumps does not come in groups of 2'
    ],
    [
      'a code object that is not there',
      { nested: '3 9' },
      'column nested points at nothing'
    ],
    [
      'a span backwards',
      { spans: '0 0 -1 0' },
      'column spans holds a span that ends before it starts'
    ],
    [
      'an absurd number',
      { spans: `0 0 ${'9'.repeat(400)} 0` },
      'column spans holds a number that is out of range'
    ],
    [
      'a handler that is not there',
      { exceptions: '0 1 999 0 0' },
      'column exceptions points at nothing'
    ]
  ])('%s is refused in words', (_, columns, message) => {
    expect(wrong(columns)).toThrow(PayloadError);
    expect(wrong(columns)).toThrow(message);
  });

  it('leaves out a span that points outside of the source', () => {
    const [code, ...codes] = payload.codes;
    const spans = code.spans.replace(/^-?\d+/, '100000');
    const drawn = program({
      ...payload,
      codes: [{ ...code, spans }, ...codes]
    });
    expect(drawn.listings[0]?.rows[0]).toMatchObject({
      span: null,
      line: 100004
    });
  });

  it('does not open a code object inside itself', () => {
    const [code] = payload.codes;
    const drawn = program({ ...payload, codes: [{ ...code, nested: '3 0' }] });
    expect(drawn.listings[0]?.rows[3]?.loads).toBe(-1);
  });

  it('draws the first rows of a very long code object', () => {
    const [code] = payload.codes;
    const many = (n: string): string =>
      Array(ROW_LIMIT + 500)
        .fill(n)
        .join(' ');
    const columns = {
      opcode: many('0'),
      arg: many('-1'),
      text: many('-1'),
      span: many('0'),
      nested: '',
      exceptions: ''
    };
    const long = { ...code, ...columns, jumps: `1 ${ROW_LIMIT + 100} 5 1` };
    const drawn = program({ ...payload, codes: [long] });
    expect(drawn.listings[0]?.rows.length).toBe(ROW_LIMIT);
    expect(drawn.listings[0]?.arcs.map(arc => arc.from)).toEqual([5]);
    expect(placement(drawn, new Set()).items.at(-1)).toMatchObject({
      kind: 'more',
      hidden: 500
    });
  });
});
