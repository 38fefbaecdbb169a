import { PayloadError } from '../../contract/decode';
import type { Block, Field, LayoutV1 } from '../../contract/layout';

/** A part of a field in one row. Column and width are in bits from the row's left edge. */
export interface ISegment {
  field: number;
  column: number;
  width: number;
  /** Whether the field begins, and ends, in this segment. */
  starts: boolean;
  ends: boolean;
  /** The bytes under the segment as spaced hex; empty for a part of a byte. */
  hex: string;
}

/** Fields that stand on one line beside a row: one, or the elements of an array. */
export interface ILine {
  name: string;
  fields: number[];
}

export interface IRow {
  /** Bytes from the block's address, negative in front of the object. */
  offset: number;
  label: string;
  segments: ISegment[];
  lines: ILine[];
  /** Rows left out below this one: they show nothing but the inside of one field. */
  folded: number;
}

export interface IBlockGeometry {
  block: Block;
  shown: number;
  rows: IRow[];
  /** Index of the row that offset 0 begins: the base line stands above it. */
  base: number;
}

export interface IPlace {
  block: number;
  field: number;
}

export interface IGeometry {
  rowBytes: number;
  blocks: IBlockGeometry[];
  /** Every field in reading order: what the arrow keys walk. */
  order: IPlace[];
  /** Bytes of all blocks, also of what is cut. */
  total: number;
  proofs: Record<Field['proof']['status'], number>;
}

/** Above these, drawing would be slow; the kernel sends far less. */
export const LIMITS = { blocks: 32, fields: 4000, bytes: 16_384 };

/** Elements of one array in one row that are told on one line. */
const GROUPED = 3;

function fail(block: Block, what: string): never {
  throw new PayloadError(
    `block ${JSON.stringify(block.id.slice(0, 40))} of this layout payload is not drawable: ${what.slice(0, 160)}`
  );
}

export function hexOffset(offset: number): string {
  const digits = Math.abs(offset).toString(16).padStart(2, '0');
  return `${offset < 0 ? '\u2212' : '+'}0x${digits}`;
}

/** First and last bit of a field, from the block's first byte on. */
function bitsOf(block: Block, field: Field): { first: number; end: number } {
  const base = (field.offset - block.start) * 8;
  const first = base + (field.bits?.first ?? 0);
  return { first, end: first + (field.bits?.width ?? field.size * 8) };
}

/** Makes sure that the fields tile the shown bytes: anything else has no picture. */
function check(block: Block): number {
  const shown = block.bytes.length / 2;
  const integers = [block.start, block.size];
  if (!integers.every(Number.isSafeInteger) || block.size < shown) {
    fail(block, `it has ${shown} bytes of ${block.size} at ${block.start}`);
  }
  if (shown > LIMITS.bytes) {
    fail(block, `it shows ${shown} bytes, more than ${LIMITS.bytes}`);
  }
  if (block.fields.length > LIMITS.fields) {
    fail(block, `it has ${block.fields.length} fields`);
  }
  let at = 0;
  for (const field of block.fields) {
    const { first, end } = bitsOf(block, field);
    const name = JSON.stringify(field.name.slice(0, 40));
    if (!Number.isSafeInteger(field.offset) || !Number.isSafeInteger(end)) {
      fail(block, `field ${name} stands at no byte`);
    }
    if (field.bits && field.bits.first + field.bits.width > field.size * 8) {
      fail(block, `the bits of field ${name} are outside of it`);
    }
    if (first !== at) {
      const problem = first < at ? 'overlaps the one before' : 'leaves a gap';
      fail(block, `field ${name} ${problem}`);
    }
    at = end;
    if (at > shown * 8) {
      fail(block, `field ${name} ends beyond the bytes shown`);
    }
  }
  if (at !== shown * 8) {
    fail(block, 'its last bytes belong to no field');
  }
  return shown;
}

function hexOf(block: Block, first: number, end: number): string {
  if (first % 8 || end % 8) {
    return '';
  }
  return (block.bytes.slice(first / 4, end / 4).match(/../g) ?? []).join(' ');
}

