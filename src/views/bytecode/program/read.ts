import type { Codes, Program } from '../../../contract/bytecode.v2';
import { malformed } from '../../../contract/decode';
import { bytes, unpack } from '../../../contract/packed';
import { bandsOf, labelsOf } from './labels';
import { readLocations } from './locations';
import {
  JUMP,
  SETUP,
  TAKEN,
  type ICode,
  type IGuard,
  type IProgram,
  type IWay
} from './model';
import { fitted, SourceLines } from './source';
import { clipped } from './texts';

function fail(what: string): never {
  return malformed('bytecode', what);
}

/** A column whose numbers belong to one code object after the other. */
class Shared {
  constructor(
    private readonly _name: string,
    private readonly _data: Int32Array,
    private readonly _width = 1
  ) {}

  /** The next `count` entries, each number from `least` up to but without `limit`. */
  take(count: number, least: number, limit: number): Int32Array {
    const end = this._at + count * this._width;
    if (count < 0 || end > this._data.length) {
      fail(`column ${this._name} is too short`);
    }
    const found = this._data.subarray(this._at, end);
    this._at = end;
    for (const number of found) {
      if (number < least || number >= limit) {
        fail(`column ${this._name} points at nothing`);
      }
    }
    return found;
  }

  end(): void {
    if (this._at !== this._data.length) {
      fail(`column ${this._name} is too long`);
    }
  }

  private _at = 0;
}

const LARGEST = 2 ** 31;

/** Characters of the name of a code object: it stands in headings, which nothing cuts. */
const LONGEST_NAME = 300;

/** Reads the code objects of a program one after the other. */
class CodeReader {
  constructor(
    private readonly _program: Program,
    private readonly _source: SourceLines
  ) {
    const { instructions } = _program;
    const shared = (name: string, text: string, width = 1): Shared =>
      new Shared(name, unpack(text), width);
    this._columns = {
      opcode: shared('opcode', instructions.opcode),
      arg: shared('arg', instructions.arg),
      depth: shared('depth', instructions.depth),
      blocks: shared('blocks', _program.blocks),
      edges: shared('edges', _program.edges, 3),
      exceptions: shared('exceptions', _program.exceptions, 5),
      consts: shared('consts', _program.consts),
      names: shared('names', _program.names),
      variables: shared('variables', _program.variables),
      kinds: shared('kinds', _program.kinds),
      cells: shared('cells', _program.cells)
    };
    this._table = bytes(_program.locations.table);
    this._caches = Int32Array.from(_program.opcodes, each => each.caches);
    this._numbers = Object.fromEntries(
      Object.entries(_program.codes).map(([key, text]) => [key, unpack(text)])
    ) as Record<keyof Codes, Int32Array>;
    const count = this._numbers.level.length;
    for (const [key, column] of Object.entries(this._numbers)) {
      if (column.length !== count) {
        fail(
          `column ${key} of the code objects has ${column.length} numbers for ${count}`
        );
      }
    }
    const { level } = this._numbers;
    if (
      level.some((each, at) => each < 0 || each > (level[at - 1] ?? -1) + 1)
    ) {
      fail('column level of the code objects leaves out a level');
    }
  }

  all(): ICode[] {
    const codes = Array.from(this._numbers.level, (_, place) =>
      this._code(place)
    );
    Object.values(this._columns).forEach(column => column.end());
    if (codes.length === 0) {
      fail('there is no code object');
    }
    return codes;
  }

  private _number(key: keyof Codes, place: number): number {
    return this._numbers[key][place] ?? 0;
  }

  private _text(key: 'name' | 'qualname' | 'flags', place: number): string {
    const text = this._program.texts[this._number(key, place)];
    return text === undefined
      ? fail(`column ${key} of the code objects points at nothing`)
      : clipped(text, LONGEST_NAME);
  }

  private _code(place: number): ICode {
    const { opcodes, texts } = this._program;
    const columns = this._columns;
    const count = this._number('instructions', place);
    const opcode = columns.opcode.take(count, 0, opcodes.length);
    const blocks = columns.blocks.take(this._number('blocks', place), 0, count);
    const ways = this._ways(place, blocks.length);
    const guards = this._guards(place, count);
    const targets = targetsOf(ways, blocks, count);
    const units = this._units(opcode);
    const firstLine = this._number('first_line', place);
    const variables = this._number('variables', place);
    return {
      place,
      level: this._number('level', place),
      name: this._text('name', place),
      qualname: this._text('qualname', place),
      flags: this._text('flags', place),
      firstLine,
      arguments: this._number('arguments', place),
      stackSize: this._number('stack_size', place),
      count,
      opcode,
      arg: columns.arg.take(count, -LARGEST, LARGEST),
      depth: columns.depth.take(count, -1, LARGEST),
      offset: units.map(unit => 2 * unit),
      spans: this._spans(place, units, firstLine),
      blocks,
      ways,
      guards,
      targets,
      labels: labelsOf(targets, guards),
      consts: columns.consts.take(
        this._number('consts', place),
        -this._numbers.level.length,
        texts.length
      ),
      names: columns.names.take(this._number('names', place), 0, texts.length),
      variables: columns.variables.take(variables, 0, texts.length),
      kinds: columns.kinds.take(variables, 0, 6),
      cells: columns.cells.take(this._number('cells', place), 0, texts.length)
    };
  }

