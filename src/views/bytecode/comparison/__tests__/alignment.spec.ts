import { RECORDINGS } from '../../../__tests__/bytecode';
import { recording } from '../../../__tests__/recordings';
import { PayloadError } from '../../../../contract/decode';
import { unpack } from '../../../../contract/packed';
import {
  Alignment,
  describe as describeItem,
  type IArrangement,
  type Item
} from '../alignment';
import { countStates, readComparison, SAME, type ITable } from '../read';
import { comparedNamed, packed, type ICompared } from './aligned';

const PLAIN: IArrangement = {
  isFolded: false,
  opened: new Set(),
  stacked: false
};

const CASES = RECORDINGS.filter(name => {
  const { payload } = recording('bytecode', name);
  return name.endsWith('.cp311') && payload.version === 2 && payload.program;
}).map(name => name.replace('.cp311', ''));

function tableOf({ here, other, comparison }: ICompared): ITable {
  return readComparison(comparison, here.program, other.program);
}

function items(alignment: Alignment): Item[] {
  return Array.from(
    { length: alignment.count },
    (_, place) => alignment.item(place) as Item
  );
}

function text(compared: ICompared, arrangement: Partial<IArrangement>) {
  const table = tableOf(compared);
  const alignment = new Alignment(table, { ...PLAIN, ...arrangement });
  return items(alignment).map(item =>
    describeItem(
      alignment,
      item,
      compared.here.program,
      compared.other.program
    ).trim()
  );
}

