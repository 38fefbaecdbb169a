import { type ISignal, Signal } from '@lumino/signaling';
import type { IRoadmap, IRoadmapState } from './tokens';

const nothing: IRoadmapState = {
  course: null,
  failure: null,
  progress: { last: null, of: () => ({ opened: false, done: false }) },
  notice: null,
  expanded: new Set()
};

/** A roadmap that is made when something is first asked of it: JupyterLab's start pays for nothing else. */
export class LazyRoadmap implements IRoadmap {
  constructor(
    private readonly _make: () => Promise<IRoadmap>,
    /** What to tell the learner when it cannot be made. */
    private readonly _failing: string
  ) {}

  get changed(): ISignal<IRoadmap, void> {
    return this._changed;
  }

  get state(): IRoadmapState {
    return this._made?.state ?? { ...nothing, failure: this._failure };
  }

  async load(): Promise<void> {
    this._fails(null);
    try {
      await (await this._get()).load();
    } catch {
      this._fails(this._failing);
    }
  }

  async refresh(): Promise<void> {
    await this._made?.refresh();
  }

  async open(id: string): Promise<void> {
    await (await this._get()).open(id);
  }

  async reset(id: string): Promise<string | null> {
    return (await this._get()).reset(id);
  }

  async mark(id: string, done: boolean): Promise<void> {
    await (await this._get()).mark(id, done);
  }

  toggle(ids: readonly string[]): void {
    this._made?.toggle(ids);
  }

  dismiss(): void {
    this._made?.dismiss();
  }

  lessonAt(path: string): string | null {
    // Only the course knows. Whoever asks of a notebook hears of it through `changed`.
    const asked = this._making !== null || this._failure !== null;
    if (!asked && path.endsWith('.ipynb')) {
      void this.load();
    }
    return this._made?.lessonAt(path) ?? null;
  }

  private _get(): Promise<IRoadmap> {
    this._making ??= this._make().then(
      made => {
        this._made = made;
        made.changed.connect(() => this._changed.emit());
        return made;
      },
      error => {
        this._making = null;
        throw error;
      }
    );
    return this._making;
  }

  private _fails(failure: string | null): void {
    if (this._failure !== failure) {
      this._failure = failure;
      this._changed.emit();
    }
  }

  private _making: Promise<IRoadmap> | null = null;
  private _made: IRoadmap | null = null;
  private _failure: string | null = null;
  private readonly _changed = new Signal<IRoadmap, void>(this);
}