  /** The code unit that each instruction begins at; one more, the end. */
  private _units(opcode: Int32Array): Int32Array {
    const units = new Int32Array(opcode.length + 1);
    for (let at = 0; at < opcode.length; at++) {
      const caches = this._caches[opcode[at] ?? 0] ?? 0;
      units[at + 1] = (units[at] ?? 0) + 1 + caches;
    }
    return units;
  }

  private _spans(
    place: number,
    units: Int32Array,
    firstLine: number
  ): ICode['spans'] {
    const length = this._number('locations', place);
    if (length < 0 || this._tableAt + length > this._table.length) {
      fail('the location table is too short');
    }
    const table = this._table.subarray(this._tableAt, this._tableAt + length);
    this._tableAt += length;
    const { format } = this._program.locations;
    return fitted(readLocations(format, table, units, firstLine), this._source);
  }

  private _ways(place: number, blocks: number): IWay[] {
    const numbers = this._columns.edges.take(
      this._number('edges', place),
      0,
      Math.max(blocks, SETUP + 1)
    );
    const ways: IWay[] = [];
    for (let at = 0; at < numbers.length; at += 3) {
      const [from = 0, to = 0, kind = 0] = numbers.subarray(at, at + 3);
      if (from >= blocks || to >= blocks || kind > SETUP) {
        fail('column edges points at nothing');
      }
      ways.push({ from, to, kind });
    }
    return ways;
  }

  private _guards(place: number, count: number): IGuard[] {
    const numbers = this._columns.exceptions.take(
      this._number('exceptions', place),
      0,
      LARGEST
    );
    const guards: IGuard[] = [];
    for (let at = 0; at < numbers.length; at += 5) {
      const [from = 0, to = 0, handler = 0, depth = 0, lasti] =
        numbers.subarray(at, at + 5);
      if (from >= to || to > count || handler >= count) {
        fail('column exceptions points at nothing');
      }
      guards.push({ from, to, handler, depth, lasti: lasti === 1 });
    }
    return guards;
  }

  private readonly _columns: Record<string, Shared> &
    Record<
      | 'opcode'
      | 'arg'
      | 'depth'
      | 'blocks'
      | 'edges'
      | 'exceptions'
      | 'consts'
      | 'names'
      | 'variables'
      | 'kinds'
      | 'cells',
      Shared
    >;
  private readonly _table: Uint8Array;
  private readonly _caches: Int32Array;
  private readonly _numbers: Record<keyof Codes, Int32Array>;
  private _tableAt = 0;
}

/** The target of each block's last instruction that jumps or names a handler. */
function targetsOf(
  ways: IWay[],
  blocks: Int32Array,
  count: number
): Map<number, number> {
  const targets = new Map<number, number>();
  for (const { from, to, kind } of ways) {
    if (kind === JUMP || kind === TAKEN || kind === SETUP) {
      targets.set((blocks[from + 1] ?? count) - 1, blocks[to] ?? 0);
    }
  }
  return targets;
}

/** Everything that is drawn of a program; of none, where the text did not compile, there is nothing. */
export function readProgram(program: Program | null): IProgram {
  if (program === null) {
    return NOTHING;
  }
  const lines = program.source?.lines ?? [];
  const firstLine = program.source?.first_line ?? 1;
  const codes = new CodeReader(
    program,
    new SourceLines(lines, firstLine)
  ).all();
  return {
    opcodes: program.opcodes.map(opcode => ({ ...opcode, hasFlow: true })),
    texts: program.texts,
    codes,
    lines,
    firstLine,
    hasSource: program.source !== null,
    bands: bandsOf(codes.map(code => code.spans.line))
  };
}

const NOTHING: IProgram = {
  opcodes: [],
  texts: [],
  codes: [],
  lines: [],
  firstLine: 1,
  hasSource: false,
  bands: new Map()
};
