import type { TranslationBundle } from '@jupyterlab/translation';
import { Component, type ReactNode } from 'react';
import { PayloadError } from '../../contract/decode';

interface IErrorProps {
  /** The text twin, shown below what went wrong: the facts are not lost. */
  text: string;
  trans: TranslationBundle;
}

/** A plain card in place of a view that cannot be drawn. */
export function ErrorCard(
  props: IErrorProps & { error: unknown }
): JSX.Element {
  const { error, text, trans } = props;
  const what =
    error instanceof PayloadError
      ? error.message
      : trans.__('the view failed while drawing this output');
  return (
    <div className="jp-PyMastery-error" role="alert">
      <p>
        <strong>{trans.__('pymastery cannot draw this output.')}</strong> {what}
        .
      </p>
      {text && <pre tabIndex={0}>{text.slice(0, 20_000)}</pre>}
    </div>
  );
}

/** Catches what a view throws while React draws it. */
export class ErrorBoundary extends Component<
  IErrorProps & { children: ReactNode },
  { error: unknown }
> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { children, text, trans } = this.props;
    return this.state.error === null ? (
      children
    ) : (
      <ErrorCard error={this.state.error} text={text} trans={trans} />
    );
  }
}