/** "dk_indices[3]" → "dk_indices"; a name without an index stands for itself alone. */
function arrayOf(name: string): string | null {
  return /^(.*)\[\d+\]$/.exec(name)?.[1] ?? null;
}

function linesOf(block: Block, starting: number[]): ILine[] {
  const lines: ILine[] = [];
  const runs: { base: string | null; fields: number[] }[] = [];
  for (const field of starting) {
    const base = arrayOf(block.fields[field]?.name ?? '');
    const last = runs.at(-1);
    if (last && base !== null && last.base === base) {
      last.fields.push(field);
    } else {
      runs.push({ base, fields: [field] });
    }
  }
  for (const { base, fields } of runs) {
    const nameOf = (at: number) => block.fields[at]?.name ?? '';
    if (base === null || fields.length < GROUPED) {
      lines.push(
        ...fields.map(field => ({ name: nameOf(field), fields: [field] }))
      );
      continue;
    }
    const index = (at: number) => /\[(\d+)\]$/.exec(nameOf(at))?.[1] ?? '';
    const [first = 0, last = 0] = [fields[0], fields.at(-1)];
    lines.push({
      name: `${base}[${index(first)}\u2026${index(last)}]`,
      fields
    });
  }
  return lines;
}

function emptyRows(block: Block, shown: number, rowBytes: number): IRow[] {
  const first = Math.floor(block.start / rowBytes) * rowBytes;
  const rows: IRow[] = [];
  for (let offset = first; offset < block.start + shown; offset += rowBytes) {
    const label = hexOffset(offset);
    rows.push({ offset, label, segments: [], lines: [], folded: 0 });
  }
  return rows;
}

/** Takes out rows that are nothing but the inside of one field; says how many at the row before. */
function fold(rows: IRow[]): IRow[] {
  const kept: IRow[] = [];
  for (const row of rows) {
    const [only] = row.segments;
    const inside =
      row.segments.length === 1 && only && !only.starts && !only.ends;
    const last = kept.at(-1);
    if (inside && last) {
      last.folded += 1;
    } else {
      kept.push(row);
    }
  }
  return kept;
}

function rowsOf(block: Block, shown: number, rowBytes: number): IRow[] {
  const rows = emptyRows(block, shown, rowBytes);
  const lead = (block.start - (rows[0]?.offset ?? block.start)) * 8;
  const rowBits = rowBytes * 8;
  const starting = rows.map((): number[] => []);
  block.fields.forEach((field, index) => {
    const { first, end } = bitsOf(block, field);
    for (let at = first; at < end;) {
      const row = Math.floor((at + lead) / rowBits);
      const until = Math.min(end, (row + 1) * rowBits - lead);
      rows[row]?.segments.push({
        field: index,
        column: at + lead - row * rowBits,
        width: until - at,
        starts: at === first,
        ends: until === end,
        hex: hexOf(block, at, until)
      });
      if (at === first) {
        starting[row]?.push(index);
      }
      at = until;
    }
  });
  rows.forEach((row, index) => {
    row.lines = linesOf(block, starting[index] ?? []);
  });
  return fold(rows);
}

/**
 * Where everything of a layout stands.
 *
 * @throws PayloadError when the fields of a block do not tile its bytes, or there are too many.
 */
export function layOut(
  payload: Pick<LayoutV1, 'interpreter' | 'blocks'>
): IGeometry {
  if (payload.blocks.length > LIMITS.blocks) {
    throw new PayloadError(
      `this layout payload has ${payload.blocks.length} blocks, more than ${LIMITS.blocks}`
    );
  }
  const rowBytes = payload.interpreter.pointer_size;
  const blocks = payload.blocks.map((block): IBlockGeometry => {
    const shown = check(block);
    const rows = rowsOf(block, shown, rowBytes);
    return {
      block,
      shown,
      rows,
      base: rows.findIndex(row => row.offset === 0)
    };
  });
  const order = blocks.flatMap(({ block }, index) =>
    block.fields.map((_, field): IPlace => ({ block: index, field }))
  );
  const proofs = { verified: 0, read: 0, unknown: 0 };
  for (const { block } of blocks) {
    for (const field of block.fields) {
      proofs[field.proof.status] += 1;
    }
  }
  const total = payload.blocks.reduce((sum, block) => sum + block.size, 0);
  return { rowBytes, blocks, order, total, proofs };
}

