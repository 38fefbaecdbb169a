import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import { Frame } from '../shared/frame';
import type { IViewProps } from '../view';
import {
  sheet,
  type IEvidence,
  type IRow,
  type ISheet,
  type Status
} from './geometry';
import { Mark } from './mark';

function word(status: Status, trans: TranslationBundle): string {
  return {
    passed: trans.__('passed'),
    failed: trans.__('failed'),
    'not-run': trans.__('not run')
  }[status];
}

function summary(model: ISheet, trans: TranslationBundle): string {
  return model.status === 'not-run'
    ? trans.__('not checked yet')
    : trans._n(
        '%2 of %1 behaviour passed',
        '%2 of %1 behaviours passed',
        model.total,
        model.passed
      );
}

function Evidence(props: {
  evidence: IEvidence;
  trans: TranslationBundle;
}): JSX.Element {
  const { evidence, trans } = props;
  return (
    <dl
      className="jp-PyMastery-check-evidence"
      data-aside={evidence.aside ? 'true' : undefined}
    >
      <div className="jp-PyMastery-check-example">
        <dt>{trans.__('For this input')}</dt>
        <dd>
          <pre tabIndex={0}>{evidence.example}</pre>
        </dd>
      </div>
      <div>
        <dt>{trans.__('Expected')}</dt>
        <dd>
          <code>{evidence.expected}</code>
        </dd>
      </div>
      <div>
        <dt>{trans.__('Got')}</dt>
        <dd>
          <code>{evidence.got}</code>
        </dd>
      </div>
    </dl>
  );
}

function Row({
  row,
  trans
}: {
  row: IRow;
  trans: TranslationBundle;
}): JSX.Element {
  const line = (
    <>
      <Mark status={row.status} />
      <span className="jp-PyMastery-check-text">{row.text}</span>
      <span className="jp-PyMastery-check-word">{word(row.status, trans)}</span>
    </>
  );
  return (
    <li data-status={row.status}>
      {row.evidence ? (
        <details open={row.open}>
          <summary className="jp-PyMastery-check-line">{line}</summary>
          <Evidence evidence={row.evidence} trans={trans} />
        </details>
      ) : (
        <div className="jp-PyMastery-check-line">{line}</div>
      )}
    </li>
  );
}

/** The behaviours of an exercise, each with its mark; what failed shows the smallest input found. */
export default function CheckView(props: IViewProps<'check'>): JSX.Element {
  const { payload, text, trans } = props;
  const model = useMemo(() => sheet(payload), [payload]);
  const said = summary(model, trans);
  return (
    <Frame
      kind="check"
      interpreter={payload.interpreter}
      name={`${payload.title}: ${said}.`}
      text={text}
      trans={trans}
      header={
        <>
          <Mark status={model.status} />
          <strong>{payload.title}</strong>
          <span>{said}</span>
        </>
      }
    >
      <Body payload={payload} model={model} trans={trans} />
    </Frame>
  );
}

function Body(props: {
  payload: IViewProps<'check'>['payload'];
  model: ISheet;
  trans: TranslationBundle;
}): JSX.Element {
  const { payload, model, trans } = props;
  return (
    <>
      <ul>
        {model.rows.map((row, index) => (
          <Row key={index} row={row} trans={trans} />
        ))}
      </ul>
      {payload.hint !== undefined && (
        <p className="jp-PyMastery-check-hint">
          <strong>{trans.__('Hint')}</strong>
          <span>{payload.hint}</span>
        </p>
      )}
      {payload.next !== undefined && (
        <p className="jp-PyMastery-check-next">
          <strong>{trans.__('Next')}</strong>
          <span>{payload.next}</span>
        </p>
      )}
      {payload.printed !== undefined && (
        <details className="jp-PyMastery-check-printed">
          <summary>{trans.__('Printed while it was checked')}</summary>
          <pre tabIndex={0}>{payload.printed}</pre>
        </details>
      )}
    </>
  );
}
