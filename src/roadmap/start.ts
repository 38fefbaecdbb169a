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
  const settings = await host.settings?.catch(() => null);
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
    if (type === 'rename' && oldValue?.path === base && newValue?.path) {
      const text = trans.__('The course folder is now “%1”.', newValue.path);
      void settings?.set(setting, newValue.path);
      Notification.info(text, { autoClose: 5000 });
    }
  });
  return model;
}

function asFolder(value: unknown): string {
  return typeof value === 'string' ? value.replace(/^\/+|\/+$/g, '') : fallback;
}
