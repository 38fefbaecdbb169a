import type { BytecodeV1 } from '../../../contract/bytecode';
import type { BytecodeV2 } from '../../../contract/bytecode.v2';
import type { IProgram } from './model';
import { readV1 } from './read-v1';
import { readProgram } from './read';

/** Everything that is drawn of a payload, of whatever version. */
export function programOf(payload: BytecodeV1 | BytecodeV2): IProgram {
  return payload.version === 1 ? readV1(payload) : readProgram(payload.program);
}
