import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../fixtures/jupyter';

const checkout = path.resolve(__dirname, '../..');

/** The interpreters that this machine has, as devtools/pythons.sh found them. */
const versions = readFileSync(
  path.join(checkout, '.pythons/matrix.tsv'),
  'utf8'
)
  .trim()
  .split('\n')
  .map(row => row.split('\t')[0] ?? '');

const CELLS = [
  'import sys, pymastery as pm\nprint(sys.version.split()[0])',
  'def twice(x):\n    return x + x\npm.bytecode(twice)',
  'pm.layout("naïve")',
  'names = ["a", "b"]\nalias = names\npm.graph(names=names, alias=alias)'
];

test.describe('kernels', () => {
  for (const version of versions) {
    test(`on CPython ${version} the views are drawn`, async ({ jupyter }) => {
      const name = `kernel-${version}.ipynb`;
      jupyter.writeNotebook(name, CELLS, `python${version}`);
      await jupyter.goto('lab?reset');
      const panel = await jupyter.openNotebook(name);
      await jupyter.runAll();
      await expect(
        panel.locator('.jp-OutputArea-output').first()
      ).toContainText(`${version}.`);
      for (const kind of ['bytecode', 'layout', 'graph']) {
        const view = jupyter.view(kind);
        await view.scrollIntoViewIfNeeded();
        await expect(view).toBeVisible();
        await expect(view.getByRole('alert')).toHaveCount(0);
        await expect(view).toContainText(version);
      }
      // no warning of the interpreter about what the package does
      await expect(
        panel.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
      ).toHaveCount(0);
    });
  }

  test('all six supported versions are tested where CI runs', () => {
    test.skip(
      !process.env.CI,
      'on a learner’s machine those that it has are enough'
    );
    expect(versions).toEqual(['3.10', '3.11', '3.12', '3.13', '3.14', '3.15']);
  });
});
