import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, type IPayloads } from '../../contract/decode';
import type { ViewKind } from '../view';

const RECORDED = join(process.cwd(), 'python_helpers/tests/recorded');

export interface IRecording<K extends ViewKind> {
  /** The case and the interpreter: "closure.cp313". */
  name: string;
  payload: IPayloads[K];
  text: string;
}

/** One recording, its payload decoded as an output's is; "bytecode.v1" holds what an old version wrote. */
export function recording<K extends ViewKind>(
  folder: K | `${K}.v1`,
  name: string
): IRecording<K> {
  const kind = folder.replace('.v1', '') as K;
  const file = readFileSync(join(RECORDED, folder, `${name}.json`), 'utf8');
  const { payload, text } = JSON.parse(file) as Record<string, unknown>;
  return { name, payload: decode(kind, payload), text: String(text) };
}

/** The names of all recordings of a kind: every case on every interpreter. */
export function recordingsOf(folder: ViewKind | `${ViewKind}.v1`): string[] {
  return readdirSync(join(RECORDED, folder))
    .filter(file => file.endsWith('.json'))
    .map(file => file.replace('.json', ''))
    .sort();
}
