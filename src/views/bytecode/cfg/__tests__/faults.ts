import { EXCEPTION } from '../../program/model';
import type { IBlock } from '../content';
import type { ILayout } from '../layout';
import type { IEdge } from '../lines';

/** What is wrong with a picture: nothing, wherever it comes from. */
export function faults(layout: ILayout): string[] {
  return [
    ...overlaps(layout),
    ...outside(layout),
    ...layout.edges
      .filter(({ points }) => points.length > 0)
      .flatMap(edge => wrong(layout, edge)),
    ...shared(layout)
  ];
}

function name({ from, to, kind }: IEdge): string {
  return `${from}→${to} ${kind}`;
}

function overlaps({ blocks }: ILayout): string[] {
  const sorted = [...blocks].sort((a, b) => a.row - b.row || a.x - b.x);
  return sorted.flatMap((block, place) => {
    const next = sorted[place + 1];
    if (!next) {
      return [];
    }
    const isClear =
      next.row === block.row
        ? next.x >= block.x + block.width
        : next.y > block.y && bottom(sorted, block.row) <= next.y;
    return isClear ? [] : [`B${block.index} and B${next.index} overlap`];
  });
}

const bottoms = new WeakMap<readonly IBlock[], Map<number, number>>();

function bottom(blocks: readonly IBlock[], row: number): number {
  let found = bottoms.get(blocks);
  if (!found) {
    found = new Map();
    for (const { row: at, y, height } of blocks) {
      found.set(at, Math.max(found.get(at) ?? 0, y + height));
    }
    bottoms.set(blocks, found);
  }
  return found.get(row) ?? 0;
}

function outside({ blocks, edges, width, height }: ILayout): string[] {
  const xs = edges.flatMap(({ points }) => points.map(([x]) => x));
  const ys = edges.flatMap(({ points }) => points.map(([, y]) => y));
  const rights = blocks.map(block => block.x + block.width);
  const lower = blocks.map(block => block.y + block.height);
  const isInside =
    [...xs, ...blocks.map(({ x }) => x)].every(x => x >= 0) &&
    [...ys, ...blocks.map(({ y }) => y)].every(y => y >= 0) &&
    [...xs, ...rights].every(x => x <= width) &&
    [...ys, ...lower].every(y => y <= height);
  return isInside ? [] : ['something is outside of the picture'];
}

function wrong(layout: ILayout, edge: IEdge): string[] {
  const { blocks } = layout;
  const { points, isBack, kind } = edge;
  const found: string[] = [];
  const say = (what: string): void => void found.push(`${name(edge)}: ${what}`);
  const block = (index: number): IBlock =>
    blocks.find(each => each.index === index)!;
  const [source, target] = [block(edge.from), block(edge.to)];
  const [startX, startY] = points[0]!;
  const [endX, endY] = points.at(-1)!;
  const isAtSide =
    (startX === source.x || startX === source.x + source.width) &&
    startY > source.y &&
    startY < source.y + source.height;
  const isBelow =
    startY === source.y + source.height &&
    startX > source.x &&
    startX < source.x + source.width;
  if (kind === EXCEPTION ? !isAtSide : !isBelow) {
    say('does not begin at the border');
  }
  if (
    endY !== target.y ||
    endX <= target.x ||
    endX >= target.x + target.width
  ) {
    say('does not end at the upper border');
  }
  const left = Math.min(...points.map(([x]) => x));
  const isLeft = blocks.every(each => left < each.x);
  if (isBack !== target.row <= source.row) {
    say('leads the wrong way');
  }
  if (isBack && !isLeft) {
    say('leads up inside the picture');
  }
  points.slice(1).forEach(([toX, toY], place) => {
    const [fromX, fromY] = points[place]!;
    if (fromX !== toX && fromY !== toY) {
      say('is not level or upright');
    }
    const crossed = blocks.find(
      each =>
        Math.max(fromX, toX) > each.x &&
        Math.min(fromX, toX) < each.x + each.width &&
        Math.max(fromY, toY) > each.y &&
        Math.min(fromY, toY) < each.y + each.height
    );
    if (crossed) {
      say(`passes through B${crossed.index}`);
    }
  });
  return found;
}

/** Ends in one place, of ways that are not one line from somewhere on. */
function shared({ edges }: ILayout): string[] {
  const starts = new Set<string>();
  const ends = new Map<string, IEdge>();
  return edges.flatMap(edge => {
    const { points } = edge;
    if (points.length === 0) {
      return [];
    }
    const start = points[0]!.join();
    const end = points.at(-1)!.join();
    const other = ends.get(end);
    const isShared =
      starts.has(start) ||
      (other && (other.to !== edge.to || other.kind !== edge.kind));
    starts.add(start);
    ends.set(end, edge);
    return isShared ? [`${name(edge)}: ends where another way does`] : [];
  });
}

/** Ways that lie on each other for a stretch, though they are not one line: the eye cannot tell them apart. */
export function coincidences({ edges }: ILayout): string[] {
  const pieces = edges.flatMap(edge =>
    edge.points.slice(1).map(([x, y], place) => {
      const [fromX, fromY] = edge.points[place]!;
      const isLevel = y === fromY;
      const ends = isLevel ? [fromX, x] : [fromY, y];
      return {
        edge,
        line: `${isLevel ? 'y' : 'x'}${isLevel ? y : x}`,
        from: Math.min(...ends),
        to: Math.max(...ends)
      };
    })
  );
  pieces.sort((a, b) => a.line.localeCompare(b.line) || a.from - b.from);
  return pieces.flatMap((piece, place) => {
    const next = pieces[place + 1];
    const isOne =
      next?.edge.to === piece.edge.to && next.edge.kind === piece.edge.kind;
    return next && !isOne && next.line === piece.line && next.from < piece.to
      ? [`${name(piece.edge)} and ${name(next.edge)} at ${piece.line}`]
      : [];
  });
}
