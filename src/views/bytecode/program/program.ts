import type { BytecodeV1 } from '../../../contract/bytecode';
import type { BytecodeV2 } from '../../../contract/bytecode.v2';
import type { IProgram } from './model';
import { readV1 } from './read-v1';
import { readProgram } from './read';

const known = new WeakMap<BytecodeV1 | BytecodeV2, IProgram>();

/**
 * Everything that is drawn of a payload, of whatever version; read once.
 *
 * @throws PayloadError when a column says something that cannot be.
 */
export function programOf(payload: BytecodeV1 | BytecodeV2): IProgram {
  let program = known.get(payload);
  if (program === undefined) {
    program =
      payload.version === 1 ? readV1(payload) : readProgram(payload.program);
    known.set(payload, program);
  }
  return program;
}

const others = new WeakMap<BytecodeV2, IProgram>();

/** The program that a payload's own one is compared with, empty for none; read once. */
export function otherOf(payload: BytecodeV1 | BytecodeV2): IProgram {
  if (payload.version === 1) {
    return readProgram(null);
  }
  let program = others.get(payload);
  if (program === undefined) {
    program = readProgram(payload.comparison?.program ?? null);
    others.set(payload, program);
  }
  return program;
}
