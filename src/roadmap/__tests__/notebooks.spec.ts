import type { INotebookContent } from '@jupyterlab/nbformat';
import { RoadmapError } from '../errors';
import { type Documents, Notebooks } from '../notebooks';
import type { ICourseSource } from '../source';
import { failure, learner } from './drive';
import { course } from './fixture';

const NOTEBOOK = 'p1/1.ipynb';
const PATH = 'c/p1/1.ipynb';

function notebook(text: string): INotebookContent {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: 'markdown', metadata: {}, source: text }]
  };
}

const shipped = notebook('as shipped');
const mine = notebook('my work');

/** What the document manager is asked, and one open document that may be dirty. */
class Desk {
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  dirty = false;
  save: () => void = () => undefined;

  readonly documents = {
    openOrReveal: (path: string) => void this.opened.push(path),
    findWidget: () => (this.dirty ? {} : undefined),
    contextForWidget: () => ({
      model: {
        get dirty(): boolean {
          return desk.dirty;
        }
      },
      save: async () => this.save()
    }),
    closeFile: async (path: string) => void this.closed.push(path)
  } as unknown as Documents;
}

let desk: Desk;
let source: ICourseSource & { asked: number };

beforeEach(() => {
  desk = new Desk();
  source = {
    asked: 0,
    course: async () => course,
    notebook: async () => {
      source.asked += 1;
      return shipped;
    }
  };
});

function start(base?: string) {
  const { drive, folder } = learner(base);
  return {
    drive,
    folder,
    notebooks: new Notebooks(folder, source, desk.documents)
  };
}

describe('opening a topic', () => {
  it('copies its notebook into the course folder, made where it is missing', async () => {
    const { drive, notebooks } = start('deep/er');
    await notebooks.open(NOTEBOOK);
    expect(drive.files.get('deep/er/p1/1.ipynb')).toEqual(shipped);
    expect(desk.opened).toEqual(['deep/er/p1/1.ipynb']);
  });

  it('works in the root of the server too', async () => {
    const { drive, notebooks } = start('');
    await notebooks.open(NOTEBOOK);
    expect(drive.files.get('p1/1.ipynb')).toEqual(shipped);
  });

  it("opens the learner's own copy untouched, without looking at the course", async () => {
    const { drive, folder, notebooks } = start();
    await folder.makeRoom(PATH);
    drive.files.set(PATH, mine);
    await notebooks.open(NOTEBOOK);
    expect(drive.files.get(PATH)).toBe(mine);
    expect(source.asked).toBe(0);
    expect(desk.opened).toEqual([PATH]);
  });

  it('makes one copy of two fast clicks', async () => {
    const { drive, notebooks } = start();
    await Promise.all([notebooks.open(NOTEBOOK), notebooks.open(NOTEBOOK)]);
    expect(drive.log.filter(one => one === `PUT ${PATH}`)).toHaveLength(1);
    expect(desk.opened).toEqual([PATH]);
  });

  it('does not overwrite what another page made meanwhile', async () => {
    const { drive, notebooks } = start();
    source.notebook = async () => {
      drive.files.set('c', undefined);
      await drive.save('c', { type: 'directory' });
      await drive.save('c/p1', { type: 'directory' });
      drive.files.set(PATH, mine);
      return shipped;
    };
    await notebooks.open(NOTEBOOK);
    expect(drive.files.get(PATH)).toBe(mine);
  });

  it.each([
    ['read-only', 'c', 'read-only', 'c'],
    ['without its notebook', null, 'course-missing', NOTEBOOK]
  ])(
    '%s: says so and leaves nothing half done',
    async (_, lock, trouble, place) => {
      const { drive, folder, notebooks } = start();
      await folder.makeRoom('c/x');
      if (lock) {
        drive.readOnly.add(lock);
      } else {
        source.notebook = () =>
          Promise.reject(new RoadmapError('course-missing', NOTEBOOK));
      }
      await expect(notebooks.open(NOTEBOOK)).rejects.toMatchObject({
        trouble,
        place
      });
      expect([...drive.files.keys()]).toEqual(['c']);
      expect(desk.opened).toEqual([]);
    }
  );

  it.each([
    ['c', 'c'],
    ['c/p1', 'c/p1']
  ])('a file at %s is named as what is in the way', async (path, place) => {
    const { drive, folder, notebooks } = start();
    await folder.makeRoom(path);
    drive.files.set(path, 'a file');
    await expect(notebooks.open(NOTEBOOK)).rejects.toMatchObject({
      trouble: 'not-a-folder',
      place
    });
    expect(drive.text(path)).toBe('a file');
  });

  it('passes on what the server says, and works at the next try', async () => {
    const { drive, notebooks } = start();
    drive.beforeSave = path => {
      if (path === PATH) {
        throw failure(500, 'No space left on device');
      }
    };
    await expect(notebooks.open(NOTEBOOK)).rejects.toMatchObject({
      trouble: 'server',
      detail: 'No space left on device'
    });
    drive.beforeSave = () => undefined;
    await notebooks.open(NOTEBOOK);
    expect(desk.opened).toEqual([PATH]);
  });
});

