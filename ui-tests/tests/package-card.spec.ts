import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Jupyter } from '../fixtures/jupyter';
import { startServer } from '../fixtures/server';

const checkout = path.resolve(__dirname, '../..');
const run = path.join(checkout, 'ui-tests/.run/bare-kernel');

/** A kernel that lacks pymastery; what pip installs there goes to a folder of its own. */
const test = base.extend<{ jupyter: Jupyter }>({
  jupyter: async ({ page }, use) => {
    const server = await startServer({
      name: 'bare-kernel',
      app: 'jupyterlab'
    });
    const site = path.join(run, 'site');
    const spec = path.join(run, 'data/kernels/bare');
    mkdirSync(spec, { recursive: true });
    mkdirSync(site);
    const python = ['3.13', '3.12', '3.11', '3.10']
      .map(version =>
        path.join(checkout, `.pythons/venv/${version}/bin/python`)
      )
      .find(existsSync);
    const kernel = {
      argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
      display_name: 'Bare',
      language: 'python',
      env: {
        PYTHONPATH: site,
        PIP_TARGET: site,
        PIP_NO_INDEX: '1',
        PIP_FIND_LINKS: path.join(checkout, 'dist')
      }
    };
    writeFileSync(path.join(spec, 'kernel.json'), JSON.stringify(kernel));
    await use(new Jupyter(page, server));
    await server.stop();
  }
});

test('a kernel without the package gets a card, and one click inserts the cell that helps', async ({
  jupyter,
  page
}) => {
  expect(
    readdirSync(path.join(checkout, 'dist')).some(name => name.endsWith('.whl'))
  ).toBe(true);
  jupyter.writeNotebook(
    'bare.ipynb',
    ['import pymastery as pm\npm.layout(1)'],
    'bare'
  );
  await jupyter.goto('lab?reset');
  const panel = await jupyter.openNotebook('bare.ipynb');
  await jupyter.runAll();
  await expect(panel).toContainText('ModuleNotFoundError');
  const action = page.getByRole('button', { name: /Insert the Install Cell/i });
  await expect(action).toBeVisible();
  await jupyter.screenshot('package-card');
  await action.click();
  await expect(panel.locator('.jp-CodeCell').first()).toContainText(
    '%pip install pymastery'
  );
  await jupyter.runAll();
  await expect(jupyter.view('layout')).toBeVisible();
});
