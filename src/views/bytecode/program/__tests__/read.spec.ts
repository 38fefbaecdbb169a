import {
  codeNamed,
  FIRST_RECORDINGS,
  payloadOf,
  programNamed,
  RECORDINGS
} from '../../../__tests__/bytecode';
import { recording } from '../../../__tests__/recordings';
import { lineOf, opcodeOf, spanOf, type ICode, type IProgram } from '../model';
import { programOf } from '../program';
import { argOf, loadedBy, textOf } from '../texts';

/**
 * Everything that both versions of the payload say of a code object, a line an instruction.
 *
 * @param labels - Whether labels count: before 3.11 only version 2 says what the block stack guards.
 */
function describeCode(
  program: IProgram,
  code: ICode,
  labels: boolean
): string[] {
  return Array.from({ length: code.count }, (_, index) => {
    const span = spanOf(code, index);
    const { name, operand, caches } = opcodeOf(program, code, index);
    const text = textOf(program, code, index);
    return [
      labels ? (code.labels.get(index) ?? '') : '',
      code.offset[index],
      name,
      operand,
      caches,
      argOf(program, code, index) ?? '',
      labels ? text : text.replace(/^to L\d+$/, ''),
      lineOf(code, index),
      span
        ? `${span.line}:${span.column}-${span.endLine}:${span.endColumn}`
        : '',
      loadedBy(program, code, index)?.qualname ?? ''
    ].join(' ');
  });
}

describe.each(FIRST_RECORDINGS)('version 1 of %s', name => {
  const old = programOf(recording('bytecode.v1', name).payload);
  const now = programNamed(name);

  it('says the same as version 2', () => {
    const labels = !name.endsWith('cp310');
    expect(old.codes.map(code => describeCode(old, code, labels))).toEqual(
      now.codes.map(code => describeCode(now, code, labels))
    );
    for (const [place, code] of old.codes.entries()) {
      const other = now.codes[place] as ICode;
      expect([...code.targets]).toEqual([...other.targets]);
      expect([code.qualname, code.flags, code.stackSize]).toEqual([
        other.qualname,
        other.flags,
        other.stackSize
      ]);
      expect(labels ? code.guards : []).toEqual(labels ? other.guards : []);
    }
    expect([...old.bands]).toEqual([...now.bands]);
  });
});

describe.each(RECORDINGS)('%s', name => {
  const program = programNamed(name);

  it('has a depth before every instruction that control reaches, within the stack size', () => {
    for (const code of program.codes) {
      const depths = [...(code.depth ?? [])];
      expect(depths).toHaveLength(code.count);
      expect(depths.filter(depth => depth > code.stackSize)).toEqual([]);
      expect(depths[0]).toBeGreaterThanOrEqual(0);
    }
  });

  it('has blocks that divide the code, and ways that leave at their ends', () => {
    for (const code of program.codes) {
      expect(code.blocks[0]).toBe(0);
      expect([...code.blocks]).toEqual(
        [...new Set(code.blocks)].sort((a, b) => a - b)
      );
      for (const [from, to] of code.targets) {
        expect(code.blocks).toContain(to);
        expect(opcodeOf(program, code, from).operand).toBe('jump');
      }
    }
  });

  it('finds every place in the source', () => {
    for (const code of program.codes) {
      for (let index = 0; index < code.count; index++) {
        expect(spanOf(code, index) === null).toBe(lineOf(code, index) === 0);
      }
    }
  });
});

describe('the text of an argument', () => {
  it.each([
    ['sum_of_squares.cp313', 'BINARY_OP', '%'],
    ['sum_of_squares.cp315', 'LOAD_FAST_BORROW_LOAD_FAST_BORROW', 'result, n'],
    ['closure.cp310', 'LOAD_CLOSURE', 'count'],
    ['closure.cp314', 'LOAD_CONST', '<code object step>'],
    ['try_finally.cp311', 'LOAD_GLOBAL', 'NULL + int'],
    ['try_finally.cp314', 'LOAD_ATTR', 'append + NULL|self'],
    ['sum_of_squares.cp312', 'FOR_ITER', 'to L3']
  ])('%s %s: %s', (name, opname, expected) => {
    const { program, code } = codeNamed(name);
    const texts = Array.from({ length: code.count }, (_, index) => index)
      .filter(index => opcodeOf(program, code, index).name === opname)
      .map(index => textOf(program, code, index));
    expect(texts).toContain(expected);
  });

  it('counts columns in code points, also after an emoji', () => {
    const { program, code } = codeNamed('unicode_source.cp313');
    const index = Array.from({ length: code.count }, (_, at) => at).find(
      at => textOf(program, code, at) === 'str + NULL'
    );
    const span = spanOf(code, index ?? -1);
    const line = program.lines[(span?.line ?? 0) - program.firstLine] ?? '';
    expect(Array.from(line).slice(span?.column, span?.endColumn).join('')).toBe(
      'str'
    );
  });
});

describe('a source that does not fit', () => {
  it('leaves out a span that points outside of it, and keeps the line', () => {
    const payload = payloadOf('sum_of_squares.cp313');
    const source = payload.program.source;
    const lines = source?.lines.slice(0, 2) ?? [];
    const program = programOf({
      ...payload,
      program: {
        ...payload.program,
        source: source && { ...source, lines: ['x', ...lines.slice(1)] }
      }
    });
    const code = program.codes[0] as ICode;
    const last = code.count - 1;
    expect(spanOf(code, last)).toBeNull();
    expect(lineOf(code, last)).toBeGreaterThan(0);
  });
});