/** Index of the block that a field's pointer leads to, or -1 where none is drawn for it. */
export function targetBlock(geometry: IGeometry, field: Field): number {
  const id = field.target?.block;
  return id === undefined
    ? -1
    : geometry.blocks.findIndex(({ block }) => block.id === id);
}

/** The field whose pointer leads to a block, or null. */
export function incoming(geometry: IGeometry, index: number): IPlace | null {
  const id = geometry.blocks[index]?.block.id;
  return (
    geometry.order.find(
      place => fieldAt(geometry, place)?.target?.block === id
    ) ?? null
  );
}

export function fieldAt(geometry: IGeometry, place: IPlace): Field | undefined {
  return geometry.blocks[place.block]?.block.fields[place.field];
}

/** The bytes of a field as spaced hex, at most `limit` of them. */
export function bytesOf(block: Block, field: Field, limit = 16): string {
  const at = field.offset - block.start;
  const hex = hexOf(block, at * 8, (at + Math.min(field.size, limit)) * 8);
  return field.size > limit ? `${hex} \u2026` : hex;
}

export type Step = 'next' | 'previous' | 'down' | 'up' | 'first' | 'last';

/** The field that a key leads to: along the bytes, or to the row below or above. */
export function move(geometry: IGeometry, from: IPlace, step: Step): IPlace {
  const at = geometry.order.findIndex(
    place => place.block === from.block && place.field === from.field
  );
  const last = geometry.order.length - 1;
  const pick = (index: number) =>
    geometry.order[Math.max(0, Math.min(last, index))] ?? from;
  switch (step) {
    case 'next':
      return pick(at + 1);
    case 'previous':
      return pick(at - 1);
    case 'first':
      return pick(0);
    case 'last':
      return pick(last);
    case 'down':
    case 'up':
      return vertical(geometry, from, step === 'down' ? 1 : -1);
  }
}

function vertical(geometry: IGeometry, from: IPlace, by: 1 | -1): IPlace {
  const rows = geometry.blocks.flatMap(({ rows }, block) =>
    rows
      .map(row => row.segments.filter(segment => segment.starts))
      .filter(segments => segments.length > 0)
      .map(segments => ({ block, segments }))
  );
  const at = rows.findIndex(
    row =>
      row.block === from.block &&
      row.segments.some(segment => segment.field === from.field)
  );
  const column =
    rows[at]?.segments.find(segment => segment.field === from.field)?.column ??
    0;
  const row = rows[at + by];
  const found = row?.segments
    .filter(segment => segment.column <= column)
    .at(-1);
  const field = (found ?? row?.segments[0])?.field;
  return row && field !== undefined ? { block: row.block, field } : from;
}

/** One line per row: what a test compares. */
export function describeGeometry(geometry: IGeometry): string {
  return geometry.blocks
    .flatMap(({ block, rows, base }) => [
      `${block.id} ${block.size}`,
      ...rows.map((row, index) => {
        const segments = row.segments.map(segment => {
          const name = block.fields[segment.field]?.name ?? '';
          const open = `${segment.starts ? '' : '<'}${name}${segment.ends ? '' : '>'}`;
          return `${open} ${segment.column}+${segment.width}`;
        });
        const mark = index === base && index > 0 ? '_ ' : '';
        const rest = row.folded ? ` \u2026${row.folded}` : '';
        return `  ${mark}${row.label} | ${segments.join(' | ')}${rest}`;
      })
    ])
    .join('\n');
}
