import { payloadOf } from '../../../__tests__/bytecode';
import { opcodeOf } from '../../program/model';
import { programOf } from '../../program/program';
import type { Film } from '../../../../contract/bytecode.v2';
import { PayloadError } from '../../../../contract/decode';
import {
  cellAt,
  describeRow,
  shortName,
  stretchAt,
  stripOf,
  type IStrip
} from '../strip';

function stripNamed(name: string): IStrip {
  const payload = payloadOf(name);
  return stripOf(payload.film as Film, programOf(payload));
}

describe('the strip of calls', () => {
  it.each([
    [
      'specialised_sum.cp312',
      '3 BINARY_OP adaptive[0-1] BINARY_OP_ADD_INT specialised[2-2] BINARY_OP_ADD_INT missed[3-3] BINARY_OP_ADD_FLOAT specialised[4-4] BINARY_OP_ADD_FLOAT missed[5-5]'
    ],
    [
      'specialised_sum.cp315',
      '2 BINARY_OP adaptive[0-1] BINARY_OP_ADD_INT specialised[2-2] BINARY_OP_ADD_INT missed[3-3] BINARY_OP_ADD_FLOAT specialised[4-4] BINARY_OP_ADD_FLOAT missed[5-5]'
    ]
  ])('%s: %s', (name, expected) => {
    const rows = stripNamed(name).rows.map(describeRow);
    expect(rows).toContain(expected);
  });

  it.each(['311', '312', '313', '314', '315'])(
    'has stretches over all columns without a gap, 3.%s',
    version => {
      for (const name of ['specialised_sum', 'specialised_attributes']) {
        const strip = stripNamed(`${name}.cp${version}`);
        expect(strip.rows.length).toBeGreaterThan(1);
        for (const row of strip.rows) {
          const bounds = row.stretches.flatMap(({ from, to }) => [from, to]);
          expect(bounds[0]).toBe(0);
          expect(bounds.at(-1)).toBe(strip.columns.length);
          for (let column = 0; column < strip.columns.length; column++) {
            const stretch = row.stretches[stretchAt(row, column)];
            expect(stretch?.name ?? '').toBe(cellAt(row, column)?.name ?? '');
          }
        }
      }
    }
  );

  it('has no cells of an interpreter that does not specialise', () => {
    const strip = stripNamed('specialised_sum.cp310');
    expect(strip.rows).toEqual([]);
    expect(strip.columns.length).toBeGreaterThan(2);
  });

  it('says the caches in words, the type by its name', () => {
    const payload = payloadOf('specialised_attributes.cp313');
    const program = programOf(payload);
    const strip = stripOf(payload.film as Film, program);
    const row = strip.rows.find(
      ({ code, index }) => opcodeOf(program, code, index).name === 'LOAD_ATTR'
    );
    const phrases = row && cellAt(row, 2)?.phrases;
    expect(phrases?.[0]).toMatch(/^expects type Point, version \d+$/);
    expect(phrases?.join()).toMatch(/method Point.length/);
  });

  it('shortens a specialised name by what the base opcode says', () => {
    expect(shortName('BINARY_OP_ADD_INT', 'BINARY_OP')).toBe('ADD_INT');
    expect(shortName('RESUME_CHECK', 'RESUME')).toBe('CHECK');
    expect(shortName('FOR_ITER', 'LOAD_FAST')).toBe('FOR_ITER');
  });
});

describe('a film that is wrong', () => {
  const payload = payloadOf('specialised_sum.cp313');
  const film = payload.film as Film;
  const packed = (...numbers: number[]): string =>
    Buffer.from(Int8Array.from(numbers).buffer).toString('base64');

  it.each([
    ['a code object that is not there', packed(9, 0, 0, 0, 0, 0)],
    ['an instruction that is not there', packed(0, 99, 0, 0, 0, 0)],
    ['a column that is not there', packed(0, 0, 60, 0, 0, 0)],
    ['a state that is not there', packed(0, 0, 0, 0, 9, 0)],
    ['phrases that are not there', packed(0, 0, 0, 0, 1, 99)],
    ['a cell said twice', packed(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0)],
    ['half a change', packed(0, 0, 0)]
  ])('%s is refused', (_, changes) => {
    expect(() => stripOf({ ...film, changes }, programOf(payload))).toThrow(
      PayloadError
    );
  });
});
