import type { TranslationBundle } from '@jupyterlab/translation';

/** What to tell when the server, or a part of this extension that is loaded late, does not come. */
export function noAnswer(trans: TranslationBundle): string {
  return trans.__(
    'The Jupyter server did not answer. Check that it is running, then try again or reload this page.'
  );
}
