import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import type { LayoutV1, Place, Pool } from '../../../contract/layout';
import LayoutView from '../view';
import { mapOf } from '../pool';
import { recording } from '../../__tests__/recordings';

const trans = nullTranslator.load('pymastery');

const pool: Pool = {
  address: '0x7f0000004000',
  block_size: 64,
  arena: 2,
  index: 1,
  states: `uouf${'u'.repeat(62)}fnn`,
  following: '0x7f00000040f0',
  following_index: 3,
  following_id: '0x7f0000004100',
  turn: 0,
  proof: { status: 'verified', how: 'counted twice' }
};

const place: Place = {
  allocator: 'pymalloc, from a pool of blocks for 49 to 64 bytes.',
  pool,
  neighbours: [{ distance: -1, text: '[1, 2]' }],
  generation: {
    tracked: true,
    number: 0,
    text: 'in generation 0',
    proof: { status: 'verified', how: 'searched' }
  },
  parts: [
    { id: 'object', size: 56, text: 'in a block of 64 bytes', counted: true },
    { id: 'ma_keys', size: 33, text: 'shared', counted: false },
    { id: 'ob_item', size: 32, text: 'in a block of 32 bytes', counted: true }
  ],
  getsizeof: 88,
  getsizeof_counts: 'all of these',
  retained: { objects: 3, size: 200, cut: false }
};

function show(shown: Partial<Place> = {}) {
  const { payload } = recording('layout', 'list_of_three.cp313');
  const made: LayoutV1 = { ...payload, place: { ...place, ...shown } };
  render(<LayoutView payload={made} text="" trans={trans} />);
  return within(screen.getByRole('group', { name: 'Where it lives' }));
}

test('a pool is drawn as one path for each kind, in rows of 64', () => {
  const map = mapOf(pool);
  expect([map.width, map.height]).toEqual([512, 16]);
  expect(map.counts).toEqual({ ours: 1, used: 64, free: 1, next: 1, never: 2 });
  expect(map.paths.ours).toBe('M8 0m4 0l4 4l-4 4l-4 -4z');
  expect(map.paths.next).toMatch(/^M24 0/);
  expect(map.paths.free).toMatch(/^M16 8/);
  expect(map.paths.never.match(/M/g)).toHaveLength(2);
});

test('the map says in words what it shows', () => {
  const name = show().getByRole('img').getAttribute('aria-label');
  expect(name).toBe(
    'The pool, block by block: 1 this object, 64 in use, 1 free, 1 handed out next, 2 never handed out.'
  );
});

test('it tells which block comes next, and when the pool is asked', () => {
  const section = show();
  expect(
    section.getByText(/id of an object like this one would be 0x7f0000004100/)
  ).toBeTruthy();
  expect(section.getByText(/This pool is asked first/)).toBeTruthy();
});

test('a full pool hands out nothing', () => {
  const full = { ...pool, following: null, following_id: null, turn: null };
  expect(
    show({ pool: full }).getByText(/All its blocks are in use/)
  ).toBeTruthy();
});

test('sizes stand in a table: what is not its own is not added', () => {
  const rows = show()
    .getAllByRole('row')
    .map(row => [...row.children].map(cell => cell.textContent));
  expect(rows[3]).toEqual(['together', '88', 'what is its own']);
  expect(rows[4]).toEqual(['sys.getsizeof', '88', 'all of these']);
  expect(rows[5]).toEqual(['freed with it', '200', 'it and 2 more objects']);
});

test('a walk that was cut gives lower bounds; an immortal object is not freed', () => {
  const section = show({ retained: { objects: 3, size: 200, cut: true } });
  expect(section.getByText('\u2265 200')).toBeTruthy();
  expect(section.getByText('it and at least 2 more objects')).toBeTruthy();
  document.body.replaceChildren();
  expect(
    show({ retained: null }).getByText('immortal: it is never freed')
  ).toBeTruthy();
});

test('without a pool the sentence alone says who gave the memory', () => {
  const section = show({ pool: null, allocator: 'malloc.', neighbours: [] });
  expect(section.getByText('malloc.')).toBeTruthy();
  expect(section.queryByRole('img')).toBeNull();
});

test('it is not shown of an object that a pointer leads to', () => {
  const { payload } = recording('layout', 'two_names_one_list.cp313');
  const made: LayoutV1 = { ...payload, place };
  render(<LayoutView payload={made} text="" trans={trans} />);
  expect(screen.queryByRole('group', { name: 'Where it lives' })).toBeTruthy();
  const pointer = screen.getByRole('button', { name: /^ob_item\[0\],/ });
  act(() => pointer.focus());
  fireEvent.keyDown(pointer, { key: 'Enter' });
  expect(screen.queryByRole('group', { name: 'Where it lives' })).toBeNull();
});
