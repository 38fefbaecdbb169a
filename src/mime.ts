import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ViewRenderer } from './views/renderer';
import { mimeType, type ViewKind } from './views/view';

const kinds: ViewKind[] = ['bytecode', 'layout', 'graph', 'check'];

/** One renderer factory a kind. Safe: a payload is only ever drawn as text and geometry. */
export function rendererFactories(
  trans: TranslationBundle
): IRenderMime.IRendererFactory[] {
  return kinds.map(kind => ({
    safe: true,
    mimeTypes: [mimeType(kind)],
    createRenderer: options => new ViewRenderer(kind, options.mimeType, trans)
  }));
}
