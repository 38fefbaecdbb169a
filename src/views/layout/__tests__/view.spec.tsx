import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import type { LayoutV1 } from '../../../contract/layout';
import LayoutView from '../view';
import { recording } from '../../__tests__/recordings';

const trans = nullTranslator.load('pymastery');

function show(payload: LayoutV1, text = 'the text twin') {
  return render(<LayoutView payload={payload} text={text} trans={trans} />);
}

const list = () => recording('layout', 'list_of_three.cp313').payload;
const cell = (name: string) =>
  screen.getByRole('button', { name: new RegExp(`^${name},`) });
const detail = () => document.querySelector('.jp-PyMastery-layout-detail');

test('its name is one sentence that counts the proofs', () => {
  show(list());
  const name = screen
    .getByRole('group', { name: /^Memory of/ })
    .getAttribute('aria-label');
  expect(name).toMatch(
    /^Memory of list \[1, 'two', 3\.0\]: 13 fields, \d+ verified, \d+ read, 0 unknown\.$/
  );
});

test('one field has the tab stop; arrows move it and the detail follows', () => {
  show(list());
  const stops = () =>
    [...document.querySelectorAll('[aria-pressed][tabindex="0"][id]')].map(
      node => node.getAttribute('aria-label')?.split(',')[0]
    );
  expect(stops()).toEqual(['_gc_next']);
  act(() => cell('_gc_next').focus());
  fireEvent.keyDown(cell('_gc_next'), { key: 'ArrowDown' });
  fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowDown' });
  expect(stops()).toEqual(['ob_refcnt']);
  expect(document.activeElement).toBe(cell('ob_refcnt'));
  expect(detail()?.textContent).toContain('sys.getrefcount');
});

test('Enter follows a pointer to its block, the chip leads back', () => {
  show(list());
  const pointer = cell('ob_item');
  act(() => pointer.focus());
  fireEvent.keyDown(pointer, { key: 'Enter' });
  expect(document.activeElement).toBe(cell('ob_item\\[0\\]'));
  fireEvent.click(screen.getByRole('button', { name: /^ob_item \u2192$/ }));
  expect(document.activeElement).toBe(cell('ob_item'));
});

test('a pointer in focus lights the block that it leads to', () => {
  show(list());
  const block = screen.getByRole('group', { name: /^ob_item:/ });
  expect(block.dataset.lit).toBeUndefined();
  fireEvent.mouseEnter(cell('ob_item'));
  expect(block.dataset.lit).toBe('true');
  fireEvent.mouseLeave(cell('ob_item'));
  expect(block.dataset.lit).toBeUndefined();
});

test('a click pins, Escape clears', () => {
  show(list());
  fireEvent.click(cell('allocated'));
  fireEvent.mouseEnter(cell('ob_size'));
  fireEvent.mouseLeave(cell('ob_size'));
  expect(detail()?.textContent).toContain('allocated');
  expect(cell('allocated').getAttribute('aria-pressed')).toBe('true');
  fireEvent.keyDown(cell('allocated'), { key: 'Escape' });
  expect(detail()?.textContent).not.toContain('allocated');
});

test('t shows the text of the kernel, and the picture again', () => {
  show(list());
  fireEvent.keyDown(cell('ob_size'), { key: 't' });
  expect(screen.getByText('the text twin').tagName).toBe('PRE');
  fireEvent.keyDown(screen.getByText('the text twin'), { key: 't' });
  expect(screen.queryByText('the text twin')).toBeNull();
});

test('hex puts the bytes into the cells', () => {
  show(list());
  expect(cell('ob_size').textContent).toBe('ob_size');
  fireEvent.click(screen.getByRole('button', { name: 'Hex' }));
  expect(cell('ob_size').textContent).toBe('03 00 00 00 00 00 00 00');
});

test('what is unknown says so, and is never a value', () => {
  show(recording('layout', 'running_frame.cp310').payload);
  const unknown = cell('stack');
  expect(within(unknown).getByText('unknown')).toBeTruthy();
  expect(unknown.dataset.role).toBe('unknown');
});

test('a cut block says how many bytes are left out', () => {
  const payload = list();
  const [first, ...rest] = payload.blocks;
  const blocks = first ? [{ ...first, size: 5000 }, ...rest] : [];
  show({ ...payload, blocks });
  expect(screen.getByText(/^\+ 4944 more bytes, of 5000$/)).toBeTruthy();
});

test('without blocks the notice and the public facts remain', () => {
  show({ ...list(), blocks: [], notice: 'This is PyPy.' });
  expect(screen.getByRole('note').textContent).toBe('This is PyPy.');
  expect(screen.getByText('list')).toBeTruthy();
  expect(detail()).toBeNull();
});

test('markup in a payload is text', () => {
  const payload = list();
  const script = '<img src=x onerror=alert(1)>';
  show({ ...payload, object: { ...payload.object, repr: script } });
  expect(screen.getByText(script)).toBeTruthy();
  expect(document.querySelector('img')).toBeNull();
});

test('what differs from before is framed, marked and said in words', () => {
  show(recording('layout', 'list_before_and_after.cp314').payload);
  const size = cell('ob_size');
  expect(size.dataset.remarked).toBe('true');
  expect(size.getAttribute('aria-label')).toContain('before: 2');
  expect(screen.getAllByText('before: 2')).toHaveLength(2);
  expect(cell('ob_item\\[2\\]').getAttribute('aria-label')).toContain(
    'was not there before'
  );
  expect(cell('ob_item\\[0\\]').dataset.remarked).toBeUndefined();
  expect(screen.getByRole('note').textContent).toContain('fields differ');
});

test('what a search looks at is framed, and says why and what is there', () => {
  show(recording('layout', 'search_in_a_dict.cp314').payload);
  const looks = screen
    .getAllByRole('button', { name: /^dk_indices/ })
    .filter(each => each.dataset.remarked === 'true');
  expect(looks.map(each => each.getAttribute('aria-label'))).toEqual([
    expect.stringContaining('look 1 (hash & mask): 24 & 7 is 0'),
    expect.stringContaining('look 2 (perturbed): 5 * 0 + 0x0 + 1 & 7 is 1'),
    expect.stringContaining('look 3 (perturbed): 5 * 1 + 0x0 + 1 & 7 is 6')
  ]);
  expect(screen.getByRole('note').textContent).toContain('takes 3 looks');
});

test('a long block that has no tab stop in it can be scrolled with the keyboard', () => {
  show(recording('layout', 'deque_of_letters.cp314').payload);
  const [first, second] = screen.getAllByRole('group', {
    name: /^(object|leftblock): /
  });
  expect(first?.tabIndex).toBe(-1);
  expect(second?.tabIndex).toBe(0);
});
