import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import type { LayoutV1 } from '../../../contract/layout';
import LayoutView, { check } from '../view';
import { recording } from '../../__tests__/recordings';

const trans = nullTranslator.load('pymastery');

function show(name: string): LayoutV1 {
  const { payload, text } = recording('layout', name);
  render(<LayoutView payload={payload} text={text} trans={trans} />);
  return payload;
}

const slider = () => screen.getByRole('slider', { name: 'Moment' });
const cell = (name: string) =>
  screen.getByRole('button', { name: new RegExp(`^${name},`) });
const caption = () =>
  document.querySelector('.jp-PyMastery-layout-caption')?.textContent;
const press = (key: string) => fireEvent.keyDown(slider(), { key });

test('the last moment is chosen, and said in words', () => {
  const payload = show('list_grows.cp314');
  expect(slider().getAttribute('aria-valuenow')).toBe('10');
  expect(slider().getAttribute('aria-valuemax')).toBe('10');
  expect(slider().getAttribute('aria-valuetext')).toBe(
    'call 10: 10 of 16 slots, 8 bytes each; 184 bytes, 56 of them the object itself; 2 fields changed'
  );
  expect(screen.getByText(payload.object.repr)).toBeTruthy();
  expect(document.querySelectorAll('[data-chosen]')).toHaveLength(1);
});

test('another moment has its own picture, with what changed marked', () => {
  show('list_grows.cp314');
  press('Home');
  expect(caption()).toMatch(/^before 0 of 0 slots/);
  expect(cell('allocated').getAttribute('aria-label')).toContain(', 0, ');
  press('PageUp');
  press('PageUp');
  expect(caption()).toContain('ob_item resized and moved');
  expect(caption()).not.toContain('only the numbers');
  const allocated = cell('allocated');
  expect(allocated.dataset.remarked).toBe('true');
  expect(allocated.getAttribute('aria-label')).toContain('before: 4');
  expect(screen.getByRole('group', { name: /^Memory of/ })).toBe(
    screen.getByRole('group', { name: /^Memory of list \[0, 1, 2, 3, 4\]:/ })
  );
});

test('a moment without a layout shows the one before, and says so', () => {
  show('list_grows.cp314');
  press('Home');
  press('ArrowRight');
  press('ArrowRight');
  expect(caption()).toMatch(/^call 2 2 of 4 slots/);
  expect(caption()).toContain('drawn below is call 1.');
  expect(cell('ob_size').getAttribute('aria-label')).toContain(', 1, ');
});

test('a click on the chart chooses the moment under it', () => {
  show('list_grows.cp314');
  const chart = slider();
  chart.getBoundingClientRect = () =>
    ({ left: 100, width: 220 }) as unknown as DOMRect;
  // jsdom has no PointerEvent with a place
  const down = new MouseEvent('pointerdown', { bubbles: true, clientX: 205 });
  act(() => void chart.dispatchEvent(down));
  expect(chart.getAttribute('aria-valuenow')).toBe('5');
});

test('the keys of the slider leave the focus on it, and the others alone', () => {
  show('list_grows.cp314');
  act(() => slider().focus());
  press('ArrowLeft');
  expect(document.activeElement).toBe(slider());
  fireEvent.keyDown(slider(), { key: 'ArrowLeft', ctrlKey: true });
  expect(slider().getAttribute('aria-valuenow')).toBe('9');
  press('x');
  expect(slider().getAttribute('aria-valuenow')).toBe('9');
});

test('pointers are followed from the last moment only: what they lead to was read then', () => {
  const { payload, text } = recording('layout', 'list_grows.cp314');
  const place = payload.blocks[1]?.fields[0];
  const item = recording('layout', 'small_int.cp314').payload;
  const other = {
    object: { ...item.object, address: place?.value ?? '' },
    blocks: item.blocks
  };
  render(
    <LayoutView
      payload={{ ...payload, others: [other] }}
      text={text}
      trans={trans}
    />
  );
  const target = () =>
    [...document.querySelectorAll('.jp-PyMastery-layout-target')].find(each =>
      each.textContent?.endsWith('→ 0')
    );
  expect(target()?.tagName).toBe('BUTTON');
  press('PageDown');
  expect(caption()).toMatch(/^call 9/);
  expect(target()?.tagName).toBe('SPAN');
});

