import { recording, recordingsOf } from '../../../__tests__/recordings';
import type { IWay } from '../../program/model';
import { programOf as programOfPayload } from '../../program/program';
import { MOST_BLOCKS } from '../graph';
import { describeCfg, layoutOf, type ILayout } from '../layout';
import { Shape } from '../shape';
import { chance, GUARDED, LOOP, programOf, small, waysOf } from './codes';
import { coincidences, faults } from './faults';

const OPTIONS = { character: 7.25, row: 20, unfolded: new Set<number>() };

type Made = ReturnType<typeof small>;

function draw({ program, code }: Made, unfolded = OPTIONS.unfolded): ILayout {
  return layoutOf(program, code, { ...OPTIONS, unfolded });
}

function line(made: Made): string {
  const layout = draw(made);
  expect([...faults(layout), ...coincidences(layout)]).toEqual([]);
  return describeCfg(layout);
}

/** The blocks alone: "B0@0,0 B1@1,0". */
const boxes = (made: Made): string => line(made).split(';')[0]!;

describe('where blocks stand', () => {
  it('one block', () => {
    expect(line(small(1, ''))).toBe('B0@0,0');
  });

  it('the two ways of a branch stand side by side, as the code has them', () => {
    expect(line(small(3, '0→1 not taken; 0→2 taken'))).toBe(
      'B0@0,0 B1@1,0 B2@1,1; 0→1 not taken; 0→2 taken'
    );
  });

  it('what comes after a branch stands below all of it, where the branch began', () => {
    const made = small(
      5,
      '0→1 not taken; 0→2 taken; 1→3 jump; 2→4 next; 4→3 next'
    );
    const layout = draw(made);
    expect(describeCfg(layout).split(';')[0]).toBe(
      'B0@0,0 B1@1,1 B2@1,0 B3@3,0 B4@2,0'
    );
    expect(layout.blocks[3]?.x).toBe(layout.blocks[0]?.x);
  });

  it('a chain of ifs that return stays one column: what they return stands beside it', () => {
    const made = small(
      7,
      '0→1 not taken; 0→2 taken; 2→3 not taken; 2→4 taken; 4→5 not taken; 4→6 taken'
    );
    const { blocks } = draw(made);
    expect(boxes(made)).toBe(
      'B0@0,0 B1@1,1 B2@1,0 B3@2,1 B4@2,0 B5@3,0 B6@3,1'
    );
    expect(new Set([0, 2, 4].map(block => blocks[block]?.x)).size).toBe(1);
  });

  it('a loop: what it leads out to stands below it, and what leads back is on the left', () => {
    expect(line(small(8, LOOP))).toBe(
      'B0@0,0 B1@1,0 B2@2,0 B3@3,1 B4@3,0 B5@5,0 B6@4,0 B7@6,0; ' +
        '0→1 next; 1→2 not taken; 1→7 taken; 2→3 not taken; 2→4 taken; 3⇠1 jump; ' +
        '4→5 not taken; 4→6 taken; 6⇠1 jump'
    );
  });

  it('ways back to one block are one line on the left, nested loops nested lines', () => {
    const made = small(
      5,
      '0→1 next; 1→2 next; 2→1 jump; 2→3 next; 3→0 jump; 3→4 next; 4→0 jump'
    );
    const backs = draw(made)
      .edges.filter(({ isBack }) => isBack)
      .map(({ to, points, joint }) => ({
        to,
        left: Math.min(...points.map(([x]) => x)),
        joins: joint !== null
      }));
    const [inner, outer, joining] = backs;
    expect(backs.map(({ to }) => to)).toEqual([1, 0, 0]);
    expect(outer?.left).toBe(joining?.left);
    expect(inner!.left).toBeGreaterThan(outer!.left);
    expect(backs.filter(({ joins }) => joins)).toHaveLength(1);
  });

  it('handlers stand to the right of all that needs fewer exceptions to get to', () => {
    const made = small(13, GUARDED);
    expect(boxes(made)).toBe(
      'B0@0,0 B1@1,0 B2@2,0 B3@2,1! B4@3,0 B5@4,0 B6@5,0 B7@6,0 B8@5,1! B9@3,1 B10@6,1! B11@7,0! B12@8,0!'
    );
    const { blocks } = draw(made);
    const right = Math.max(
      ...[0, 1, 2].map(at => blocks[at]!.x + blocks[at]!.width)
    );
    expect(Math.min(...blocks.slice(3).map(({ x }) => x))).toBeGreaterThan(
      right
    );
  });

  it('exceptions to one handler are one line from where they meet', () => {
    const made = small(
      4,
      '0→1 next; 0→3 exception; 1→2 next; 1→3 exception; 2→3 exception'
    );
    const { edges } = draw(made);
    const thrown = edges.filter(({ kind }) => kind === 4);
    expect(
      new Set(thrown.map(({ points }) => points.at(-1)?.join())).size
    ).toBe(1);
    expect(thrown.filter(({ joint }) => joint === null)).toHaveLength(1);
  });

  it('what control cannot reach stands apart at the bottom; its ways back are not drawn', () => {
    const made = small(5, '0→1 next; 2→3 next; 3→1 jump; 4→3 jump', {
      dead: [2, 3, 4]
    });
    const layout = draw(made);
    expect(line(made)).toBe(
      'B0@0,0 B1@1,0 B2@2,0? B3@3,0? B4@2,1?; 0→1 next; 2→3 next; 4→3 jump; 3⇢1 jump'
    );
    expect(layout.dead).toBeGreaterThan(
      layout.blocks[1]!.y + layout.blocks[1]!.height
    );
    expect(layout.dead).toBeLessThan(layout.blocks[2]!.y);
    expect(draw(small(2, '0→1 next')).dead).toBe(-1);
  });

  it('control can reach what the ways lead to where no depths are known', () => {
    const made = small(3, '0→2 jump');
    made.code.depth = null;
    expect(boxes(made)).toBe('B0@0,0 B1@2,0? B2@1,0');
  });

  it('a block that leads to itself', () => {
    expect(line(small(1, '0→0 jump'))).toBe('B0@0,0; 0⇠0 jump');
  });

  it('where SETUP_FINALLY puts a handler is no way', () => {
    expect(line(small(2, '0→1 next; 0→1 setup'))).toBe(
      'B0@0,0 B1@1,0; 0→1 next'
    );
  });

  it('both ways of a branch may lead to one block, and a way may be named twice', () => {
    expect(line(small(2, '0→1 not taken; 0→1 taken; 0→1 taken'))).toBe(
      'B0@0,0 B1@1,0; 0→1 not taken; 0→1 taken'
    );
  });

  it('a straight way has no corners', () => {
    const { edges } = draw(small(3, '0→1 next; 1→2 next'));
    expect(edges.map(({ points }) => points.length)).toEqual([2, 2]);
  });
});

