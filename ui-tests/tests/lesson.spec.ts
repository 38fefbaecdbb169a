import { expect, test } from '../fixtures/jupyter';
import { Roadmap } from '../fixtures/roadmap';

/** An answer to the lesson's last exercise, written as a learner might. */
const ANSWER = `import ast, contextlib, io

def stage_of(source):
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return "parse"
    try:
        code = compile(source, "<answer>", "exec")
    except (SyntaxError, ValueError):
        return "compile"
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, {"__name__": "__main__"})
    except BaseException:
        return "run"
    return "fine"`;

test('the first lesson: from the sidebar to a checked answer', async ({
  jupyter,
  page
}) => {
  const roadmap = new Roadmap(jupyter);
  await roadmap.open();
  await roadmap.first.click();
  const panel = jupyter.notebook();
  await expect(panel).toContainText('Execution model');
  await jupyter.runAll();
  await expect(
    panel.locator(
      '.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]'
    )
  ).toHaveCount(0);
  for (const kind of ['bytecode', 'layout', 'graph', 'check']) {
    await jupyter.view(kind).scrollIntoViewIfNeeded();
    await expect(jupyter.view(kind)).toBeVisible();
    await expect(jupyter.view(kind).locator('.jp-PyMastery-error')).toHaveCount(
      0
    );
  }

  // the picture in the README
  await panel
    .locator('.jp-CodeCell')
    .filter({ hasText: 'pm.bytecode(program)' })
    .evaluate(cell => cell.scrollIntoView({ block: 'start' }));
  await jupyter.screenshot('readme');

  const build = panel
    .locator('.jp-CodeCell')
    .filter({ hasText: 'def stage_of(source)' });
  await build.scrollIntoViewIfNeeded();
  await build.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(ANSWER);
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  const check = panel
    .locator('.jp-CodeCell')
    .filter({ hasText: 'pm.check("stage-of", stage_of)' })
    .locator('.jp-PyMastery-check');
  await expect(check).toContainText('10 of 10 behaviours passed', {
    timeout: 30_000
  });
  await check.scrollIntoViewIfNeeded();
  await jupyter.screenshot('lesson-checked');
});
