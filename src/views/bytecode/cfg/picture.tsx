import { useMemo, useRef, type ReactNode } from 'react';
import { touches, type IRect } from '../../shared/geometry-pan-zoom';
import type { IPanZoom } from '../../shared/pan-zoom';
import { blockOf, type ICode } from '../program/model';
import { Block, CLASS, ROW, type IBlockActions } from './block';
import { Definitions, Edge } from './edges';
import type { IKeyboard } from './keyboard';
import type { IBlock } from './content';
import type { ILayout } from './layout';
import type { IEdge } from './lines';
import type { ICfgProps } from './props';
import { blockWords } from './words';

interface IProps extends ICfgProps {
  layout: ILayout;
  panZoom: IPanZoom;
  prefix: string;
  character: number;
  stand: IKeyboard;
  unfold(block: number): void;
}

/** Below this the rows cannot be read: a block shows its name alone, as large as it can be read. */
const READABLE = 0.45;
const NAME = 11;
/** Drawn beyond what is in sight, in pixels of the pane. */
const BEYOND = 40;

/** What is in sight of the picture. */
export function Picture(props: IProps): JSX.Element {
  const { code, layout, panZoom, prefix, active, pinned, trans } = props;
  const { view, size } = panZoom;
  const sight = wider(panZoom.seen, BEYOND / view.zoom);
  const large = view.zoom < READABLE ? Math.min(NAME / view.zoom, 40) : 0;
  const lit = indexBlock(code, active.index) ?? indexBlock(code, pinned);
  return (
    <svg
      className={`jp-PyMastery-drawn ${CLASS}-picture`}
      width={size.width}
      height={size.height}
    >
      <Definitions prefix={prefix} />
      <g
        className={large > 0 ? 'jp-mod-far' : undefined}
        transform={`translate(${view.x} ${view.y}) scale(${view.zoom})`}
      >
        <Entry layout={layout} />
        {layout.dead >= 0 && (
          <Dead layout={layout} words={trans.__('control cannot come here')} />
        )}
        <Edges
          {...{ layout, sight, lit, prefix, trans }}
          hasWords={large === 0}
        >
          <Blocks {...props} sight={sight} large={large} />
        </Edges>
      </g>
    </svg>
  );
}

interface IEdgesProps extends Pick<IProps, 'layout' | 'prefix' | 'trans'> {
  sight: IRect;
  /** The block whose ways are drawn once more, above all. */
  lit: number | null;
  hasWords: boolean;
  /** The blocks: above all other ways. */
  children: ReactNode;
}

function Edges(props: IEdgesProps): JSX.Element {
  const { layout, prefix, trans, sight, lit, hasWords, children } = props;
  const inSight = layout.edges.filter(edge => isInSight(edge, sight));
  const draw = (edge: IEdge, isLit: boolean): JSX.Element => (
    <Edge
      key={`${edge.from} ${edge.to} ${edge.kind}`}
      {...{ edge, prefix, isLit, hasWords, trans }}
    />
  );
  return (
    <>
      <g className={lit === null ? undefined : 'jp-mod-dim'}>
        {inSight.map(edge => draw(edge, false))}
      </g>
      {children}
      <g className={`${CLASS}-above`}>
        {inSight
          .filter(({ from, to }) => from === lit || to === lit)
          .map(edge => draw(edge, true))}
      </g>
    </>
  );
}

function Blocks(props: IProps & { sight: IRect; large: number }): JSX.Element {
  const { program, code, layout, prefix, active, pinned, stand } = props;
  const { sight, large, character, trans } = props;
  const names = useNames(props);
  const actions = useActions(props);
  const activeBlock = indexBlock(code, active.index);
  const pinnedBlock = indexBlock(code, pinned);
  return (
    <>
      {layout.blocks
        .filter(block => block.index === stand.stop || touches(block, sight))
        .map(block => (
          <Block
            key={block.index}
            {...{ program, code, block, character, large, actions, trans }}
            {...rowsInSight(block, sight)}
            name={names.get(block.index) ?? ''}
            active={activeBlock === block.index ? active.index : null}
            pinned={pinnedBlock === block.index ? pinned : null}
            isStop={block.index === stand.stop}
            hatch={`${prefix}-hatch`}
          />
        ))}
    </>
  );
}

