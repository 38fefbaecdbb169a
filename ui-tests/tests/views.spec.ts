import { expect, test } from '../fixtures/jupyter';

const CELLS = [
  'import pymastery as pm',
  'def total(numbers):\n    result = 0\n    for n in numbers:\n        if n % 2:\n            result += n * n\n    return result\npm.bytecode(total)',
  'pm.layout(12345678901234567890)',
  'a = [1, 2]\nb = a\nc = {"again": a}\na.append(a)\npm.graph(a=a, b=b, c=c)'
];

test.describe('the three views on a real kernel', () => {
  for (const theme of ['light', 'dark'] as const) {
    test(`are drawn, ${theme} theme`, async ({ jupyter }) => {
      jupyter.writeNotebook(`views-${theme}.ipynb`, CELLS);
      await jupyter.goto(`lab?reset`);
      await jupyter.setTheme(theme);
      await jupyter.openNotebook(`views-${theme}.ipynb`);
      await jupyter.runAll();
      for (const kind of ['bytecode', 'layout', 'graph']) {
        const view = jupyter.view(kind);
        await view.scrollIntoViewIfNeeded();
        await expect(view).toBeVisible();
        await expect(view.locator('.jp-PyMastery-error')).toHaveCount(0);
        await jupyter.screenshot(`view-${kind}-${theme}`);
      }
    });
  }
});
