// Writes src/views/bytecode/cards/data.generated.ts from the opcode cards of the Python package: the view
// fetches them, as a chunk of their own, when the first card is opened.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL(
  '../python_helpers/pymastery/bytecode/cards/',
  import.meta.url
);
const target = new URL(
  '../src/views/bytecode/cards/data.generated.ts',
  import.meta.url
);

const cards = {};
for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
  Object.assign(cards, JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

/** How many slots: expressions of the argument that mean the same in Python and here. */
const times = new Set();
for (const variant of Object.values(cards).flat()) {
  for (const slot of [variant.before, variant.after, variant.jumps].flat()) {
    if (slot?.times !== undefined) {
      times.add(slot.times);
    }
  }
}
for (const expression of times) {
  if (!/^(arg|\d+|<<|>>|[-+*&() ])+$/.test(expression)) {
    throw new Error(`times: ${expression} may mean something else here`);
  }
}

const functions = [...times]
  .sort()
  .map(text => `  ${JSON.stringify(text)}: arg => ${text}`);
writeFileSync(
  target,
  `// Generated from pymastery/bytecode/cards by devtools/cards.mjs.
import type { IVariant } from './cards';

export const CARDS = JSON.parse(${JSON.stringify(JSON.stringify(cards))}) as Record<string, IVariant[]>;

export const TIMES: Record<string, (arg: number) => number> = {
${functions.join(',\n')}
};
`
);
