import { codeNamed, programNamed } from '../../../__tests__/bytecode';
import type { ICode, IGuard } from '../../program/model';
import { columnsOf } from '../columns';
import { gutterOf, gutterWidth } from '../gutter';
import { keysTo } from '../opening';
import { arcsIn, bracketsIn, MOST_DRAWN } from '../sight';

/** A code object of so many instructions that all jump, or that all have a handler. */
function crowd(
  count: number,
  targets: ReadonlyMap<number, number>,
  guards: IGuard[]
): ICode {
  const { code } = codeNamed('sum_of_squares.cp314');
  const opcode = new Int32Array(count);
  return { ...code, count, opcode, targets, guards };
}

const COUNT = 200_000;

/** Jumps from everywhere to everywhere, the same ones each time. */
function jumps(): Map<number, number> {
  let seed = 7;
  const next = (): number =>
    (seed = (seed * 1103515245 + 12345) % 2 ** 31) % COUNT;
  return new Map(Array.from({ length: COUNT }, (_, at) => [at, next()]));
}

describe('a gutter with more than can be told apart', () => {
  const { program } = codeNamed('sum_of_squares.cp314');

  it('has few of 200 000 jumps to draw, all with an end in sight, soon', () => {
    const start = performance.now();
    const gutter = gutterOf(program, crowd(COUNT, jumps(), []));
    const arcs = arcsIn(gutter, 1000, 1040);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(gutter.isCut).toBe(true);
    expect(gutterWidth(gutter)).toBeLessThan(300);
    expect(arcs.length).toBeGreaterThanOrEqual(41);
    expect(arcs.length).toBeLessThanOrEqual(MOST_DRAWN);
    const isIn = (row: number): boolean => row >= 1000 && row <= 1040;
    expect(arcs.every(({ from, to }) => isIn(from) || isIn(to))).toBe(true);
  });

  it('draws no more than so many jumps to one row', () => {
    const all = new Map(Array.from({ length: 9000 }, (_, at) => [at + 1, 0]));
    const gutter = gutterOf(program, crowd(9001, all, []));
    expect(arcsIn(gutter, 0, 9000)).toHaveLength(MOST_DRAWN);
  });

  it('has few of 20 000 nested handlers to draw, in lanes that have room', () => {
    const guards = Array.from({ length: 20_000 }, (_, at) => ({
      ...{ from: at, to: 60_000 - at, handler: 60_000 + at },
      ...{ depth: 0, lasti: false }
    }));
    const gutter = gutterOf(program, crowd(90_000, new Map(), guards));
    expect(gutterWidth(gutter)).toBeLessThan(100);
    const found = bracketsIn(gutter, 100, 140);
    expect(found).toHaveLength(41);
  });

  it('has all of what is one handler’s, however many ranges that is', () => {
    const guards = Array.from({ length: 150_000 }, (_, at) => ({
      ...{ from: at, to: at + 1, handler: 199_999 },
      ...{ depth: 0, lasti: false }
    }));
    const gutter = gutterOf(program, crowd(COUNT, new Map(), guards));
    expect(gutter.brackets).toHaveLength(1);
    expect(bracketsIn(gutter, 10, 20)[0]?.ranges).toHaveLength(11);
  });
});

describe('the columns', () => {
  it('are as wide as the longest entry', () => {
    expect(columnsOf(programNamed('try_finally.cp314'))).toEqual({
      ...{ line: 2, label: 3, offset: 3, depth: 1, arg: 2, opcode: 26 },
      ...{ usual: 17, cells: 5 }
    });
  });

  it('are not as wide as the numbers of a stranger', () => {
    const { program, code } = codeNamed('sum_of_squares.cp314');
    const huge = new Int32Array(code.count).fill(2 ** 31 - 1);
    const strange = { ...code, depth: huge, arg: huge };
    const columns = columnsOf({ ...program, codes: [strange] });
    expect(columns).toMatchObject({ depth: 3, arg: 5, cells: 8 });
  });
});

describe('the keys of the rows to open', () => {
  it('lead to nested code, and to nothing that is not loaded', () => {
    const program = programNamed('class_body.cp314');
    const [outer, body, method] = program.codes as [ICode, ICode, ICode];
    expect(keysTo(program, outer)).toEqual([]);
    const [first] = keysTo(program, body);
    expect(keysTo(program, method)).toEqual([
      first,
      expect.stringMatching(new RegExp(`^${first}/\\d+$`))
    ]);
    expect(keysTo(program, { ...body, level: 3 })).toEqual([]);
  });
});
