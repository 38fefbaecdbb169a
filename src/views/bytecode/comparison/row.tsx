import type { TranslationBundle } from '@jupyterlab/translation';
import { memo } from 'react';
import { comparedMeaningOf } from '../program/meaning';
import { lineOf, opcodeOf, type ICode, type IProgram } from '../program/model';
import { MARKS, stackWords } from '../words';
import { SIGNS, type Item } from './alignment';
import { ownLabel } from './labels';
import { LEFT, RIGHT, SAME, type ITable } from './read';
import { instructionWords, ownWords, stateWords } from './words';

export type Light = '' | 'same' | 'current' | 'pinned';

export interface IRowProps {
  table: ITable;
  item: Item;
  place: number;
  here: IProgram;
  other: IProgram;
  light: Light;
  /** Whether equal rows are shown; null where the row folds none. */
  open: boolean | null;
  tabbable: boolean;
  /** Where it is drawn, in pixels, if not below the row before it. */
  top?: number;
  stacked: boolean;
  trans: TranslationBundle;
}

/** Characters of a name that are in sight however long its argument is. */
const LEAST = 14;

const STATES = ['same', 'changed', 'left', 'right'];

/** What an instruction is, in the words that its neighbour may have too. */
interface IInstruction {
  program: IProgram;
  code: ICode;
  index: number;
  name: string;
  text: string;
}

function instruction(
  program: IProgram,
  code: ICode | null,
  index: number
): IInstruction | null {
  if (code === null || index < 0) {
    return null;
  }
  const { name } = opcodeOf(program, code, index);
  return {
    program,
    code,
    index,
    name,
    text: comparedMeaningOf(program, code, index)
  };
}

