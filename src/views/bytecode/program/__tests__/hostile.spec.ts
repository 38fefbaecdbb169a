import type { Program } from '../../../../contract/bytecode.v2';
import { PayloadError } from '../../../../contract/decode';
import { payloadOf } from '../../../__tests__/bytecode';
import { recording } from '../../../__tests__/recordings';
import { programOf } from '../program';
import { loadedBy } from '../texts';
import type { ICode } from '../model';

/** A packed column of bytes. */
function packed(...numbers: number[]): string {
  return Buffer.from(Int8Array.from(numbers).buffer).toString('base64');
}

/** A packed column of one large number. */
function large(number: number): string {
  const data = Buffer.alloc(5);
  data[0] = 0x80;
  data.writeInt32LE(number, 1);
  return data.toString('base64');
}

const payload = payloadOf('sum_of_squares.cp313');
const { program } = payload;

function read(change: Partial<Program>): () => unknown {
  return () => programOf({ ...payload, program: { ...program, ...change } });
}

const instructions = (
  change: Partial<Program['instructions']>
): Partial<Program> => ({
  instructions: { ...program.instructions, ...change }
});
const codes = (change: Partial<Program['codes']>): Partial<Program> => ({
  codes: { ...program.codes, ...change }
});

describe('a payload of version 2 that is wrong', () => {
  it.each<[string, Partial<Program>, string]>([
    [
      'a column that is too short',
      instructions({ arg: packed(1, 2) }),
      'column arg is too short'
    ],
    [
      'a column that is too long',
      { names: packed(1, 2) },
      'column names is too long'
    ],
    [
      'an opcode that is not there',
      instructions({ opcode: packed(...Array<number>(23).fill(99)) }),
      'column opcode points at nothing'
    ],
    [
      'a depth below none',
      instructions({ depth: packed(...Array<number>(23).fill(-2)) }),
      'column depth points at nothing'
    ],
    ['a block past the end', { blocks: large(1000) }, 'column blocks'],
    [
      'a name that is not there',
      codes({ name: packed(120) }),
      'column name of the code objects points at nothing'
    ],
    [
      'a negative count',
      codes({ instructions: packed(-1) }),
      'column opcode is too short'
    ],
    [
      'an absurd count',
      codes({ instructions: large(2 ** 30) }),
      'column opcode is too short'
    ],
    [
      'columns of unequal length',
      codes({ level: packed(0, 1) }),
      'column name of the code objects has 1 numbers for 2'
    ],
    [
      'a code object in none',
      codes({ level: packed(1) }),
      'column level of the code objects leaves out a level'
    ],
    [
      'no code object',
      codes(
        Object.fromEntries(Object.keys(program.codes).map(key => [key, '']))
      ),
      'is too long'
    ],
    [
      'an edge to nowhere',
      { edges: packed(0, 100, 0, ...Array<number>(60).fill(0)) },
      'column edges'
    ],
    [
      'half a number',
      { consts: Buffer.from([0x80, 1]).toString('base64') },
      'column consts'
    ],
    [
      'a location table that is too short',
      codes({ locations: large(10_000) }),
      'the location table is too short'
    ]
  ])('%s is refused in words', (_, change, message) => {
    expect(read(change)).toThrow(PayloadError);
    expect(read(change)).toThrow(message);
  });

  it('reads any bytes as a location table, in time', () => {
    for (let seed = 1; seed < 60; seed++) {
      const bytes = Buffer.from(
        Array.from({ length: 90 }, (_, at) => (at * at * seed + 7 * at) % 256)
      );
      const change = {
        ...codes({ locations: packed(90) }),
        locations: {
          format: seed % 2 ? 'columns' : 'lines',
          table: bytes.toString('base64')
        } as const
      };
      const { codes: found } = read(change)() as { codes: ICode[] };
      expect(found[0]?.spans.line).toHaveLength(23);
    }
  });

  it('does not open a code object inside itself', () => {
    const outer = payloadOf('closure.cp313');
    const at = (column: string): string =>
      Buffer.from(column, 'base64').toString('hex');
    expect(at(outer.program.consts)).toContain('fe');
    const itself = Buffer.from(
      at(outer.program.consts).replace(/f[d-e]/g, 'ff'),
      'hex'
    ).toString('base64');
    const read = programOf({
      ...outer,
      program: { ...outer.program, consts: itself }
    });
    const code = read.codes[0] as ICode;
    for (let index = 0; index < code.count; index++) {
      expect(loadedBy(read, code, index)).toBeUndefined();
    }
  });
});

describe('a payload of version 1 that is wrong', () => {
  const old = recording('bytecode.v1', 'sum_of_squares.cp313').payload;
  if (old.version !== 1) {
    throw new Error('the recording is of another version');
  }
  const [first, ...rest] = old.codes;
  const readOld =
    (columns: Record<string, string>): (() => unknown) =>
    () =>
      programOf({ ...old, codes: [{ ...first, ...columns }, ...rest] });

  it.each([
    ['unequal lengths', { arg: '1 2' }, 'column arg has 2 numbers for'],
    [
      'a dangling opcode',
      { opcode: first.opcode.replace(/^\d+/, '999') },
      'column opcode points at nothing'
    ],
    [
      'a dangling text',
      { text: first.text.replace(/^-?\d+/, '999') },
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
    expect(readOld(columns)).toThrow(PayloadError);
    expect(readOld(columns)).toThrow(message);
  });
});
