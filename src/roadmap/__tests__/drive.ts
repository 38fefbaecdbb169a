import { PathExt } from '@jupyterlab/coreutils';
import {
  type Contents,
  ContentsManager,
  ServerConnection
} from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import { LearnerFolder } from '../folder';

/** A drive in memory that answers as Jupyter's file contents do, status for status. */
export class MemoryDrive {
  readonly name = '';
  isDisposed = false;
  readonly files = new Map<string, unknown>();
  /** Paths that may not be written, with all below them. */
  readonly readOnly = new Set<string>();
  /** What was asked, in order: "GET a/b". */
  readonly log: string[] = [];
  /** Called before a write: where another page gets in between. */
  beforeSave: (path: string) => void = () => undefined;

  get fileChanged(): ISignal<unknown, Contents.IChangedArgs> {
    return this._fileChanged;
  }

  readonly serverSettings = {} as ServerConnection.ISettings;

  dispose(): void {
    this.isDisposed = true;
  }

  text(path: string): string {
    return String(this.files.get(path));
  }

  async get(
    path: string,
    options: Contents.IFetchOptions = {}
  ): Promise<Contents.IModel> {
    this.log.push(`GET ${path}`);
    this._checkWay(path);
    if (path === '' || this._isFolder(path)) {
      if (options.type === 'file') {
        throw failure(400, `${path} is a directory, not a file`);
      }
      return model(path, 'directory', null);
    }
    if (!this.files.has(path)) {
      throw failure(404, `No such file or directory: ${path}`);
    }
    const content = this.files.get(path);
    if (options.format === 'text' && content instanceof Uint8Array) {
      throw failure(400, `${path} is not UTF-8 encoded`);
    }
    return model(
      path,
      path.endsWith('.ipynb') ? 'notebook' : 'file',
      options.content ? content : null
    );
  }

  async save(
    path: string,
    options: Partial<Contents.IModel> = {}
  ): Promise<Contents.IModel> {
    this.beforeSave(path);
    this.log.push(`PUT ${path}`);
    this._checkWay(path);
    this._checkWritable(path);
    if (options.type === 'directory') {
      this.files.set(path, folder);
    } else {
      this.files.set(path, options.content);
    }
    return model(path, options.type ?? 'file', null);
  }

  async rename(from: string, to: string): Promise<Contents.IModel> {
    this.log.push(`PATCH ${from} ${to}`);
    this._checkWritable(to);
    if (this.files.has(to)) {
      throw failure(409, `File already exists: ${to}`);
    }
    if (!this.files.has(from)) {
      throw failure(404, `No such file or directory: ${from}`);
    }
    this.files.set(to, this.files.get(from));
    this.files.delete(from);
    return model(to, 'file', null);
  }

  /** Deletes a folder or file with all below it. */
  remove(path: string): void {
    for (const key of [...this.files.keys()]) {
      if (key === path || key.startsWith(`${path}/`)) {
        this.files.delete(key);
      }
    }
  }

  private _isFolder(path: string): boolean {
    return this.files.get(path) === folder;
  }

  /** A file on the way is a 500 with the real server; a missing folder a 404. */
  private _checkWay(path: string): void {
    const above = PathExt.dirname(path);
    if (above === '') {
      return;
    }
    this._checkWay(above);
    if (!this.files.has(above)) {
      throw failure(404, `No such directory: ${above}`);
    }
    if (!this._isFolder(above)) {
      throw failure(500, 'Unhandled error');
    }
  }

  private _checkWritable(path: string): void {
    for (const locked of this.readOnly) {
      if (path === locked || locked === '' || path.startsWith(`${locked}/`)) {
        throw failure(403, `Permission denied: ${path}`);
      }
    }
  }

  private readonly _fileChanged = new Signal<unknown, Contents.IChangedArgs>(
    this
  );
}

const folder = Symbol('folder');

export function failure(
  status: number,
  message: string
): ServerConnection.ResponseError {
  const response = { status, statusText: '' } as Response;
  return new ServerConnection.ResponseError(response, message);
}

function model(path: string, type: string, content: unknown): Contents.IModel {
  return {
    name: PathExt.basename(path),
    path,
    type,
    content,
    format: null,
    writable: true,
    created: '',
    last_modified: '',
    mimetype: ''
  };
}

/** The learner's folder "c" on a drive in memory, through JupyterLab's own contents manager. */
export function learner(base = 'c'): {
  drive: MemoryDrive;
  folder: LearnerFolder;
} {
  const drive = new MemoryDrive();
  const contents = new ContentsManager({
    defaultDrive: drive as unknown as Contents.IDrive,
    serverSettings: drive.serverSettings
  });
  return { drive, folder: new LearnerFolder(contents, () => base) };
}
