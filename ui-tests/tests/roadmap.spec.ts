import AxeBuilder from '@axe-core/playwright';
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { expect, Jupyter, test as base } from '../fixtures/jupyter';
import { Roadmap } from '../fixtures/roadmap';

const test = base.extend<{ roadmap: Roadmap }>({
  roadmap: async ({ jupyter }, use) => {
    await use(new Roadmap(jupyter));
  }
});

test.describe('the Roadmap by mouse', () => {
  test('shows the whole course', async ({ roadmap }) => {
    await roadmap.open();
    for (const phase of [1, 2, 3, 4, 5]) {
      await expect(roadmap.item(new RegExp(`^Phase ${phase}\\b`))).toHaveCount(
        1
      );
    }
    await roadmap.tree.focus();
    await roadmap.item(/^Phase 1\b/).focus();
    await roadmap.jupyter.page.keyboard.press('*');
    await expect(roadmap.item(/not written yet/).first()).toHaveAttribute(
      'aria-disabled',
      'true'
    );
    await roadmap.jupyter.screenshot('roadmap');
  });

  test('opens a topic as a copy of the learner’s own, and leaves it untouched', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    await roadmap.first.click();
    await expect(jupyter.notebook()).toBeVisible();
    expect(roadmap.read(roadmap.lesson)).toContain('"cells"');
    await roadmap.rewriteLesson('my own words');
  });

  test('two fast clicks make one copy', async ({ roadmap, jupyter }) => {
    await roadmap.open();
    await roadmap.first.dblclick();
    await expect(jupyter.notebook()).toHaveCount(1);
    expect(roadmap.read('phase1/01-execution-model-1.ipynb')).toBe('');
  });

  test('remembers what was opened and done, after a reload and in a new browser', async ({
    roadmap,
    jupyter,
    browser
  }) => {
    await roadmap.open();
    await roadmap.first.click();
    await expect(jupyter.notebook()).toBeVisible();
    await expect(roadmap.first).toContainText('opened');
    await roadmap.first.focus();
    await jupyter.page.keyboard.press('Space');
    await expect(roadmap.first).toHaveAttribute('aria-checked', 'true');
    await expect.poll(() => roadmap.read('progress.jsonl')).toContain('"done"');
    await jupyter.page.reload();
    await jupyter.goto('lab');
    await roadmap.show();
    await expect(roadmap.first).toHaveAttribute('aria-checked', 'true');

    const context = await browser.newContext();
    const other = new Roadmap(
      new Jupyter(await context.newPage(), jupyter.server)
    );
    await other.jupyter.goto('lab');
    await other.show();
    await expect(other.first).toHaveAttribute('aria-checked', 'true');
    await context.close();
  });

  test('reset keeps the old notebook beside the fresh one', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    await roadmap.first.click();
    await expect(jupyter.notebook()).toBeVisible();
    await roadmap.rewriteLesson('my own words');
    await roadmap.first.click({ button: 'right' });
    await jupyter.page.getByRole('menuitem', { name: /Reset/ }).click();
    await expect(jupyter.notebook()).not.toContainText('my own words');
    await expect
      .poll(() => roadmap.read('phase1/01-execution-model-1.ipynb'))
      .toContain('my own words');
    expect(roadmap.read(roadmap.lesson)).not.toContain('my own words');
  });

  test('searches', async ({ roadmap, jupyter }) => {
    await roadmap.open();
    const box = roadmap.panel.getByRole('searchbox');
    await box.fill('descriptor');
    await expect(roadmap.item(/Descriptors/).first()).toBeVisible();
    await expect(roadmap.item(/Memory Management/)).toHaveCount(0);
    await box.fill('no such thing at all');
    await expect(roadmap.panel).toContainText('no such thing at all');
    await jupyter.page.keyboard.press('Escape');
    await expect(box).toHaveValue('');
    await expect(roadmap.first).toBeVisible();
  });

  test('resources open in a new tab, over https', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    await roadmap.panel.getByRole('searchbox').fill('Data Model');
    await jupyter.page
      .context()
      .route(/docs\.python\.org/, route => route.fulfill({ body: 'the docs' }));
    const opened = jupyter.page.context().waitForEvent('page');
    await roadmap.item(/Python Data Model/).click();
    const page = await opened;
    await page.waitForURL(/^https:\/\/docs\.python\.org\//);
    expect(await page.evaluate(() => window.opener)).toBeNull();
    await page.close();
  });
});

