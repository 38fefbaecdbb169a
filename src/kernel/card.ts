import { Notification } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import { type Notebook, NotebookActions } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

const INSTALL = '%pip install pymastery';

interface IShown {
  kernel: string | null;
  cell: Cell;
  notification: string;
}

/** The notification that a kernel lacks pymastery: once a notebook and kernel, until the cell that failed runs through. */
export class PackageCard {
  constructor(private readonly _trans: TranslationBundle) {}

  async show(
    notebook: Notebook,
    cell: Cell,
    kernel: Kernel.IKernelConnection | null
  ): Promise<void> {
    const shown = this._shown.get(notebook);
    if (shown && shown.kernel === (kernel?.id ?? null)) {
      return;
    }
    this._forget(notebook);
    const entry: IShown = {
      kernel: kernel?.id ?? null,
      cell,
      notification: ''
    };
    this._shown.set(notebook, entry);
    notebook.disposed.connect(this._forget, this);
    const version = await pythonOf(kernel);
    if (this._shown.get(notebook) === entry) {
      entry.notification = this._notify(notebook, cell, version);
    }
  }

  /** A cell of `notebook` ran without an error. */
  passed(notebook: Notebook, cell: Cell): void {
    if (this._shown.get(notebook)?.cell === cell) {
      this._forget(notebook);
    }
  }

  private _notify(notebook: Notebook, cell: Cell, version: string): string {
    const trans = this._trans;
    const text = version
      ? trans.__('This kernel (Python %1) does not have pymastery.', version)
      : trans.__('This kernel does not have pymastery.');
    return Notification.warning(text, {
      autoClose: false,
      actions: [
        {
          label: trans.__('Insert the install cell'),
          displayType: 'accent',
          callback: () => insertInstall(notebook, cell)
        }
      ]
    });
  }

  private _forget(notebook: Notebook): void {
    const shown = this._shown.get(notebook);
    if (shown) {
      notebook.disposed.disconnect(this._forget, this);
      this._shown.delete(notebook);
      // Without an id it would dismiss everybody's.
      if (shown.notification !== '') {
        Notification.dismiss(shown.notification);
      }
    }
  }

  private readonly _shown = new Map<Notebook, IShown>();
}

async function pythonOf(
  kernel: Kernel.IKernelConnection | null
): Promise<string> {
  const info = await kernel?.info.catch(() => null);
  return info?.language_info.version ?? '';
}

/** Puts the install cell above `cell` and stands on it; running it is the learner's. */
function insertInstall(notebook: Notebook, cell: Cell): void {
  if (notebook.isDisposed) {
    return;
  }
  const at = Math.max(notebook.widgets.indexOf(cell), 0);
  const before = notebook.widgets[at - 1];
  if (before?.model.sharedModel.getSource() === INSTALL) {
    notebook.activeCellIndex = at - 1;
  } else {
    notebook.activeCellIndex = at;
    NotebookActions.insertAbove(notebook);
    notebook.activeCell?.model.sharedModel.setSource(INSTALL);
  }
  notebook.deselectAll();
  notebook.node.focus();
  void NotebookActions.focusActiveCell(notebook);
}
