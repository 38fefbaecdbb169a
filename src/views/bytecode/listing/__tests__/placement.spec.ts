import { programNamed } from '../../../__tests__/bytecode';
import { loadedBy } from '../../program/texts';
import type { ICode, IProgram } from '../../program/model';
import { Placement, type Item } from '../placement';
import { search } from '../search';

function items(placement: Placement): Item[] {
  return Array.from(
    { length: placement.count },
    (_, place) => placement.item(place) as Item
  );
}

/** The first instruction of a code object that loads another. */
function loader(program: IProgram, code: ICode): number {
  return Array.from({ length: code.count }, (_, index) => index).find(
    index => loadedBy(program, code, index) !== undefined
  ) as number;
}

describe('placement', () => {
  const program = programNamed('closure.cp314');
  const outer = program.codes[0] as ICode;
  const inner = program.codes[1] as ICode;
  const at = loader(program, outer);

  it('has a row for every instruction, and none past the end', () => {
    const closed = new Placement(program, new Set());
    expect(closed.count).toBe(outer.count);
    expect(closed.item(-1)).toBeNull();
    expect(closed.item(outer.count)).toBeNull();
    expect(closed.item(3)).toMatchObject({ kind: 'row', key: '3', index: 3 });
  });

  it('opens a code object under the row that loads it', () => {
    const open = new Placement(program, new Set([String(at)]));
    expect(open.count).toBe(outer.count + 1 + inner.count);
    expect(open.item(at + 1)).toMatchObject({
      kind: 'head',
      depth: 1,
      parent: at
    });
    expect(open.item(at + 2)).toMatchObject({
      key: `${at}/0`,
      depth: 1,
      parent: at
    });
    expect(open.item(at + 2 + inner.count)).toMatchObject({
      key: String(at + 1),
      depth: 0
    });
    const keys = items(open).map(item => item.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('opens what is inside of what is open, and ignores keys of nothing', () => {
    const nested = programNamed('class_body.cp313');
    const first = loader(nested, nested.codes[0] as ICode);
    const second = loader(nested, nested.codes[1] as ICode);
    const open = new Placement(
      nested,
      new Set([String(first), `${first}/${second}`, '999', 'x', '0'])
    );
    expect(items(open).map(item => item.depth)).toContain(2);
    expect(open.instances.map(({ code }) => code.place)).toEqual([0, 1, 2]);
  });

  it('knows where the rows of each code object are', () => {
    const open = new Placement(program, new Set([String(at)]));
    for (const instance of open.instances) {
      for (let index = 0; index < instance.code.count; index++) {
        expect(open.item(open.placeOf(instance, index))).toMatchObject({
          code: instance.code,
          index
        });
      }
    }
    expect(open.within(at + 3, at + 4)).toEqual([
      { instance: open.instances[1], from: 1, to: 2 }
    ]);
    const across = open.within(0, open.count - 1);
    expect(across.map(({ from, to }) => [from, to])).toEqual([
      [0, outer.count - 1],
      [0, inner.count - 1]
    ]);
  });

  it('shows several outermost code objects under headings that fold', () => {
    const two = {
      ...program,
      codes: program.codes.map(code => ({ ...code, level: 0 }))
    };
    const closed = new Placement(two, new Set());
    expect(items(closed).map(({ kind, key }) => `${kind} ${key}`)).toEqual(
      two.codes.map(code => `head #${code.place}`)
    );
    const open = new Placement(two, new Set(['#1']));
    expect(open.item(2)).toMatchObject({ key: '#1/0', index: 0, parent: 1 });
  });
});

describe('search', () => {
  const placement = new Placement(
    programNamed('sum_of_squares.cp313'),
    new Set()
  );

  it('finds names and arguments, whatever the case', () => {
    expect(search(placement, 'for_iter')).toHaveLength(1);
    expect(search(placement, 'RESULT').length).toBeGreaterThan(2);
    expect(search(placement, '  ')).toEqual([]);
    expect(search(placement, 'no such thing')).toEqual([]);
  });
});
