import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { rendererFactories } from './mime';
import { shareKeys } from './views/keys';

/** Teaches every output area our MIME types. */
export const renderersPlugin: JupyterFrontEndPlugin<void> = {
  id: 'pymastery:renderers',
  description: 'Draws the outputs of the pymastery Python package.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('pymastery');
    for (const factory of rendererFactories(trans)) {
      rendermime.addFactory(factory, 0);
    }
    shareKeys(window);
  }
};
