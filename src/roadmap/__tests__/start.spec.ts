import './browser';
import { Notification } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Contents } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { movedTo, start } from '../start';
import type { Documents } from '../notebooks';
import { learner } from './drive';

const trans = nullTranslator.load('pymastery');

/** The settings of a page; `set` refuses what the schema would. */
class Settings {
  composite = { courseFolder: 'lessons/python' };
  readonly changed = new Signal<this, void>(this);
  async set(_: string, folder: string): Promise<void> {
    if (folder.startsWith('.')) {
      throw new Error('must match pattern');
    }
    this.composite = { courseFolder: folder };
    this.changed.emit();
  }
}

async function page(settings: Promise<Settings>) {
  const { contents } = learner().folder;
  await start({
    contents,
    documents: {} as Documents as never,
    settings: settings as unknown as Promise<ISettingRegistry.ISettings>,
    db: null,
    trans
  });
  return {
    rename: async (from: string, to: string) => {
      const change = {
        type: 'rename',
        oldValue: { path: from },
        newValue: { path: to }
      };
      (contents.fileChanged as Signal<unknown, unknown>).emit(
        change as Contents.IChangedArgs
      );
      await new Promise(process.nextTick);
    }
  };
}

const said = () => Notification.manager.notifications.map(one => one.message);

beforeEach(() => Notification.dismiss());

it.each([
  ['c', 'c', 'd', 'd'],
  ['a/c', 'a', 'b', 'b/c'],
  ['a/c', 'a/c', 'a/d', 'a/d'],
  ['a/c', 'a/cc', 'x', null],
  ['abc', 'a', 'x', null],
  ['', 'a', 'x', null]
])('%s after %s became %s is %s', (folder, from, to, now) => {
  expect(movedTo(folder, from, to)).toBe(now);
});

describe('the course folder', () => {
  it('follows the folder above it, and says so', async () => {
    const settings = new Settings();
    const { rename } = await page(Promise.resolve(settings));
    await rename('lessons', 'école du soir');
    expect(settings.composite.courseFolder).toBe('école du soir/python');
    expect(said()).toEqual([
      'The course folder is now “école du soir/python”.'
    ]);
  });

  it('says so when its new name cannot be one', async () => {
    const settings = new Settings();
    const { rename } = await page(Promise.resolve(settings));
    await rename('lessons', '.hidden');
    expect(settings.composite.courseFolder).toBe('lessons/python');
    expect(said()).toEqual([
      expect.stringContaining('“.hidden/python” cannot be')
    ]);
  });

  it('is the default while the settings cannot be read, and that is said', async () => {
    await page(Promise.reject<Settings>(new Error('500')));
    expect(said()).toEqual([expect.stringContaining('“pymastery-course”')]);
  });
});
