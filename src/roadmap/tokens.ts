import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Course, IProgressView } from './course';

export type Notice = 'progress' | 'folder' | 'record';

export interface IRoadmapState {
  /** Null while it is loading, or when `failure` says why there is none. */
  course: Course | null;
  failure: string | null;
  progress: IProgressView;
  /** What the learner should know and can put away; null for nothing. */
  notice: { about: Notice; text: string } | null;
  expanded: ReadonlySet<string>;
}

/** What the learner can do in the sidebar. */
export interface IRoadmapActions {
  open(id: string): void;
  openUrl(url: string): void;
  mark(id: string, done: boolean): void;
  toggle(ids: readonly string[]): void;
  dismiss(): void;
  retry(): void;
  openSettings(): void;
}

/** The course, the learner's progress in it, and what can be done with both. */
export interface IRoadmap {
  readonly changed: ISignal<IRoadmap, void>;
  readonly state: IRoadmapState;
  /** Loads the course unless it is there; a failure stands in `state`. */
  load(): Promise<void>;
  /** Looks at the progress file again. */
  refresh(): Promise<void>;
  /** Opens the notebook of a lesson. */
  open(id: string): Promise<void>;
  /** Opens a fresh copy and keeps the old one beside it; resolves to where that is. */
  reset(id: string): Promise<string | null>;
  mark(id: string, done: boolean): Promise<void>;
  toggle(ids: readonly string[]): void;
  dismiss(): void;
  /** The id of the lesson that a path on the server belongs to, or null. */
  lessonAt(path: string): string | null;
}

export const IRoadmap = new Token<IRoadmap>(
  'pymastery:IRoadmap',
  'The course, the progress of the learner in it, and what can be done with both.'
);
