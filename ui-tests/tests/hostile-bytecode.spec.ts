import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type ICell } from '../fixtures/jupyter';
import {
  expectCards,
  expectNoSidewaysScroll,
  stored
} from '../fixtures/stored';

const SCRIPT =
  '<img src=x onerror="window.__hacked=1"><script>window.__hacked=1</script>"><svg onload=window.__hacked=1>';
const ODD = `\u202e\u2066\0${'long '.repeat(2_000)}`;
const CASES = [
  'try_finally.cp313',
  'specialised_attributes.cp314',
  'compared_functions.cp314',
  'stages_of_scopes.cp314'
];

/** Where a payload carries words; all else is a column or one of a few names that the schema lists. */
const WORDS = new Set(
  'python build subject filename lines meanings texts words sentence outcome notices'.split(
    ' '
  )
);
/** The same in what is one of a list: elsewhere columns have these names. */
const WORDS_OF_ITEMS = new Set(['name', 'arguments']);

interface IPayload {
  program: Record<'instructions' | 'codes', Record<string, unknown>> &
    Record<string, unknown>;
}

function recorded(name: string): IPayload {
  const folder = '../../python_helpers/tests/recorded/bytecode';
  const file = path.resolve(__dirname, folder, `${name}.json`);
  const text = readFileSync(file, 'utf8');
  return (JSON.parse(text) as { payload: IPayload }).payload;
}

/** A real payload of which every word is one that somebody else wrote. */
function reworded(
  value: unknown,
  word: string,
  at = '',
  isItem = false
): unknown {
  if (Array.isArray(value)) {
    return value.map(each => reworded(each, word, at, true));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        reworded(
          each,
          word,
          at === 'word' || WORDS.has(key) || (isItem && WORDS_OF_ITEMS.has(key))
            ? 'word'
            : key
        )
      ])
    );
  }
  return typeof value === 'string' && at === 'word' ? word : value;
}

const cell = (payload: unknown): ICell =>
  stored('application/vnd.pymastery.bytecode.v2+json', payload);

/** A packed column of one large number, many times. */
function large(count: number): string {
  const data = Buffer.alloc(1 + 4 * count, 0x7f);
  data[0] = 0x80;
  return data.toString('base64');
}

const changed = (
  table: 'instructions' | 'codes',
  columns: Record<string, unknown>
): IPayload => {
  const payload = recorded('try_finally.cp313');
  Object.assign(payload.program[table], columns);
  return payload;
};

const BROKEN: [string, unknown][] = [
  ['columns of unequal length', changed('instructions', { arg: 'AAA=' })],
  ['no column at all', changed('instructions', { arg: '*' })],
  [
    'opcodes that are not there',
    changed('instructions', { opcode: large(53) })
  ],
  [
    'two thousand million instructions',
    changed('codes', { instructions: large(1) })
  ],
  ['two thousand million blocks', changed('codes', { blocks: large(1) })],
  ['two thousand million levels', changed('codes', { level: large(1) })],
  ['a column of numbers', changed('codes', { level: [0] })],
  ['a program that is a list', { ...recorded('closure.cp313'), program: [] }],
  ['a film of nothing', { ...recorded('closure.cp313'), film: {} }]
];

test.describe('bytecode from the internet', () => {
  test('script in every word stays text', async ({ jupyter, page }) => {
    jupyter.writeNotebook(
      'hostile.ipynb',
      CASES.map(name => cell(reworded(recorded(name), SCRIPT)))
    );
    await jupyter.goto('lab?reset');
    const panel = await jupyter.openNotebook('hostile.ipynb');
    for (const index of CASES.keys()) {
      const view = jupyter.view('bytecode', index);
      await view.scrollIntoViewIfNeeded();
      await expect(view).toContainText('onerror');
      await expect(view.getByRole('alert')).toHaveCount(0);
      for (const name of ['Graph', 'Tables', 'Text']) {
        const button = view.getByRole('button', { name, exact: true });
        if (await button.count()) {
          await button.click();
        }
      }
    }
    await expect(
      panel.locator(
        '.jp-PyMastery img, .jp-PyMastery script, .jp-PyMastery a[href^="javascript"]'
      )
    ).toHaveCount(0);
    expect(await page.evaluate(() => '__hacked' in window)).toBe(false);
  });

  test('odd and endless words stay in their place', async ({ jupyter }) => {
    jupyter.writeNotebook(
      'odd.ipynb',
      CASES.map(name => cell(reworded(recorded(name), ODD)))
    );
    await jupyter.goto('lab?reset');
    await jupyter.openNotebook('odd.ipynb');
    for (const index of CASES.keys()) {
      const view = jupyter.view('bytecode', index);
      await view.scrollIntoViewIfNeeded();
      await expect(view.getByRole('toolbar').first()).toBeVisible();
      await expect(view.getByRole('alert')).toHaveCount(0);
    }
    await expectNoSidewaysScroll(jupyter);
  });

  test('what cannot be drawn gets a card that says why', async ({
    jupyter
  }) => {
    await expectCards(
      jupyter,
      BROKEN.map(([name, payload]) => [name, cell(payload)])
    );
  });
});
