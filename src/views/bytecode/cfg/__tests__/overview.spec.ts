import { codeNamed } from '../../../__tests__/bytecode';
import { layoutOf, type ILayout } from '../layout';
import { exceeds, frameOf, overviewOf } from '../overview';
import { small } from './codes';

const PANE = { width: 800, height: 480 };

function laidOut(
  made: Parameters<typeof layoutOf>[0],
  code: Parameters<typeof layoutOf>[1]
): ILayout {
  return layoutOf(made, code, {
    character: 7.25,
    row: 20,
    unfolded: new Set()
  });
}

function chain(length: number): ILayout {
  const ways = Array.from({ length: length - 1 }, (_, from) => ({
    from,
    to: from + 1,
    kind: 0
  }));
  const { program, code } = small(length, ways);
  return laidOut(program, code);
}

describe('the overview', () => {
  const { program, code } = codeNamed('try_finally.cp314');
  const layout = laidOut(program, code);
  const map = overviewOf(layout, PANE);

  it('has a rectangle for every block, those that handle exceptions apart', () => {
    const count = (path: string): number => path.split('M').length - 1;
    const handlers = layout.blocks.filter(({ isHandler }) => isHandler).length;
    expect(handlers).toBeGreaterThan(0);
    expect(count(map.handlers)).toBe(handlers);
    expect(count(map.blocks)).toBe(layout.blocks.length - handlers);
  });

  it('is small and in proportion', () => {
    expect(map.width).toBeLessThanOrEqual(160);
    expect(map.height).toBeLessThanOrEqual(121);
    expect(map.width / map.height).toBeCloseTo(layout.width / layout.height, 1);
  });

  it('stands in a corner where it hides no block', () => {
    expect(map.corner).toBe('topRight');
    const right = { ...layout.blocks[0]!, x: layout.width - 60, y: 0 };
    const filled = { ...layout, blocks: [...layout.blocks, right] };
    expect(overviewOf(filled, PANE).corner).not.toBe('topRight');
  });

  it('can be seen of a picture that is far taller than wide, and is quick', () => {
    const tall = chain(2000);
    const before = performance.now();
    const small = overviewOf(tall, PANE);
    expect(performance.now() - before).toBeLessThan(100);
    expect(small.width).toBe(28);
    expect(small.blocks.split('M')).toHaveLength(2001);
  });

  it('has its frame inside, large enough to be seen', () => {
    const all = { x: -50, y: -50, width: 9999, height: 9999 };
    expect(frameOf(map, all)).toEqual({
      x: 0,
      y: 0,
      width: map.width,
      height: map.height
    });
    const end = { x: layout.width, y: layout.height, width: 1, height: 1 };
    expect(frameOf(map, end)).toEqual({
      x: map.width - 4,
      y: map.height - 4,
      width: 4,
      height: 4
    });
  });

  it('is of use where the picture does not fit', () => {
    expect(exceeds({ width: 800, height: 481 }, 1, PANE)).toBe(false);
    expect(exceeds({ width: 900, height: 100 }, 1, PANE)).toBe(true);
    expect(exceeds({ width: 900, height: 100 }, 0.5, PANE)).toBe(false);
    expect(exceeds({ width: 100, height: 500 }, 1, PANE)).toBe(true);
  });
});
