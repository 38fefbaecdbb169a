import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Item, LessonItem } from './course';
import { explain, said, sentence } from './errors';
import { Progress } from './events';
import type { LearnerFolder } from './folder';
import type { Notebooks } from './notebooks';
import { type IFindings, ProgressFile } from './progress';
import type { ICourseSource } from './source';
import type { IRoadmap, IRoadmapState, Notice } from './tokens';

/** What the sidebar looks like; nothing that would be missed. */
export interface ILook {
  /** The items that stand open; null before the learner folded any. */
  expanded: string[] | null;
  /** The course folder that was in use last. */
  folder: string | null;
}

export interface ILookStore {
  load(): Promise<ILook>;
  save(look: ILook): Promise<void>;
}

interface IOptions {
  source: ICourseSource;
  folder: LearnerFolder;
  notebooks: Notebooks;
  look: ILookStore;
  trans: TranslationBundle;
}

export class RoadmapModel implements IRoadmap {
  constructor(private readonly _options: IOptions) {
    this._file = new ProgressFile(_options.folder);
  }

  get changed(): ISignal<IRoadmap, void> {
    return this._changed;
  }

  get state(): IRoadmapState {
    return this._state;
  }

  load(): Promise<void> {
    this._loading ??= this._load();
    return this._loading;
  }

  async refresh(): Promise<void> {
    if (this._state.course) {
      await this._keep(() => this._file.sync());
    }
  }

  /** The course folder is another one now: so is the progress. */
  async moved(): Promise<void> {
    this._file = new ProgressFile(this._options.folder, this._file.unwritten);
    this._set({ progress: this._file.progress, notice: null });
    await this.refresh();
  }

  async open(id: string): Promise<void> {
    const { lesson, notebook } = await this._written(id);
    await this._options.notebooks.open(notebook);
    await this._opened(lesson);
  }

  async reset(id: string): Promise<string | null> {
    const { lesson, notebook } = await this._written(id);
    const kept = await this._options.notebooks.reset(notebook);
    await this._opened(lesson);
    return kept;
  }

  async mark(id: string, done: boolean): Promise<void> {
    const lesson = await this._lesson(id);
    if (lesson.kind === 'tip' || lesson.children.length > 0) {
      return;
    }
    if (this._state.progress.of(id).done !== done) {
      await this._keep(() => this._file.add(done ? 'done' : 'undone', id));
    }
  }

  toggle(ids: readonly string[]): void {
    const expanded = new Set(this._state.expanded);
    for (const id of ids) {
      if (!expanded.delete(id)) {
        expanded.add(id);
      }
    }
    this._look.expanded = [...expanded];
    this._set({ expanded });
    void this._options.look.save(this._look);
  }

  dismiss(): void {
    this._set({ notice: null });
  }

  lessonAt(path: string): string | null {
    const { base } = this._options.folder;
    const prefix = base === '' ? '' : `${base}/`;
    return path.startsWith(prefix)
      ? (this._state.course?.lessonOf(path.slice(prefix.length))?.id ?? null)
      : null;
  }

  private async _load(): Promise<void> {
    const { look, source, trans } = this._options;
    this._set({ failure: null });
    try {
      this._look = await look.load();
      const course = await source.course();
      const expanded = this._look.expanded ?? atFirst(course.items);
      this._set({ course, expanded: new Set(expanded) });
    } catch (error) {
      this._loading = null;
      this._set({ failure: sentence(error, trans) });
      return;
    }
    await this._greet();
    await this.refresh();
  }

  /** A folder that was in use and is gone: the learner may have renamed it. */
  private async _greet(): Promise<void> {
    const { folder, trans } = this._options;
    const { base } = folder;
    if (this._look.folder !== base || base === '') {
      return;
    }
    const kind = await folder.kind(base).catch(() => 'unknown');
    if (kind === null) {
      this._notice(
        'folder',
        trans.__(
          'The course folder “%1” is gone. If you renamed it, give its new name in the settings; else the next topic you open makes it again.',
          base
        )
      );
    }
  }

  private async _opened(lesson: LessonItem): Promise<void> {
    const { base } = this._options.folder;
    if (this._state.notice?.about === 'folder') {
      this.dismiss();
    }
    if (this._look.folder !== base) {
      this._look.folder = base;
      await this._options.look.save(this._look);
    }
    const { progress } = this._state;
    const isNew = progress.last !== lesson.id;
    await this._keep(() =>
      isNew ? this._file.add('opened', lesson.id) : this._file.sync()
    );
  }

  /** The lesson of `id`; the caller's error where there is no such lesson or no notebook yet. */
  private async _written(
    id: string
  ): Promise<{ lesson: LessonItem; notebook: string }> {
    const lesson = await this._lesson(id);
    if (lesson.notebook === null) {
      const { trans } = this._options;
      throw said(trans.__('“%1” is not written yet.', lesson.title));
    }
    return { lesson, notebook: lesson.notebook };
  }

  private async _lesson(id: string): Promise<LessonItem> {
    await this.load();
    const { course, failure } = this._state;
    const { trans } = this._options;
    if (course === null) {
      throw said(failure ?? '');
    }
    const lesson = course.lesson(id);
    if (lesson === null) {
      throw said(trans.__('The course has no lesson “%1”.', id));
    }
    return lesson;
  }

  /** Does `work` on the progress file, shows at once what is known, and says so when it could not be written. */
  private async _keep(work: () => Promise<IFindings>): Promise<void> {
    const file = this._file;
    const { trans } = this._options;
    const working = work();
    this._set({ progress: file.progress });
    try {
      this._report(await working);
    } catch (error) {
      if (file === this._file) {
        const why = sentence(explain(error, this._options.folder.base), trans);
        this._notice(
          'progress',
          trans.__('Progress is kept on this page only. %1', why)
        );
      }
    }
    if (file === this._file) {
      this._set({ progress: file.progress });
    }
  }

  private _report({ setAside, restored }: IFindings): void {
    const { trans } = this._options;
    if (setAside !== null) {
      this._notice(
        'record',
        trans.__(
          'Part of the progress file could not be read. The whole file is kept as “%1”; what could be read goes on.',
          setAside
        )
      );
    } else if (restored) {
      this._notice(
        'record',
        trans.__(
          'The progress file was gone. It was written again from what this page knew.'
        )
      );
    } else if (this._state.notice?.about === 'progress') {
      this.dismiss();
    }
  }

  private _notice(about: Notice, text: string): void {
    this._set({ notice: { about, text } });
  }

  private _set(change: Partial<IRoadmapState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: IRoadmapState = {
    course: null,
    failure: null,
    progress: new Progress([]),
    notice: null,
    expanded: new Set()
  };
  private _look: ILook = { expanded: null, folder: null };
  private _loading: Promise<void> | null = null;
  private _file: ProgressFile;
  private readonly _changed = new Signal<IRoadmap, void>(this);
}

/** A new learner sees the topics of the first phase. */
function atFirst(items: readonly Item[]): string[] {
  const [phase] = items;
  const [group] = phase?.children ?? [];
  return [phase, group, ...(group?.children ?? [])].flatMap(item =>
    item ? [item.id] : []
  );
}
