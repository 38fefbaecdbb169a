import type { TranslationBundle } from '@jupyterlab/translation';
import { memo } from 'react';
import { guardOf, handledBy } from '../program/guards';
import { lineOf, opcodeOf, type IProgram } from '../program/model';
import { argOf, clipped, loadedBy, textOf } from '../program/texts';
import { MARKS, stackWords, summary } from '../words';
import { LONG_NAME, MOST_CELLS } from './columns';
import type { Item } from './placement';

export type Light = '' | 'same' | 'current' | 'pinned';

interface IRowProps {
  program: IProgram;
  item: Item;
  place: number;
  count: number;
  light: Light;
  /** Whether it is one of those that a search found. */
  isFound: boolean;
  /** The element that says more about it, where one does. */
  details: string | undefined;
  /** Whether the code object it loads is shown; null where it loads none. */
  open: boolean | null;
  tabbable: boolean;
  /** Where it is drawn, in pixels, if not below the row before it. */
  top?: number;
  trans: TranslationBundle;
}

type RowItem = Item & { kind: 'row' };

/** Characters of an argument's text that are drawn at most, and in its title. */
const DRAWN = 200;
const TOLD = 2000;

/** How deep the stack is, as a number and a bar of that many cells. */
function Depth(props: { depth: number; words: string }): JSX.Element {
  const { depth, words } = props;
  return (
    <span role="gridcell" className="jp-PyMastery-bytecode-depth" title={words}>
      <span>{depth < 0 ? '\u2013' : depth}</span>
      <i
        aria-hidden="true"
        style={{ width: `${Math.min(Math.max(depth, 0), MOST_CELLS) * 4}px` }}
      />
    </span>
  );
}

function Cells(props: IRowProps & { item: RowItem }): JSX.Element {
  const { program, item, open, trans } = props;
  const { code, index } = item;
  const opcode = opcodeOf(program, code, index);
  const line = lineOf(code, index);
  const startsLine =
    line > 0 && (index === 0 || lineOf(code, index - 1) !== line);
  const text = textOf(program, code, index);
  return (
    <>
      <span role="gridcell" className="jp-PyMastery-bytecode-line">
        {startsLine ? line : ''}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-label">
        {code.labels.get(index) ?? ''}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-offset">
        {code.offset[index]}
      </span>
      {code.depth && (
        <Depth
          depth={code.depth[index] ?? -1}
          words={stackWords(code.depth[index] ?? -1, trans)}
        />
      )}
      <span
        role="gridcell"
        className={`jp-PyMastery-bytecode-opcode jp-PyMastery-bytecode-${opcode.operand}`}
        title={opcode.name}
      >
        <span className="jp-PyMastery-bytecode-mark" aria-hidden="true">
          {MARKS[opcode.operand]}
        </span>
        {opcode.name}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-arg">
        {argOf(program, code, index) ?? ''}
      </span>
      <span role="gridcell" className="jp-PyMastery-bytecode-text">
        {open !== null && (
          <Expand place={props.place} text={text} open={open} trans={trans} />
        )}
        {text !== '' && (
          <span
            className="jp-PyMastery-bytecode-meaning"
            title={clipped(text, TOLD)}
          >
            {clipped(text, DRAWN)}
          </span>
        )}
        <Handler item={item} trans={trans} />
      </span>
    </>
  );
}

function Expand(props: {
  place: number;
  text: string;
  open: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { place, text, open, trans } = props;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-expand={place}
      className="jp-PyMastery-bytecode-expand"
      aria-label={trans.__('Show the code of %1', clipped(text, DRAWN))}
      aria-expanded={open}
    >
      {open ? '\u25be' : '\u25b8'}
    </button>
  );
}

/** What a handler finds on the stack; and where an exception goes from here, for those who do not see the brackets. */
function Handler(props: {
  item: RowItem;
  trans: TranslationBundle;
}): JSX.Element {
  const { code, index } = props.item;
  const { trans } = props;
  const guard = guardOf(code, index);
  const handles = handledBy(code, index);
  return (
    <>
      {handles && (
        <span className="jp-PyMastery-bytecode-handler">
          {trans.__('handler, keeps %1', handles.depth)}
        </span>
      )}
      {guard && (
        <span className="jp-PyMastery-bytecode-hidden">
          {trans.__(
            '; an exception goes to %1',
            code.labels.get(guard.handler) ?? ''
          )}
        </span>
      )}
    </>
  );
}

function PlainRow(props: IRowProps): JSX.Element {
  const { program, item, place, light, open, tabbable, top, trans } = props;
  const band =
    item.kind === 'row'
      ? (program.bands.get(lineOf(item.code, item.index)) ?? 0)
      : 0;
  const isLong =
    item.kind === 'row' &&
    opcodeOf(program, item.code, item.index).name.length > LONG_NAME;
  const isUnreachable =
    item.kind === 'row' &&
    item.code.depth !== null &&
    item.code.depth[item.index] === -1;
  return (
    <div
      role="row"
      data-place={place}
      aria-level={item.depth + 1}
      aria-rowindex={place + 2}
      aria-expanded={open ?? undefined}
      aria-selected={light === 'pinned'}
      aria-details={props.details}
      tabIndex={tabbable ? 0 : -1}
      style={{
        paddingLeft: item.left,
        ...(top === undefined ? {} : { position: 'absolute', top })
      }}
      className={[
        'jp-PyMastery-bytecode-row',
        band ? `jp-PyMastery-bytecode-band${band}` : '',
        light ? `jp-mod-${light}` : '',
        props.isFound ? 'jp-mod-found' : '',
        isUnreachable ? 'jp-mod-unreachable' : '',
        isLong ? 'jp-mod-long' : '',
        item.kind === 'row' ? '' : `jp-mod-${item.kind}`
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {item.kind === 'row' ? (
        <Cells {...props} item={item} />
      ) : (
        <span role="gridcell" className="jp-PyMastery-bytecode-head">
          {open !== null && (
            <Expand
              place={place}
              text={item.code.qualname}
              open={open}
              trans={trans}
            />
          )}
          <code>{clipped(item.code.qualname, DRAWN)}</code>{' '}
          {summary(item.code, trans)}
        </span>
      )}
    </div>
  );
}

/** One row of a listing; it is drawn again only where something of it is another. */
export const Row = memo(
  PlainRow,
  (a, b) =>
    a.item.key === b.item.key &&
    a.item.left === b.item.left &&
    a.item.code === b.item.code &&
    a.place === b.place &&
    a.count === b.count &&
    a.light === b.light &&
    a.isFound === b.isFound &&
    a.details === b.details &&
    a.open === b.open &&
    a.tabbable === b.tabbable &&
    a.top === b.top &&
    a.program === b.program
);

/** Whether the code object that a row loads is shown, null where it loads none. */
export function isOpen(
  program: IProgram,
  item: Item,
  open: ReadonlySet<string>
): boolean | null {
  const folds =
    item.kind === 'head'
      ? item.folds
      : loadedBy(program, item.code, item.index) !== undefined;
  return folds ? open.has(item.key) : null;
}
