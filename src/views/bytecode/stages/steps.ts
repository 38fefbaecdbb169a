import type { Step } from '../../../contract/bytecode.v2';
import { unpack } from '../../../contract/packed';
import type { IStageCode, IUnit } from './code';
import { fail } from './places';

type CodePane = Step['before'] | Step['after'];

/** The instructions of the stages, null where there are none. */
export type StageCodes = Record<CodePane, IStageCode | null>;

/** Of each instruction of a stage: 1 where it is not the same in the next one, or was not in the one before. */
export type IChanges = Record<CodePane, Uint8Array>;

const [SAME, CHANGED, BEFORE, AFTER] = [0, 1, 2, 3];

/** Groups of three numbers. */
function* triples(
  name: string,
  text: string
): Generator<[number, number, number]> {
  const numbers = unpack(text);
  if (numbers.length % 3 !== 0) {
    fail(`column ${name} of the steps has ${numbers.length} numbers`);
  }
  for (let at = 0; at < numbers.length; at += 3) {
    yield [numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0];
  }
}

/** The place of an instruction of a unit among all of the stage; -1 for none. */
function placeIn(unit: IUnit, index: number): number {
  if (index < -1 || index >= unit.to - unit.from) {
    fail('a row of the steps points at no instruction');
  }
  return index < 0 ? -1 : unit.from + index;
}

function unitOf(code: IStageCode | null, index: number): IUnit {
  return code?.units[index] ?? fail('a pair of the steps points at no unit');
}

function isWellFormed(before: number, after: number, state: number): boolean {
  switch (state) {
    case SAME:
    case CHANGED:
      return before >= 0 && after >= 0;
    case BEFORE:
      return before >= 0 && after < 0;
    case AFTER:
      return before < 0 && after >= 0;
    default:
      return false;
  }
}

/** Marks what a step took away, in the stage before, and what it brought, in the stage after. */
function mark(step: Step, codes: StageCodes, changes: IChanges): void {
  const rows = triples('rows', step.rows);
  for (const [left, right, count] of triples('pairs', step.pairs)) {
    const unit = unitOf(codes[step.before], left);
    const other = unitOf(codes[step.after], right);
    for (let at = 0; at < count; at++) {
      const row = rows.next();
      if (row.done) {
        fail('the steps have fewer rows than their pairs');
      }
      const [first, second, state] = row.value;
      const before = placeIn(unit, first);
      const after = placeIn(other, second);
      if (!isWellFormed(before, after, state)) {
        fail('a row of the steps is of no state');
      }
      if (before >= 0 && state !== SAME) {
        changes[step.before][before] = 1;
      }
      if (after >= 0 && state !== SAME) {
        changes[step.after][after] = 1;
      }
    }
  }
}

/** What optimising and assembling changed. What is optimised is marked where it is new, not where it goes. */
export function changesOf(steps: readonly Step[], codes: StageCodes): IChanges {
  const none = (pane: CodePane): Uint8Array =>
    new Uint8Array(codes[pane]?.count ?? 0);
  const changes: IChanges = {
    generated: none('generated'),
    optimised: none('optimised'),
    final: none('final')
  };
  for (const step of steps) {
    const isOptimised = step.before === 'optimised';
    mark(step, codes, {
      ...changes,
      ...(isOptimised ? { optimised: none('optimised') } : {})
    });
  }
  return changes;
}