test.describe('the Roadmap by keyboard', () => {
  test('arrow keys, type-ahead and Enter open the first lesson', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    const keyboard = jupyter.page.keyboard;
    await roadmap.panel.getByRole('searchbox').focus();
    await keyboard.press('Tab');
    // from here on the tree is reached by Tab alone
    for (let presses = 0; presses < 5; presses += 1) {
      if (await roadmap.tree.locator(':focus').count()) {
        break;
      }
      await keyboard.press('Tab');
    }
    await expect(roadmap.tree.locator(':focus')).toHaveCount(1);
    await keyboard.press('Home');
    await expect(roadmap.tree.locator(':focus')).toContainText('Phase 1');
    await keyboard.type('python exec');
    await expect(roadmap.tree.locator(':focus')).toContainText(
      'Python Execution Model'
    );
    await keyboard.press('Enter');
    await expect(jupyter.notebook()).toBeVisible();
  });

  test('End, Left and Right move along the tree', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    const keyboard = jupyter.page.keyboard;
    await roadmap.item(/^Phase 1\b/).focus();
    await keyboard.press('ArrowLeft');
    await expect(roadmap.item(/^Phase 1\b/)).toHaveAttribute(
      'aria-expanded',
      'false'
    );
    await keyboard.press('ArrowRight');
    await expect(roadmap.item(/^Phase 1\b/)).toHaveAttribute(
      'aria-expanded',
      'true'
    );
    await keyboard.press('End');
    await expect(roadmap.tree.getByRole('treeitem').last()).toBeFocused();
  });
});

test.describe('the Roadmap on a first visit', () => {
  test('is open by itself; later the layout is the learner’s', async ({
    roadmap,
    jupyter
  }) => {
    await jupyter.goto('lab?reset');
    await expect(roadmap.tree).toBeVisible();
    const saved = jupyter.page.waitForResponse(
      response =>
        response.request().method() === 'PUT' &&
        response.url().includes('/api/workspaces/') &&
        (response.request().postData() ?? '').includes(
          '"current":"filebrowser"'
        )
    );
    await jupyter.execute('filebrowser:activate');
    await expect(roadmap.panel).toBeHidden();
    await saved;
    await jupyter.goto('lab');
    await expect(jupyter.page.locator('.jp-FileBrowser')).toBeVisible();
    await expect(roadmap.panel).toBeHidden();
  });
});

test.describe('when the server does not answer', () => {
  const sentence = /did not answer/;

  for (const part of ['roadmap', 'roadmap-model']) {
    test(`for ${part}: one sentence, one action`, async ({
      roadmap,
      jupyter
    }) => {
      const chunk = new RegExp(`/pymastery/static/${part}\\.`);
      await jupyter.page.route(chunk, route => route.abort());
      await jupyter.goto('lab?reset');
      await jupyter.execute('pymastery:open-roadmap');
      await expect(roadmap.panel.getByRole('alert')).toContainText(sentence);
      await jupyter.page.unroute(chunk);
      await roadmap.panel.getByRole('button', { name: 'Try again' }).click();
      await expect(roadmap.tree).toBeVisible();
    });
  }

  test('to a click: a sentence, and the next click works', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    await jupyter.page.route(/roadmap-actions|\/api\/contents/, route =>
      route.abort()
    );
    await roadmap.first.click();
    const said = jupyter.page.getByText(sentence).first();
    await expect(said).toBeVisible();
    await jupyter.page.unroute(/roadmap-actions|\/api\/contents/);
    await roadmap.first.click();
    await expect(jupyter.notebook()).toBeVisible();
  });
});

test.describe('the Roadmap is accessible', () => {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing, ${theme} theme`, async ({ roadmap, jupyter }) => {
      await roadmap.open();
      await jupyter.setTheme(theme);
      await roadmap.item(/^Phase 1\b/).focus();
      await jupyter.page.keyboard.press('*');
      const { violations } = await new AxeBuilder({ page: jupyter.page })
        .include('#pymastery-roadmap')
        .analyze();
      expect(
        violations.map(
          ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`
        )
      ).toEqual([]);
      await jupyter.screenshot(`roadmap-${theme}`);
    });
  }
});

