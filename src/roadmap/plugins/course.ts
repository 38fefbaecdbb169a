import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { noAnswer } from '../arrival';
import { LazyRoadmap } from '../lazy';
import { IRoadmap } from '../tokens';

const id = 'pymastery:course';

/** The course and the learner's progress, for the sidebar, the commands and other extensions. */
export const coursePlugin: JupyterFrontEndPlugin<IRoadmap> = {
  id,
  description: "Keeps the course and the learner's progress in it.",
  autoStart: true,
  requires: [IDocumentManager],
  optional: [ISettingRegistry, IStateDB, ITranslator],
  provides: IRoadmap,
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    registry: ISettingRegistry | null,
    db: IStateDB | null,
    translator: ITranslator | null
  ): IRoadmap => {
    const trans = (translator ?? nullTranslator).load('pymastery');
    const { contents } = app.serviceManager;
    // Asked for at once, so that the context menu and the settings editor know the schema.
    const settings = registry?.load(id) ?? null;
    const make = async (): Promise<IRoadmap> => {
      const { start } = await import(
        /* webpackChunkName: "roadmap-model" */ '../start'
      );
      return start({ contents, documents, settings, db, trans });
    };
    return new LazyRoadmap(make, noAnswer(trans));
  }
};
