import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { noAnswer } from './arrival';

export type Trouble =
  /** The server may not write there. */
  | 'read-only'
  /** A file stands where a folder must be. */
  | 'not-a-folder'
  /** A folder stands where a file must be. */
  | 'not-a-file'
  /** The extension's own course files are not served. */
  | 'course-missing'
  /** The extension's course files cannot be read. */
  | 'course-broken'
  /** The open document still has changes that could not be saved. */
  | 'unsaved'
  /** `detail` is a whole sentence already. */
  | 'said'
  /** No answer came: the server is stopped, or the way to it is broken. */
  | 'no-answer'
  /** The fresh copy failed after the old one was moved aside; `place` is where that is. */
  | 'moved-aside'
  /** Anything else that the server said. */
  | 'server';

/** What keeps the roadmap from doing what it was asked, and where. */
export class RoadmapError extends Error {
  constructor(
    readonly trouble: Trouble,
    /** A path in the learner's folder, or of a course file. */
    readonly place: string,
    /** The server's or the decoder's own words. */
    readonly detail: string = ''
  ) {
    super(`${trouble}: ${place} ${detail}`.trim());
  }
}

/** An error that is its own sentence. */
export function said(text: string): RoadmapError {
  return new RoadmapError('said', '', text);
}

export function status(error: unknown): number | null {
  return error instanceof ServerConnection.ResponseError
    ? error.response.status
    : null;
}

/** `error` in the roadmap's terms; `place` is what was read or written. */
export function explain(error: unknown, place: string): RoadmapError {
  if (error instanceof RoadmapError) {
    return error;
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new RoadmapError(troubleOf(error, detail), place, detail);
}

function troubleOf(error: unknown, detail: string): Trouble {
  if (status(error) === 403 || /read-only|permission denied/i.test(detail)) {
    return 'read-only';
  }
  // webpack's, for a part of this extension that is loaded late
  const lost = error instanceof Error && error.name === 'ChunkLoadError';
  return lost || error instanceof ServerConnection.NetworkError
    ? 'no-answer'
    : 'server';
}

/** One sentence for the learner on what happened, and one on what to do. */
export function sentence(error: unknown, trans: TranslationBundle): string {
  const { trouble, place, detail } = explain(error, '');
  switch (trouble) {
    case 'read-only':
      return trans.__(
        'Jupyter may not write to “%1”. Allow it there, or choose another course folder in the settings.',
        place || '/'
      );
    case 'not-a-folder':
      return trans.__(
        '“%1” is a file where the course needs a folder. Rename it, or choose another course folder.',
        place
      );
    case 'not-a-file':
      return trans.__(
        '“%1” is a folder where the course needs a file. Rename it and try again.',
        place
      );
    case 'course-missing':
      return trans.__(
        'The course file “%1” is not in this installation. Install pymastery again.',
        place
      );
    case 'course-broken':
      return trans.__(
        'The course file “%1” cannot be read (%2). Install pymastery again.',
        place,
        detail
      );
    case 'unsaved':
      return trans.__(
        '“%1” has changes that could not be saved. Save or close it, then try again.',
        place
      );
    case 'said':
      return detail;
    case 'no-answer':
      return noAnswer(trans);
    case 'moved-aside':
      return trans.__(
        'A fresh copy could not be made (%1). Your notebook is kept as “%2”.',
        detail,
        place
      );
    case 'server':
      return trans.__(
        'The server could not do it: %1. Nothing is lost; try again.',
        detail
      );
  }
}
