import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { commandOptions } from '../commands';
import { commands } from '../ids';
import { IRoadmap } from '../tokens';

/** The roadmap's commands; those that need no argument are in the palette. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'pymastery:commands',
  description: 'Adds the commands of the roadmap.',
  autoStart: true,
  requires: [IRoadmap, IDocumentManager],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    roadmap: IRoadmap,
    documents: IDocumentManager,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('pymastery');
    const context = { app, roadmap, documents, trans };
    for (const [id, options] of Object.entries(commandOptions(context))) {
      app.commands.addCommand(id, options);
    }
    for (const command of [
      commands.show,
      commands.resume,
      commands.reset,
      commands.mark
    ]) {
      palette?.addItem({ command, category: trans.__('Python Mastery') });
    }
    roadmap.changed.connect(() => {
      for (const id of [commands.reset, commands.mark]) {
        app.commands.notifyCommandChanged(id);
      }
    });
  }
};
