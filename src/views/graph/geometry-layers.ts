import { HEADER, ROW, type ICard } from './geometry-cards';

export interface IPlace {
  x: number;
  y: number;
  layer: number;
}

export interface ILayers {
  places: Map<string, IPlace>;
  /** Left edge and width of each layer. */
  columns: { x: number; width: number; cards: string[] }[];
  height: number;
  /** Cards that nothing drawn leads to, or that do not fit. */
  left: number;
}

const GAP = 20;
/** Cards drawn, at most: beyond them nobody reads a graph, and the page gets slow. */
export const CARDS = 400;

/** How deep each card is: breadth first from the roots, through the rows that are shown. */
export function depths(cards: Map<string, ICard>): Map<string, number> {
  const found = new Map<string, number>();
  const queue: ICard[] = [];
  for (const card of cards.values()) {
    if (card.order < 0) {
      found.set(card.id, 0);
      queue.push(card);
    }
  }
  for (const card of queue) {
    for (const row of card.rows) {
      const target = row.target === null ? undefined : cards.get(row.target);
      if (target && !found.has(target.id) && found.size < CARDS) {
        found.set(target.id, (found.get(card.id) ?? 0) + 1);
        queue.push(target);
      }
    }
  }
  return found;
}

/**
 * Gives each card a column by its depth, an order in it by the rows that lead to it, and a height as
 * near to them as its neighbours allow. `gaps` is the room wanted to the right of each column.
 */
export function place(
  cards: Map<string, ICard>,
  depth: Map<string, number>,
  gaps: (layer: number) => number
): ILayers {
  const columns: ILayers['columns'] = [];
  for (const card of cards.values()) {
    const layer = depth.get(card.id);
    if (layer !== undefined) {
      while (columns.length <= layer) {
        columns.push({ x: 0, width: 0, cards: [] });
      }
      const column = columns[layer]!;
      column.cards.push(card.id);
      column.width = Math.max(column.width, card.width);
    }
  }
  const places = new Map<string, IPlace>();
  let x = 0;
  columns.forEach((column, layer) => {
    column.x = x;
    x += column.width + gaps(layer);
    const wanted =
      layer === 0
        ? new Map<string, number>()
        : wish(cards, columns[layer - 1]!.cards, places);
    const inColumn = column.cards.map(id => cards.get(id)!);
    inColumn.sort(
      (a, b) =>
        (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0) || a.order - b.order
    );
    column.cards = inColumn.map(card => card.id);
    const tops = settle(
      inColumn.map(card => wanted.get(card.id) ?? 0),
      inColumn.map(card => card.height + GAP)
    );
    inColumn.forEach((card, index) =>
      places.set(card.id, { x: column.x, y: Math.round(tops[index]!), layer })
    );
  });
  const top = Math.min(0, ...[...places.values()].map(each => each.y));
  let height = 0;
  for (const [id, each] of places) {
    each.y -= top;
    height = Math.max(height, each.y + cards.get(id)!.height);
  }
  return { places, columns, height, left: cards.size - places.size };
}

/** Where the top of each card would be best: its header at the mean height of the rows that lead to it. */
function wish(
  cards: Map<string, ICard>,
  before: string[],
  places: Map<string, IPlace>
): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const id of before) {
    const card = cards.get(id)!;
    for (const row of card.rows) {
      if (row.target !== null) {
        const seen = sums.get(row.target) ?? { sum: 0, count: 0 };
        seen.sum += places.get(id)!.y + row.y + ROW / 2;
        seen.count += 1;
        sums.set(row.target, seen);
      }
    }
  }
  const wanted = new Map<string, number>();
  for (const [id, { sum, count }] of sums) {
    wanted.set(id, sum / count - HEADER / 2);
  }
  return wanted;
}

/**
 * The tops nearest to the wanted ones, in the squares' sense, where each thing needs its height and
 * the order stays: isotonic regression by pooling adjacent violators, linear.
 */
export function settle(wanted: number[], heights: number[]): number[] {
  const blocks: { mean: number; count: number }[] = [];
  let offset = 0;
  const offsets = heights.map(height => {
    const own = offset;
    offset += height;
    return own;
  });
  wanted.forEach((top, index) => {
    let block = { mean: top - offsets[index]!, count: 1 };
    for (
      let last = blocks.at(-1);
      last && last.mean > block.mean;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      const count = last.count + block.count;
      block = {
        mean: (last.mean * last.count + block.mean * block.count) / count,
        count
      };
    }
    blocks.push(block);
  });
  const bases = blocks.flatMap(block =>
    new Array<number>(block.count).fill(block.mean)
  );
  return bases.map((base, index) => base + offsets[index]!);
}
