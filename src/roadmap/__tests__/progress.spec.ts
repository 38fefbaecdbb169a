import { RoadmapError } from '../errors';
import {
  type IProgressEvent,
  Progress,
  line,
  parse,
  serialise,
  union
} from '../events';
import { ProgressFile } from '../progress';
import { learner } from './drive';

const FILE = 'c/progress.jsonl';

function event(
  id: string,
  what: IProgressEvent['event'],
  topic: string,
  seq = 1,
  time = '2026-01-01T00:00:00.000Z'
): IProgressEvent {
  return { v: 1, id, time, seq, event: what, topic };
}

const said = (text: string): string[] =>
  parse(text).lines.map(({ event }) => `${event?.event} ${event?.topic}`);

describe('a progress file, read', () => {
  it('keeps lines it does not understand, and sets apart those that are no records', () => {
    const later = '{"v":2,"id":"a","how":"new"}';
    const checked = '{"v":1,"id":"b","event":"checked","topic":"t"}';
    const text = `\uFEFF${later}\r\n\n${checked}\nnot json\n[1]\n{"v":1}\n{"v":1,"id":"c","ti`;
    const { lines, corrupt } = parse(text);
    expect(lines.map(one => [one.text, one.event])).toEqual([
      [later, null],
      [checked, null]
    ]);
    expect(corrupt).toEqual([
      'not json',
      '[1]',
      '{"v":1}',
      '{"v":1,"id":"c","ti'
    ]);
  });

  it('keeps fields that a later version added, letter for letter', () => {
    const text =
      '{ "v": 1, "id":"a", "event":"done","topic":"t", "score": 3 }\n';
    expect(serialise(parse(text).lines)).toBe(text);
    expect(new Progress(parse(text).lines).of('t').done).toBe(true);
  });

  it('is united: nothing dropped, nothing doubled, nothing reordered', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(id => line(event(id, 'done', id)));
    const keys = union([b!, a!], [a!, c!]).map(one => one.key);
    expect(keys).toEqual(['b', 'a', 'c']);
  });
});

describe('progress', () => {
  it('follows the sequence, not the clock and not the order of the lines', () => {
    const lines = [
      line(event('c', 'undone', 't', 3, '1999-01-01T00:00:00.000Z')),
      line(event('b', 'done', 't', 2, '2030-01-01T00:00:00.000Z')),
      line(event('a', 'opened', 't', 1))
    ];
    expect(new Progress(lines).of('t')).toEqual({ opened: true, done: false });
  });

  it('is the same on every page when two acted at once', () => {
    const lines = [
      line(event('a', 'done', 't', 5)),
      line(event('b', 'undone', 't', 5))
    ];
    const there = new Progress(lines).of('t').done;
    expect(new Progress(lines.reverse()).of('t').done).toBe(there);
  });

  it.each(['__proto__', 'constructor'])('takes %s for a topic like any', id => {
    expect(new Progress([]).of(id).done).toBe(false);
    expect(new Progress([line(event('a', 'done', id))]).of(id).done).toBe(true);
  });
});

