import { expect, test as base } from '@playwright/test';
import { Jupyter } from '../fixtures/jupyter';
import { startServer } from '../fixtures/server';

const test = base.extend<{ jupyter: Jupyter }>({
  jupyter: async ({ page }, use) => {
    const server = await startServer({ name: 'notebook7', app: 'notebook' });
    await use(new Jupyter(page, server));
    await server.stop();
  }
});

test('Notebook 7 draws the same views and has the Roadmap', async ({
  jupyter,
  page
}) => {
  jupyter.writeNotebook('seven.ipynb', [
    'import pymastery as pm',
    'def twice(x):\n    return x + x\npm.bytecode(twice)',
    'pm.layout(1.5)',
    'pm.graph(a=[1, [2]])'
  ]);
  await jupyter.goto('notebooks/seven.ipynb');
  await expect(jupyter.notebook()).toBeVisible();
  await jupyter.runAll();
  for (const kind of ['bytecode', 'layout', 'graph']) {
    await jupyter.view(kind).scrollIntoViewIfNeeded();
    await expect(jupyter.view(kind)).toBeVisible();
    await expect(jupyter.view(kind).getByRole('alert')).toHaveCount(0);
  }
  await jupyter.screenshot('notebook7');
  await jupyter.execute('pymastery:open-roadmap');
  await expect(page.getByRole('tree')).toBeVisible();
});
