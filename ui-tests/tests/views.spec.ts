import type { Locator, Page } from '@playwright/test';
import { artifact } from '../fixtures/artifact';
import { displayed, expect, test, type Jupyter } from '../fixtures/jupyter';
import { expectAccessible, shown, start } from '../fixtures/views';

const KINDS = ['bytecode', 'layout', 'graph', 'check'];

const CELLS = [
  'import pymastery as pm',
  [
    'def total(numbers):',
    '    result = 0',
    '    for n in numbers:',
    '        if n % 2:',
    '            result += n * n',
    '    def later(extra):',
    '        return result + extra',
    '    return later',
    'pm.bytecode(total)'
  ].join('\n'),
  'pm.layout([1, "two", 3.0])',
  'a = [1, [2]]\nb = a\nc = {"again": a}\na.append(a)\npm.graph(a=a, b=b, c=c)',
  'pm.check("stage-of", lambda source: "parse")'
];

/** Opens a notebook with one view of each kind, drawn from a real kernel. */
async function startAll(jupyter: Jupyter, name: string): Promise<void> {
  await start(jupyter, name, CELLS);
  for (const kind of KINDS) {
    await shown(jupyter, kind);
  }
}

/** What of a view the keyboard reaches first below the toolbar. */
function stop(view: Locator): Locator {
  return view
    .locator('.jp-PyMastery-header ~ * [tabindex="0"], summary')
    .first();
}

/** Types of the cells, the active one and the mode: what a notebook's shortcuts would change. */
function notebook(page: Page): Promise<string> {
  return page
    .locator('.jp-NotebookPanel:not(.lm-mod-hidden)')
    .evaluate(
      panel =>
        [...panel.querySelectorAll('.jp-Cell')]
          .map(cell => cell.className.match(/jp-(Code|Markdown|Raw)Cell/)?.[0])
          .join(' ') +
        [...panel.querySelectorAll('.jp-InputPrompt')]
          .map(prompt => prompt.textContent)
          .join(' ') +
        String(panel.querySelector('.jp-mod-commandMode') !== null)
    );
}

