import { move, rows, typeAhead } from '../rows';
import { course } from './fixture';

const open = (...ids: string[]) => rows(course.items, id => ids.includes(id));
const all = rows(course.items, () => true);

describe('the lines of the tree', () => {
  it('are the phases and the tips while all is folded', () => {
    expect(open().map(row => row.item.id)).toEqual(['one', 'two', '/tips']);
  });

  it('say their level, place, siblings and whether they are open', () => {
    const line = open('one', 'one/topics').map(
      row =>
        `${row.item.id} ${row.level} ${row.position}/${row.siblings} ${row.expanded}`
    );
    expect(line).toEqual([
      'one 1 1/3 true',
      'one/topics 2 1/3 true',
      'model 3 1/2 null',
      'memory 3 2/2 false',
      'one/exercises 2 2/3 false',
      'one/resources 2 3/3 false',
      'two 1 2/3 false',
      '/tips 1 3/3 false'
    ]);
  });
});

describe('a key', () => {
  it.each([
    ['one', 'ArrowDown', { focus: 'one/topics' }],
    ['read', 'ArrowDown', { focus: 'read' }],
    ['one', 'ArrowUp', { focus: 'one' }],
    ['two', 'ArrowUp', { focus: 'book' }],
    ['counting', 'Home', { focus: 'one' }],
    ['one', 'End', { focus: 'read' }],
    ['memory', 'ArrowRight', { focus: 'counting' }],
    ['counting', 'ArrowRight', {}],
    ['counting', 'ArrowLeft', { focus: 'memory' }],
    ['memory', 'ArrowLeft', { toggle: ['memory'] }],
    ['one', 'x', null],
    ['nothing', 'Home', null]
  ])('on %s: %s', (id, key, expected) => {
    expect(move(all, id, key)).toEqual(expected);
  });

  it('unfolds what is folded, and on * all siblings', () => {
    expect(move(open(), 'two', 'ArrowRight')).toEqual({ toggle: ['two'] });
    expect(move(open('one'), 'two', '*')).toEqual({ toggle: ['two', '/tips'] });
    expect(move(open(), 'two', 'ArrowLeft')).toEqual({ focus: 'two' });
  });
});

describe('type-ahead', () => {
  const find = (from: string, typed: string) =>
    typeAhead(all, from, typed, item => item.title);

  it.each([
    ['one', 'g', 'garbage'],
    ['one', 'GAR', 'garbage'],
    ['garbage', 'ga', 'garbage'],
    ['read', 'm', 'memory'],
    ['one', 'f', 'book'],
    ['book', 'f', 'frames'],
    ['frames', 'ff', 'one'],
    ['one', 'z', null],
    ['model', 'data m', 'docs']
  ])('from %s, %s', (from, typed, expected) => {
    expect(find(from, typed)).toBe(expected);
  });
});
