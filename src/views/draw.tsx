import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { decode } from '../contract/decode';
import { ErrorBoundary, ErrorCard } from './shared/error';
import type { IViewModule, ViewKind } from './view';

export interface IDrawing extends IDisposable {
  show(data: unknown, text: string): Promise<void>;
}

type Loader<K extends ViewKind> = () => Promise<IViewModule<K>>;

/** Each view is a chunk of its own, fetched when the first output of its kind is drawn. */
const loaders: { [K in ViewKind]: Loader<K> } = {
  bytecode: () =>
    import(/* webpackChunkName: "view-bytecode" */ './bytecode/view'),
  layout: () => import(/* webpackChunkName: "view-layout" */ './layout/view'),
  graph: () => import(/* webpackChunkName: "view-graph" */ './graph/view'),
  check: () => import(/* webpackChunkName: "view-check" */ './check/view')
};

/** One React root in `host`, redrawn at each `show`. */
export class Drawing<K extends ViewKind> implements IDrawing {
  constructor(
    host: HTMLElement,
    private readonly _kind: K,
    private readonly _trans: TranslationBundle
  ) {
    this._root = createRoot(host);
  }

  get isDisposed(): boolean {
    return this._root === null;
  }

  /** Draws `data`, or a card that says what is wrong with it. */
  async show(data: unknown, text: string): Promise<void> {
    const turn = ++this._turn;
    const module = await loaders[this._kind]();
    if (this._root === null || turn !== this._turn) {
      return;
    }
    const content = this._content(module, data, text);
    flushSync(() => this._root?.render(content));
  }

  dispose(): void {
    this._root?.unmount();
    this._root = null;
  }

  private _content(
    module: IViewModule<K>,
    data: unknown,
    text: string
  ): JSX.Element {
    const trans = this._trans;
    const { default: View } = module;
    try {
      const payload = decode(this._kind, data);
      module.check?.(payload);

      return (
        <ErrorBoundary key={this._turn} text={text} trans={trans}>
          <View payload={payload} text={text} trans={trans} />
        </ErrorBoundary>
      );
    } catch (error) {
      return <ErrorCard error={error} text={text} trans={trans} />;
    }
  }

  private _root: Root | null;
  private _turn = 0;
}
