import { programNamed, RECORDINGS } from '../../../__tests__/bytecode';
import { recording } from '../../../__tests__/recordings';
import { opcodeOf } from '../../program/model';
import { argOf } from '../../program/texts';
import { cardOf } from '../cards';

describe.each(RECORDINGS)('%s', name => {
  const program = programNamed(name);
  const { python } = recording('bytecode', name).payload.interpreter;

  it('has a card for every opcode', () => {
    const missing = program.opcodes.filter(
      opcode => cardOf(opcode.name, python) === null
    );
    expect(missing).toEqual([]);
  });

  it('has pictures that agree with the depths, instruction by instruction', () => {
    for (const code of program.codes) {
      for (let index = 0; index + 1 < code.count; index++) {
        const opcode = opcodeOf(program, code, index);
        const depth = code.depth?.[index] ?? -1;
        const next = code.depth?.[index + 1] ?? -1;
        const goesOn = opcode.flow === 'next' || opcode.flow === 'branch';
        if (
          goesOn &&
          depth >= 0 &&
          next >= 0 &&
          !code.blocks.includes(index + 1)
        ) {
          const arg = argOf(program, code, index) ?? 0;
          const card = cardOf(opcode.name, python);
          const grows = count(card?.after(arg)) - count(card?.before(arg));
          expect(`${index} ${opcode.name} ${grows}`).toBe(
            `${index} ${opcode.name} ${next - depth}`
          );
        }
      }
    }
  });
});

/** How many slots there are: "arguments × 7" is seven. */
function count(slots: string[] = []): number {
  return slots.reduce(
    (sum, slot) => sum + Number(/ × (\d+)$/.exec(slot)?.[1] ?? 1),
    0
  );
}

describe('a card', () => {
  it('is of the version asked for', () => {
    expect(cardOf('CALL', '3.12.1')?.before(0)[0]).toBe('method or NULL');
    expect(cardOf('CALL', '3.13.0')?.before(0)[0]).toBe('callable');
    expect(cardOf('CALL', '3.10.0')).toBeNull();
    expect(cardOf('CALL', 'x')).toBeNull();
    expect(cardOf('toString', '3.13.0')).toBeNull();
  });

  it('names the forms that the opcode specialises to, and where to read on', () => {
    const card = cardOf('BINARY_OP', '3.14.0');
    expect(card?.specialised).toContain('BINARY_OP_ADD_INT');
    expect(card?.docs).toBe(
      'https://docs.python.org/3.14/library/dis.html#opcode-BINARY_OP'
    );
    const form = cardOf('BINARY_OP_ADD_INT', '3.14.0');
    expect(form?.family).toBe('BINARY_OP');
    expect(form?.docs).toBe(card?.docs);
    expect(form?.deoptimises).toBeTruthy();
    expect(cardOf('RESERVED', '3.13.0')?.docs).toBeNull();
  });

  it('names equal slots one by one, and counts many', () => {
    expect(cardOf('BUILD_LIST', '3.13.0')?.before(2)).toEqual([
      'items 1',
      'items 2'
    ]);
    expect(cardOf('BUILD_LIST', '3.13.0')?.before(9)).toEqual(['items × 9']);
    expect(cardOf('LOAD_GLOBAL', '3.13.0')?.after(2)).toHaveLength(1);
    expect(cardOf('LOAD_GLOBAL', '3.13.0')?.after(3)).toHaveLength(2);
  });
});
