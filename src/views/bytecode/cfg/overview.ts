import type { IRect, ISize } from '../../shared/geometry-pan-zoom';
import type { IBlock } from './content';
import type { ILayout } from './layout';

/** The corners of the pane that the map can stand in, the first one where all are as good. */
const CORNERS = ['topRight', 'bottomRight', 'bottomLeft', 'topLeft'] as const;
export type Corner = (typeof CORNERS)[number];

/** A map of the whole picture, small. */
export interface IOverview extends ISize {
  /** Pixels of the map to one of the picture. */
  scaleX: number;
  scaleY: number;
  /** The blocks as one path, and those that handle exceptions as another. */
  blocks: string;
  handlers: string;
  corner: Corner;
}

/** The most that the map takes of its pane, in pixels and in parts. */
const MOST: ISize = { width: 160, height: 120 };
const PART = 0.28;
/** Below this a map shows nothing: a very tall or wide picture is drawn out of proportion. */
const LEAST = 28;
/** Pixels of the smallest block and of the smallest frame. */
const BLOCK = 1;
const FRAME = 4;

/** Whether a picture is larger than its pane, so that a map is of use. */
export function exceeds(picture: ISize, zoom: number, pane: ISize): boolean {
  return (
    picture.width * zoom > pane.width + 1 ||
    picture.height * zoom > pane.height + 1
  );
}

export function overviewOf(layout: ILayout, pane: ISize): IOverview {
  const width = Math.min(MOST.width, PART * pane.width);
  const height = Math.min(MOST.height, PART * pane.height);
  const scale = Math.min(width / layout.width, height / layout.height);
  const map: ISize = {
    width: Math.ceil(Math.max(LEAST, scale * layout.width)),
    height: Math.ceil(Math.max(LEAST, scale * layout.height))
  };
  const scaleX = map.width / layout.width;
  const scaleY = map.height / layout.height;
  const path = (blocks: readonly IBlock[]): string =>
    blocks.map(block => boxOf(block, scaleX, scaleY)).join('');
  return {
    ...map,
    scaleX,
    scaleY,
    blocks: path(layout.blocks.filter(({ isHandler }) => !isHandler)),
    handlers: path(layout.blocks.filter(({ isHandler }) => isHandler)),
    corner: cornerOf(layout, map)
  };
}

function boxOf(block: IBlock, scaleX: number, scaleY: number): string {
  const width = tenth(Math.max(BLOCK, block.width * scaleX));
  const height = tenth(Math.max(BLOCK, block.height * scaleY));
  return `M${tenth(block.x * scaleX)} ${tenth(block.y * scaleY)}h${width}v${height}h${-width}z`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Where a map hides the least: a picture cannot be moved further than its own corner. */
function cornerOf({ blocks, width, height }: ILayout, map: ISize): Corner {
  const hidden = (corner: Corner): number => {
    const left = corner.endsWith('Left') ? 0 : width - map.width;
    const top = corner.startsWith('top') ? 0 : height - map.height;
    return blocks.reduce(
      (sum, block) =>
        sum +
        shared(block.x, block.width, left, map.width) *
          shared(block.y, block.height, top, map.height),
      0
    );
  };
  const areas = CORNERS.map(hidden);
  return CORNERS[areas.indexOf(Math.min(...areas))] ?? CORNERS[0];
}

/** How much of two stretches is the same. */
function shared(
  from: number,
  length: number,
  other: number,
  its: number
): number {
  return Math.max(
    0,
    Math.min(from + length, other + its) - Math.max(from, other)
  );
}

/** What is seen of the picture, in pixels of the map and inside it. */
export function frameOf(map: IOverview, seen: IRect): IRect {
  const [x, width] = stretch(
    seen.x * map.scaleX,
    seen.width * map.scaleX,
    map.width
  );
  const [y, height] = stretch(
    seen.y * map.scaleY,
    seen.height * map.scaleY,
    map.height
  );
  return { x, y, width, height };
}

function stretch(from: number, length: number, most: number): [number, number] {
  const start = Math.max(0, Math.min(most - FRAME, from));
  const end = Math.max(start + FRAME, Math.min(most, from + length));
  return [tenth(start), tenth(end - start)];
}
