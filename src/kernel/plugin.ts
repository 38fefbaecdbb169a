import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { Cell } from '@jupyterlab/cells';
import {
  INotebookTracker,
  type Notebook,
  NotebookActions
} from '@jupyterlab/notebook';
import type { KernelError } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { PackageCard } from './card';

interface IExecuted {
  notebook: Notebook;
  cell: Cell;
  success: boolean;
  error?: KernelError | null;
}

/** Says how to install pymastery in a kernel that lacks it. */
export const kernelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'pymastery:kernel',
  description: 'Offers to install pymastery in a kernel that lacks it.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('pymastery');
    let card: Promise<PackageCard> | null = null;
    NotebookActions.executed.connect((_, executed: IExecuted) => {
      const { notebook, cell, error } = executed;
      if (isMissing(error)) {
        card ??= import(/* webpackChunkName: "kernel" */ './card').then(
          ({ PackageCard }) => new PackageCard(trans)
        );
        const panel = tracker.find(one => one.content === notebook);
        const kernel = panel?.sessionContext.session?.kernel ?? null;
        void card.then(ready => ready.show(notebook, cell, kernel));
      } else if (executed.success) {
        void card?.then(ready => ready.passed(notebook, cell));
      }
    });
  }
};

function isMissing(error: KernelError | null | undefined): boolean {
  return (
    error?.errorName === 'ModuleNotFoundError' &&
    error.errorValue === "No module named 'pymastery'"
  );
}
