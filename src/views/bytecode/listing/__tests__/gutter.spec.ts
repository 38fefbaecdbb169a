import {
  codeNamed,
  programNamed,
  RECORDINGS
} from '../../../__tests__/bytecode';
import {
  arcPath,
  bracketPath,
  describeGutter,
  gutterOf,
  gutterWidth,
  ROW,
  type IArc,
  type IGutter
} from '../gutter';
import { lanesOf } from '../lanes';

type Point = [number, number];
type Line = [Point, Point];

/** The three straight lines of an arc, read from the path that is drawn. */
function lines(arc: IArc, gutter: IGutter): Line[] {
  const { line } = arcPath(arc, gutter, 0, row => row * ROW);
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

function crossings(a: IArc, b: IArc, gutter: IGutter): number {
  return lines(a, gutter).flatMap(one =>
    lines(b, gutter).filter(
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

function nestedCrossings(gutter: IGutter): string[] {
  return gutter.arcs.flatMap(a =>
    gutter.arcs
      .filter(b => a !== b && isNested(a, b) && crossings(a, b, gutter) > 0)
      .map(b => `${a.from}→${a.to} × ${b.from}→${b.to}`)
  );
}

function withLanes(jumps: [number, number][]): IGutter {
  const { lane, lanes } = lanesOf(
    jumps.map(([a, b]) => ({ top: Math.min(a, b), bottom: Math.max(a, b) }))
  );
  const arcs = jumps.map(([from, to], place) => ({
    from,
    to,
    backward: to <= from,
    conditional: false,
    lane: lane[place] ?? 0
  }));
  return { arcs, lanes, brackets: [], bracketLanes: 0, isCut: false };
}

describe.each(RECORDINGS)('%s', name => {
  const program = programNamed(name);
  const gutters = program.codes.map(code => gutterOf(program, code));

  it('draws nested jumps without a crossing', () => {
    expect(gutters.flatMap(nestedCrossings)).toEqual([]);
  });

  it('has each jump in the gutter, heading for its target', () => {
    for (const gutter of gutters) {
      for (const arc of gutter.arcs) {
        const [[start], [corner], [, end]] = lines(arc, gutter) as [
          Line,
          Line,
          Line
        ];
        expect(Math.floor(start[1] / ROW)).toBe(arc.from);
        expect(Math.floor(end[1] / ROW)).toBe(arc.to);
        expect(corner[0]).toBeGreaterThan(0);
        expect(corner[0]).toBeLessThan(gutterWidth(gutter));
      }
    }
  });

  it('has a bracket for every guarded range, and no two in one lane that meet', () => {
    for (const [place, gutter] of gutters.entries()) {
      const ranges = gutter.brackets.flatMap(bracket => bracket.ranges);
      expect(new Set(ranges)).toEqual(new Set(program.codes[place]?.guards));
      for (const a of gutter.brackets) {
        const { bars } = bracketPath(a, gutter, 0, row => row * ROW);
        expect(bars).toHaveLength(a.ranges.length);
        const meets = gutter.brackets.filter(
          b =>
            b !== a &&
            b.lane === a.lane &&
            b.top <= a.bottom &&
            b.bottom >= a.top
        );
        expect(meets).toEqual([]);
      }
    }
  });
});

describe('a jump over a hundred thousand rows', () => {
  it('is cut where it is out of sight: a dashed line of that length takes seconds to paint', () => {
    const gutter = withLanes([[0, 100_000]]);
    const near = (y: number): number => Math.min(y, 2560);
    const [arc] = gutter.arcs as [IArc];
    const path = arcPath(arc, gutter, 0, row => row * ROW, near);
    expect(path.line).toMatch(/V2560H/);
    expect(path.middle.y).toBe(50_000 * ROW + ROW / 2);
  });
});

describe('the text form', () => {
  it.each([
    ['sum_of_squares.cp310', '3 lanes: 4→17@2? 9→16@0? 16⇠4@1'],
    ['sum_of_squares.cp313', '4 lanes: 5→19@3? 11→13@0? 12⇠5@1 18⇠5@2'],
    [
      'with_block.cp313',
      '1 lanes: 27→29@0? 33→37@0 46→48@0? ; 5-6+11-16+30-36↯43@2:1+lasti 7-10↯24@1:2+lasti 24-29↯34@0:4+lasti 43-48↯53@0:3+lasti'
    ],
    ['closure.cp313', '0 lanes:']
  ])('%s', (name, expected) => {
    const { program, code } = codeNamed(name);
    expect(describeGutter(gutterOf(program, code))).toBe(expected);
  });
});

describe('lanes', () => {
  it('puts the inner of two jumps next to the listing', () => {
    const { arcs, lanes } = withLanes([
      [0, 9],
      [2, 5],
      [6, 3]
    ]);
    expect(arcs.map(arc => arc.lane)).toEqual([2, 0, 1]);
    expect(lanes).toBe(3);
  });

  it('shares a lane between jumps that are apart', () => {
    expect(
      withLanes([
        [0, 2],
        [5, 3],
        [6, 8]
      ]).lanes
    ).toBe(1);
  });

  it('nests random jumps without a crossing, also over many rows', () => {
    let seed = 7;
    const next = (): number =>
      (seed = (seed * 1103515245 + 12345) % 2 ** 31) % 600;
    for (let round = 0; round < 40; round++) {
      const from = [...new Set(Array.from({ length: 20 }, next))].sort(
        (a, b) => a - b
      );
      const gutter = withLanes(from.map(row => [row, next()]));
      expect(nestedCrossings(gutter)).toEqual([]);
    }
  });

  it('gives a lane by length where there are very many', () => {
    const many = Array.from({ length: 20_000 }, (_, row) => ({
      top: row,
      bottom: row + 20_000
    }));
    expect(lanesOf(many).lanes).toBe(15);
  });
});