describe('what a block shows', () => {
  const long = (count: number): string =>
    Array.from({ length: count }, (_, at) => `LOAD_FAST=${at}`).join(' ');

  it('folds the middle of a long block, unless it is unfolded', () => {
    const made = programOf([long(30), 'RETURN_VALUE'], waysOf('0→1 next'));
    const [block, after] = draw(made).blocks;
    expect(block).toMatchObject({ head: 9, folded: 15, tail: 6 });
    expect(describeCfg(draw(made))).toBe('B0@0,0…15 B1@1,0; 0→1 next');
    const [open, below] = draw(made, new Set([0])).blocks;
    expect(open).toMatchObject({ head: 30, folded: 0, tail: 0 });
    expect(below!.y - after!.y).toBe(14 * 20);
  });

  it('does not fold what has room', () => {
    expect(draw(programOf([long(16)], [])).blocks[0]).toMatchObject({
      folded: 0
    });
  });

  it('names its lines, its source and its depths', () => {
    const made = small(3, '0→1 not taken; 0→2 taken', {
      lines: ['def f():', '    if a:  ', '        b'],
      lineOf: [2, 3, 0],
      depths: [0, 1, 2]
    });
    expect(draw(made).blocks).toMatchObject([
      { line: 2, endLine: 2, source: 'if a:', depthIn: 0, depthOut: [1, 2] },
      { line: 3, source: 'b', depthIn: 1, depthOut: [] },
      { line: 0, source: '', depthIn: 2 }
    ]);
  });

  it('is as wide as its longest row, which is cut', () => {
    const wide = draw(programOf([`${'X'.repeat(500)}=1`], [])).blocks[0]!;
    expect(wide.width).toBeLessThan(360);
    expect(wide.width).toBeGreaterThan(
      draw(programOf(['NOP'], [])).blocks[0]!.width
    );
  });
});

