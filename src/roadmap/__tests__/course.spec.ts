import { PayloadError } from '../../contract/decode';
import { type Item, isMarkable, isUnwritten, readCourse } from '../course';
import { rows } from '../rows';
import { course, curriculum, progress } from './fixture';

/** The tree in one line: one(one/topics(model memory(counting garbage)) …). */
function line(items: readonly Item[]): string {
  return items
    .map(item =>
      item.children.length ? `${item.id}(${line(item.children)})` : item.id
    )
    .join(' ');
}

describe('a course', () => {
  it('is one tree: phases, groups, topics with sub-topics, tips last; no empty groups', () => {
    expect(line(course.items)).toBe(
      'one(one/topics(model memory(counting garbage)) one/exercises(tracker) one/resources(docs book)) ' +
        'two(two/topics(frames)) /tips(read)'
    );
  });

  it('is read from the data of the contract only', () => {
    expect(readCourse(curriculum).title).toBe('A course');
    expect(() => readCourse({ ...curriculum, version: 2 })).toThrow(
      PayloadError
    );
    expect(() => readCourse({ kind: 'curriculum', version: 1 })).toThrow(
      PayloadError
    );
  });

  it('counts the topics without sub-topics', () => {
    const [first] = course.items;
    const done = progress(['counting', 'tracker', 'memory']);
    expect(course.count(done)).toEqual({ done: 1, total: 4 });
    expect(course.count(done, first?.children)).toEqual({ done: 1, total: 3 });
  });

  it.each(['toString', '__proto__', 'constructor', 'nothing'])(
    'has no item %s',
    id => {
      expect(course.find(id)).toBeNull();
    }
  );

  it('knows the lesson of a notebook and what stands above it', () => {
    expect(course.lessonOf('p1/2.ipynb')?.id).toBe('counting');
    expect(course.lessonOf('p9/2.ipynb')).toBeNull();
    expect(course.above('counting')).toEqual(['one', 'one/topics', 'memory']);
  });

  it.each([
    ['model', false, true],
    ['memory', false, false],
    ['garbage', true, false],
    ['tracker', true, false],
    ['docs', false, false],
    ['read', false, false]
  ])('%s: unwritten %s, markable %s', (id, unwritten, markable) => {
    const item = course.find(id);
    expect(item && isUnwritten(item)).toBe(unwritten);
    expect(item && isMarkable(item)).toBe(markable);
  });
});

describe('where to go on', () => {
  it.each([
    ['starts with the first written lesson', [], null, 'model', false],
    ['stays where the learner left', [], 'counting', 'counting', true],
    ['goes on after what is done', ['counting'], 'counting', 'frames', true],
    ['comes back to what was left out', ['frames'], 'frames', 'model', true],
    ['forgets a lesson the course no longer has', [], 'gone', 'model', true]
  ])('%s', (_, done, last, id, again) => {
    const next = course.next(progress(done, last));
    expect([next?.item.id, next?.again]).toEqual([id, again]);
  });

  it('is nowhere when every written lesson is done', () => {
    const all = ['model', 'counting', 'frames'];
    expect(course.next(progress(all, 'model'))).toBeNull();
  });
});

describe('the search', () => {
  it.each([
    ['garbage', ['garbage']],
    ['GARBAGE  coll', ['garbage']],
    ['cafe', ['read']],
    ['chapter docs', ['docs']],
    ['know it', ['model', 'memory', 'counting', 'garbage', 'frames']],
    ['foundations', []],
    ['.*', []]
  ])('finds %s', (query, ids) => {
    const { visible, count } = course.search(query);
    expect(count).toBe(ids.length);
    for (const id of ids) {
      expect(visible).toContain(id);
    }
  });

  it('shows what it found with all that stands above it, and nothing else', () => {
    const { visible } = course.search('garbage');
    const shown = rows(course.items, () => true, visible);
    expect(shown.map(row => row.item.id)).toEqual([
      'one',
      'one/topics',
      'memory',
      'garbage'
    ]);
    expect(shown.map(row => `${row.position}/${row.siblings}`)).toEqual([
      '1/1',
      '1/1',
      '1/1',
      '1/1'
    ]);
  });
});
