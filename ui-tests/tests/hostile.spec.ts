import { displayed, expect, test, type ICell } from '../fixtures/jupyter';
import { expectCards, expectNoSidewaysScroll } from '../fixtures/stored';

/** What a notebook from the internet may carry: none of it may execute, freeze the tab or leave it blank. */
const SCRIPT =
  '<img src=x onerror="window.__hacked=1"><script>window.__hacked=1</script>"><svg onload=window.__hacked=1>';
const interpreter = {
  python: SCRIPT,
  implementation: SCRIPT,
  pointer_size: 8,
  free_threaded: false,
  build: SCRIPT
};

function mime(kind: string): string {
  return `application/vnd.pymastery.${kind}.v1+json`;
}

function cell(kind: string, payload: unknown): ICell {
  return {
    source: `# a stored ${kind} output`,
    outputs: [
      displayed({
        [mime(kind)]: payload,
        'text/html': '<p>the static form</p>',
        'text/plain': `the text form ${SCRIPT}`
      })
    ]
  };
}

const object = (index: number): object => ({
  id: `o${index}`,
  type: SCRIPT,
  family: 'instance',
  repr: SCRIPT,
  address: '0x7f0000000010',
  size: 48,
  atom: false,
  immutable: false,
  slots: [{ kind: 'attribute', label: SCRIPT, target: `o${index + 1}` }]
});
const root = (target: string): object => ({
  title: SCRIPT,
  kind: 'objects',
  names: [{ name: SCRIPT, target }]
});
const graph = (objects: object[], roots = [root('o0')]): object => ({
  kind: 'graph',
  version: 1,
  interpreter,
  roots,
  objects,
  cycles: []
});
const field = (changes: object): object => ({
  name: SCRIPT,
  c_type: SCRIPT,
  offset: 0,
  size: 8,
  role: 'data',
  value: SCRIPT,
  meaning: 'javascript:window.__hacked=1',
  target: { text: SCRIPT, block: SCRIPT },
  proof: { status: 'verified', how: SCRIPT },
  ...changes
});
const layout = (fields: object[], size = 8): object => ({
  kind: 'layout',
  version: 1,
  interpreter,
  object: {
    type: SCRIPT,
    family: 'number',
    repr: SCRIPT,
    address: '0x10',
    getsizeof: 8
  },
  blocks: [
    {
      id: 'object',
      title: SCRIPT,
      address: '0x10',
      start: 0,
      size,
      bytes: '0000000000000000',
      fields
    }
  ]
});
const code = (changes: object): object => ({
  name: SCRIPT,
  qualname: SCRIPT,
  first_line: 1,
  flags: [SCRIPT],
  arguments: 0,
  stack_size: 1,
  consts: '0',
  names: '0',
  locals: '0',
  cells: '',
  frees: '',
  positions: 'columns',
  opcode: '0 0',
  arg: '0 0',
  text: '0 0',
  span: '0 0',
  spans: '1 0 1 5',
  jumps: '0 1',
  nested: '',
  exceptions: '',
  ...changes
});
const bytecode = (changes: object): object => ({
  kind: 'bytecode',
  version: 1,
  interpreter,
  subject: SCRIPT,
  source: { filename: SCRIPT, first_line: 1, lines: [SCRIPT] },
  opcodes: [{ name: SCRIPT, operand: 'const', caches: 0 }],
  texts: [SCRIPT],
  codes: [code(changes)]
});
const check = (changes: object): object => ({
  kind: 'check',
  version: 1,
  interpreter,
  exercise: 'stage-of',
  title: SCRIPT,
  passed: false,
  behaviours: [
    {
      id: SCRIPT,
      text: SCRIPT,
      status: 'failed',
      example: SCRIPT,
      expected: SCRIPT,
      got: SCRIPT
    }
  ],
  hint: 'javascript:window.__hacked=1',
  next: SCRIPT,
  ...changes
});

const WELL_FORMED: [string, ICell][] = [
  ['graph', cell('graph', graph([object(0), object(1)]))],
  ['layout', cell('layout', layout([field({})]))],
  ['bytecode', cell('bytecode', bytecode({}))],
  ['check', cell('check', check({}))]
];