function wider({ x, y, width, height }: IRect, by: number): IRect {
  return {
    x: x - by,
    y: y - by,
    width: width + 2 * by,
    height: height + 2 * by
  };
}

/** Whether a piece of a way is in sight: what is around all of it would nearly always be. */
function isInSight({ points }: IEdge, sight: IRect): boolean {
  return points.slice(1).some(([toX, toY], place) => {
    const [x, y] = points[place]!;
    const piece = {
      x: Math.min(x, toX),
      y: Math.min(y, toY),
      width: Math.abs(toX - x),
      height: Math.abs(toY - y)
    };
    return touches(piece, sight);
  });
}

/** Rows of a block that are in sight, its heading counted; of one that is not long, all. */
function rowsInSight(
  block: IBlock,
  sight: IRect
): { firstRow: number; lastRow: number } {
  const last = Math.ceil(block.height / ROW);
  if (last < 100) {
    return { firstRow: 0, lastRow: last };
  }
  return {
    firstRow: Math.floor((sight.y - block.y) / ROW) - 1,
    lastRow: Math.ceil((sight.y + sight.height - block.y) / ROW)
  };
}

function indexBlock(code: ICode, index: number | null): number | null {
  return index === null ? null : blockOf(code, index);
}

function useNames({ layout, trans }: IProps): Map<number, string> {
  return useMemo(() => {
    const leaving = new Map<number, IEdge[]>();
    for (const edge of layout.edges) {
      const list = leaving.get(edge.from);
      if (list) {
        list.push(edge);
      } else {
        leaving.set(edge.from, [edge]);
      }
    }
    return new Map(
      layout.blocks.map(block => [
        block.index,
        blockWords(block, leaving.get(block.index) ?? [], trans)
      ])
    );
  }, [layout, trans]);
}

/** The same functions whenever the picture is drawn: a block is not drawn again for them. */
function useActions(props: IProps): IBlockActions {
  const latest = useRef(props);
  latest.current = props;
  return useMemo(
    () => ({
      hover: index => latest.current.onHover(index),
      pin: index =>
        latest.current.onPin(latest.current.pinned === index ? null : index),
      open: index => latest.current.onOpen(index),
      unfold: block => {
        latest.current.stand.rest(block);
        latest.current.unfold(block);
      },
      rest: block => latest.current.stand.rest(block),
      keep: (block, node) => {
        const { nodes } = latest.current.stand;
        if (node) {
          nodes.current.set(block, node);
        } else {
          nodes.current.delete(block);
        }
      }
    }),
    []
  );
}

/** Where control comes into the code object. */
function Entry({ layout }: { layout: ILayout }): JSX.Element | null {
  const { entry, blocks } = layout;
  const top = blocks[0]?.y ?? 0;
  return entry < 0 ? null : (
    <g className={`${CLASS}-entry`}>
      <circle cx={entry} cy={top - 24} r={3.5} />
      <path d={`M${entry} ${top - 24}V${top - 7}`} />
      <path
        d={`M${entry - 3.5} ${top - 8}L${entry} ${top}L${entry + 3.5} ${top - 8}Z`}
      />
    </g>
  );
}

function Dead(props: { layout: ILayout; words: string }): JSX.Element {
  const { layout, words } = props;
  return (
    <g className={`${CLASS}-dead`}>
      <path d={`M0 ${layout.dead - 8}H${layout.width}`} />
      <text x={16} y={layout.dead + 8}>
        {words}
      </text>
    </g>
  );
}
