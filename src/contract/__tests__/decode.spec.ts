import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { column, decode, LIMITS, PayloadError, type Kind } from '../decode';

const recorded = path.resolve('python_helpers/tests/recorded');
const recordings = readdirSync(recorded, { recursive: true })
  .map(String)
  .filter(name => name.endsWith('.json'));

function load(name: string): { payload: Record<string, unknown> } {
  return JSON.parse(readFileSync(path.join(recorded, name), 'utf8'));
}

const interpreter = {
  python: '3.13.0',
  implementation: 'cpython',
  pointer_size: 8,
  free_threaded: false,
  build: ''
};
const check = {
  kind: 'check',
  version: 1,
  interpreter,
  exercise: 'stage-of',
  title: 'x',
  passed: true,
  behaviours: []
};

describe('decode', () => {
  it('reads every recording, on every interpreter', () => {
    expect(recordings.length).toBeGreaterThan(0);
    for (const name of recordings) {
      const { payload } = load(name);
      expect(decode(payload.kind as Kind, payload)).toBe(payload);
    }
  });

  it('tolerates fields it does not know', () => {
    expect(decode('check', { ...check, later: { more: [1] } })).toBeTruthy();
  });

  it.each([
    ['null', null, /must be an object/],
    ['a list', [], /must be an object/],
    ['text', 'x', /must be an object/],
    ['no version', {}, /not version none/],
    ['a later version', { ...check, version: 2 }, /not version 2/],
    [
      'a strange version',
      { ...check, version: { a: '<b>'.repeat(100) } },
      /not version/
    ],
    ['another kind', { ...check, kind: 'graph' }, /\/kind/],
    ['a missing field', { ...check, title: undefined }, /title/],
    ['a wrong type', { ...check, behaviours: 'x' }, /\/behaviours/]
  ])('refuses %s with a sentence', (_, data, message) => {
    expect(() => decode('check', data)).toThrow(PayloadError);
    expect(() => decode('check', data)).toThrow(message);
  });

  it('says where a wrong type stands, for every field of a real payload', () => {
    for (const name of recordings.filter(file => file.includes('cp313'))) {
      const { payload } = load(name);
      for (const key of Object.keys(payload)) {
        const broken = { ...payload, [key]: 7.5 };
        expect(() => decode(payload.kind as Kind, broken)).toThrow(
          PayloadError
        );
      }
    }
  });

  it('refuses what is too large before it looks at the meaning', () => {
    const many = Array.from({ length: LIMITS.values + 1 }, () => 0);
    expect(() => decode('graph', { version: 1, objects: many })).toThrow(
      /more than \d+ values/
    );
    const long = 'x'.repeat(LIMITS.characters + 1);
    expect(() => decode('graph', { version: 1, text: long })).toThrow(
      /characters of text/
    );
    let deep: unknown = 0;
    for (let level = 0; level < 100_000; level += 1) {
      deep = [deep];
    }
    expect(() => decode('graph', { version: 1, deep })).toThrow(/levels deep/);
  });

  it('does not take names of Object.prototype for fields', () => {
    const bare = JSON.parse('{"__proto__": {"version": 1}, "kind": "check"}');
    expect(() => decode('check', bare)).toThrow(PayloadError);
  });
});

describe('column', () => {
  it('reads integers', () => {
    expect(column('')).toEqual([]);
    expect(column('0 2 -1')).toEqual([0, 2, -1]);
  });
});
