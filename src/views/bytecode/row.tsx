import type { TranslationBundle } from '@jupyterlab/translation';
import { memo } from 'react';
import type { Item } from './geometry-rows';
import { MARKS, summary } from './words';

export type Light = '' | 'same' | 'current' | 'pinned';

interface IRowProps {
  item: Item;
  place: number;
  band: number;
  light: Light;
  /** Whether the code object it loads is shown; null where it loads none. */
  open: boolean | null;
  tabbable: boolean;
  trans: TranslationBundle;
}

function Cells(
  props: IRowProps & { item: Item & { kind: 'row' } }
): JSX.Element {
  const { item, open, trans } = props;
  const { row } = item;
  return (
    <>
      <span role="gridcell" className="jp-PyMastery-bytecode-line">
        {row.startsLine ? row.line : ''}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-label">
        {row.label}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-offset">
        {row.offset}
      </span>
      <span
        role="gridcell"
        className={`jp-PyMastery-bytecode-opcode jp-PyMastery-bytecode-${row.operand}`}
      >
        <span className="jp-PyMastery-bytecode-mark" aria-hidden="true">
          {MARKS[row.operand]}
        </span>
        {row.name}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-arg">
        {row.arg < 0 ? '' : row.arg}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-text">
        {open !== null && (
          <button
            type="button"
            tabIndex={-1}
            data-expand={props.place}
            className="jp-PyMastery-bytecode-expand"
            aria-label={trans.__('Show the code of %1', row.text)}
            aria-expanded={open}
          >
            {open ? '▾' : '▸'}
          </button>
        )}
        {row.text}
      </span>
    </>
  );
}

function PlainRow(props: IRowProps): JSX.Element {
  const { item, place, band, light, open, tabbable, trans } = props;
  return (
    <div
      role="row"
      data-place={place}
      aria-level={item.depth + 1}
      aria-expanded={open ?? undefined}
      aria-selected={light === 'pinned'}
      tabIndex={tabbable ? 0 : -1}
      style={{ paddingLeft: item.left }}
      className={[
        'jp-PyMastery-bytecode-row',
        band ? `jp-PyMastery-bytecode-band${band}` : '',
        light ? `jp-mod-${light}` : '',
        item.kind === 'row' ? '' : `jp-mod-${item.kind}`
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {item.kind === 'row' && <Cells {...props} item={item} />}
      {item.kind === 'head' && (
        <span role="gridcell" className="jp-PyMastery-bytecode-head">
          <code>{item.listing.name}</code> {summary(item.listing, trans)}
        </span>
      )}
      {item.kind === 'more' && (
        <span role="gridcell" className="jp-PyMastery-bytecode-more">
          {trans._n(
            '+ %1 more instruction, not drawn',
            '+ %1 more instructions, not drawn',
            item.hidden,
            item.hidden
          )}
        </span>
      )}
    </div>
  );
}

/** One row of a listing; it is drawn again only where something of it is another. */
export const Row = memo(PlainRow);
