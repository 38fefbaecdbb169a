import type { TranslationBundle } from '@jupyterlab/translation';
import type { Field } from '../../contract/layout';
import { MARKS, statusWord } from './words';

/** How something is known: a mark, its word for whoever does not see it, the sentence under the pointer. */
export function ProofMark(props: {
  proof: Field['proof'];
  trans: TranslationBundle;
}): JSX.Element {
  const { status, how } = props.proof;
  const word = statusWord(status, props.trans);
  return (
    <span
      className="jp-PyMastery-layout-proof"
      data-status={status}
      title={`${word}: ${how}`}
    >
      <span aria-hidden="true">{MARKS[status]}</span>
      <span className="jp-PyMastery-layout-hidden">{word}</span>
    </span>
  );
}