describe('the progress file', () => {
  it('is made with its folder at the first event, and never rewritten without need', async () => {
    const { drive, folder } = learner('a/b');
    const file = new ProgressFile(folder);
    await file.sync();
    expect(drive.files.size).toBe(0);
    await file.add('opened', 't');
    expect(said(drive.text('a/b/progress.jsonl'))).toEqual(['opened t']);
    const puts = drive.log.filter(one => one.startsWith('PUT')).length;
    await file.sync();
    expect(drive.log.filter(one => one.startsWith('PUT'))).toHaveLength(puts);
  });

  it('keeps the order of what happened when the clock is set back', async () => {
    const { drive, folder } = learner();
    const clock = ['2026-05-01', '2020-01-01'].map(day => new Date(day));
    const file = new ProgressFile(
      folder,
      [],
      () => clock.shift() ?? new Date(0)
    );
    await file.add('done', 't');
    await file.add('undone', 't');
    expect(new Progress(parse(drive.text(FILE)).lines).of('t').done).toBe(
      false
    );
    expect(drive.text(FILE)).toContain('"time":"2020-01-01T00:00:00.000Z"');
  });

  it('loses nothing when another page writes between reading and writing', async () => {
    const { drive, folder } = learner();
    const [mine, theirs] = [new ProgressFile(folder), new ProgressFile(folder)];
    await mine.add('opened', 'first');
    await theirs.sync();
    const other = `${drive.text(FILE)}${line(event('x', 'done', 'second', 9)).text}\n`;
    let once = true;
    drive.beforeSave = path => {
      // Their write lands just before ours and is overwritten by it.
      if (once && path === FILE) {
        once = false;
        drive.files.set(FILE, other);
      }
    };
    await mine.add('done', 'first');
    // The page that wrote it still knows it, and looks again.
    await new ProgressFile(folder, parse(other).lines).sync();
    expect(said(drive.text(FILE)).sort()).toEqual([
      'done first',
      'done second',
      'opened first'
    ]);
  });

  it('writes again what another page overwrote under its hands', async () => {
    const { drive, folder } = learner();
    const file = new ProgressFile(folder);
    await file.add('opened', 'a');
    const old = drive.text(FILE);
    const save = drive.save.bind(drive);
    let once = true;
    drive.save = async (path, options) => {
      const saved = await save(path, options);
      if (once) {
        once = false;
        drive.files.set(FILE, old);
      }
      return saved;
    };
    await file.add('done', 'a');
    expect(said(drive.text(FILE))).toEqual(['opened a', 'done a']);
  });

  it('takes events of two pages at once', async () => {
    const { drive, folder } = learner();
    const pages = [new ProgressFile(folder), new ProgressFile(folder)];
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => pages[n % 2]!.add('done', `t${n}`))
    );
    await Promise.all(pages.map(page => page.sync()));
    expect(new Set(said(drive.text(FILE))).size).toBe(20);
  });

  it('sets a corrupt file aside whole, under a free name, and goes on with what could be read', async () => {
    const { drive, folder } = learner();
    await new ProgressFile(folder).add('done', 'a');
    const text = `${drive.text(FILE)}{"v":1,"id`;
    drive.files.set(FILE, text);
    drive.files.set('c/progress.corrupt-1.jsonl', 'an earlier one');
    const file = new ProgressFile(folder);
    const { setAside } = await file.sync();
    expect(setAside).toBe('c/progress.corrupt-2.jsonl');
    expect(drive.text('c/progress.corrupt-1.jsonl')).toBe('an earlier one');
    expect(drive.text('c/progress.corrupt-2.jsonl')).toBe(text);
    expect(said(drive.text(FILE))).toEqual(['done a']);
    expect(file.progress.of('a').done).toBe(true);
    expect((await file.sync()).setAside).toBeNull();
  });

  it('sets aside what is not even text', async () => {
    const { drive, folder } = learner();
    await folder.makeRoom(FILE);
    drive.files.set(FILE, new Uint8Array([0xff, 0xfe]));
    const { setAside } = await new ProgressFile(folder).add('done', 'a');
    expect(drive.files.get(String(setAside))).toEqual(
      new Uint8Array([0xff, 0xfe])
    );
    expect(said(drive.text(FILE))).toEqual(['done a']);
  });

  it('is written anew from memory when it was deleted', async () => {
    const { drive, folder } = learner();
    const file = new ProgressFile(folder);
    await file.add('done', 'a');
    drive.remove('c');
    expect((await file.sync()).restored).toBe(true);
    expect(said(drive.text(FILE))).toEqual(['done a']);
  });

  it('keeps events that cannot be written, and writes them when it can, there or elsewhere', async () => {
    const { drive, folder } = learner();
    drive.readOnly.add('c');
    const file = new ProgressFile(folder);
    await expect(file.add('done', 'a')).rejects.toThrow(RoadmapError);
    expect(file.progress.of('a').done).toBe(true);
    expect(file.unwritten).toHaveLength(1);
    drive.readOnly.clear();
    await file.add('done', 'b');
    expect(said(drive.text(FILE))).toEqual(['done a', 'done b']);
    expect(file.unwritten).toEqual([]);
  });

  it('does not write while it cannot read', async () => {
    const { drive, folder } = learner();
    await new ProgressFile(folder).add('done', 'a');
    const get = drive.get.bind(drive);
    drive.get = () => Promise.reject(new Error('the server is gone'));
    const file = new ProgressFile(folder);
    await expect(file.add('done', 'b')).rejects.toThrow('the server is gone');
    drive.get = get;
    expect(said(drive.text(FILE))).toEqual(['done a']);
  });

  it('says so when a folder has its name', async () => {
    const { folder } = learner();
    await folder.makeRoom(`${FILE}/x`);
    await expect(
      new ProgressFile(folder).add('done', 'a')
    ).rejects.toMatchObject({ trouble: 'not-a-file', place: FILE });
  });

  it('takes ten thousand events', async () => {
    const { drive, folder } = learner();
    await folder.makeRoom(FILE);
    const many = Array.from({ length: 10_000 }, (_, n) =>
      line(event(`e${n}`, n % 2 ? 'undone' : 'done', `t${n % 50}`, n))
    );
    drive.files.set(FILE, serialise(many));
    const file = new ProgressFile(folder);
    await file.add('done', 'last');
    expect(said(drive.text(FILE))).toHaveLength(10_001);
    expect(file.progress.of('last').done).toBe(true);
  });
});