describe('resetting a notebook', () => {
  async function begun() {
    const started = start();
    await started.folder.makeRoom(PATH);
    started.drive.files.set(PATH, mine);
    return started;
  }

  it('keeps the old one beside it under a free name and opens a fresh one', async () => {
    const { drive, notebooks } = await begun();
    drive.files.set('c/p1/1-1.ipynb', 'an earlier one');
    expect(await notebooks.reset(NOTEBOOK)).toBe('c/p1/1-2.ipynb');
    expect(drive.files.get('c/p1/1-1.ipynb')).toBe('an earlier one');
    expect(drive.files.get('c/p1/1-2.ipynb')).toBe(mine);
    expect(drive.files.get(PATH)).toEqual(shipped);
    expect(desk.closed).toEqual(['c/p1/1-2.ipynb']);
    expect(desk.opened).toEqual([PATH]);
  });

  it('takes the next name when another page takes this one meanwhile', async () => {
    const { drive, notebooks } = await begun();
    const rename = drive.rename.bind(drive);
    drive.rename = (from, to) => {
      drive.rename = rename;
      drive.files.set(to, 'theirs');
      return rename(from, to);
    };
    expect(await notebooks.reset(NOTEBOOK)).toBe('c/p1/1-2.ipynb');
    expect(drive.files.get('c/p1/1-1.ipynb')).toBe('theirs');
  });

  it('saves the open document first', async () => {
    const { drive, notebooks } = await begun();
    const latest = notebook('typed a second ago');
    desk.dirty = true;
    desk.save = () => {
      drive.files.set(PATH, latest);
      desk.dirty = false;
    };
    const kept = await notebooks.reset(NOTEBOOK);
    expect(drive.files.get(String(kept))).toBe(latest);
  });

  it.each([
    ['is not saved', () => undefined],
    [
      'cannot be saved',
      () => {
        throw failure(500, 'disk full');
      }
    ]
  ])('moves nothing when the open document %s', async (_, save) => {
    const { drive, notebooks } = await begun();
    desk.dirty = true;
    desk.save = save;
    await expect(notebooks.reset(NOTEBOOK)).rejects.toThrow(RoadmapError);
    expect(drive.files.get(PATH)).toBe(mine);
    expect(desk.closed).toEqual([]);
  });

  it('moves nothing when there is no fresh copy to put in its place', async () => {
    const { drive, notebooks } = await begun();
    source.notebook = () =>
      Promise.reject(new RoadmapError('course-missing', NOTEBOOK));
    await expect(notebooks.reset(NOTEBOOK)).rejects.toThrow(RoadmapError);
    expect(drive.files.get(PATH)).toBe(mine);
  });

  it('puts the old one back when the fresh one cannot be written', async () => {
    const { drive, notebooks } = await begun();
    drive.beforeSave = () => {
      throw failure(500, 'disk full');
    };
    await expect(notebooks.reset(NOTEBOOK)).rejects.toMatchObject({
      trouble: 'server',
      detail: 'disk full'
    });
    expect(drive.files.get(PATH)).toBe(mine);
    expect(drive.files.has('c/p1/1-1.ipynb')).toBe(false);
  });

  it('says where the old one is when it cannot be put back', async () => {
    const { drive, notebooks } = await begun();
    drive.beforeSave = path => {
      drive.files.set(path, 'half of it');
      throw failure(500, 'disk full');
    };
    await expect(notebooks.reset(NOTEBOOK)).rejects.toMatchObject({
      trouble: 'moved-aside',
      place: 'c/p1/1-1.ipynb'
    });
    expect(drive.files.get('c/p1/1-1.ipynb')).toBe(mine);
  });

  it('twice at once does one after the other', async () => {
    const { drive, notebooks } = await begun();
    const kept = [notebooks.reset(NOTEBOOK), notebooks.reset(NOTEBOOK)];
    expect(await Promise.all(kept)).toEqual([
      'c/p1/1-1.ipynb',
      'c/p1/1-2.ipynb'
    ]);
    expect(drive.files.get('c/p1/1-1.ipynb')).toBe(mine);
    expect(drive.files.get(PATH)).toEqual(shipped);
  });

  it('of a notebook never opened makes the first copy', async () => {
    const { drive, notebooks } = start();
    expect(await notebooks.reset(NOTEBOOK)).toBeNull();
    expect(drive.files.get(PATH)).toEqual(shipped);
  });
});
