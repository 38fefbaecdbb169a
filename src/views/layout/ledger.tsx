import type { TranslationBundle } from '@jupyterlab/translation';
import type { Holder, Ledger } from '../../contract/layout';

/** How often an object is referred to, in one sentence. */
function sentence(ledger: Ledger, trans: TranslationBundle): string {
  const { count } = ledger;
  if (count === null) {
    return trans.__(
      'Immortal: its references are not counted, and it is never freed.'
    );
  }
  return count === 0
    ? trans.__(
        'Nothing else: when this view lets go of it, its memory is free again.'
      )
    : trans._n('%1 reference', '%1 references', count, count);
}

function Line(props: {
  holder: Holder;
  trans: TranslationBundle;
}): JSX.Element {
  const { holder, trans } = props;
  return (
    <li data-kind={holder.kind}>
      <code>{holder.text}</code>
      {holder.count > 1 && (
        <span className="jp-PyMastery-quiet">
          {trans.__('%1 times', holder.count)}
        </span>
      )}
    </li>
  );
}

/** Who holds the object: each reference that can be named, and the rest. */
export function LedgerView(props: {
  ledger: Ledger;
  trans: TranslationBundle;
}): JSX.Element {
  const { ledger, trans } = props;
  const rest = ledger.unexplained;
  return (
    <div
      role="group"
      className="jp-PyMastery-layout-ledger"
      aria-label={trans.__('Who holds it')}
    >
      <p>
        <strong>{trans.__('Who holds it')}</strong>{' '}
        <span className="jp-PyMastery-quiet">{sentence(ledger, trans)}</span>
      </p>
      {(ledger.holders.length > 0 || rest > 0) && (
        <ul>
          {ledger.holders.map((holder, place) => (
            <Line key={place} holder={holder} trans={trans} />
          ))}
          {rest > 0 && (
            <li data-kind="unexplained">
              {trans.__(
                '%1 not found: of C code, of the value stack of a running function, or of what the collector does not see',
                rest
              )}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
