import type { Emitted } from '../../../contract/bytecode.v2';
import { unpack } from '../../../contract/packed';
import {
  opcodeOf,
  spanOf,
  type ICode,
  type IProgram,
  type Operand
} from '../program/model';
import { argOf, textOf } from '../program/texts';
import {
  fail,
  joined,
  noPlaces,
  rangeOf,
  readPlaces,
  type IPlaces
} from './places';

/** An instruction of any stage, as it is drawn. */
export interface IInstruction {
  label: string;
  name: string;
  /** null where it takes none. */
  arg: number | null;
  /** What the argument stands for, "" where that is not known. */
  text: string;
}

/** The instructions of what is, or becomes, one code object. */
export interface IUnit {
  name: string;
  /** Where it begins, 0 for a module. */
  line: number;
  /** How many units it is nested in. */
  depth: number;
  /** Its instructions, of all of the stage: from the first up to, but without, the last. */
  from: number;
  to: number;
  /** An instruction by its place among all of the stage. */
  at(index: number): IInstruction;
  /** The code object, where it is one. */
  code: ICode | null;
}

/** The instructions of one stage. */
export interface IStageCode {
  units: IUnit[];
  count: number;
  places: IPlaces;
  /** Whether the places are more than lines. */
  hasColumns: boolean;
}

type Column = 'opcode' | 'text' | 'label' | 'target';

/** Instructions that are not assembled yet. */
export function emittedOf(
  emitted: readonly Emitted[],
  texts: readonly string[],
  lines: number
): IStageCode {
  const units: IUnit[] = [];
  const places: IPlaces[] = [];
  let from = 0;
  emitted.forEach((each, index) => {
    const arg = unpack(each.arg);
    const count = arg.length;
    const above = units[each.parent];
    if (index > 0 ? above === undefined : each.parent !== -1) {
      fail('the instructions are in no order of nesting');
    }
    const column = (key: Column): Int32Array => {
      const numbers = unpack(each[key]);
      if (numbers.length !== count) {
        fail(`column ${key} has ${numbers.length} numbers for ${count}`);
      }
      if (numbers.some(number => number < 0 || number >= texts.length)) {
        fail(`column ${key} points at nothing`);
      }
      return numbers;
    };
    const columns = {
      ...{ opcode: column('opcode'), text: column('text') },
      ...{ label: column('label'), target: column('target'), arg }
    };
    places.push(
      readPlaces('span of the instructions', each.span, count, lines)
    );
    units.push({
      ...{ name: each.name, line: each.line, from, to: from + count },
      depth: above ? above.depth + 1 : 0,
      at: reader(columns, texts, from),
      code: null
    });
    from += count;
  });
  return { units, count: from, places: joined(places), hasColumns: true };
}

function reader(
  columns: Record<Column | 'arg', Int32Array>,
  texts: readonly string[],
  from: number
): IUnit['at'] {
  const text = (key: Column, index: number): string =>
    texts[columns[key][index] ?? 0] ?? '';
  return place => {
    const index = place - from;
    const arg = columns.arg[index] ?? -1;
    const target = text('target', index);
    return {
      label: text('label', index),
      name: text('opcode', index),
      arg: arg < 0 ? null : arg,
      text: target === '' ? text('text', index) : `to ${target}`
    };
  };
}

/** The code objects that the text compiled to. */
export function finalOf(
  program: IProgram,
  lines: readonly string[]
): IStageCode {
  let from = 0;
  const units = program.codes.map((code): IUnit => {
    const first = from;
    from += code.count;
    return {
      name: code.name,
      line: code.firstLine,
      depth: code.level,
      from: first,
      to: from,
      at: place => instructionOf(program, code, place - first),
      code
    };
  });
  const places = program.codes.map(code => placesOf(code, lines));
  const hasColumns = program.codes.some(({ spans }) =>
    spans.column.some((column, index) => spans.endLine[index] && column >= 0)
  );
  return { units, count: from, places: joined(places), hasColumns };
}

function instructionOf(
  program: IProgram,
  code: ICode,
  index: number
): IInstruction {
  return {
    label: code.labels.get(index) ?? '',
    name: opcodeOf(program, code, index).name,
    arg: argOf(program, code, index),
    text: textOf(program, code, index)
  };
}

function placesOf(code: ICode, lines: readonly string[]): IPlaces {
  const places = noPlaces(code.count);
  for (let index = 0; index < code.count; index++) {
    const span = spanOf(code, index);
    if (span) {
      const { start, end } = rangeOf(span, lines);
      places.start[index] = start;
      places.end[index] = Math.max(start, end);
    }
  }
  return places;
}

/** The unit that an instruction of a stage is in. */
export function unitAt(code: IStageCode, index: number): IUnit | undefined {
  let low = 0;
  let high = code.units.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((code.units[middle]?.from ?? 0) <= index) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const unit = code.units[low];
  return unit && unit.from <= index && index < unit.to ? unit : undefined;
}

/** What the argument of an opcode stands for, by its name. */
export type Operands = ReadonlyMap<string, Operand>;

/** The same of the opcodes of every stage: those not assembled yet, and those of the code objects. */
export function operandsOf(
  emitted: Readonly<Record<string, Operand>>,
  program: IProgram
): Operands {
  return new Map([
    ...Object.entries(emitted),
    ...program.opcodes.map(({ name, operand }) => [name, operand] as const)
  ]);
}

/** Characters of the longest name of an instruction, within bounds; of a long list, of its beginning. */
export function widestName(stages: {
  generated: IStageCode | null;
  optimised: IStageCode | null;
  final: IStageCode | null;
}): number {
  let widest = 10;
  for (const code of [stages.generated, stages.optimised, stages.final]) {
    for (const unit of code?.units ?? []) {
      const last = Math.min(unit.to, MEASURED);
      for (let index = unit.from; index < last; index++) {
        widest = Math.max(widest, unit.at(index).name.length);
      }
    }
  }
  return Math.min(widest, 24);
}

const MEASURED = 500;
