import {
  codeNamed,
  programNamed,
  RECORDINGS
} from '../../../__tests__/bytecode';
import { linesOf, tablesOf } from '../entries';

describe.each(RECORDINGS)('%s', name => {
  const program = programNamed(name);

  it('has an entry for every argument that indexes a table', () => {
    for (const code of program.codes) {
      const uses = tablesOf(program, code)
        .flatMap(({ rows }) => rows)
        .reduce((sum, row) => sum + row.uses, 0);
      const indexing = [...code.opcode].filter(
        op => program.opcodes[op]?.table !== undefined
      );
      const pairs = [...code.opcode].filter(op => program.opcodes[op]?.pair);
      expect(uses).toBe(indexing.length + pairs.length);
    }
  });

  it('has every instruction in its line table', () => {
    for (const code of program.codes) {
      const rows = linesOf(code);
      expect(rows[0]?.from).toBe(0);
      expect(rows.at(-1)?.to).toBe(code.offset[code.count - 1]);
    }
  });
});

it('says what a variable is', () => {
  const { program, code } = codeNamed('closure.cp313');
  const variables = tablesOf(program, code).find(
    ({ table }) => table === 'variables'
  );
  expect(variables?.rows.map(({ text, kind }) => `${text} ${kind}`)).toEqual([
    'start 0',
    'step 1',
    'count 2'
  ]);
});
