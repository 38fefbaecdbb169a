import type { BytecodeV1, Code } from '../../../contract/bytecode';
import { column, malformed } from '../../../contract/decode';
import { bandsOf, labelsOf } from './labels';
import type { ICode, IGuard, IProgram, ISpans } from './model';

const LARGEST = 2 ** 31;
const NOTHING = new Int32Array(0);

/** Reads the columns of one code object, and says which one is wrong. */
class Reader {
  constructor(
    private readonly _code: Code,
    private readonly _place: number
  ) {}

  fail(what: string): never {
    malformed('bytecode', `in code object ${this._place}, ${what}`);
  }

  numbers(key: keyof Code): number[] {
    const found = column(String(this._code[key]));
    if (found.some(n => !Number.isInteger(n) || Math.abs(n) > LARGEST)) {
      this.fail(`column ${key} holds a number that is out of range`);
    }
    return found;
  }

  /** A column of one number an instruction, each an index below `limit`, or -1. */
  indexes(key: keyof Code, length: number, limit: number): Int32Array {
    const found = this.numbers(key);
    if (found.length !== length) {
      this.fail(
        `column ${key} has ${found.length} numbers for ${length} instructions`
      );
    }
    if (found.some(n => n < -1 || n >= limit)) {
      this.fail(`column ${key} points at nothing`);
    }
    return Int32Array.from(found);
  }

  /** A column of `width` numbers an entry. */
  entries(key: keyof Code, width: number): number[][] {
    const found = this.numbers(key);
    if (found.length % width !== 0) {
      this.fail(`column ${key} does not come in groups of ${width}`);
    }
    const rows: number[][] = [];
    for (let at = 0; at < found.length; at += width) {
      rows.push(found.slice(at, at + width));
    }
    return rows;
  }

  /** Pairs from an instruction, each only once and in order, to an index below `limit`. */
  links(key: keyof Code, count: number, limit: number): Map<number, number> {
    let last = -1;
    const links = new Map<number, number>();
    for (const [from = 0, to = 0] of this.entries(key, 2)) {
      if (from <= last || from >= count || to < 0 || to >= limit) {
        this.fail(`column ${key} points at nothing`);
      }
      links.set(from, to);
      last = from;
    }
    return links;
  }
}

/** A program as version 1 of the payload has it: no stack depths, no blocks. */
export function readV1(payload: BytecodeV1): IProgram {
  const lines = payload.source?.lines ?? [];
  const firstLine = payload.source?.first_line ?? 1;
  const codes = payload.codes.map((code, place) =>
    codeOf(payload, code, place)
  );
  return {
    opcodes: payload.opcodes.map(({ name, operand, caches }) => ({
      name,
      operand,
      caches,
      flow: 'next',
      hasFlow: false
    })),
    texts: payload.texts,
    codes,
    lines,
    firstLine,
    hasSource: payload.source !== null,
    bands: bandsOf(codes.map(code => code.spans.line))
  };
}

function codeOf(payload: BytecodeV1, code: Code, place: number): ICode {
  const reader = new Reader(code, place);
  const count = reader.numbers('opcode').length;
  const opcode = reader.indexes('opcode', count, payload.opcodes.length);
  if (opcode.includes(-1)) {
    reader.fail('column opcode points at nothing');
  }
  const guards = guardsOf(reader, count);
  const targets = reader.links('jumps', count, count);
  return {
    place,
    // where a code object is loaded is not known before all are read: only the first one matters
    level: place === 0 ? 0 : 1,
    name: code.name,
    qualname: code.qualname,
    flags: code.flags.join(' '),
    firstLine: code.first_line,
    arguments: code.arguments,
    stackSize: code.stack_size,
    count,
    opcode,
    arg: reader.indexes('arg', count, LARGEST),
    depth: null,
    offset: offsetsOf(payload, opcode),
    spans: spansOf(reader, payload, code, count),
    blocks: Int32Array.of(0),
    ways: [],
    guards,
    targets,
    labels: labelsOf(targets, guards),
    consts: NOTHING,
    names: NOTHING,
    variables: NOTHING,
    kinds: NOTHING,
    cells: NOTHING,
    texts: reader.indexes('text', count, payload.texts.length),
    loads: reader.links('nested', count, payload.codes.length)
  };
}

function offsetsOf(payload: BytecodeV1, opcode: Int32Array): Int32Array {
  const offset = new Int32Array(opcode.length + 1);
  opcode.forEach((op, at) => {
    const caches = payload.opcodes[op]?.caches ?? 0;
    offset[at + 1] = (offset[at] ?? 0) + 2 + 2 * caches;
  });
  return offset;
}

function spansOf(
  reader: Reader,
  payload: BytecodeV1,
  code: Code,
  count: number
): ISpans {
  const table = reader.entries('spans', 4);
  for (const [, start = -1, further = 0, end = -1] of table) {
    if (further < 0 || start < -1 || end < -1) {
      reader.fail('column spans holds a span that ends before it starts');
    }
  }
  const where = reader.indexes('span', count, table.length);
  const first = payload.source?.first_line ?? 1;
  const past = first + (payload.source?.lines.length ?? 0);
  const spans: ISpans = {
    line: new Int32Array(count),
    endLine: new Int32Array(count),
    column: new Int32Array(count).fill(-1),
    endColumn: new Int32Array(count).fill(-1)
  };
  where.forEach((span, at) => {
    const [step = 0, start = -1, further = 0, end = -1] = table[span] ?? [];
    const line = code.first_line + step;
    if (span < 0) {
      return;
    }
    spans.line[at] = line;
    if (line >= first && line + further < past) {
      const text = payload.source?.lines[line - first] ?? '';
      const last = payload.source?.lines[line + further - first] ?? '';
      const isInside =
        start >= 0 &&
        end >= 0 &&
        start <= points(text) &&
        end <= points(last) &&
        (further > 0 || start <= end);
      spans.endLine[at] = line + further;
      spans.column[at] = isInside ? start : -1;
      spans.endColumn[at] = isInside ? end : -1;
    }
  });
  return spans;
}

/** How many code points a line has. */
function points(line: string): number {
  return /[\ud800-\udfff]/.test(line) ? Array.from(line).length : line.length;
}

function guardsOf(reader: Reader, count: number): IGuard[] {
  return reader
    .entries('exceptions', 5)
    .map(([from = 0, to = 0, handler = 0, depth = 0, lasti]) => {
      const isThere =
        from >= 0 &&
        from < to &&
        to <= count &&
        handler >= 0 &&
        handler < count;
      if (!isThere) {
        reader.fail('column exceptions points at nothing');
      }
      return { from, to, handler, depth, lasti: lasti === 1 };
    });
}
