import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import { spanOf } from '../program/model';
import type { Selecting } from '../selecting';
import type { ISelection } from '../selection';
import { MARKS } from '../words';
import type { IStageCode, IUnit, Operands } from './code';
import { HeadingRow } from './heading-row';
import { firstLit, indexIn, keyOf, select, type Lights } from './lit';
import { lightClass, List, partOf } from './list';
import { spanAt } from './places';
import { CodeRows, type ICodeRow } from './rows';
import type { Pane } from './status';
import { paneTitle } from './words';

export const INSTRUCTION_ROW = 20;

interface IInstructionsProps {
  pane: Extract<Pane, 'generated' | 'optimised' | 'final'>;
  code: IStageCode;
  operands: Operands;
  /** Which instructions the stage before, or after, does not have. */
  changes: Uint8Array;
  lights: Lights;
  selecting: Selecting;
  trans: TranslationBundle;
}

/** What pointing at a row selects: of a code object, the instruction too, so that its listing shows it. */
function selectionOf(
  pane: Pane,
  code: IStageCode,
  row: ICodeRow | null
): ISelection | null {
  if (row === null || row.index < 0) {
    return null;
  }
  const { unit, index } = row;
  const at = index - unit.from;
  return unit.code
    ? {
        ...select(pane, index, spanOf(unit.code, at)),
        code: unit.code,
        index: at
      }
    : select(pane, index, spanAt(code.places, index));
}

/** The instructions of one stage, each unit under a heading. */
export function Instructions(props: IInstructionsProps): JSX.Element {
  const { pane, code, lights, selecting, trans } = props;
  const rows = useMemo(() => new CodeRows(code), [code]);
  const lit = firstLit(lights);
  return (
    <List
      role="grid"
      label={paneTitle(pane, trans)}
      className="jp-PyMastery-stages-code"
      count={rows.count}
      height={INSTRUCTION_ROW}
      selecting={selecting}
      lit={lit < 0 ? -1 : rows.placeOf(lit)}
      isOwn={indexIn(pane, selecting.active) >= 0}
      cells={() => 1}
      selectionAt={({ place }) => selectionOf(pane, code, rows.row(place))}
      row={(place, stop, style) => {
        const row = rows.row(place);
        const shared = { ...props, place, stop, style };
        return row === null || row.index < 0 ? (
          <UnitRow key={place} {...shared} unit={row?.unit ?? null} />
        ) : (
          <InstructionRow key={place} {...shared} row={row} />
        );
      }}
    />
  );
}

interface IRowProps extends IInstructionsProps {
  place: number;
  stop: number;
  style?: React.CSSProperties;
}

function UnitRow(props: IRowProps & { unit: IUnit | null }): JSX.Element {
  const { unit, trans } = props;
  return (
    <HeadingRow
      {...props}
      className="jp-PyMastery-stages-unit"
      columns={5}
      depth={unit?.depth ?? 0}
      line={unit?.depth ? unit.line : 0}
    >
      <code>{unit?.name || trans.__('a code object')}</code>
    </HeadingRow>
  );
}

function InstructionRow(props: IRowProps & { row: ICodeRow }): JSX.Element {
  const { pane, row, place, stop, style, lights, selecting } = props;
  const { unit, index } = row;
  const instruction = unit.at(index);
  const operand = props.operands.get(instruction.name) ?? 'none';
  const key = keyOf(pane, index);
  return (
    <div
      {...partOf(place, 0, stop)}
      role="row"
      aria-rowindex={place + 1}
      aria-selected={selecting.pinned?.row === key}
      style={style}
      className={`jp-PyMastery-stages-instruction ${lightClass(lights[index], key, selecting)}`}
    >
      <Change {...props} isChanged={props.changes[index] === 1} />
      <span role="gridcell" className="jp-PyMastery-bytecode-label">
        {instruction.label}
      </span>
      <span role="gridcell" className={`jp-PyMastery-bytecode-${operand}`}>
        <span className="jp-PyMastery-bytecode-mark" aria-hidden="true">
          {MARKS[operand]}
        </span>
        {instruction.name}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-arg">
        {instruction.arg ?? ''}
      </span>
      <span role="gridcell" className="jp-PyMastery-stages-meaning">
        {instruction.text}
      </span>
    </div>
  );
}

/** Whether the next stage drops the instruction, or this stage has it new: a sign and a word. */
function Change(props: IRowProps & { isChanged: boolean }): JSX.Element {
  const { pane, isChanged, trans } = props;
  const isGone = pane === 'generated';
  const word = isGone
    ? trans.__('not in the next stage')
    : trans.__('not in the stage before');
  return (
    <span
      role="gridcell"
      title={isChanged ? word : undefined}
      className={`jp-PyMastery-stages-change jp-mod-${isGone ? 'gone' : 'new'}`}
    >
      {isChanged && (
        <>
          <span aria-hidden="true">{isGone ? '\u2212' : '+'}</span>
          <span className="jp-PyMastery-bytecode-hidden">{word}</span>
        </>
      )}
    </span>
  );
}
