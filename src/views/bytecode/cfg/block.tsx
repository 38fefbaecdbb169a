import type { TranslationBundle } from '@jupyterlab/translation';
import { memo } from 'react';
import { meaningOf } from '../program/meaning';
import type { ICode, IProgram } from '../program/model';
import { indexAt, rowAt, rowOf, rowsOf, type IBlock } from './content';
import { PAD } from './layout';
import { headingWords } from './words';

/** Pixels of a row, and from its top to the line that its text stands on. */
export const ROW = 20;
const BASE = 14;
/** From the left border to where the rows' colours begin. */
const INSET = 1;

/** What the reader may do with a block. The same functions for the life of a view. */
export interface IBlockActions {
  hover(index: number | null): void;
  pin(index: number): void;
  open(index: number): void;
  unfold(block: number): void;
  rest(block: number): void;
  keep(block: number, node: SVGGElement | null): void;
}

interface IProps {
  program: IProgram;
  code: ICode;
  block: IBlock;
  /** The accessible name. */
  name: string;
  /** The instruction that is pointed at and the one that is pinned, where they are in this block. */
  active: number | null;
  pinned: number | null;
  /** Whether the tab key comes here. */
  isStop: boolean;
  /** Pixels of the name where the picture is too small for anything else, 0 where it is not. */
  large: number;
  /** The rows that are in sight. */
  firstRow: number;
  lastRow: number;
  /** Pixels of one character. */
  character: number;
  /** The id of the hatching. */
  hatch: string;
  actions: IBlockActions;
  trans: TranslationBundle;
}

export const CLASS = 'jp-PyMastery-cfg';

/** One basic block: its name, the source, its instructions. */
export const Block = memo((props: IProps): JSX.Element => {
  const { block, name, active, pinned, isStop, large, actions } = props;
  const { index, x, y, width, height, isHandler, isReachable } = block;
  const isLit = active !== null || pinned !== null;
  const classes = [
    `${CLASS}-block`,
    ...(isHandler ? ['jp-mod-handler'] : []),
    ...(isReachable ? [] : ['jp-mod-dead']),
    ...(isLit ? ['jp-mod-lit'] : []),
    ...(pinned === null ? [] : ['jp-mod-pinned'])
  ];
  return (
    <g
      ref={node => actions.keep(index, node)}
      role="group"
      aria-label={name}
      tabIndex={isStop ? 0 : -1}
      className={classes.join(' ')}
      transform={`translate(${x} ${y})`}
      data-block={index}
      onFocus={() => actions.rest(index)}
      onMouseLeave={() => actions.hover(null)}
      onDoubleClick={() => actions.open(active ?? block.first)}
    >
      <rect
        className={`${CLASS}-ring`}
        x={-3}
        y={-3}
        rx={5}
        width={width + 6}
        height={height + 6}
      />
      <rect className={`${CLASS}-box`} rx={3} width={width} height={height} />
      {isHandler && (
        <rect
          className={`${CLASS}-hatch`}
          fill={`url(#${props.hatch})`}
          rx={3}
          width={width}
          height={large > 0 ? height : block.heading * ROW}
        />
      )}
      {large > 0 ? (
        <text className={`${CLASS}-large`} x={PAD} y={large} fontSize={large}>
          {blockName(index)}
        </text>
      ) : (
        <>
          <Heading {...props} />
          <Rows {...props} />
        </>
      )}
    </g>
  );
});
Block.displayName = 'Block';

export function blockName(index: number): string {
  return `B${index}`;
}

function Heading(props: IProps): JSX.Element {
  const { block, actions, trans } = props;
  const top = block.heading * ROW;
  return (
    <g
      onMouseEnter={() => actions.hover(block.first)}
      onClick={() => actions.pin(block.first)}
    >
      <rect className={`${CLASS}-head`} width={block.width} height={top} />
      <text x={PAD} y={BASE}>
        <tspan className={`${CLASS}-name`}>{blockName(block.index)}</tspan>
        <tspan className={`${CLASS}-about`} dx={6}>
          {headingWords(block, trans)}
        </tspan>
      </text>
      {block.depthIn >= 0 && (
        <title>
          {trans.__('stack: values on it before the block, and after it')}
        </title>
      )}
      {block.source !== '' && (
        <text className={`${CLASS}-source`} x={PAD} y={ROW + BASE - 2}>
          {block.source}
        </text>
      )}
      <path className={`${CLASS}-rule`} d={`M0 ${top}H${block.width}`} />
    </g>
  );
}

function Rows(props: IProps): JSX.Element {
  const { block, active, pinned } = props;
  const last = Math.min(rowsOf(block) - 1, props.lastRow - block.heading);
  const first = Math.max(0, props.firstRow - block.heading);
  const rows = Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, place) => first + place
  );
  const isAt = (index: number | null, row: number): boolean =>
    index !== null && rowAt(block, index) === row;
  return (
    <>
      {rows.map(row => {
        const index = indexAt(block, row);
        const top = (block.heading + row) * ROW + PAD / 2;
        const classes = [
          `${CLASS}-row`,
          ...(isAt(active, row) ? ['jp-mod-current'] : []),
          ...(isAt(pinned, row) ? ['jp-mod-pinned'] : [])
        ].join(' ');
        return index < 0 ? (
          <Folded key={row} {...props} top={top} classes={classes} />
        ) : (
          <Row key={row} {...props} index={index} top={top} classes={classes} />
        );
      })}
    </>
  );
}

interface IRowProps extends IProps {
  top: number;
  classes: string;
}

function Row(props: IRowProps & { index: number }): JSX.Element {
  const { program, code, block, index, top, classes, actions } = props;
  const { name, text, operand } = rowOf(program, code, index, block.nameWidth);
  const full = meaningOf(program, code, index);
  const column = Math.max(name.length, block.nameWidth) + 1;
  return (
    <g
      className={classes}
      data-index={index}
      onMouseEnter={() => actions.hover(index)}
      onClick={() => actions.pin(index)}
    >
      <rect x={INSET} y={top} width={block.width - 2 * INSET} height={ROW} />
      <text x={PAD} y={top + BASE}>
        {name}
      </text>
      {text !== '' && (
        <text
          className={`jp-PyMastery-bytecode-${operand}`}
          x={PAD + column * props.character}
          y={top + BASE}
        >
          {text}
        </text>
      )}
      {text !== full && <title>{full}</title>}
    </g>
  );
}

/** What stands for the instructions in the middle. */
function Folded(props: IRowProps): JSX.Element {
  const { block, top, classes, actions, trans } = props;
  return (
    <g
      className={`${classes} ${CLASS}-folded`}
      onClick={() => actions.unfold(block.index)}
    >
      <rect
        x={PAD / 2}
        y={top + 2}
        rx={8}
        width={block.width - PAD}
        height={ROW - 4}
      />
      <text x={PAD} y={top + BASE}>
        {trans.__('… %1 more', block.folded)}
      </text>
      <title>{trans.__('Show all instructions of this block (.)')}</title>
    </g>
  );
}