test('going to another moment begins at the object again', () => {
  const { payload, text } = recording('layout', 'list_grows.cp314');
  const place = payload.blocks[1]?.fields[0];
  const item = recording('layout', 'small_int.cp314').payload;
  const other = {
    object: { ...item.object, address: place?.value ?? '', repr: 'followed' },
    blocks: item.blocks
  };
  render(
    <LayoutView
      payload={{ ...payload, others: [other] }}
      text={text}
      trans={trans}
    />
  );
  fireEvent.keyDown(cell('ob_item\\[0\\]'), { key: 'Enter' });
  fireEvent.focus(cell('ob_item\\[0\\]'));
  fireEvent.keyDown(cell('ob_item\\[0\\]'), { key: 'Enter' });
  expect(screen.getByText('followed')).toBeTruthy();
  press('PageDown');
  expect(screen.queryByText('followed')).toBeNull();
  press('End');
  expect(screen.queryByText('followed')).toBeNull();
  expect(screen.getByText(payload.object.repr)).toBeTruthy();
});

test('objects beside each other are a group of which one is drawn', () => {
  show('text_widens.cp314');
  expect(screen.queryByRole('slider')).toBeNull();
  const choices = screen.getAllByRole('radio');
  expect(choices.map(each => each.textContent)).toEqual([
    "1: 'abc'3 characters, 1 byte each; 44 bytes",
    "2: 'abcé'4 characters, 1 byte each; 61 bytes",
    "3: 'abc€'4 characters, 2 bytes each; 66 bytes",
    "4: 'abc🐍'4 characters, 4 bytes each; 76 bytes"
  ]);
  const checked = () =>
    choices.findIndex(each => each.getAttribute('aria-checked') === 'true');
  expect(checked()).toBe(3);
  expect(choices.map(each => each.tabIndex)).toEqual([-1, -1, -1, 0]);
  fireEvent.keyDown(choices[3] as Element, { key: 'ArrowDown' });
  expect(checked()).toBe(0);
  expect(document.activeElement).toBe(choices[0]);
  expect(cell('state\\.kind').getAttribute('aria-label')).toContain(', 1, ');
  fireEvent.click(choices[2] as Element);
  expect(cell('state\\.kind').getAttribute('aria-label')).toContain(', 2, ');
});

test('a block in common is said where the pointer to it is', () => {
  show('shared_keys_of_two.cp314');
  expect(cell('ma_keys').getAttribute('aria-label')).toContain(
    'the same block as ma_keys of object 1'
  );
  expect(screen.getAllByRole('radio').at(-1)?.textContent).toContain(
    'ma_keys is the same block as ma_keys of object 1'
  );
});

test('a layout of one moment has no chart', () => {
  show('list_of_three.cp314');
  expect(screen.queryByRole('slider')).toBeNull();
  expect(screen.queryByRole('radiogroup')).toBeNull();
});

test('a series of too many moments is refused before anything is drawn', () => {
  const { payload } = recording('layout', 'list_grows.cp314');
  const { series } = payload;
  const [first] = series?.moments ?? [];
  expect(first && series).toBeTruthy();
  if (first && series) {
    const moments: typeof series.moments = [first];
    moments.push(...Array.from({ length: 5000 }, () => first));
    expect(() => check({ ...payload, series: { ...series, moments } })).toThrow(
      /5001 moments/
    );
  }
});

test('a field that is pinned stays so from moment to moment', () => {
  show('list_grows.cp314');
  fireEvent.click(cell('allocated'));
  fireEvent.mouseLeave(cell('allocated'));
  press('Home');
  expect(cell('allocated').getAttribute('aria-pressed')).toBe('true');
  expect(
    document.querySelector('.jp-PyMastery-layout-detail')?.textContent
  ).toContain('allocated');
});
