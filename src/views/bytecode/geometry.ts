import type { BytecodeV1, Code, Opcode } from '../../contract/bytecode';
import { column, PayloadError } from '../../contract/decode';
import { arcsOf, type IArc } from './geometry-arcs';
import { fit, type ISpan } from './geometry-spans';

/** Rows drawn of one code object; the rest is counted. */
export const ROW_LIMIT = 2000;

/** Lines of source drawn. */
export const LINE_LIMIT = 4000;

export type Operand = Opcode['operand'];

/** One instruction. */
export interface IRow {
  index: number;
  offset: number;
  name: string;
  operand: Operand;
  /** -1 for none. */
  arg: number;
  /** What the argument stands for; "" for none. */
  text: string;
  /** "L1" where something refers to this instruction, else "". */
  label: string;
  caches: number;
  /** Where it comes from, null where nothing is known. */
  span: ISpan | null;
  /** The line it comes from, 0 where it is not known. */
  line: number;
  /** Whether the row above comes from another line. */
  startsLine: boolean;
  /** The code object it loads: an index into the listings, -1 for none. */
  loads: number;
}

/** An entry of the exception table, in labels. */
export interface IHandler {
  from: string;
  to: string;
  handler: string;
  depth: number;
  lasti: boolean;
}

/** One code object as it is drawn. */
export interface IListing {
  name: string;
  flags: string[];
  stackSize: number;
  /** Instructions, drawn or not. */
  count: number;
  rows: IRow[];
  arcs: IArc[];
  lanes: number;
  handlers: IHandler[];
}

export interface IProgram {
  /** The outermost code object first. */
  listings: IListing[];
  /** Lines of source, as far as they are drawn. */
  lines: string[];
  firstLine: number;
  hiddenLines: number;
  /** Line number → which of the six bands is behind it. */
  bands: Map<number, number>;
}

const LARGEST = 2 ** 31;

/** Reads the columns of one code object, and says which one is wrong. */
class Reader {
  constructor(
    private readonly _code: Code,
    private readonly _place: number
  ) {}

  fail(what: string): never {
    throw new PayloadError(
      `this bytecode payload is not well formed: in code object ${this._place}, ${what}`
    );
  }

  numbers(key: keyof Code): number[] {
    const found = column(String(this._code[key]));
    if (found.some(n => !Number.isInteger(n) || Math.abs(n) > LARGEST)) {
      this.fail(`column ${key} holds a number that is out of range`);
    }
    return found;
  }