const BROKEN: [string, string, unknown][] = [
  ['a later version', 'graph', { ...graph([]), version: 2 }],
  ['no version', 'graph', { objects: [] }],
  ['missing fields', 'layout', { kind: 'layout', version: 1 }],
  ['another kind', 'bytecode', graph([])],
  ['not an object', 'check', 'text'],
  ['null', 'graph', null],
  ['wrong types', 'bytecode', { ...bytecode({}), codes: [7] }],
  ['columns of unequal length', 'bytecode', bytecode({ arg: '0' })],
  ['dangling indexes', 'bytecode', bytecode({ opcode: '9 9', text: '99 99' })],
  ['a column of words', 'bytecode', bytecode({ arg: '0 x' })],
  [
    'a field beyond its block',
    'layout',
    layout([field({ offset: 1e9, size: 1e9 })], 2e9)
  ],
  [
    'ids that every JavaScript object has',
    'graph',
    graph([{ ...object(0), id: '__proto__' }], [root('__proto__')])
  ],
  [
    'a pointer of no size',
    'layout',
    { ...layout([field({})]), interpreter: { ...interpreter, pointer_size: 0 } }
  ],
  ['a jump out of the code', 'bytecode', bytecode({ jumps: '0 99999' })],
  [
    'a million objects',
    'graph',
    graph(Array.from({ length: 1_000_000 }, () => 0) as unknown as object[])
  ]
];

test.describe('payloads from the internet', () => {
  test('script in every string stays text', async ({ jupyter, page }) => {
    const outside: string[] = [];
    page.on('request', request => {
      if (
        !request.url().startsWith(jupyter.server.url) &&
        !request.url().startsWith('data:')
      ) {
        outside.push(request.url());
      }
    });
    jupyter.writeNotebook(
      'hostile.ipynb',
      WELL_FORMED.map(([, stored]) => stored)
    );
    await jupyter.goto('lab?reset');
    const panel = await jupyter.openNotebook('hostile.ipynb');
    for (const [kind] of WELL_FORMED) {
      const view = jupyter.view(kind);
      await view.scrollIntoViewIfNeeded();
      await expect(view).toContainText('onerror');
      await view.locator('[tabindex="0"], button').first().focus();
      for (const key of [
        'Enter',
        'ArrowDown',
        'ArrowRight',
        't',
        't',
        'Escape'
      ]) {
        await page.keyboard.press(key);
      }
    }
    await expect(
      panel.locator(
        '.jp-PyMastery img, .jp-PyMastery script, .jp-PyMastery a[href^="javascript"]'
      )
    ).toHaveCount(0);
    expect(await page.evaluate(() => '__hacked' in window)).toBe(false);
    expect(outside).toEqual([]);
  });

  test('odd and endless strings are drawn, and stay in their place', async ({
    jupyter
  }) => {
    const odd = `\u202e\u2066\0${'long '.repeat(50_000)}`;
    const strange = (payload: object): unknown =>
      JSON.parse(
        JSON.stringify(payload).replaceAll(
          JSON.stringify(SCRIPT),
          JSON.stringify(odd)
        )
      );
    jupyter.writeNotebook('odd.ipynb', [
      cell('graph', strange(graph([object(0), object(1)]))),
      cell('layout', strange(layout([field({})]))),
      cell('bytecode', strange(bytecode({}))),
      cell('check', strange(check({})))
    ]);
    await jupyter.goto('lab?reset');
    await jupyter.openNotebook('odd.ipynb');
    for (const [kind] of WELL_FORMED) {
      const view = jupyter.view(kind);
      await view.scrollIntoViewIfNeeded();
      await expect(view.getByRole('toolbar')).toBeVisible();
      await expect(view.getByRole('alert')).toHaveCount(0);
    }
    await expectNoSidewaysScroll(jupyter);
  });

  test('what cannot be drawn gets a card that says why', async ({
    jupyter
  }) => {
    await expectCards(
      jupyter,
      BROKEN.map(([name, kind, payload]) => [name, cell(kind, payload)])
    );
    await jupyter.screenshot('hostile-cards');
  });
});
