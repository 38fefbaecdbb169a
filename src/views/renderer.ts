import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { IDrawing } from './draw';
import { OUTPUT } from './keys';
import type { ViewKind } from './view';

/**
 * An output of one kind. It weighs nothing until its first model: React and the view arrive then.
 */
export class ViewRenderer extends Widget implements IRenderMime.IRenderer {
  constructor(
    private readonly _kind: ViewKind,
    private readonly _mimeType: string,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-PyMastery');
    this.addClass(OUTPUT);
    this.addClass(`jp-PyMastery-${_kind}`);
  }

  /** May be called again, also before the first call has drawn: the newest model wins. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const data = model.data[this._mimeType];
    const twin = model.data['text/plain'];
    const text = typeof twin === 'string' ? twin : '';
    const turn = ++this._turn;
    const { Drawing } = await import(/* webpackChunkName: "draw" */ './draw');
    if (this.isDisposed || turn !== this._turn) {
      return;
    }
    this._drawing ??= new Drawing(this.node, this._kind, this._trans);
    await this._drawing.show(data, text);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._drawing?.dispose();
    this._drawing = null;
    super.dispose();
  }

  private _drawing: IDrawing | null = null;
  private _turn = 0;
}
