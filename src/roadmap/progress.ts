import { UUID } from '@lumino/coreutils';
import { RoadmapError, status } from './errors';
import {
  type ILine,
  type IProgressEvent,
  Progress,
  line,
  nextSeq,
  parse,
  serialise,
  union
} from './events';
import { type LearnerFolder, isMissing } from './folder';

export const PROGRESS_FILE = 'progress.jsonl';

/** What a look at the file brought to light, for the learner to know. */
export interface IFindings {
  /** The file that now holds what could not be read, or null. */
  setAside: string | null;
  /** The file was there before, was gone now, and was written again from memory. */
  restored: boolean;
}

/** More rounds than that means that somebody else writes without pause. */
const ROUNDS = 5;

/**
 * The progress file in the learner's folder: one JSON event a line, only ever added to.
 *
 * Several pages may write it. The Contents API has no compare-and-set, so every write is read, united
 * with what this page knows, written and read again until all of it is there.
 */
export class ProgressFile {
  constructor(
    private readonly _folder: LearnerFolder,
    /** Events that could not be written elsewhere. */
    private _lines: readonly ILine[] = [],
    private readonly _now: () => Date = () => new Date()
  ) {
    this._path = _folder.path(PROGRESS_FILE);
  }

  /** The events that no server has taken yet. */
  get unwritten(): ILine[] {
    return this._lines.filter(one => !this._written.has(one.key));
  }

  /** What is known now, written or not. */
  get progress(): Progress {
    return new Progress(this._lines);
  }

  /** Reads the file and writes what it lacks of the events this page knows. */
  sync(): Promise<IFindings> {
    const turn = this._turn.then(() =>
      exclusively(this._path, () => this._sync())
    );
    this._turn = turn.then(
      () => undefined,
      () => undefined
    );
    return turn;
  }

  /** Adds an event. It is known at once; the promise fails if it could not be written, and the next write tries again. */
  add(event: IProgressEvent['event'], topic: string): Promise<IFindings> {
    const added = line({
      v: 1,
      id: UUID.uuid4(),
      time: this._now().toISOString(),
      seq: nextSeq(this._lines),
      event,
      topic
    });
    this._lines = union(this._lines, [added]);
    return this.sync();
  }

  private async _sync(): Promise<IFindings> {
    const findings: IFindings = { setAside: null, restored: false };
    for (let round = 0; round < ROUNDS; round++) {
      const written = await this._read(findings);
      written?.forEach(one => this._written.add(one.key));
      this._lines = union(written ?? [], this._lines);
      if (this._lines.length === (written ?? []).length) {
        this._seen ||= written !== null;
        return findings;
      }
      findings.restored ||= this._seen && written === null;
      await this._write(serialise(this._lines));
      this._seen = true;
    }
    throw new RoadmapError('server', this._path, 'the file keeps changing');
  }

  /** The lines on the server; null where there is no file. What is not ours is set aside first. */
  private async _read(findings: IFindings): Promise<readonly ILine[] | null> {
    const text = await this._text(findings);
    if (text === null) {
      return null;
    }
    const { lines, corrupt } = parse(text);
    if (corrupt.length > 0) {
      findings.setAside = await this._folder.setAside(
        this._path,
        this._asideName
      );
      this._lines = union(lines, this._lines);
      await this._write(serialise(this._lines));
      return this._lines;
    }
    return lines;
  }

  private async _text(findings: IFindings): Promise<string | null> {
    try {
      const model = await this._folder.contents.get(this._path, {
        type: 'file',
        format: 'text',
        content: true
      });
      return String(model.content);
    } catch (error) {
      if (isMissing(error)) {
        return null;
      }
      if (status(error) !== 400) {
        throw await this._folder.fault(error, this._path);
      }
    }
    if ((await this._folder.kind(this._path)) === 'directory') {
      throw new RoadmapError('not-a-file', this._path);
    }
    // The server refuses to read it as text: it is not UTF-8.
    findings.setAside = await this._folder.setAside(
      this._path,
      this._asideName
    );
    return null;
  }

  private _write(content: string): Promise<void> {
    return this._folder.write(this._path, {
      type: 'file',
      format: 'text',
      content
    });
  }

  private readonly _asideName = (n: number): string =>
    this._folder.path(`progress.corrupt-${n}.jsonl`);
  private readonly _path: string;
  private readonly _written = new Set<string>();
  private _seen = false;
  private _turn: Promise<void> = Promise.resolve();
}

/** Runs `work` while no other tab of this browser does the same. Browsers offer the lock to secure pages only. */
async function exclusively<T>(
  name: string,
  work: () => Promise<T>
): Promise<T> {
  const locks: LockManager | undefined = navigator.locks;
  return locks ? await locks.request(`pymastery:${name}`, work) : work();
}
