import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { VERSIONS } from './contract/versions';
import { ViewRenderer } from './views/renderer';
import { mimeType, type ViewKind } from './views/view';

const kinds: ViewKind[] = ['bytecode', 'layout', 'graph', 'check'];

/** One renderer factory a kind. Safe: a payload is only ever drawn as text and geometry. */
export function rendererFactories(
  trans: TranslationBundle
): IRenderMime.IRendererFactory[] {
  return kinds.map(kind => ({
    safe: true,
    mimeTypes: VERSIONS[kind].map(version => mimeType(kind, version)),
    createRenderer: options => new ViewRenderer(kind, options.mimeType, trans)
  }));
}
