import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '../fixtures/jupyter';

const python = path.resolve(__dirname, '../../.venv/bin/python');

test('nbconvert’s HTML of an executed notebook shows the static twins', async ({
  jupyter,
  page
}) => {
  jupyter.writeNotebook('static.ipynb', [
    'import pymastery as pm',
    'def total(xs):\n    return sum(x * x for x in xs)\npm.bytecode(total)',
    'pm.layout([1, 2, 3])',
    'a = []\npm.graph(a=a, b=[a, a])'
  ]);
  execFileSync(
    python,
    [
      '-m',
      'nbconvert',
      '--to',
      'html',
      '--execute',
      '--output',
      'static.html',
      'static.ipynb'
    ],
    { cwd: jupyter.server.root, stdio: 'pipe' }
  );
  await page.goto(
    pathToFileURL(path.join(jupyter.server.root, 'static.html')).href
  );
  const outputs = page.locator('.jp-OutputArea-output');
  await expect(
    outputs.filter({ hasText: 'RETURN_' }).locator('table').first()
  ).toBeVisible();
  await expect(
    outputs.filter({ hasText: 'ob_refcnt' }).locator('table').first()
  ).toBeVisible();
  await expect(page.locator('.pymastery-graph').first()).toBeVisible();
  // one form of each output, and no raw payload
  await expect(page.locator('body')).not.toContainText('vnd.pymastery');
});
