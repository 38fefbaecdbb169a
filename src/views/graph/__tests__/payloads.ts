import type {
  GraphV1,
  Object as GraphObject,
  Slot
} from '../../../contract/graph';

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
        title: 'globals',
        kind: 'namespace',
        names: [{ name: 'a', target: objects[0]?.id ?? 'o0' }]
      }
    ],
    objects,
    cycles
  };
}
