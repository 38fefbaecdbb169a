import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BytecodeV1 } from '../../../contract/bytecode';
import { decode } from '../../../contract/decode';

const FOLDER = join(process.cwd(), 'python_helpers/tests/recorded/bytecode');

export interface IRecording {
  name: string;
  payload: BytecodeV1;
  text: string;
}

export function recording(name: string): IRecording {
  const file = readFileSync(join(FOLDER, `${name}.json`), 'utf8');
  const { payload, text } = JSON.parse(file) as Record<string, unknown>;
  return { name, payload: decode('bytecode', payload), text: String(text) };
}

/** Every case, as recorded on every interpreter. */
export const recordings: IRecording[] = readdirSync(FOLDER)
  .map(file => file.replace('.json', ''))
  .sort()
  .map(recording);