describe('every recording', () => {
  it.each(recordingsOf('bytecode'))('%s', name => {
    const program = programOfPayload(recording('bytecode', name).payload);
    for (const code of program.codes) {
      const layout = layoutOf(program, code, OPTIONS);
      expect([...faults(layout), ...coincidences(layout)]).toEqual([]);
      expect(layout.blocks.map(({ index }) => index)).toEqual(
        Array.from(code.blocks, (_, index) => index)
      );
      expect(layoutOf(program, code, OPTIONS)).toEqual(layout);
    }
  });
});

describe('whatever a payload says', () => {
  const ways = (count: number, blocks: number, seed: number): IWay[] => {
    const next = chance(seed);
    return Array.from({ length: count }, () => ({
      from: next(blocks),
      to: next(blocks),
      kind: next(6)
    }));
  };

  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'no fault in ways by chance, %i',
    seed => {
      const blocks = 1 + (seed % 20);
      const dead = Array.from({ length: seed % 3 }, (_, at) => at * 2);
      const made = small(blocks, ways(blocks * 2, blocks, seed), { dead });
      expect(faults(draw(made))).toEqual([]);
    }
  );

  it('draws the blocks nearest to the one that is asked for, and says how many it does not', () => {
    const { program, code } = small(
      3000,
      Array.from({ length: 2999 }, (_, from) => ({
        from,
        to: from + 1,
        kind: 0
      }))
    );
    const layout = layoutOf(program, code, { ...OPTIONS, around: 2500 });
    expect(layout.left).toEqual({ blocks: 1000, ways: 1000 });
    expect(layout.blocks).toHaveLength(MOST_BLOCKS);
    expect(layout.blocks[0]?.index).toBe(1000);
    expect(layout.entry).toBe(-1);
    expect(layoutOf(program, code, OPTIONS).blocks.at(-1)?.index).toBe(1999);
  });

  it('draws no more ways than instructions can have, however many there are', () => {
    const made = small(2000, ways(100_000, 2000, 7));
    const layout = draw(made);
    expect(layout.edges.length).toBeLessThanOrEqual(4 * MOST_BLOCKS);
    expect(layout.edges.every(({ points }) => points.length <= 8)).toBe(true);
    expect(layout.left.ways).toBeGreaterThan(0);
    expect(Number.isFinite(layout.width + layout.height)).toBe(true);
  });

  it('takes twice the work for twice the blocks', () => {
    const put = jest.spyOn(Shape.prototype, 'put');
    const work = (count: number): number => {
      put.mockClear();
      // loops in a row, each with a branch inside
      const all = Array.from({ length: count / 4 }, (_, at) =>
        waysOf(
          '0→1 not taken; 1→2 not taken; 1→3 taken; 2→3 next; 3→0 jump; 0→4 taken'
        ).map(way => ({
          ...way,
          from: way.from + 4 * at,
          to: Math.min(way.to + 4 * at, count - 1)
        }))
      ).flat();
      draw(small(count, all));
      return put.mock.calls.length;
    };
    const once = work(400);
    expect(once).toBeGreaterThan(400);
    expect(work(800)).toBeLessThan(2.2 * once);
    put.mockRestore();
  });
});
