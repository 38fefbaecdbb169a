import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../../contract/decode';
import type {
  GraphV1,
  Object as GraphObject,
  Slot
} from '../../../contract/graph';

const folder = join(
  __dirname,
  '../../../../python_helpers/tests/recorded/graph'
);

/** The names of all recordings of graphs. */
export const files = readdirSync(folder).filter(name => name.endsWith('.json'));

/** The payload of one recording, decoded as an output's is. */
export function recorded(name: string): GraphV1 {
  const text = readFileSync(join(folder, name), 'utf-8');
  const { payload } = JSON.parse(text) as { payload: unknown };
  return decode('graph', payload);
}

/** A list that refers to others, for payloads that no kernel would send. */
export function list(id: string, targets: (string | undefined)[]): GraphObject {
  return {
    id,
    type: 'list',
    family: 'sequence',
    repr: '[…]',
    address: '0x10',
    size: 64,
    length: targets.length,
    atom: false,
    immutable: false,
    slots: targets.map((target, index): Slot => ({
      kind: 'index',
      label: String(index),
      ...(target === undefined ? {} : { target })
    }))
  };
}

const GLOBALS = 'globals';

/** A graph whose one name "a" refers to the first object. */
export function graph(
  objects: GraphObject[],
  cycles: [string][] = []
): GraphV1 {
  return {
    kind: 'graph',
    version: 1,
    interpreter: {
      python: '3.13',
      implementation: 'cpython',
      pointer_size: 8,
      free_threaded: false,
      build: 'any'
    },
    roots: [
      {
        title: GLOBALS,
        kind: 'namespace',
        names: [{ name: 'a', target: objects[0]?.id ?? 'o0' }]
      }
    ],
    objects,
    cycles
  };
}
