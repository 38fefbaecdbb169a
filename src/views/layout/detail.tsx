import type { TranslationBundle } from '@jupyterlab/translation';
import type { Block, Field } from '../../contract/layout';
import { bytesOf, hexOffset } from './geometry';
import {
  MARKS,
  ROLES,
  bitsWord,
  roleWord,
  statusSentence,
  statusWord,
  remarkOf,
  type Status
} from './words';

interface IDetailProps {
  block: Block | undefined;
  field: Field | undefined;
  trans: TranslationBundle;
}

/** Everything about the field in focus, or how to get there. */
export function Detail(props: IDetailProps): JSX.Element {
  const { block, field, trans } = props;
  if (!block || !field) {
    return (
      <div className="jp-PyMastery-layout-detail" data-empty="true">
        {trans.__(
          'Point at a field, or walk with the arrow keys: here is how its value is known. Enter follows a pointer, t shows the text.'
        )}
      </div>
    );
  }
  const status = field.proof.status;
  const facts = [
    trans.__('offset %1', hexOffset(field.offset)),
    bitsWord(field, trans),
    trans._n('%1 byte', '%1 bytes', field.size, field.size),
    field.c_type,
    roleWord(field.role, trans)
  ].filter(Boolean);
  return (
    <div className="jp-PyMastery-layout-detail">
      <div>
        <strong>{field.name}</strong>{' '}
        {field.value && <code>{field.value}</code>} {field.meaning}
        {field.target && ` \u2192 ${field.target.text}`}{' '}
        <span className="jp-PyMastery-quiet">{remarkOf(field, trans)}</span>
      </div>
      <div className="jp-PyMastery-quiet">
        {facts.join(' \u00b7 ')} {'\u00b7'} <code>{bytesOf(block, field)}</code>
      </div>
      <div data-status={status}>
        {MARKS[status]} <strong>{statusWord(status, trans)}</strong>:{' '}
        {field.proof.how}
      </div>
    </div>
  );
}

interface ILegendProps {
  blocks: readonly Block[];
  trans: TranslationBundle;
}

/** The colours and marks that are in the picture, in words. */
export function Legend(props: ILegendProps): JSX.Element {
  const { blocks, trans } = props;
  const fields = blocks.flatMap(block => block.fields);
  const roles = ROLES.filter(role => fields.some(field => field.role === role));
  const statuses = (['verified', 'read', 'unknown'] as Status[]).filter(
    status => fields.some(field => field.proof.status === status)
  );
  return (
    <div className="jp-PyMastery-legend jp-PyMastery-layout-legend">
      {roles.map(role => (
        <span key={role}>
          <i data-role={role} aria-hidden="true" />
          {roleWord(role, trans)}
        </span>
      ))}
      {statuses.map(status => (
        <span key={status}>
          <b data-status={status} aria-hidden="true">
            {MARKS[status]}
          </b>
          {statusWord(status, trans)}: {statusSentence(status, trans)}
        </span>
      ))}
    </div>
  );
}
