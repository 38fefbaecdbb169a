import { expect, test as base } from '@playwright/test';
import { Jupyter } from '../fixtures/jupyter';
import { startServer } from '../fixtures/server';

const test = base.extend<{ jupyter: Jupyter }>({
  jupyter: async ({ page }, use) => {
    const server = await startServer({
      name: 'binder',
      app: 'jupyterlab',
      baseUrl: '/user/learner-1x2y/'
    });
    await use(new Jupyter(page, server));
    await server.stop();
  }
});

test('under a Hub’s base URL the course is found and runs', async ({
  jupyter,
  page
}) => {
  await jupyter.goto('lab?reset');
  await jupyter.execute('pymastery:open-roadmap');
  const tree = page.getByRole('tree');
  await expect(tree).toBeVisible();
  await tree
    .getByRole('treeitem', { name: /Python Execution Model/ })
    .first()
    .click();
  await expect(jupyter.notebook()).toBeVisible();
  await jupyter.runAll();
  await jupyter.view('graph').scrollIntoViewIfNeeded();
  await expect(jupyter.view('graph')).toBeVisible();
  await jupyter.screenshot('binder');
});
