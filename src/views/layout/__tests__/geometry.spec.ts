import { PayloadError } from '../../../contract/decode';
import type { Block, Field, LayoutV1 } from '../../../contract/layout';
import {
  LIMITS,
  bytesOf,
  describeGeometry,
  fieldAt,
  incoming,
  layOut,
  move,
  targetBlock
} from '../geometry';
import { recording, recordingsOf } from '../../__tests__/recordings';

const files = recordingsOf('layout');

const type = 'PyObject';

function field(changes: Partial<Field> = {}): Field {
  return {
    name: 'ob_refcnt',
    c_type: 'Py_ssize_t',
    offset: 0,
    size: 8,
    role: 'refcount',
    value: '1',
    meaning: 'strong reference',
    proof: { status: 'verified', how: 'Compared.' },
    ...changes
  };
}

function payload(fields: Field[], changes: Partial<Block> = {}): LayoutV1 {
  const block: Block = {
    id: 'object',
    title: type,
    address: '0x7f0000000010',
    start: 0,
    size: 16,
    bytes: '00'.repeat(16),
    fields,
    ...changes
  };
  return {
    ...recording('layout', 'none_value.cp313').payload,
    blocks: [block]
  };
}

const whole = [field(), field({ name: 'ob_type', offset: 8 })];

describe('every recording of every interpreter', () => {
  test('there are recordings of all six', () => {
    const columns = new Set(files.map(name => name.split('.')[1]));
    expect([...columns].sort()).toEqual([
      'cp310',
      'cp311',
      'cp312',
      'cp313',
      'cp314',
      'cp315'
    ]);
  });

  test.each(files)('%s: segments tile the rows exactly', name => {
    const made = recording('layout', name).payload;
    const geometry = layOut(made);
    const rowBits = geometry.rowBytes * 8;
    geometry.blocks.forEach(({ block, rows, shown }) => {
      let bits = 0;
      let listed = 0;
      rows.forEach((row, index) => {
        let at = row.segments[0]?.column ?? 0;
        expect(index === 0 || at === 0).toBe(true);
        for (const segment of row.segments) {
          expect(segment.column).toBe(at);
          expect(segment.width).toBeGreaterThan(0);
          at += segment.width;
        }
        expect(at).toBeLessThanOrEqual(rowBits);
        expect(index === rows.length - 1 || at === rowBits).toBe(true);
        bits += at - (row.segments[0]?.column ?? 0) + row.folded * rowBits;
        listed += row.lines.reduce((sum, line) => sum + line.fields.length, 0);
      });
      expect(bits).toBe(shown * 8);
      expect(listed).toBe(block.fields.length);
    });
    expect(geometry.order).toHaveLength(
      made.blocks.reduce((sum, block) => sum + block.fields.length, 0)
    );
  });

  test.each(files)('%s: every pointer to a block leads to one', name => {
    const geometry = layOut(recording('layout', name).payload);
    for (const place of geometry.order) {
      const found = fieldAt(geometry, place);
      if (found?.target?.block) {
        const index = targetBlock(geometry, found);
        if (found.c_type !== 'PyDictOrValues') {
          // of 3.12's, one less is stored
          expect(geometry.blocks[index]?.block.address).toBe(found.value);
        }
        expect(incoming(geometry, index)).toEqual(place);
      }
    }
  });
});

test('a list on 3.13, row by row', () => {
  const geometry = layOut(recording('layout', 'list_of_one.cp313').payload);
  expect(describeGeometry(geometry)).toBe(
    [
      'object 56',
      '  \u22120x10 | _gc_next 0+64',
      '  \u22120x08 | _gc_prev.finalized 0+1 | _gc_prev.collecting 1+1 | _gc_prev 2+62',
      '  _ +0x00 | ob_refcnt 0+64',
      '  +0x08 | ob_type 0+64',
      '  +0x10 | ob_size 0+64',
      '  +0x18 | ob_item 0+64',
      '  +0x20 | allocated 0+64',
      'ob_item 8',
      '  +0x00 | ob_item[0] 0+64'
    ].join('\n')
  );
});

test('rows that are the inside of one field are folded and counted', () => {
  const unknown = field({ name: 'unknown', offset: 0, size: 80 });
  const made = payload([unknown], { size: 80, bytes: '00'.repeat(80) });
  expect(describeGeometry(layOut(made))).toBe(
    'object 80\n  +0x00 | unknown> 0+64 \u20268\n  +0x48 | <unknown 0+64'
  );
});

