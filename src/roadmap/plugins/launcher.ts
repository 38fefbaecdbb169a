import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { commands } from '../ids';

/** A card in the launcher that opens the sidebar. */
export const launcherPlugin: JupyterFrontEndPlugin<void> = {
  id: 'pymastery:launcher',
  description: 'Adds the roadmap to the launcher.',
  autoStart: true,
  optional: [ILauncher, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    launcher: ILauncher | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('pymastery');
    launcher?.add({
      command: commands.show,
      args: { isLauncher: true },
      category: trans.__('Python Mastery'),
      rank: 0
    });
  }
};