  /** A column of one number an instruction, each an index below `limit`, or -1. */
  indexes(key: keyof Code, length: number, limit: number): number[] {
    const found = this.numbers(key);
    if (found.length !== length) {
      this.fail(
        `column ${key} has ${found.length} numbers for ${length} instructions`
      );
    }
    if (found.some(n => n < -1 || n >= limit)) {
      this.fail(`column ${key} points at nothing`);
    }
    return found;
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

/** Everything that is drawn of a payload, nested code objects included. */
export function program(payload: BytecodeV1): IProgram {
  const source = payload.source;
  const every = source?.lines ?? [];
  const lines = every.slice(0, LINE_LIMIT);
  const firstLine = source?.first_line ?? 1;
  const listings = payload.codes.map((code, place) =>
    listingOf(payload, code, place, lines, firstLine)
  );
  const numbers = listings.flatMap(listing =>
    listing.rows.map(row => row.line)
  );
  const coded = [...new Set(numbers)].filter(line => line > 0);
  coded.sort((a, b) => a - b);
  return {
    listings,
    lines,
    firstLine,
    hiddenLines: every.length - lines.length,
    bands: new Map(coded.map((line, place) => [line, (place % 6) + 1]))
  };
}

function listingOf(
  payload: BytecodeV1,
  code: Code,
  place: number,
  lines: string[],
  firstLine: number
): IListing {
  const reader = new Reader(code, place);
  const opcodes = reader.numbers('opcode');
  const count = opcodes.length;
  reader.indexes('opcode', count, payload.opcodes.length);
  if (opcodes.includes(-1)) {
    reader.fail('column opcode points at nothing');
  }
  const jumps = reader.links('jumps', count, count);
  const exceptions = exceptionsOf(reader, count);
  const labels = labelsOf(jumps, exceptions);
  const spans = spansOf(reader, code.first_line);
  const fitted = spans.map(span => fit(span, lines, firstLine));
  const rows = rowsOf(payload, reader, {
    opcodes,
    jumps,
    labels,
    spans,
    fitted,
    place
  });
  const drawn = [...jumps].filter(
    ([from, to]) => from < rows.length && to < rows.length
  );
  const { arcs, lanes } = arcsOf(drawn);
  const name = (at: number): string => labels.get(at) ?? '';
  return {
    name: code.qualname,
    flags: code.flags,
    stackSize: code.stack_size,
    count,
    rows,
    arcs,
    lanes,
    handlers: exceptions.map(
      ([from = 0, to = 0, handler = 0, depth = 0, i]) => ({
        from: name(from),
        to: name(to),
        handler: name(handler),
        depth,
        lasti: i === 1
      })
    )
  };
}

interface IColumns {
  opcodes: number[];
  jumps: Map<number, number>;
  labels: Map<number, string>;
  spans: ISpan[];
  fitted: (ISpan | null)[];
  place: number;
}

function rowsOf(
  payload: BytecodeV1,
  reader: Reader,
  columns: IColumns
): IRow[] {
  const { opcodes, jumps, labels, spans, fitted, place } = columns;
  const count = opcodes.length;
  const args = reader.indexes('arg', count, LARGEST);
  const texts = reader.indexes('text', count, payload.texts.length);
  const where = reader.indexes('span', count, spans.length);
  const loads = reader.links('nested', count, payload.codes.length);
  const rows: IRow[] = [];
  let offset = 0;
  let above = 0;
  for (let index = 0; index < Math.min(count, ROW_LIMIT); index++) {
    const opcode = payload.opcodes[opcodes[index] ?? 0];
    const span = where[index] ?? -1;
    const line = spans[span]?.line ?? 0;
    const inner = loads.get(index) ?? -1;
    const target = jumps.get(index);
    const caches = opcode?.caches ?? 0;
    rows.push({
      index,
      offset,
      name: opcode?.name ?? '',
      operand: opcode?.operand ?? 'none',
      arg: args[index] ?? -1,
      text:
        target === undefined
          ? (payload.texts[texts[index] ?? -1] ?? '')
          : `to ${labels.get(target) ?? ''}`,
      label: labels.get(index) ?? '',
      caches,
      span: fitted[span] ?? null,
      line,
      startsLine: line > 0 && line !== above,
      // an inner code object comes after the outer one: a payload that says otherwise goes round in a circle
      loads: inner > place ? inner : -1
    });
    above = line || above;
    offset += 2 + 2 * caches;
  }
  return rows;
}

function spansOf(reader: Reader, firstLine: number): ISpan[] {
  return reader
    .entries('spans', 4)
    .map(([line = 0, column = -1, further = 0, endColumn = -1]) => {
      if (further < 0 || column < -1 || endColumn < -1) {
        reader.fail('column spans holds a span that ends before it starts');
      }
      const from = firstLine + line;
      return { line: from, column, endLine: from + further, endColumn };
    });
}

function exceptionsOf(reader: Reader, count: number): number[][] {
  const entries = reader.entries('exceptions', 5);
  for (const [from = 0, to = 0, handler = 0] of entries) {
    if (
      from < 0 ||
      from >= to ||
      to > count ||
      handler < 0 ||
      handler >= count
    ) {
      reader.fail('column exceptions points at nothing');
    }
  }
  return entries;
}

/** "L1", "L2" … in order, for all that a jump or the exception table refers to. */
function labelsOf(
  jumps: Map<number, number>,
  exceptions: number[][]
): Map<number, string> {
  const targets = new Set(jumps.values());
  for (const [from = 0, to = 0, handler = 0] of exceptions) {
    targets.add(from).add(to).add(handler);
  }
  const sorted = [...targets].sort((a, b) => a - b);
  return new Map(sorted.map((target, place) => [target, `L${place + 1}`]));
}

/** A code object in one line: "total: 19 rows, 2 lanes: 4→17@1 9→16@0 16⇠4@2". */
export function describeListing(listing: IListing): string {
  const arcs = listing.arcs.map(
    arc => `${arc.from}${arc.backward ? '⇠' : '→'}${arc.to}@${arc.lane}`
  );
  return `${listing.name}: ${listing.rows.length} rows, ${listing.lanes} lanes: ${arcs.join(' ')}`.trimEnd();
}
