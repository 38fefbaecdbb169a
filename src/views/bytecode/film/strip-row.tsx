import type { TranslationBundle } from '@jupyterlab/translation';
import { memo } from 'react';
import { lineOf, opcodeOf, type IProgram } from '../program/model';
import { textOf } from '../program/texts';
import { MARKS } from '../words';
import { cellAt, shortName, type IStrip, type IStripRow } from './strip';
import { columnName, SIGNS, stateWord, stateWords } from './words';

interface IStripRowProps {
  program: IProgram;
  strip: IStrip;
  row: IStripRow;
  place: number;
  /** The column that is looked at in this row, -1 for none, and whether it is kept. */
  column: number;
  isPinned: boolean;
  isLit: boolean;
  /** The column that Tab reaches in this row, -1 for none. */
  stop: number;
  top?: number;
  trans: TranslationBundle;
}

function PlainRow(props: IStripRowProps): JSX.Element {
  const { program, row, place, isLit, top, trans } = props;
  const { code, index } = row;
  const opcode = opcodeOf(program, code, index);
  const band = program.bands.get(lineOf(code, index)) ?? 0;
  return (
    <div
      role="row"
      aria-rowindex={place + 2}
      data-place={place}
      style={top === undefined ? undefined : { position: 'absolute', top }}
      className={[
        'jp-PyMastery-bytecode-stripRow',
        band ? `jp-PyMastery-bytecode-band${band}` : '',
        isLit ? 'jp-mod-same' : ''
      ]
        .filter(Boolean)
        .join(' ')}
    >
      <span role="rowheader" className="jp-PyMastery-bytecode-stripName">
        <span className="jp-PyMastery-bytecode-offset">
          {code.offset[index]}
        </span>
        <span className={`jp-PyMastery-bytecode-${opcode.operand}`}>
          <span className="jp-PyMastery-bytecode-mark" aria-hidden="true">
            {MARKS[opcode.operand]}
          </span>
          {opcode.name}
        </span>{' '}
        <span className="jp-PyMastery-bytecode-text">
          {textOf(program, code, index)}
        </span>
        {code.level > 0 && (
          <span className="jp-PyMastery-quiet">
            {trans.__('in %1', code.qualname)}
          </span>
        )}
      </span>
      {row.stretches.map(stretch => (
        <Stretch key={stretch.from} {...props} stretch={stretch} />
      ))}
    </div>
  );
}

/** Columns in which the instruction was one thing, as one cell. */
function Stretch(
  props: IStripRowProps & { stretch: IStripRow['stretches'][number] }
): JSX.Element {
  const { program, strip, row, stretch, column, isPinned, stop, trans } = props;
  const { from, to, name, state } = stretch;
  const base = opcodeOf(program, row.code, row.index).name;
  const isHere = from <= column && column < to;
  const isStop = from <= stop && stop < to;
  const first = strip.columns[from];
  const last = strip.columns[to - 1];
  const short = shortName(name, base);
  const shown =
    state === 'specialised' || state === 'executor'
      ? short
      : state === 'missed'
        ? `${stateWord(state, trans)} ${short}`
        : stateWord(state, trans);
  return (
    <span
      role="gridcell"
      data-column={isHere ? column : from}
      tabIndex={isStop ? 0 : -1}
      aria-selected={isHere && isPinned}
      aria-colindex={from + 2}
      aria-colspan={to - from}
      title={`${name || base}: ${stateWords(trans)[state]}`}
      style={{ gridColumn: `${from + 2} / ${to + 2}` }}
      className={[
        'jp-PyMastery-bytecode-stretch',
        `jp-mod-${state}`,
        isHere ? (isPinned ? 'jp-mod-pinned' : 'jp-mod-current') : ''
      ].join(' ')}
    >
      <span className="jp-PyMastery-bytecode-said">
        <span aria-hidden="true">{SIGNS[state]}</span> {shown}
      </span>
      <span className="jp-PyMastery-bytecode-hidden">
        {first &&
          last &&
          `, ${columnName(first, trans)} \u2013 ${columnName(last, trans)}`}
        {cellAt(row, isHere ? column : from)?.phrases.map(
          phrase => `; ${phrase}`
        )}
      </span>
    </span>
  );
}

/** One instruction over all calls; it is drawn again only where something of it is another. */
export const StripRow = memo(PlainRow);
