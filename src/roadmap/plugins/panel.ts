import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { roadmapIcon } from '../icon';
import { PANEL_ID, commands } from '../ids';
import { isFirstVisit } from '../look';
import { RoadmapPanel } from '../panel';
import { IRoadmap } from '../tokens';

/** The sidebar, in JupyterLab and in Notebook 7. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'pymastery:roadmap',
  description: 'Shows the course and the progress in it in a sidebar.',
  autoStart: true,
  requires: [IRoadmap],
  optional: [ILayoutRestorer, ILabShell, IStateDB, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    roadmap: IRoadmap,
    restorer: ILayoutRestorer | null,
    labShell: ILabShell | null,
    db: IStateDB | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('pymastery');
    const run = (command: string, args = {}): void =>
      void app.commands.execute(command, args);
    const panel = new RoadmapPanel({
      roadmap,
      trans,
      actions: {
        open: topic => run(commands.open, { topic }),
        mark: (topic, done) => run(commands.mark, { topic, done }),
        toggle: ids => roadmap.toggle(ids),
        dismiss: () => roadmap.dismiss(),
        retry: () => void roadmap.load(),
        openSettings: () => run('settingeditor:open', { query: 'Roadmap' }),
        openUrl
      }
    });
    panel.id = PANEL_ID;
    panel.title.icon = roadmapIcon;
    panel.title.caption = trans.__('Roadmap');
    panel.node.setAttribute('role', 'region');
    panel.node.setAttribute('aria-label', trans.__('Roadmap'));
    app.shell.add(panel, 'left', { rank: 150 });
    restorer?.add(panel, PANEL_ID);
    if (labShell) {
      void greet(app, labShell, db);
    }
    document.addEventListener('visibilitychange', () => {
      // Another page may have gone on while this one was hidden.
      if (!document.hidden && panel.isVisible) {
        void roadmap.refresh();
      }
    });
  }
};

/** Shows the sidebar on the first visit: a course that must be searched for is lost. Later the layout is the learner's. */
async function greet(
  app: JupyterFrontEnd,
  labShell: ILabShell,
  db: IStateDB | null
): Promise<void> {
  // A new workspace opens the file browser before that.
  await app.restored;
  if (labShell.mode !== 'single-document' && (await isFirstVisit(db))) {
    labShell.activateById(PANEL_ID);
  }
}

function openUrl(url: string): void {
  if (url.startsWith('https://')) {
    window.open(url, '_blank', 'noopener,noreferrer');
  }
}
