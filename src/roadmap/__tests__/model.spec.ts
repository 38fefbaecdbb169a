import { nullTranslator } from '@jupyterlab/translation';
import { RoadmapError } from '../errors';
import { type ILook, RoadmapModel } from '../model';
import type { Notebooks } from '../notebooks';
import type { ICourseSource } from '../source';
import { learner } from './drive';
import { course } from './fixture';

const FILE = 'c/progress.jsonl';

function start(look: ILook = { expanded: null, folder: null }) {
  const { drive, folder } = learner();
  const opened: string[] = [];
  const source: ICourseSource = {
    course: async () => course,
    notebook: () => Promise.reject(new Error('not asked here'))
  };
  const model = new RoadmapModel({
    source,
    folder,
    notebooks: {
      open: async (path: string) => void opened.push(path),
      reset: async () => 'kept.ipynb'
    } as unknown as Notebooks,
    look: {
      load: async () => ({ ...look }),
      save: async saved => void Object.assign(look, saved)
    },
    trans: nullTranslator.load('pymastery')
  });
  return { drive, model, source, opened, look };
}

describe('the roadmap', () => {
  it('shows the topics of the first phase to a new learner, later what they left open', async () => {
    const { model } = start();
    await model.load();
    expect([...model.state.expanded]).toEqual([
      'one',
      'one/topics',
      'model',
      'memory'
    ]);
    const { model: again } = start({ expanded: ['two'], folder: null });
    await again.load();
    expect([...again.state.expanded]).toEqual(['two']);
  });

  it('remembers the lesson opened last, once, and where', async () => {
    const { drive, model, opened, look } = start();
    await model.open('counting');
    await model.open('counting');
    expect(opened).toEqual(['p1/2.ipynb', 'p1/2.ipynb']);
    expect(drive.text(FILE).trim().split('\n')).toHaveLength(1);
    expect(model.state.progress.last).toBe('counting');
    expect(look.folder).toBe('c');
  });

  it('marks and unmarks, and writes nothing when nothing changes', async () => {
    const { drive, model } = start();
    await model.mark('model', false);
    expect(drive.files.has(FILE)).toBe(false);
    await model.mark('model', true);
    await model.mark('model', true);
    expect(drive.text(FILE).trim().split('\n')).toHaveLength(1);
    expect(model.state.progress.of('model').done).toBe(true);
  });

  it.each([
    ['garbage', '“Garbage collection” is not written yet.'],
    ['nothing', 'The course has no lesson “nothing”.'],
    ['docs', 'The course has no lesson “docs”.']
  ])('does not open %s: %s', async (id, detail) => {
    const { model } = start();
    await expect(model.open(id)).rejects.toMatchObject({
      trouble: 'said',
      detail
    });
  });

  it('says why there is no course, and loads it at the next try', async () => {
    const { model, source } = start();
    const load = source.course;
    source.course = () =>
      Promise.reject(new RoadmapError('course-missing', 'roadmap.json'));
    await model.load();
    expect(model.state.failure).toContain(
      '“roadmap.json” is not in this installation'
    );
    source.course = load;
    await model.load();
    expect([model.state.failure, model.state.course]).toEqual([null, course]);
  });

  it('says that a folder in use is gone, until a topic makes it again', async () => {
    const { model } = start({ expanded: null, folder: 'c' });
    await model.load();
    expect(model.state.notice?.about).toBe('folder');
    await model.open('model');
    expect(model.state.notice).toBeNull();
  });

  it('keeps progress that cannot be written on the page, says so, and stops saying so when it is', async () => {
    const { drive, model } = start();
    drive.readOnly.add('');
    await model.mark('model', true);
    expect(model.state.progress.of('model').done).toBe(true);
    expect(model.state.notice?.text).toContain('kept on this page only');
    drive.readOnly.clear();
    await model.refresh();
    expect(model.state.notice).toBeNull();
    expect(drive.text(FILE)).toContain('"done"');
  });

  it('says where a corrupt file is kept', async () => {
    const { drive, model } = start();
    await model.mark('model', true);
    drive.files.set(FILE, `${drive.text(FILE)}garbage`);
    await model.refresh();
    expect(model.state.notice?.text).toContain('c/progress.corrupt-1.jsonl');
    expect(model.state.progress.of('model').done).toBe(true);
  });

  it('knows the lesson of a file in the course folder only', async () => {
    const { model } = start();
    await model.load();
    expect(model.lessonAt('c/p1/1.ipynb')).toBe('model');
    expect(model.lessonAt('p1/1.ipynb')).toBeNull();
    expect(model.lessonAt('cc/p1/1.ipynb')).toBeNull();
  });
});
