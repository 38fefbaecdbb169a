import type { IPayloads } from '../../contract/decode';
import { readComparison } from './comparison/read';
import { stripOf } from './film/strip';
import { otherOf, programOf } from './program/program';
import { readStages } from './stages/stages';

/**
 * Reads every column of a payload, so that no picture of it meets a wrong one while it is drawn.
 *
 * @throws PayloadError when a column says something that cannot be.
 */
export function check(payload: IPayloads['bytecode']): void {
  const program = programOf(payload);
  if (payload.version === 1) {
    return;
  }
  const { comparison, film, stages } = payload;
  if (comparison) {
    readComparison(comparison, program, otherOf(payload));
  }
  if (film) {
    stripOf(film, program);
  }
  if (stages) {
    readStages(stages, program);
  }
}
