import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { FC } from 'react';
import { noAnswer } from './arrival';
import { Message as Said } from './message';
import type { IRoadmap } from './tokens';
import type { IRoadmapProps } from './view';

type Options = Omit<IRoadmapProps, 'state'> & { roadmap: IRoadmap };

/** The sidebar. What it draws, and the course, arrive when it is first seen. */
export class RoadmapPanel extends ReactWidget {
  constructor(private readonly _options: Options) {
    super();
    this.addClass('jp-PyMastery');
    this.addClass('jp-PyMastery-roadmap');
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._seen();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      this._seen();
    }
  }

  /** The tree takes the focus, as in JupyterLab's own sidebars. */
  protected override onActivateRequest(): void {
    this.node.tabIndex = -1;
    const stop = this.node.querySelector<HTMLElement>(
      '[role=treeitem][tabindex="0"]'
    );
    (stop ?? this.node).focus();
  }

  protected override render(): JSX.Element {
    const { roadmap, actions, trans } = this._options;
    const View = this._view;
    if (this._failed) {
      return (
        <Said
          text={noAnswer(trans)}
          action={trans.__('Try again')}
          onAction={() => this._load()}
          alert
        />
      );
    }
    if (View === null) {
      return <Said text={trans.__('Loading the course…')} />;
    }
    return (
      <UseSignal signal={roadmap.changed}>
        {() => <View state={roadmap.state} actions={actions} trans={trans} />}
      </UseSignal>
    );
  }

  private _seen(): void {
    const { roadmap } = this._options;
    if (this._asked) {
      void roadmap.refresh();
      return;
    }
    this._asked = true;
    this._load();
  }

  private _load(): void {
    void this._options.roadmap.load();
    void this._draw();
  }

  private async _draw(): Promise<void> {
    try {
      const view = await import(/* webpackChunkName: "roadmap" */ './view');
      this._view = view.default;
      this._failed = false;
    } catch {
      this._failed = true;
    }
    this.update();
  }

  private _asked = false;
  private _failed = false;
  private _view: FC<IRoadmapProps> | null = null;
}
