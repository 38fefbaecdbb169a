import { programNamed, RECORDINGS } from '../../../__tests__/bytecode';
import { guardOf, handledBy } from '../guards';

describe.each(RECORDINGS)('%s', name => {
  it('finds the first entry of the exception table that covers an instruction', () => {
    for (const code of programNamed(name).codes) {
      for (let index = 0; index < code.count; index++) {
        expect(guardOf(code, index)).toBe(
          code.guards.find(({ from, to }) => from <= index && index < to)
        );
        expect(handledBy(code, index)).toBe(
          code.guards.find(({ handler }) => handler === index)
        );
      }
    }
  });
});
