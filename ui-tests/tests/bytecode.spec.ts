import { artifact } from '../fixtures/artifact';
import { displayed, expect, test } from '../fixtures/jupyter';
import { expectAccessible, shown, start } from '../fixtures/views';

const READ = [
  'import pymastery as pm',
  'def read(text, log):',
  '    try:',
  '        number = int(text)',
  '    except ValueError as error:',
  '        log.append(error)',
  '        number = 0',
  '    while number > 3:',
  '        number -= 1',
  '    return number'
].join('\n');

/** One cell a picture, drawn from a real kernel. */
const PICTURES = {
  listing: 'pm.bytecode(read)',
  graph: 'pm.bytecode(read)',
  calls: 'pm.specialise(read, [("5", [])] * 8 + [("x", [])] * 2)',
  compare:
    'pm.bytecode(read).compare(lambda text, log: int(text) if text else 0)',
  stages: 'pm.stages("hours = 7\\nseconds = 24 * 60 * 60 + hours\\n")',
  refused: 'pm.stages("total = = 3\\n")'
};

test.describe('the pictures of bytecode', () => {
  for (const theme of ['light', 'dark'] as const) {
    test(`are drawn and accessible, ${theme} theme`, async ({
      jupyter,
      page
    }) => {
      await start(jupyter, `pictures-${theme}.ipynb`, [
        READ,
        ...Object.values(PICTURES)
      ]);
      await jupyter.setTheme(theme);
      for (const [index, name] of Object.keys(PICTURES).entries()) {
        const view = await shown(jupyter, 'bytecode', index);
        if (name === 'graph') {
          await view.getByRole('button', { name: 'Graph' }).click();
        }
        await view.screenshot({
          path: artifact(`bytecode-${name}-${theme}.png`)
        });
      }
      await expectAccessible(page);
    });
  }

  test('say how deep the stack is, where exceptions go and what an opcode does', async ({
    jupyter,
    page
  }) => {
    await start(jupyter, 'listing.ipynb', [READ, PICTURES.listing]);
    const view = await shown(jupyter, 'bytecode');
    await expect(
      view.locator('.jp-PyMastery-bytecode-bracket').first()
    ).toBeAttached();
    await expect(view.getByText('handler, keeps 0')).toBeVisible();
    const compare = view.getByRole('row', { name: /COMPARE_OP/ }).first();
    await compare.click();
    await expect(view.getByRole('group', { name: 'The stack' })).toContainText(
      'left'
    );
    await expect(
      view.getByRole('link', { name: /in the documentation/ })
    ).toHaveAttribute(
      'href',
      /^https:\/\/docs\.python\.org\/3\.1\d\/library\/dis\.html#opcode-COMPARE_OP$/
    );
    await view.getByRole('button', { name: 'Tables' }).click();
    const entry = view.getByRole('button', { name: /^\d+ number local/ });
    await entry.hover();
    await expect(view.locator('[role=row].jp-mod-same').first()).toBeAttached();
    await compare.focus();
    await page.keyboard.press('/');
    await page.keyboard.type('append');
    const search = view.getByRole('search');
    await expect(search.getByRole('status')).toHaveText('1 of 1');
    await page.keyboard.press('Escape');
    await expect(search).toHaveCount(0);
    await expect(compare).toBeFocused();
  });

  test('never lose the focus, and what was opened and scrolled to', async ({
    jupyter,
    page
  }) => {
    await start(jupyter, 'focus.ipynb', [READ, PICTURES.listing]);
    const view = await shown(jupyter, 'bytecode');
    const call = view.getByRole('row', { name: /CALL/ }).first();
    await call.focus();
    // the cards of the opcodes are loaded when the first row is looked at
    await expect(
      view.getByRole('link', { name: /in the documentation/ })
    ).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(view.locator(':focus')).toHaveText(/in the documentation/);
    await page.keyboard.press('Shift+Tab');
    await expect(call).toBeFocused();
    const end =
      (await view.getByRole('treegrid').getAttribute('aria-rowcount')) ?? '';
    await page.keyboard.press('End');
    const last = view.locator('[role=row]:focus');
    await expect(last).toHaveAttribute('aria-rowindex', end);
    await expect(last).toBeInViewport();
    await page.keyboard.press('t');
    await expect(view.locator('pre')).toBeFocused();
    await page.keyboard.press('t');
    await expect(last).toHaveAttribute('aria-rowindex', end);
    await expect(last).toBeInViewport();
    const button = view.getByRole('button', { name: 'Listing' });
    await button.focus();
    await page.keyboard.press('t');
    await expect(
      view.getByRole('button', { name: 'Text', exact: true })
    ).toBeFocused();
    await page.keyboard.press('t');
    await expect(button).toBeFocused();
  });

  test('show all rows that a part of the source lights, and where control goes', async ({
    jupyter
  }) => {
    await start(jupyter, 'lit.ipynb', [READ, PICTURES.listing]);
    const view = await shown(jupyter, 'bytecode');
    await view
      .getByRole('group', { name: 'Source' })
      .getByRole('button', { name: 'return' })
      .click();
    const lit = view.locator('[role=row].jp-mod-same');
    await expect(lit.first()).toBeInViewport();
    await expect(lit.last()).toBeInViewport();
    const pane = await lit.first().evaluate(row => {
      const box = row.closest('.jp-PyMastery-pane')?.getBoundingClientRect();
      return box && { left: box.left, right: box.right };
    });
    const target = view.getByText(/^to L\d+$/).first();
    const box = await target.boundingBox();
    expect(box && pane && box.x + box.width).toBeLessThan(pane?.right ?? 0);
  });

  test('let the keyboard walk along the ways of the graph, and back to the listing', async ({
    jupyter,
    page
  }) => {
    await start(jupyter, 'graph.ipynb', [READ, PICTURES.graph]);
    const view = await shown(jupyter, 'bytecode');
    await view.getByRole('button', { name: 'Graph' }).click();
    const first = view.locator('svg [tabindex="0"]').first();
    await first.focus();
    await expect(view.locator(':focus')).toHaveAccessibleName(/^Block 0/);
    await page.keyboard.press('ArrowDown');
    await expect(view.locator(':focus')).toHaveAccessibleName(/^Block 1/);
    await page.keyboard.press('e');
    await expect(view.locator(':focus')).toHaveAccessibleName(/exception/i);
    await page.keyboard.press('Enter');
    await expect(view.getByRole('treegrid')).toBeVisible();
    await expect(
      view.locator('[role=row][aria-selected=true]').first()
    ).toBeFocused();
  });

  test('show call by call what ran', async ({ jupyter }) => {
    await start(jupyter, 'calls.ipynb', [READ, PICTURES.calls]);
    const view = await shown(jupyter, 'bytecode');
    const grid = view.getByRole('grid', { name: /What ran/ });
    await expect(grid).toContainText('call 1');
    await expect(grid.getByRole('gridcell').first()).toBeVisible();
    await grid.getByRole('gridcell').last().click();
    await expect(
      view.locator('.jp-PyMastery-bytecode-detail')
    ).not.toHaveAttribute('data-empty');
    await view.getByRole('button', { name: 'Listing' }).click();
    await expect(view.getByRole('treegrid')).toBeVisible();
  });

  test('light up one place in every stage, and say which stage refuses', async ({
    jupyter
  }) => {
    await start(jupyter, 'stages.ipynb', [
      READ,
      PICTURES.stages,
      PICTURES.refused
    ]);
    const stages = await shown(jupyter, 'bytecode');
    // beside a sidebar there is room for one stage at a time
    await stages.getByRole('tab', { name: /Tree/ }).click();
    await stages.getByRole('treeitem', { name: /BinOp/ }).first().click();
    await expect(
      stages.locator('.jp-PyMastery-stages-segment.jp-mod-lit').first()
    ).toBeVisible();
    const refused = await shown(jupyter, 'bytecode', 1);
    await expect(refused).toContainText('SyntaxError');
    await expect(refused).toContainText('invalid syntax');
  });

  test('open a listing of 100 000 instructions and stay quick', async ({
    jupyter,
    page
  }) => {
    await start(jupyter, 'long.ipynb', [
      READ,
      'pm.bytecode("".join(f"x{i} = y{i} + {i}\\n" for i in range(16000)))'
    ]);
    const view = await shown(jupyter, 'bytecode');
    const grid = view.getByRole('treegrid');
    const rows = Number(await grid.getAttribute('aria-rowcount'));
    expect(rows).toBeGreaterThan(90_000);
    expect(await grid.getByRole('row').count()).toBeLessThan(100);
    await grid.getByRole('rowgroup').getByRole('row').first().focus();
    await page.keyboard.press('End');
    await expect(grid.locator(':focus')).toContainText('RETURN');
    await page.keyboard.press('Home');
    await expect(grid.locator(':focus')).toContainText('0');
  });

  test('draw what an older pymastery saved', async ({ jupyter }) => {
    const saved = {
      kind: 'bytecode',
      version: 1,
      interpreter: {
        python: '3.13.0',
        implementation: 'cpython',
        pointer_size: 8,
        free_threaded: false,
        build: 'any'
      },
      subject: 'function f',
      source: {
        filename: 'f.py',
        first_line: 1,
        lines: ['def f(a): return a']
      },
      opcodes: [
        { name: 'LOAD_FAST', operand: 'local', caches: 0 },
        { name: 'RETURN_VALUE', operand: 'none', caches: 0 }
      ],
      texts: ['a'],
      codes: [
        {
          name: 'f',
          qualname: 'f',
          first_line: 1,
          flags: [],
          arguments: 1,
          stack_size: 1,
          consts: '',
          names: '',
          locals: '0',
          cells: '',
          frees: '',
          positions: 'columns',
          opcode: '0 1',
          arg: '0 -1',
          text: '0 -1',
          span: '0 0',
          spans: '0 17 0 18',
          jumps: '',
          nested: '',
          exceptions: ''
        }
      ]
    };
    jupyter.writeNotebook('old.ipynb', [
      {
        source: '# saved',
        outputs: [
          displayed({
            'application/vnd.pymastery.bytecode.v1+json': saved,
            'text/plain': 'text'
          })
        ]
      }
    ]);
    await jupyter.goto('lab?reset');
    await jupyter.openNotebook('old.ipynb');
    const view = await shown(jupyter, 'bytecode');
    await view.getByRole('row', { name: /LOAD_FAST/ }).hover();
    await expect(
      view.locator('.jp-PyMastery-bytecode-segment.jp-mod-lit')
    ).toHaveText(['a']);
  });
});
