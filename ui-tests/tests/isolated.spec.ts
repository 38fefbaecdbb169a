import { expect, test } from '../fixtures/jupyter';

test('the wheel alone brings the sidebar, the lesson and the views', async ({
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
  await jupyter.view('bytecode').scrollIntoViewIfNeeded();
  await expect(jupyter.view('bytecode')).toBeVisible();
  await jupyter.screenshot('isolated');
});