test.describe('the views on a real kernel', () => {
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    test(`are drawn and accessible, ${theme} theme`, async ({
      jupyter,
      page
    }) => {
      await startAll(jupyter, `views-${theme}.ipynb`);
      await jupyter.setTheme(theme);
      for (const kind of KINDS) {
        const view = await shown(jupyter, kind);
        await expect(view.locator('.jp-PyMastery-error')).toHaveCount(0);
        await view.screenshot({
          path: artifact(`view-${kind}-${theme}.png`)
        });
      }
      await expectAccessible(page);
    });
  }

  test('keep their keys from the notebook, and give them back with Esc', async ({
    jupyter,
    page
  }) => {
    await startAll(jupyter, 'keys.ipynb');
    for (const kind of KINDS) {
      const view = await shown(jupyter, kind);
      await stop(view).focus();
      const before = await notebook(page);
      for (const key of 'abddxyzmjk1hos+-0'
        .split('')
        .concat(['Shift+Enter', 'Shift+M', 'ArrowDown', 'ArrowUp'])) {
        await page.keyboard.press(key);
      }
      expect(await notebook(page), kind).toBe(before);
      await expect(view.locator(':focus'), kind).toHaveCount(1);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(view.locator(':focus'), kind).toHaveCount(0);
    }
    const cells = page.locator(
      '.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell'
    );
    await page.keyboard.press('b');
    await expect(cells).toHaveCount(CELLS.length + 1);
  });

  test('let Tab in and out again', async ({ jupyter, page }) => {
    await startAll(jupyter, 'tab.ipynb');
    for (const kind of KINDS) {
      const view = await shown(jupyter, kind);
      await view.getByRole('button', { name: 'Text' }).focus();
      const stops = await view.locator('[tabindex="0"], summary').count();
      let inside = 0;
      for (; inside <= stops; inside += 1) {
        await page.keyboard.press('Tab');
        if ((await view.locator(':focus').count()) === 0) {
          break;
        }
      }
      expect(inside, `${kind}: stops after the toolbar`).toBeGreaterThan(0);
      expect(inside, `${kind}: no trap`).toBeLessThanOrEqual(stops);
      await view.getByRole('toolbar').locator('[tabindex="0"]').focus();
      await page.keyboard.press('Shift+Tab');
      await expect(view.locator(':focus'), kind).toHaveCount(0);
    }
  });

  test('have a text twin, one key away', async ({ jupyter, page }) => {
    await startAll(jupyter, 'twin.ipynb');
    const says = {
      bytecode: 'LOAD_FAST',
      layout: 'ob_refcnt',
      graph: 'list',
      check: 'passed'
    };
    for (const [kind, word] of Object.entries(says)) {
      const view = await shown(jupyter, kind);
      await stop(view).focus();
      await page.keyboard.press('t');
      const twin = view.locator('pre.jp-PyMastery-twin');
      await expect(twin).toContainText(word);
      await expect(twin).toBeFocused();
      await page.keyboard.press('t');
      await expect(twin).toHaveCount(0);
      await expect(stop(view)).toBeFocused();
    }
  });

  test('bytecode: source and instructions light each other up', async ({
    jupyter,
    page
  }) => {
    await startAll(jupyter, 'bytecode.ipynb');
    const view = await shown(jupyter, 'bytecode');
    const source = view.getByRole('group', { name: 'Source' });
    const lit = source.locator('.jp-PyMastery-bytecode-segment.jp-mod-lit');
    const store = view
      .getByRole('row', { name: /STORE_(FAST|DEREF).*result/ })
      .first();
    await store.hover();
    await expect(lit).toHaveText(['result']);
    const part = source.getByRole('button', { name: '%', exact: true });
    // an interpreter without columns has the whole line instead
    const back = (await part.count()) ? part : source.getByText('if n % 2');
    await back.first().hover();
    await expect(view.locator('[role=row].jp-mod-same').first()).toContainText(
      'BINARY'
    );
    await store.click();
    await page.mouse.move(0, 0);
    await expect(store).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Escape');
    await expect(store).toHaveAttribute('aria-selected', 'false');
    await expect(store).toBeFocused();

    const nested = view.getByRole('button', { name: /Show the code of/ });
    const rows = view.getByRole('row');
    const before = await rows.count();
    await nested.first().click();
    await expect(rows.nth(before + 2)).toBeAttached();
    await expect(view.locator('[aria-level="2"]').first()).toContainText(
      'later'
    );
  });

  test('layout: a pointer is followed with the keyboard', async ({
    jupyter,
    page
  }) => {
    await startAll(jupyter, 'layout.ipynb');
    const view = await shown(jupyter, 'layout');
    const field = view.getByRole('button', { name: /^ob_item,/ });
    await stop(view).focus();
    for (let steps = 0; steps < 12; steps += 1) {
      if (await field.evaluate(node => node === document.activeElement)) {
        break;
      }
      await page.keyboard.press('ArrowDown');
    }
    await expect(field).toBeFocused();
    await expect(view.locator('.jp-PyMastery-layout-detail')).toContainText(
      'PyObject**'
    );
    await page.keyboard.press('Enter');
    await expect(
      view.getByRole('button', { name: /^ob_item\[0\],/ })
    ).toBeFocused();
    await view.getByRole('button', { name: /^ob_item →$/ }).click();
    await expect(field).toBeFocused();
  });

  test('graph: folds by keyboard, dims what is not related', async ({
    jupyter,
    page
  }) => {
    await startAll(jupyter, 'graph.ipynb');
    const view = await shown(jupyter, 'graph');
    const cards = view.locator('.jp-PyMastery-graph-card');
    const inner = view.getByRole('group', { name: /^o\d+, list, \[2\]/ });
    await expect(inner).toBeVisible();
    await stop(view).focus();
    await page.keyboard.press('ArrowRight');
    const outer = view.locator('.jp-PyMastery-graph-card:focus');
    await expect(outer).toHaveAttribute('aria-label', /list/);
    await page.keyboard.press('Enter');
    await expect(inner).toHaveCount(0);
    await expect(outer).toHaveAttribute('aria-label', /folded/);
    await page.keyboard.press('Enter');
    await expect(inner).toBeVisible();
    await inner.hover();
    await expect(
      view.locator('.jp-PyMastery-graph-card-dim').first()
    ).toBeVisible();
    await expect(
      view.locator('.jp-PyMastery-graph-edges-lit path').first()
    ).toBeAttached();
    await page.mouse.move(0, 0);
    await expect(view.locator('.jp-PyMastery-graph-card-dim')).toHaveCount(0);
    await expect(cards.first()).toBeVisible();
  });

  test('stay in their column, narrow and wide', async ({ jupyter, page }) => {
    await startAll(jupyter, 'widths.ipynb');
    // the sidebars take their part: the narrow one leaves 300 pixels
    for (const width of [670, 2000]) {
      await page.setViewportSize({ width, height: 900 });
      for (const kind of KINDS) {
        const view = await shown(jupyter, kind);
        const wider = (): Promise<number> =>
          view.evaluate(node => node.scrollWidth - node.clientWidth);
        await expect.poll(wider, { message: `${kind} at ${width}` }).toBe(0);
      }
    }
  });

  test('follow an output that is displayed again', async ({
    jupyter,
    page
  }) => {
    jupyter.writeNotebook('again.ipynb', [
      {
        source: '',
        outputs: [displayed({ 'text/plain': 'nothing yet' })]
      },
      'import pymastery as pm\nfrom IPython.display import display\nhandle = display(pm.layout(1), display_id=True)',
      'handle.update(pm.layout("other"))'
    ]);
    await jupyter.goto('lab?reset');
    await jupyter.openNotebook('again.ipynb');
    await jupyter.runAll();
    await expect(jupyter.view('layout')).toContainText('other');
    await expect(page.locator('.jp-PyMastery-layout-view')).toHaveCount(1);
  });
});
