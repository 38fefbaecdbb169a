import { Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Contents } from '@jupyterlab/services';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import { LearnerFolder } from './folder';
import { lookStore } from './look';
import { RoadmapModel } from './model';
import { Notebooks } from './notebooks';
import { StaticCourse } from './source';
import type { IRoadmap } from './tokens';

const setting = 'courseFolder';
const fallback = 'pymastery-course';

interface IHost {
  contents: Contents.IManager;
  documents: IDocumentManager;
  settings: Promise<ISettingRegistry.ISettings> | null;
  db: IStateDB | null;
  trans: TranslationBundle;
}

/** The roadmap of a page: follows the course folder, in the settings and when it is renamed. */
export async function start(host: IHost): Promise<IRoadmap> {
  const { contents, documents, db, trans } = host;
  // Without its settings the roadmap still works, in the default folder.
  const settings = await host.settings?.catch(() => {
    const text = trans.__(
      'The settings of the Roadmap could not be read. Until they can, the course folder is “%1”.',
      fallback
    );
    Notification.warning(text, { autoClose: false });
    return null;
  });
  let base = asFolder(settings?.composite[setting]);
  const source = new StaticCourse();
  const folder = new LearnerFolder(contents, () => base);
  const model = new RoadmapModel({
    source,
    folder,
    notebooks: new Notebooks(folder, source, documents),
    look: lookStore(db),
    trans
  });
  settings?.changed.connect(() => {
    const next = asFolder(settings.composite[setting]);
    if (next !== base) {
      base = next;
      void model.moved();
    }
  });
  contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
    if (type === 'rename' && settings && oldValue?.path && newValue?.path) {
      const now = movedTo(base, oldValue.path, newValue.path);
      if (now !== null) {
        void follow(settings, now, trans);
      }
    }
  });
  return model;
}

/** Where `folder` is after a rename of `from`, itself or a folder above it; null when it stayed. */
export function movedTo(
  folder: string,
  from: string,
  to: string
): string | null {
  return folder === from || folder.startsWith(`${from}/`)
    ? to + folder.slice(from.length)
    : null;
}

async function follow(
  settings: ISettingRegistry.ISettings,
  folder: string,
  trans: TranslationBundle
): Promise<void> {
  try {
    await settings.set(setting, folder);
  } catch {
    const text = trans.__(
      '“%1” cannot be the name of the course folder. Rename it again, or choose another course folder in the settings.',
      folder
    );
    Notification.warning(text, { autoClose: false });
    return;
  }
  const text = trans.__('The course folder is now “%1”.', folder);
  Notification.info(text, { autoClose: 5000 });
}

function asFolder(value: unknown): string {
  return typeof value === 'string' ? value.replace(/^\/+|\/+$/g, '') : fallback;
}
