import type { IDocumentManager } from '@jupyterlab/docmanager';
import { RoadmapError, explain } from './errors';
import type { LearnerFolder } from './folder';
import type { ICourseSource } from './source';

/** The part of JupyterLab's document manager that is needed here. */
export type Documents = Pick<
  IDocumentManager,
  'openOrReveal' | 'findWidget' | 'contextForWidget' | 'closeFile'
>;

/** The learner's copies of the course's notebooks. None is ever overwritten. */
export class Notebooks {
  constructor(
    private readonly _folder: LearnerFolder,
    private readonly _source: ICourseSource,
    private readonly _documents: Documents
  ) {}

  /** Opens the learner's own copy of `notebook`, a path below notebooks/, and makes it first where there is none. */
  async open(notebook: string): Promise<void> {
    // A second fast click, or one during a reset, joins the first.
    await (this._running.get(notebook) ??
      this._run(notebook, () => this._open(notebook)));
  }

  /**
   * Opens a fresh copy of `notebook`.
   *
   * @returns Where the earlier copy now is; null when there was none.
   */
  async reset(notebook: string): Promise<string | null> {
    const before = this._running.get(notebook);
    return this._run(notebook, async () => {
      await before?.catch(() => null);
      return this._reset(notebook);
    });
  }

  private async _open(notebook: string): Promise<null> {
    const path = this._folder.path(notebook);
    await this._ensure(notebook, path);
    this._documents.openOrReveal(path);
    return null;
  }

  private async _reset(notebook: string): Promise<string | null> {
    const path = this._folder.path(notebook);
    // First of all: without a fresh copy to put in its place, nothing is moved.
    await this._source.notebook(notebook);
    const kept =
      (await this._folder.kind(path)) === null
        ? null
        : await this._moveAside(path);
    try {
      await this._open(notebook);
    } catch (error) {
      throw kept === null ? error : await this._putBack(kept, path, error);
    }
    return kept;
  }

  /** The notebook at `kept` stands at `path` again. Returns what to tell of `error`, which came meanwhile. */
  private async _putBack(
    kept: string,
    path: string,
    error: unknown
  ): Promise<RoadmapError> {
    const told = explain(error, path);
    try {
      await this._folder.contents.rename(kept, path);
      return told;
    } catch {
      return new RoadmapError('moved-aside', kept, told.detail);
    }
  }

  private async _ensure(notebook: string, path: string): Promise<void> {
    if (await this._isThere(path)) {
      return;
    }
    const content = await this._source.notebook(notebook);
    await this._folder.makeRoom(path);
    // Once more, now that nothing but the write is left: another page may have made it.
    if (!(await this._isThere(path))) {
      await this._folder.write(path, {
        type: 'notebook',
        format: 'json',
        content
      });
    }
  }

  private async _isThere(path: string): Promise<boolean> {
    const kind = await this._folder.kind(path);
    if (kind === 'directory') {
      throw new RoadmapError('not-a-file', path);
    }
    return kind !== null;
  }

  /** The open document is saved, follows the move and is closed; its kernel stays with the kept copy. */
  private async _moveAside(path: string): Promise<string> {
    await this._save(path);
    const kept = await this._folder.setAside(path, n =>
      path.replace(/(\.ipynb)?$/, suffix => `-${n}${suffix}`)
    );
    await this._documents.closeFile(kept);
    return kept;
  }

  private async _save(path: string): Promise<void> {
    const widget = this._documents.findWidget(path, null);
    const context = widget && this._documents.contextForWidget(widget);
    if (!context?.model.dirty) {
      return;
    }
    try {
      await context.save();
    } catch (error) {
      throw explain(error, path);
    }
    if (context.model.dirty) {
      throw new RoadmapError('unsaved', path);
    }
  }

  private _run(
    notebook: string,
    work: () => Promise<string | null>
  ): Promise<string | null> {
    const started = work().finally(() => {
      if (this._running.get(notebook) === started) {
        this._running.delete(notebook);
      }
    });
    this._running.set(notebook, started);
    return started;
  }

  private readonly _running = new Map<string, Promise<string | null>>();
}
