import { artifact } from '../fixtures/artifact';
import { expect, test } from '../fixtures/jupyter';
import { expectAccessible, shown, start } from '../fixtures/views';

const MADE = [
  'import pymastery as pm',
  'word = ["one", 2.5]',
  'pair = (word, word)',
  'table = {"a": 1, "b": 2, "c": 3}',
  'numbers = [1, 2, 3, 4]',
  'growing = []',
  'def count(to):',
  '    for at in range(to):',
  '        yield at',
  'counting = count(3)',
  'next(counting)'
].join('\n');

/** One cell a picture, drawn from a real kernel. */
const PICTURES = {
  held: 'pm.layout(word)',
  changed: 'pm.layout(numbers).diff(lambda: numbers.append(5))',
  searched: 'pm.layout(table).probe("c")',
  growing: 'pm.layout(growing).repeat(lambda: growing.append(0), 20)',
  beside: 'pm.layout("abc").beside("abc\u20ac", "abc\u{1f40d}")',
  suspended: 'pm.layout(counting)'
};

test.describe('the pictures of memory', () => {
  for (const theme of ['light', 'dark'] as const) {
    test(`are drawn and accessible, ${theme} theme`, async ({
      jupyter,
      page
    }) => {
      await start(jupyter, `memory-${theme}.ipynb`, [
        MADE,
        ...Object.values(PICTURES)
      ]);
      await jupyter.setTheme(theme);
      for (const [index, name] of Object.keys(PICTURES).entries()) {
        const view = await shown(jupyter, 'layout', index);
        await view.screenshot({
          path: artifact(`layout-${name}-${theme}.png`)
        });
      }
      await expectAccessible(page);
    });
  }

  test('name who holds an object, as the kernel knows it', async ({
    jupyter
  }) => {
    await start(jupyter, 'held.ipynb', [MADE, PICTURES.held]);
    const holders = (await shown(jupyter, 'layout')).getByRole('group', {
      name: 'Who holds it'
    });
    await expect(holders).toContainText('3 references');
    await expect(holders.getByRole('listitem')).toHaveText([
      'name word in your globals',
      'pair[0]',
      'pair[1]'
    ]);
  });

  test('lead from object to object with the keyboard, and back', async ({
    jupyter,
    page
  }) => {
    await start(jupyter, 'follow.ipynb', [MADE, PICTURES.held]);
    const view = await shown(jupyter, 'layout');
    await view.getByRole('button', { name: /^ob_item\[0\],/ }).focus();
    await page.keyboard.press('Enter');
    await expect(
      view.getByRole('group', { name: /^Memory of str 'one'/ })
    ).toBeVisible();
    await expect(view.locator(':focus')).toHaveAccessibleName(/^ob_refcnt,/);
    await page.keyboard.press('[');
    await expect(
      view.getByRole('group', { name: /^Memory of list/ })
    ).toBeVisible();
    await expect(view.locator(':focus')).toHaveAccessibleName(/^ob_item\[0\],/);
    await view.getByRole('button', { name: /^\u2192 2\.5$/ }).click();
    await expect(
      view.getByRole('group', { name: /^Memory of float 2\.5/ })
    ).toBeVisible();
    await expect(
      view.getByRole('button', { name: /^ob_fval,/ })
    ).toHaveAccessibleName(/2\.5/);
    await view.getByRole('button', { name: 'Back' }).click();
    await expect(
      view.getByRole('group', { name: /^Memory of list/ })
    ).toBeVisible();
  });

  test('say where an object lives', async ({ jupyter }) => {
    await start(jupyter, 'place.ipynb', [MADE, PICTURES.held]);
    const place = (await shown(jupyter, 'layout')).getByRole('group', {
      name: 'Where it lives'
    });
    await expect(place).toContainText('pymalloc');
    await expect(place).toContainText('generation');
    await expect(place.getByRole('img').first()).toHaveAccessibleName(/in use/);
  });

  test('show a list grow, call after call', async ({ jupyter, page }) => {
    await start(jupyter, 'growing.ipynb', [MADE, PICTURES.growing]);
    const view = await shown(jupyter, 'layout');
    const slider = view.getByRole('slider');
    await expect(slider).toHaveAttribute('aria-valuenow', '20');
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(
      view.getByRole('button', { name: /^ob_size,/ })
    ).toHaveAccessibleName(/, 0,/);
    await page.keyboard.press('ArrowRight');
    await expect(
      view.getByRole('button', { name: /^allocated,/ })
    ).toHaveAccessibleName(/, 4,.*before: 0/);
    await page.keyboard.press('End');
    await expect(
      view.getByRole('button', { name: /^ob_size,/ })
    ).toHaveAccessibleName(/, 20,/);
  });

  test('put objects beside each other', async ({ jupyter }) => {
    await start(jupyter, 'beside.ipynb', [MADE, PICTURES.beside]);
    const view = await shown(jupyter, 'layout');
    const kind = view.getByRole('button', { name: /^state\.kind,/ });
    await expect(kind).toHaveAccessibleName(/, 4,/);
    await view.getByRole('radio').first().click();
    await expect(kind).toHaveAccessibleName(/, 1,/);
  });

  test('name the variables of a generator that waits', async ({ jupyter }) => {
    await start(jupyter, 'suspended.ipynb', [MADE, PICTURES.suspended]);
    const view = await shown(jupyter, 'layout');
    await expect(
      view.getByRole('button', { name: /localsplus\[0\]: to,.*leads to 3/ })
    ).toBeAttached();
  });

  test('say what a change did, and how a search went', async ({ jupyter }) => {
    await start(jupyter, 'change.ipynb', [
      MADE,
      PICTURES.changed,
      PICTURES.searched
    ]);
    const changed = await shown(jupyter, 'layout', 0);
    await expect(
      changed.getByRole('button', { name: /^ob_size,.*before: 4/ })
    ).toBeVisible();
    const searched = await shown(jupyter, 'layout', 1);
    await expect(
      searched
        .getByRole('button', { name: /dk_indices\[\d\],.*look 1/ })
        .first()
    ).toBeAttached();
  });
});
