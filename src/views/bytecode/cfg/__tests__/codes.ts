import {
  EXCEPTION,
  JUMP,
  NEXT,
  NOT_TAKEN,
  SETUP,
  TAKEN,
  type ICode,
  type IOpcode,
  type IProgram,
  type IWay
} from '../../program/model';

const KINDS: Record<string, number> = {
  next: NEXT,
  jump: JUMP,
  taken: TAKEN,
  'not taken': NOT_TAKEN,
  exception: EXCEPTION,
  setup: SETUP
};

interface IExtra {
  /** Blocks that control cannot come to. */
  dead?: number[];
  lines?: string[];
  /** Of each block, the line of all its instructions. */
  lineOf?: number[];
  /** Of each block, the depth of the stack at its beginning. */
  depths?: number[];
}

/** "0→1 next; 1→4 taken" */
export function waysOf(text: string): IWay[] {
  return text
    .split('; ')
    .filter(Boolean)
    .map(way => {
      const [, from, to, kind] = /^(\d+)→(\d+) (.+)$/.exec(way) ?? [];
      return {
        from: Number(from),
        to: Number(to),
        kind: KINDS[kind ?? ''] ?? -1
      };
    });
}

/**
 * A program of one code object.
 *
 * @param blocks - Of each block its instructions, "LOAD_FAST=2 RETURN_VALUE": name and argument.
 */
export function programOf(
  blocks: string[],
  ways: IWay[],
  extra: IExtra = {}
): { program: IProgram; code: ICode } {
  const rows = blocks.map(block => block.split(' '));
  const count = rows.flat().length;
  const names = [...new Set(rows.flat())];
  const opcodes = names.map((text): IOpcode => {
    const [name = '', arg] = text.split('=');
    const operand = arg === undefined ? 'none' : 'number';
    return { name, operand, caches: 0, flow: 'next', hasFlow: true };
  });
  const starts: number[] = [];
  rows.reduce((at, row) => (starts.push(at), at + row.length), 0);
  const perBlock = (of: (block: number) => number): Int32Array =>
    Int32Array.from(rows.flatMap((row, block) => row.map(() => of(block))));
  const nothing = new Int32Array(count);
  const code: ICode = {
    ...{ place: 0, level: 0, name: 'f', qualname: 'f', flags: '' },
    ...{ firstLine: 1, arguments: 0, stackSize: 3, count },
    opcode: Int32Array.from(rows.flat(), text => names.indexOf(text)),
    arg: Int32Array.from(rows.flat(), text => Number(text.split('=')[1] ?? 0)),
    depth: perBlock(block =>
      extra.dead?.includes(block) ? -1 : (extra.depths?.[block] ?? 0)
    ),
    offset: new Int32Array(count + 1),
    spans: {
      line: perBlock(block => extra.lineOf?.[block] ?? 0),
      endLine: nothing,
      column: nothing,
      endColumn: nothing
    },
    blocks: Int32Array.from(starts),
    ways,
    guards: [],
    targets: new Map(),
    labels: new Map(),
    ...{ consts: nothing, names: nothing, variables: nothing },
    ...{ kinds: nothing, cells: nothing }
  };
  const lines = extra.lines ?? [];
  return {
    code,
    program: {
      opcodes,
      texts: [],
      codes: [code],
      lines,
      firstLine: 1,
      hasSource: lines.length > 0,
      bands: new Map()
    }
  };
}

/** Blocks of one instruction each. */
export function small(
  count: number,
  ways: string | IWay[],
  extra: IExtra = {}
): { program: IProgram; code: ICode } {
  return programOf(
    Array.from({ length: count }, () => 'NOP'),
    typeof ways === 'string' ? waysOf(ways) : ways,
    extra
  );
}

/** Numbers that look like chance and are the same each time. */
export function chance(seed: number): (limit: number) => number {
  let state = seed;
  return limit => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}

/** `for item in items: if a: continue; if b: break; work` with an `else`, as CPython 3.13 compiles it. */
export const LOOP =
  '0→1 next; 1→2 not taken; 1→7 taken; 2→3 not taken; 2→4 taken; 3→1 jump; ' +
  '4→5 not taken; 4→6 taken; 6→1 jump';

/** `try: … except OSError as error: … finally: …`, as CPython 3.13 compiles it. */
export const GUARDED =
  '0→1 next; 1→2 next; 1→3 exception; 3→4 not taken; 3→9 taken; 3→10 exception; ' +
  '4→5 next; 4→10 exception; 5→6 next; 5→8 exception; 6→7 next; 6→11 exception; ' +
  '8→10 exception; 9→10 exception; 10→11 exception; 11→12 exception';