test('elements of an array in one row are told on one line', () => {
  const cells = [...'abcdefgh'].map((_, at) =>
    field({ name: `dk_indices[${at + 8}]`, offset: at, size: 1 })
  );
  const made = payload(cells, { size: 8, bytes: '00'.repeat(8) });
  expect(layOut(made).blocks[0]?.rows[0]?.lines).toEqual([
    { name: 'dk_indices[8\u202615]', fields: [0, 1, 2, 3, 4, 5, 6, 7] }
  ]);
});

test('a block that starts in the middle of a row keeps its place in it', () => {
  const made = payload([field({ offset: -4, size: 4 })], {
    start: -4,
    size: 4,
    bytes: '01020304'
  });
  expect(describeGeometry(layOut(made))).toBe(
    'object 4\n  \u22120x08 | ob_refcnt 32+32'
  );
});

test('the bytes of a field are hex, bounded', () => {
  const made = payload(whole, { bytes: '0102030405060708'.repeat(2) });
  const block = made.blocks[0] as Block;
  expect(bytesOf(block, whole[0] as Field)).toBe('01 02 03 04 05 06 07 08');
  expect(bytesOf(block, field({ size: 16 }), 2)).toBe('01 02 \u2026');
});

test('arrow keys walk the bytes, and the rows', () => {
  const geometry = layOut(recording('layout', 'list_of_one.cp313').payload);
  const first = { block: 0, field: 0 };
  const name = (...steps: Parameters<typeof move>[2][]) =>
    fieldAt(
      geometry,
      steps.reduce((place, step) => move(geometry, place, step), first)
    )?.name;
  expect(name('next')).toBe('_gc_prev.finalized');
  expect(name('next', 'next', 'previous')).toBe('_gc_prev.finalized');
  expect(name('next', 'next', 'next', 'down')).toBe('ob_refcnt');
  expect(name('down', 'down', 'down')).toBe('ob_type');
  expect(name('last')).toBe('ob_item[0]');
  expect(name('last', 'up')).toBe('allocated');
  expect(name('last', 'next')).toBe('ob_item[0]');
  expect(name('previous', 'up')).toBe('_gc_next');
});

describe('what has no picture is refused, at once', () => {
  const bad: [string, Field[], Partial<Block>?][] = [
    ['a gap', [field(), field({ offset: 9, size: 7 })]],
    ['an overlap', [field(), field({ offset: 7, size: 9 })]],
    ['bytes of no field', [field()]],
    ['a field before the block', [field({ offset: -8 }), ...whole]],
    ['a field of a thousand million bytes', [field({ size: 1e9 })]],
    ['an offset beyond integers', [field({ offset: 1e300 })]],
    ['a size beyond integers', [field({ size: 1e300 })]],
    ['bits outside of the field', [field({ bits: { first: 60, width: 9 } })]],
    ['bits beyond integers', [field({ bits: { first: 0, width: 1e300 } })]],
    ['a start beyond integers', whole, { start: 1e300 }],
    ['fewer bytes than shown', whole, { size: 4 }],
    ['no fields at all', []],
    [
      'too many fields',
      Array.from({ length: LIMITS.fields + 1 }, () => field())
    ],
    [
      'too many bytes',
      [field({ size: LIMITS.bytes + 8 })],
      { bytes: '00'.repeat(LIMITS.bytes + 8), size: LIMITS.bytes + 8 }
    ]
  ];
  test.each(bad.map(([what, fields, changes]) => ({ what, fields, changes })))(
    '$what',
    ({ fields, changes }) => {
      expect(() => layOut(payload(fields, changes))).toThrow(PayloadError);
    }
  );

  test('too many blocks', () => {
    const made = payload(whole);
    const blocks = Array.from({ length: LIMITS.blocks + 1 }, () => [
      ...made.blocks
    ]).flat();
    expect(() => layOut({ ...made, blocks })).toThrow(PayloadError);
  });

  test('a block of a thousand million bytes of which few are shown is drawn, cut', () => {
    const geometry = layOut(payload(whole, { size: 1e9 }));
    expect(geometry.blocks[0]?.rows).toHaveLength(2);
    expect(geometry.total).toBe(1e9);
  });
});