test.describe('when the course folder is not as it was', () => {
  const said = (roadmap: Roadmap) =>
    roadmap.jupyter.page
      .locator('.jp-toast-message, [role=alert], .Toastify__toast')
      .filter({ hasText: /\w/ })
      .first();

  test('deleted or renamed: the copy is made anew, the old one is where it was moved', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    await roadmap.first.click();
    await expect(jupyter.notebook()).toBeVisible();
    await jupyter.execute('application:close-all');
    rmSync(roadmap.file('../moved'), { recursive: true, force: true });
    renameSync(roadmap.file(''), roadmap.file('../moved'));
    await roadmap.first.click();
    await expect(jupyter.notebook()).toBeVisible();
    expect(roadmap.read(roadmap.lesson)).toContain('"cells"');
    expect(roadmap.read(`../moved/${roadmap.lesson}`)).toContain('"cells"');
  });

  test('a file stands in its place: a sentence, and the file is untouched', async ({
    roadmap
  }) => {
    await roadmap.open();
    rmSync(roadmap.file(''), { recursive: true, force: true });
    writeFileSync(roadmap.file(''), 'mine');
    await roadmap.first.click();
    await expect(said(roadmap)).toContainText('pymastery-course');
    expect(roadmap.read('')).toBe('mine');
    rmSync(roadmap.file(''));
  });

  test('read-only: a sentence that says what to do', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    // also root must be refused: the server answers as it does for a folder that it may not write
    await jupyter.page.route(
      /\/api\/contents\/pymastery-course/,
      (route, request) =>
        request.method() === 'GET'
          ? route.continue()
          : route.fulfill({
              status: 403,
              json: { message: 'Permission denied: pymastery-course' }
            })
    );
    await roadmap.first.click();
    await expect(said(roadmap)).toContainText(/read|permission|write/i);
    await expect(jupyter.notebook()).toHaveCount(0);
    await jupyter.screenshot('read-only');
  });

  test('corrupt progress is set aside, what can be read is kept', async ({
    roadmap,
    jupyter
  }) => {
    await roadmap.open();
    await roadmap.first.click();
    await expect
      .poll(() => roadmap.read('progress.jsonl'))
      .toContain('"opened"');
    writeFileSync(
      roadmap.file('progress.jsonl'),
      `${roadmap.read('progress.jsonl')}{"v":1,"id":"tru\n`
    );
    await jupyter.goto('lab?reset');
    await roadmap.show();
    await expect(roadmap.first).toContainText('opened');
    await expect(roadmap.panel.getByRole('alert')).toContainText(/progress/i);
    await expect
      .poll(() => roadmap.read('progress.corrupt-1.jsonl'))
      .toContain('"tru');
  });

  test('the extension’s course files are missing: one sentence, one action', async ({
    roadmap,
    jupyter
  }) => {
    await jupyter.page.route(/\/lab\/extensions\/pymastery\/course/, route =>
      route.fulfill({ status: 404 })
    );
    await jupyter.goto('lab?reset');
    await jupyter.execute('pymastery:open-roadmap');
    await expect(roadmap.panel.getByRole('alert')).toBeVisible();
    await jupyter.page.unroute(/\/lab\/extensions\/pymastery\/course/);
    await roadmap.panel.getByRole('button', { name: 'Try again' }).click();
    await expect(roadmap.tree).toBeVisible();
  });
});

test('a folder that the system makes read-only loses nothing', async ({
  roadmap,
  jupyter
}) => {
  test.skip(
    process.getuid?.() === 0,
    'root may write everywhere; the same answer of the server is tested above'
  );
  await roadmap.open();
  mkdirSync(roadmap.file(''), { recursive: true });
  chmodSync(roadmap.file(''), 0o555);
  await roadmap.first.click();
  await expect(
    jupyter.page.getByText(/pymastery-course/).first()
  ).toBeVisible();
  chmodSync(roadmap.file(''), 0o755);
});
