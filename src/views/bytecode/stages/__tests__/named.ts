import type { Stages } from '../../../../contract/bytecode.v2';
import { recording, recordingsOf } from '../../../__tests__/recordings';
import { programOf } from '../../program/program';
import type { IProgram, ISpan } from '../../program/model';
import { ofSpan, type ISelection } from '../../selection';
import { readStages, type IStages } from '../stages';

/** The recordings of stages, on every interpreter. */
export const RECORDED = recordingsOf('bytecode').filter(name =>
  name.startsWith('stages_of_')
);

/** What a recording was drawn from. */
export function partsOf(name: string): { stages: Stages; program: IProgram } {
  const { payload } = recording('bytecode', name);
  if (payload.version !== 2 || payload.stages === undefined) {
    throw new Error(`${name} is no recording of stages`);
  }
  return { stages: payload.stages, program: programOf(payload) };
}

export function stagesNamed(name: string): IStages {
  const { stages, program } = partsOf(name);
  return readStages(stages, program);
}

/** The place of a text in the source, of its first occurrence after `from`. */
export function placeOf(stages: IStages, text: string, from = 0): ISpan {
  const at = stages.lines.findIndex(
    (line, index) => index >= from && line.includes(text)
  );
  const column = stages.lines[at]?.indexOf(text) ?? -1;
  if (column < 0) {
    throw new Error(`there is no ${text}`);
  }
  return {
    line: at + 1,
    column,
    endLine: at + 1,
    endColumn: column + text.length
  };
}

/** What pointing at a text in the source selects. */
export function pointingAt(stages: IStages, text: string): ISelection {
  return ofSpan(placeOf(stages, text));
}

/** A packed column of small numbers. */
export function packed(...numbers: number[]): string {
  return Buffer.from(Int8Array.from(numbers).buffer).toString('base64');
}
