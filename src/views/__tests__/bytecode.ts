import type { BytecodeV2, Program } from '../../contract/bytecode.v2';
import { programOf } from '../bytecode/program/program';
import type { ICode, IProgram } from '../bytecode/program/model';
import { recording, recordingsOf } from './recordings';

/** A recorded bytecode payload of the version that is written now. */
export function payloadOf(name: string): BytecodeV2 & { program: Program } {
  const { payload } = recording('bytecode', name);
  if (payload.version !== 2 || payload.program === null) {
    throw new Error(`${name} is no recording of a program in version 2`);
  }
  return { ...payload, program: payload.program };
}

export function programNamed(name: string): IProgram {
  return programOf(recording('bytecode', name).payload);
}

/** The outermost code object of a recording. */
export function codeNamed(name: string): { program: IProgram; code: ICode } {
  const program = programNamed(name);
  return { program, code: program.codes[0] as ICode };
}

/** Every case on every interpreter, as the payload is written now. */
export const RECORDINGS = recordingsOf('bytecode');

/** What the first version of the payload recorded: saved notebooks hold it. */
export const FIRST_RECORDINGS = recordingsOf('bytecode.v1');