describe.each(CASES)('%s on 3.11 and on 3.14', name => {
  const compared = comparedNamed(`${name}.cp311`, `${name}.cp314`);
  const table = tableOf(compared);
  const rows = Array.from(table.state.keys());

  it('names labels so that two jumps read the same where they lead to one row, and nowhere else', () => {
    for (const { left, right, from, count } of table.pairs) {
      for (let row = from; row < from + count; row++) {
        const target = left?.targets.get(table.left[row] ?? -1);
        const its = right?.targets.get(table.right[row] ?? -1);
        if (left && right && target !== undefined && its !== undefined) {
          const isOneRow =
            table.right[table.left.indexOf(target, from)] === its;
          expect(right.labels.get(its) === left.labels.get(target)).toBe(
            isOneRow
          );
        }
      }
      const names = [...(right?.labels.values() ?? [])];
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has a line for every row and a heading for every pair', () => {
    const alignment = new Alignment(table, PLAIN);
    const all = items(alignment);
    expect(
      all.flatMap(item => (item.kind === 'row' ? [item.row] : []))
    ).toEqual(rows);
    expect(all.filter(({ kind }) => kind === 'head')).toHaveLength(
      table.pairs.length
    );
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    expect(alignment.item(-1)).toBeNull();
    expect(alignment.item(alignment.count)).toBeNull();
    rows.forEach(row => {
      expect(alignment.item(alignment.placeOf(row))).toMatchObject({ row });
    });
  });

  it('folds equal rows and nothing else', () => {
    const alignment = new Alignment(table, { ...PLAIN, isFolded: true });
    const all = items(alignment);
    const shown = all.flatMap(item => (item.kind === 'row' ? [item.row] : []));
    const folded = all.flatMap(item =>
      item.kind === 'fold'
        ? Array.from({ length: item.count }, (_, at) => item.row + at)
        : []
    );
    expect([...shown, ...folded].sort((a, b) => a - b)).toEqual(rows);
    expect(folded.every(row => table.state[row] === SAME)).toBe(true);
    expect(alignment.count).toBeLessThanOrEqual(
      new Alignment(table, PLAIN).count
    );
    folded.forEach(row => {
      expect(alignment.item(alignment.placeOf(row))?.kind).toBe('fold');
    });
    const opened = new Set(all.map(({ key }) => key));
    const open = items(
      new Alignment(table, { ...PLAIN, isFolded: true, opened })
    );
    expect(
      open.flatMap(item => (item.kind === 'row' ? [item.row] : []))
    ).toEqual(rows);
  });

  it('has both halves of a changed row below each other where it is narrow', () => {
    const alignment = new Alignment(table, { ...PLAIN, stacked: true });
    const [, changed = 0] = countStates(table);
    expect(alignment.count).toBe(rows.length + changed + table.pairs.length);
    const all = items(alignment);
    rows.forEach(row => {
      const place = alignment.placeOf(row);
      const halves = table.state[row] === 1 ? ['left', 'right'] : ['both'];
      halves.forEach((half, at) => {
        expect(all[place + at]).toMatchObject({ kind: 'row', row, half });
      });
    });
  });

  it.each([false, true])(
    'goes from difference to difference and back (stacked: %s)',
    stacked => {
      for (const isFolded of [false, true]) {
        const alignment = new Alignment(table, {
          ...PLAIN,
          stacked,
          isFolded
        });
        const there: number[] = [];
        for (let at = 0; at >= 0;) {
          at = alignment.difference(at, 1);
          there.push(at);
        }
        expect(there.pop()).toBe(-1);
        expect(there).toHaveLength(alignment.differences.length);
        expect(there).toEqual(
          alignment.differences.map(row => alignment.placeOf(row))
        );
        const back: number[] = [];
        for (let at = alignment.count - 1; at >= 0;) {
          at = alignment.difference(at, -1);
          back.push(at);
        }
        back.pop();
        // from the last line on, the difference it is in comes first
        expect(back.reverse()).toEqual(there.slice(0, back.length));
        expect(there.length - back.length).toBeLessThanOrEqual(1);
      }
    }
  );
});

describe('the rows of a comparison', () => {
  const compared = comparedNamed(
    'sum_of_squares.cp311',
    'sum_of_squares.cp314'
  );

  it('are instructions side by side, with a sign', () => {
    const lines = text(compared, {});
    expect(lines[0]).toBe('total | total');
    expect(lines[1]).toBe('4 RESUME 0 = 4 RESUME 0');
    expect(lines).toContain('5 LOAD_CONST 0 ~ 5 LOAD_SMALL_INT 0');
    expect(lines).toContain('7 BINARY_OP % = 7 BINARY_OP %');
    expect(lines).toContain('> 7 NOT_TAKEN');
  });

  it('are folded to a number where only differences are shown', () => {
    const same = comparedNamed('closure.cp314', 'closure.cp314');
    const [pair] = text(same, { isFolded: true });
    expect(pair).toBe('… 3 pairs, 32 =');
    expect(text(compared, { isFolded: true }).length).toBeLessThan(
      text(compared, {}).length + 1
    );
  });

  it('have each half in a line of its own where it is narrow', () => {
    const lines = text(compared, { stacked: true });
    const at = lines.indexOf('5 LOAD_CONST 0 ~');
    expect(lines[at + 1]).toBe('~ 5 LOAD_SMALL_INT 0');
  });
});

describe('a comparison that is wrong', () => {
  const compared = comparedNamed('closure.cp311', 'closure.cp314');
  const pairs = Array.from(unpack(compared.comparison.pairs));
  const rows = Array.from(unpack(compared.comparison.rows));

  function read(change: { pairs?: number[]; rows?: number[] }): () => unknown {
    return () =>
      readComparison(
        {
          ...compared.comparison,
          pairs: packed(change.pairs ?? pairs),
          rows: packed(change.rows ?? rows)
        },
        compared.here.program,
        compared.other.program
      );
  }
  const replaced = (column: number[], at: number, by: number): number[] =>
    column.map((number, place) => (place === at ? by : number));

  it.each<[string, { pairs?: number[]; rows?: number[] }, string]>([
    ['half a pair', { pairs: pairs.slice(1) }, 'ends too early'],
    ['half a row', { rows: rows.slice(0, -1) }, 'ends too early'],
    ['no pair', { pairs: [] }, 'are not all of its rows'],
    ['a pair less', { pairs: pairs.slice(0, -3) }, 'are not all of its rows'],
    [
      'a code object that is not there',
      { pairs: replaced(pairs, 0, 99) },
      'is of no code object'
    ],
    [
      'a code object twice',
      { pairs: replaced(pairs, 4, 0) },
      'is of no code object'
    ],
    [
      'an absurd number of rows',
      { pairs: replaced(pairs, 2, 2 ** 30) },
      'are not its instructions'
    ],
    [
      'a negative number of rows',
      { pairs: replaced(pairs, 2, -1) },
      'are not its instructions'
    ],
    [
      'an instruction twice',
      { rows: replaced(rows, 3, 0) },
      'are not its instructions'
    ],
    [
      'an instruction that is not there',
      { rows: replaced(rows, 0, 10_000) },
      'are not its instructions'
    ],
    [
      'an unknown state',
      { rows: replaced(rows, 2, 7) },
      'is not what its state says'
    ],
    [
      'a state of one side for two',
      { rows: replaced(rows, 2, 2) },
      'is not what its state says'
    ]
  ])('%s is refused in words', (_, change, message) => {
    expect(read(change)).toThrow(PayloadError);
    expect(read(change)).toThrow(message);
  });

  it('is read in time where it is long', () => {
    const count = 100_000;
    const code = { ...compared.here.program.codes[0], count, place: 0 };
    const program = { ...compared.here.program, codes: [code] };
    const table = readComparison(
      {
        ...compared.comparison,
        pairs: packed([0, 0, count]),
        rows: packed(
          Array.from({ length: count }, (_, at) => [at, at, at % 2]).flat()
        )
      },
      program as typeof compared.here.program,
      program as typeof compared.here.program
    );
    const alignment = new Alignment(table, {
      ...PLAIN,
      isFolded: true,
      stacked: true
    });
    expect(alignment.count).toBe(1 + count + count / 2);
    expect(alignment.item(alignment.count - 1)).toMatchObject({
      row: count - 1
    });
  });
});