/** One instruction of a row: what is not as beside it stands out. */
function Side(props: {
  its: IInstruction;
  beside: IInstruction | null;
  /** Whether the row is of two that are not the same. */
  isChanged: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { its, beside, isChanged, trans } = props;
  const { program, code, index, name, text } = its;
  const { operand } = opcodeOf(program, code, index);
  const line = lineOf(code, index);
  const depth = code.depth?.[index] ?? -1;
  const startsLine =
    line > 0 && (index === 0 || lineOf(code, index - 1) !== line);
  const isText = isChanged && beside !== null && text !== beside.text;
  const least = Math.min(name.length, LEAST);
  const isName = isChanged && beside !== null && name !== beside.name;
  return (
    <>
      <span className="jp-PyMastery-bytecode-line">
        {startsLine ? line : ''}
      </span>
      <span
        className="jp-PyMastery-bytecode-label"
        title={ownWords(ownLabel(program, code, index), trans)}
      >
        {code.labels.get(index) ?? ''}
      </span>
      <span className="jp-PyMastery-bytecode-offset">{code.offset[index]}</span>
      {code.depth && (
        <span
          className="jp-PyMastery-comparison-depth"
          title={stackWords(depth, trans)}
        >
          {depth < 0 ? '\u2013' : depth}
        </span>
      )}
      <span
        className="jp-PyMastery-comparison-instruction"
        title={`${name} ${text}`.trim()}
      >
        <span className="jp-PyMastery-bytecode-mark" aria-hidden="true">
          {MARKS[operand]}
        </span>
        <span
          style={{ minWidth: `${least}ch` }}
          className={`jp-PyMastery-comparison-name jp-PyMastery-bytecode-${operand} ${isName ? 'jp-mod-differs' : ''}`}
        >
          {name}
        </span>{' '}
        <span
          // the mark and the gaps take three more
          style={{ maxWidth: `calc(100% - ${least + 3}ch)` }}
          className={`jp-PyMastery-comparison-text ${isText ? 'jp-mod-differs' : ''}`}
        >
          {text}
        </span>
      </span>
    </>
  );
}

function Cells(
  props: IRowProps & { item: Item & { kind: 'row' } }
): JSX.Element {
  const { table, item, here, other, stacked, trans } = props;
  const { pair, row, half } = item;
  const state = table.state[row] ?? SAME;
  const left = instruction(here, pair.left, table.left[row] ?? -1);
  const right = instruction(other, pair.right, table.right[row] ?? -1);
  const isChanged = STATES[state] === 'changed';
  const sign = (
    <span role="gridcell" className="jp-PyMastery-comparison-sign">
      <span aria-hidden="true">{SIGNS[state]}</span>
      <span
        className={
          state === SAME || stacked
            ? 'jp-PyMastery-bytecode-hidden'
            : 'jp-PyMastery-comparison-word'
        }
      >
        {halfWords(stateWords(trans)[state] ?? '', half, trans)}
      </span>
    </span>
  );
  const side = (
    its: IInstruction | null,
    beside: IInstruction | null,
    name: string
  ): JSX.Element => (
    <span
      role="gridcell"
      className={`jp-PyMastery-comparison-side jp-mod-${name} ${its ? '' : 'jp-mod-none'}`}
    >
      {its && <Side {...{ its, beside, isChanged, trans }} />}
    </span>
  );
  if (stacked) {
    const isRight = half === 'right' || state === RIGHT;
    return (
      <>
        {sign}
        {isRight ? side(right, left, 'right') : side(left, right, 'left')}
      </>
    );
  }
  return (
    <>
      {side(left, right, 'left')}
      {sign}
      {side(right, left, 'right')}
    </>
  );
}

/** "changed, here": which half of a row it is that stands alone in its line. */
function halfWords(
  word: string,
  half: 'both' | 'left' | 'right',
  trans: TranslationBundle
): string {
  return {
    both: word,
    left: trans.__('%1, here', word),
    right: trans.__('%1, there', word)
  }[half];
}

/** The heading of a pair: the two code objects. */
function Head(props: IRowProps): JSX.Element {
  const { item, stacked, trans } = props;
  const { left, right } = item.pair;
  const side = (code: ICode | null, name: string): JSX.Element => (
    <span
      role="gridcell"
      className={`jp-PyMastery-comparison-heading jp-mod-${name}`}
    >
      {code ? (
        <>
          <code>{code.qualname}</code> {instructionWords(code.count, trans)}
        </>
      ) : (
        trans.__('nothing of this name')
      )}
    </span>
  );
  const isOne = left?.qualname === right?.qualname && stacked;
  return (
    <>
      {side(left ?? (stacked ? right : null), left ? 'left' : 'right')}
      {!stacked && <span role="gridcell" />}
      {!stacked && side(right, 'right')}
      {stacked && left && right && !isOne && side(right, 'right')}
    </>
  );
}

/** "… 34 the same", "… 3 code objects, 120 the same" */
function foldWords(
  { count, pairs }: Item & { kind: 'fold' },
  trans: TranslationBundle
): string {
  return pairs
    ? trans._n(
        '\u2026 %1 code object, %2 the same',
        '\u2026 %1 code objects, %2 the same',
        pairs,
        count
      )
    : trans.__('\u2026 %1 the same', count);
}

function Fold(
  props: IRowProps & { item: Item & { kind: 'fold' } }
): JSX.Element {
  const { item, open, trans } = props;
  return (
    <span
      role="gridcell"
      aria-colspan={props.stacked ? 2 : 3}
      className="jp-PyMastery-comparison-fold"
    >
      <span aria-hidden="true">{open ? '\u25be' : '\u25b8'}</span>{' '}
      {foldWords(item, trans)}
    </span>
  );
}

function PlainRow(props: IRowProps): JSX.Element {
  const { table, item, place, light, open, tabbable, top } = props;
  const state = item.kind === 'row' ? (table.state[item.row] ?? SAME) : -1;
  const isAlone = state === LEFT || state === RIGHT;
  return (
    <div
      role="row"
      data-place={place}
      aria-level={item.kind === 'head' ? 1 : 2}
      // the headings of the columns are the first row
      aria-rowindex={place + 2}
      aria-expanded={open ?? undefined}
      aria-selected={light === 'pinned'}
      tabIndex={tabbable ? 0 : -1}
      style={top === undefined ? undefined : { position: 'absolute', top }}
      className={[
        'jp-PyMastery-comparison-row',
        item.kind === 'row' ? `jp-mod-${STATES[state]}` : `jp-mod-${item.kind}`,
        item.kind === 'row' && item.half !== 'both'
          ? `jp-mod-${item.half}Half`
          : '',
        isAlone ? 'jp-mod-alone' : '',
        light ? `jp-mod-${light === 'same' ? 'lit' : light}` : ''
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {item.kind === 'row' ? (
        <Cells {...props} item={item} />
      ) : item.kind === 'fold' ? (
        <Fold {...props} item={item} />
      ) : (
        <Head {...props} />
      )}
    </div>
  );
}

/** One row of a comparison; it is drawn again only where something of it is another. */
export const Row = memo(
  PlainRow,
  (a, b) =>
    a.item.key === b.item.key &&
    a.table === b.table &&
    a.place === b.place &&
    a.light === b.light &&
    a.open === b.open &&
    a.tabbable === b.tabbable &&
    a.top === b.top &&
    a.stacked === b.stacked
);
