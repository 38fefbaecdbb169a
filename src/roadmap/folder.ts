import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { RoadmapError, explain, status } from './errors';

/** The learner's own folder on the server. Every path given and returned is the server's. */
export class LearnerFolder {
  constructor(
    readonly contents: Contents.IManager,
    private readonly _base: () => string
  ) {}

  /** The folder itself; empty for the server's root. */
  get base(): string {
    return this._base();
  }

  path(relative: string): string {
    return PathExt.join(this.base, relative);
  }

  /** What stands at `path`, or null for nothing. */
  async kind(path: string): Promise<Contents.ContentType | null> {
    try {
      const { type } = await this.contents.get(path, { content: false });
      return type;
    } catch (error) {
      if (isMissing(error)) {
        return null;
      }
      throw await this.fault(error, path);
    }
  }

  /** `error` of reading or writing `path`, explained: servers answer 500 where a file stands on the way. */
  async fault(error: unknown, path: string): Promise<RoadmapError> {
    for (const above of foldersAbove(path)) {
      const model = await this.contents
        .get(above, { content: false })
        .catch(() => null);
      if (model === null) {
        break;
      }
      if (model.type !== 'directory') {
        return new RoadmapError('not-a-folder', above);
      }
    }
    return explain(error, path);
  }

  /** Makes every folder above `path` that is not there. */
  async makeRoom(path: string): Promise<void> {
    for (const above of foldersAbove(path)) {
      await this._makeFolder(above);
    }
  }

  /** Writes a file. A refusal comes as a RoadmapError that names the file. */
  async write(
    path: string,
    model: Pick<Contents.IModel, 'type' | 'format' | 'content'>
  ): Promise<void> {
    await this.makeRoom(path);
    try {
      await this.contents.save(path, model);
    } catch (error) {
      throw explain(error, path);
    }
  }

  /** Moves the file at `path` aside to a name that nothing has, and returns that name. `name` gives the n-th to try. */
  async setAside(path: string, name: (n: number) => string): Promise<string> {
    for (let n = 1; ; n++) {
      const aside = name(n);
      if ((await this.kind(aside)) !== null) {
        continue;
      }
      try {
        await this.contents.rename(path, aside);
        return aside;
      } catch (error) {
        // 409: something took the name since we looked.
        if (status(error) !== 409) {
          throw explain(error, PathExt.dirname(path));
        }
      }
    }
  }

  private async _makeFolder(path: string): Promise<void> {
    const kind = await this.kind(path);
    if (kind === 'directory') {
      return;
    }
    if (kind !== null) {
      throw new RoadmapError('not-a-folder', path);
    }
    try {
      await this.contents.save(path, { type: 'directory' });
    } catch (error) {
      throw explain(error, PathExt.dirname(path));
    }
  }
}

/** a, a/b for a/b/c. */
function foldersAbove(path: string): string[] {
  const parts = PathExt.dirname(path).split('/').filter(Boolean);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** JupyterLite's drive knows no status: there the words must do. */
export function isMissing(error: unknown): boolean {
  const code = status(error);
  return code === null
    ? error instanceof Error && /could not find|not found/i.test(error.message)
    : code === 404;
}
