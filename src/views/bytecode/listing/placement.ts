import { lastWhere } from '../../shared/geometry-bisect';
import { loadedBy } from '../program/texts';
import { outermost, type ICode, type IProgram } from '../program/model';
import { gutterOf, gutterWidth, ROW, type IGutter } from './gutter';

/** A row of the listing: an instruction, or the heading of a code object. */
export type Item = {
  /** Unique, the same as long as the row is there: where it is, from the outermost code object in. */
  key: string;
  code: ICode;
  depth: number;
  /** Where the gutter ends, in pixels. */
  left: number;
  /** The place of the row that this one stands under, -1 at the top. */
  parent: number;
} & (
  | { kind: 'row'; index: number }
  /** Of a code object that is opened under the row that loads it, or of one of several outermost ones. */
  | { kind: 'head'; folds: boolean }
);

/** Instructions that follow each other, or one heading. */
interface IRun {
  /** The place of its first row. */
  start: number;
  length: number;
  instance: IInstance;
  kind: 'rows' | 'head';
  /** The index of the first instruction. */
  from: number;
  parent: number;
}

/** A code object where it is shown: it may be loaded, and so be opened, in more than one place. */
export interface IInstance {
  path: string;
  code: ICode;
  depth: number;
  /** Where its gutter begins, in pixels, and where it ends. */
  left: number;
  right: number;
  gutter: IGutter;
  runs: IRun[];
  folds: boolean;
}

const INDENT = 16;

/** All rows from top to bottom, each ROW pixels high; a row is made when it is asked for. */
export class Placement {
  readonly runs: IRun[] = [];
  readonly instances: IInstance[] = [];
  count = 0;
  /** Of the gutters, in pixels. */
  width = 0;

  /**
   * @param open - Keys of the rows whose code object is shown.
   */
  constructor(
    readonly program: IProgram,
    private readonly _open: ReadonlySet<string>
  ) {
    const roots = outermost(program);
    for (const code of roots) {
      const key = `#${code.place}`;
      if (roots.length > 1) {
        const head = this._instance(code, `${key}/`, 0, 0, true);
        this._add(head, 'head', 0, 1, -1);
        if (_open.has(key)) {
          this._rows(head, this.count - 1);
        }
      } else {
        this._rows(this._instance(code, '', 0, 0, false), -1);
      }
    }
  }

  /** The row at a place, null where there is none. */
  item(place: number): Item | null {
    const run = this.runs[this._runAt(place)];
    if (run === undefined || place < 0 || place >= this.count) {
      return null;
    }
    const { instance } = run;
    const { path, code, depth, right } = instance;
    const shared = { code, depth, left: right, parent: run.parent };
    if (run.kind === 'head') {
      const key = instance.folds ? path.slice(0, -1) : path;
      return { ...shared, kind: 'head', key, folds: instance.folds };
    }
    const index = run.from + place - run.start;
    return { ...shared, kind: 'row', key: `${path}${index}`, index };
  }

  /** Whether the instructions of an instance are shown: those under a folded heading are not. */
  isShown(instance: IInstance): boolean {
    return instance.runs.some(({ kind }) => kind === 'rows');
  }

  /** The place of an instruction of an instance. */
  placeOf(instance: IInstance, index: number): number {
    const { runs } = instance;
    // a heading comes before the rows and counts from 0 too
    const at = lastWhere(runs.length, each => (runs[each]?.from ?? 0) <= index);
    const run = runs[at];
    return run?.kind === 'rows' ? run.start + index - run.from : 0;
  }

  /** The instances that reach into the rows from `first` to `last`, and which of their instructions do. */
  within(
    first: number,
    lastPlace: number
  ): { instance: IInstance; from: number; to: number }[] {
    const found: { instance: IInstance; from: number; to: number }[] = [];
    for (const instance of this.instances) {
      const rows = instance.runs.filter(
        run =>
          run.kind === 'rows' &&
          run.start <= lastPlace &&
          run.start + run.length > first
      );
      const start = rows[0];
      const end = rows.at(-1);
      if (start && end) {
        found.push({
          instance,
          from: start.from + Math.max(0, first - start.start),
          to: end.from + Math.min(end.length - 1, lastPlace - end.start)
        });
      }
    }
    return found;
  }

  private _runAt(place: number): number {
    const { runs } = this;
    return lastWhere(runs.length, at => (runs[at]?.start ?? 0) <= place);
  }

  private _instance(
    code: ICode,
    path: string,
    depth: number,
    left: number,
    folds: boolean
  ): IInstance {
    const gutter = gutterOf(this.program, code);
    const right = left + gutterWidth(gutter);
    this.width = Math.max(this.width, right);
    const instance = {
      path,
      code,
      depth,
      left,
      right,
      gutter,
      runs: [],
      folds
    };
    this.instances.push(instance);
    return instance;
  }

  private _add(
    instance: IInstance,
    kind: IRun['kind'],
    from: number,
    length: number,
    parent: number
  ): void {
    if (length > 0) {
      const run = { start: this.count, length, instance, kind, from, parent };
      this.runs.push(run);
      instance.runs.push(run);
      this.count += length;
    }
  }

  private _rows(instance: IInstance, parent: number): void {
    const { code, path, depth, right } = instance;
    let from = 0;
    for (const index of this._opened(code, path)) {
      const inner = loadedBy(this.program, code, index);
      if (inner) {
        this._add(instance, 'rows', from, index + 1 - from, parent);
        const loader = this.count - 1;
        const nested = this._instance(
          inner,
          `${path}${index}/`,
          depth + 1,
          right + INDENT,
          false
        );
        this._add(nested, 'head', 0, 1, loader);
        this._rows(nested, loader);
        from = index + 1;
      }
    }
    this._add(instance, 'rows', from, code.count - from, parent);
  }

  /** The opened rows of an instance, in order. */
  private _opened(code: ICode, path: string): number[] {
    return [...this._open]
      .filter(
        key => key.startsWith(path) && /^\d+$/.test(key.slice(path.length))
      )
      .map(key => Number(key.slice(path.length)))
      .filter(index => index < code.count)
      .sort((a, b) => a - b);
  }
}

/** Where the row at a place begins, in pixels. */
export function topOf(place: number): number {
  return place * ROW;
}
