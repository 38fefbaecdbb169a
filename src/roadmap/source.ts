import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { Course } from './course';
import { RoadmapError } from './errors';

/** Where the course itself comes from. */
export interface ICourseSource {
  course(): Promise<Course>;
  /** The notebook as shipped. `path` is below notebooks/. */
  notebook(path: string): Promise<INotebookContent>;
}

/** The course as static files of the labextension: they are there on a laptop, a Hub, Binder and JupyterLite alike. */
export class StaticCourse implements ICourseSource {
  constructor(private readonly _url: string = staticUrl()) {}

  async course(): Promise<Course> {
    const [data, { readCourse }] = await Promise.all([
      this._fetch('roadmap.json'),
      import(/* webpackChunkName: "course" */ './course')
    ]);
    try {
      return readCourse(data);
    } catch (error) {
      throw broken('roadmap.json', error);
    }
  }

  async notebook(path: string): Promise<INotebookContent> {
    const place = `notebooks/${path}`;
    const data = await this._fetch(place);
    if (!isNotebook(data)) {
      throw broken(place, 'not a notebook');
    }
    return data;
  }

  private async _fetch(place: string): Promise<unknown> {
    const url = URLExt.join(this._url, URLExt.encodeParts(place));
    // A page may live for days: after an upgrade it must not copy yesterday's notebook.
    const response = await fetch(url, { cache: 'no-cache' }).catch(error => {
      throw new RoadmapError('no-answer', place, String(error));
    });
    if (!response.ok) {
      throw response.status === 404
        ? new RoadmapError('course-missing', place)
        : new RoadmapError('server', place, `${response.status}`);
    }
    try {
      return await response.json();
    } catch (error) {
      throw broken(place, error);
    }
  }
}

function staticUrl(): string {
  return URLExt.join(
    PageConfig.getOption('fullLabextensionsUrl'),
    'pymastery',
    'course'
  );
}

function isNotebook(data: unknown): data is INotebookContent {
  return (
    typeof data === 'object' &&
    data !== null &&
    'nbformat' in data &&
    'cells' in data &&
    Array.isArray(data.cells)
  );
}

function broken(place: string, error: unknown): RoadmapError {
  const detail = error instanceof Error ? error.message : String(error);
  return new RoadmapError('course-broken', place, detail);
}
