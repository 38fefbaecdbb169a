import type { ICode, IProgram } from '../program/model';
import {
  addDepths,
  contentOf,
  rowsOf,
  type IBlock,
  type IContent
} from './content';
import { graphOf, type IGraph } from './graph';
import { layersOf } from './layers';
import { Lines, type IEdge } from './lines';
import { placesOf } from './places';
import { levelsOf } from './levels';
import { wiresOf } from './wires';

export interface IOptions {
  /** Pixels of one character of the code font. */
  character: number;
  /** Pixels of a row of text. */
  row: number;
  /** Blocks that show all their rows. */
  unfolded: ReadonlySet<number>;
  /** The block that is drawn in any case, where there are too many to draw them all. */
  around?: number;
}

/** The picture of the control-flow graph of one code object. */
export interface ILayout {
  /** In the order of the code. */
  blocks: IBlock[];
  edges: IEdge[];
  width: number;
  height: number;
  /** Where control comes into the first block, -1 where that is not drawn. */
  entry: number;
  /** Where the words stand that control cannot come to what is below them, -1 where there is nothing. */
  dead: number;
  /** Blocks and ways that are not drawn. */
  left: { blocks: number; ways: number };
}

/** Room beside the text of a block. */
export const PAD = 8;
const NARROWEST = 88;
/** Characters of the heading beside the numbers: "B lines – · stack →" in a smaller font. */
const HEADING = 23;
const SMALL = 0.84;
/** The source in a block, in parts of the font of its instructions. */
const SOURCE = 11 / 12;

/** Lays out the control-flow graph of a code object. */
export function layoutOf(
  program: IProgram,
  code: ICode,
  options: IOptions
): ILayout {
  const graph = graphOf(code, options.around);
  const layers = layersOf(graph);
  const contents = new Map(
    graph.blocks.map(block => [
      block,
      contentOf(program, code, block, options.unfolded.has(block))
    ])
  );
  addDepths(code, contents);
  const inside = [...contents.values()];
  const width = inside.map(content => widthOf(content, options));
  const height = inside.map(
    content => (headingOf(content) + rowsOf(content)) * options.row + PAD
  );
  const places = placesOf(graph, layers, width);
  const wires = wiresOf(graph, layers, places, width);
  const levels = levelsOf(graph, layers, wires, height);
  const blocks = graph.blocks.map((index, node): IBlock => ({
    ...inside[node]!,
    index,
    x: places.x[node]!,
    y: levels.top[layers.row[node]!]!,
    width: width[node]!,
    height: height[node]!,
    row: layers.row[node]!,
    column: 0,
    isHandler: graph.isHandler[node]!,
    isReachable: graph.isReachable[node]!,
    heading: headingOf(inside[node]!)
  }));
  countColumns(blocks);
  return {
    blocks,
    edges: [
      ...new Lines(graph, wires, levels, blocks).edges,
      ...unusedOf(graph)
    ],
    width: places.width,
    height: Math.ceil(levels.height),
    entry: wires.entry?.x ?? -1,
    dead: levels.dead,
    left: graph.left
  };
}

/** Ways that are not drawn: what leads on from a block is known all the same. */
function unusedOf(graph: IGraph): IEdge[] {
  return graph.unused.map(({ from, to, kind }) => ({
    from: graph.blocks[from] ?? 0,
    to: graph.blocks[to] ?? 0,
    kind,
    isBack: false,
    points: [],
    joint: null,
    hasWord: false
  }));
}

function headingOf({ source }: IContent): number {
  return source === '' ? 1 : 2;
}

function widthOf(content: IContent, { character }: IOptions): number {
  const { line, endLine, depthIn, depthOut, first, count } = content;
  const numbers = `${first + count}${line}${endLine === line ? '' : endLine}${depthIn}${depthOut.join()}`;
  const columns = Math.max(
    content.columns,
    (HEADING + numbers.length) * SMALL,
    content.source.length * SOURCE
  );
  return Math.max(
    NARROWEST,
    4 * Math.ceil((columns * character + 2 * PAD) / 4)
  );
}

function countColumns(blocks: readonly IBlock[]): void {
  const rows = new Map<number, IBlock[]>();
  for (const block of blocks) {
    rows.set(block.row, [...(rows.get(block.row) ?? []), block]);
  }
  for (const row of rows.values()) {
    row.sort((a, b) => a.x - b.x);
    row.forEach((block, place) => (block.column = place));
  }
}

const WORDS = ['next', 'jump', 'taken', 'not taken', 'exception'];

/**
 * The picture in one line: "B0@0,0 B1@1,0; 0→1 next; 1⇠0 jump". Row and column of each block, "!" for a
 * handler, "?" where control cannot come, "…9" for what is folded; then the ways: "⇠" leads up, "⇢" is not
 * drawn.
 */
export function describeCfg({ blocks, edges }: ILayout): string {
  const boxes = blocks.map(
    ({ index, row, column, isHandler, isReachable, folded }) =>
      `B${index}@${row},${column}${isHandler ? '!' : ''}${isReachable ? '' : '?'}${folded > 0 ? `…${folded}` : ''}`
  );
  const ways = edges.map(
    ({ from, to, kind, isBack, points }) =>
      `${from}${points.length === 0 ? '⇢' : isBack ? '⇠' : '→'}${to} ${WORDS[kind]}`
  );
  return [boxes.join(' '), ...ways].join('; ');
}
