import type { GraphV1 } from '../../contract/graph';
import { makeCards, type ICard, type IOptions } from './geometry-cards';
import { connect, gapWidths, route, type IEdge } from './geometry-edges';
import { link, type ILinks } from './geometry-fold';
import { depths, place, type ILayers } from './geometry-layers';

/** A memory graph with every place and path, in pixels at zoom 1. */
export interface IPicture extends ILinks, ILayers {
  edges: IEdge[];
  width: number;
  /** The cycle each object is in: its number in the payload. */
  cycleOf: Map<string, number>;
}

const MARGIN = 8;

/** Draws a payload. The same payload and options give the same picture. */
export function draw(payload: GraphV1, options: IOptions): IPicture {
  const cards = makeCards(payload, options);
  const depth = depths(cards);
  const cycleOf = new Map<string, number>();
  payload.cycles.forEach((cycle, index) =>
    cycle.forEach(id => cycleOf.set(id, index))
  );
  const edges = connect(cards, depth, id => cycleOf.get(id) ?? -1);
  const gaps = gapWidths(edges, depth);
  const layers = place(cards, depth, gaps);
  const bottom = route(edges, cards, layers);
  const last = layers.columns.at(-1);
  const width = last
    ? last.x + last.width + gaps(layers.columns.length - 1)
    : 0;
  return {
    ...link(drawn(cards, layers), edges),
    ...layers,
    edges,
    cycleOf,
    width,
    height: bottom + MARGIN
  };
}

function drawn(cards: Map<string, ICard>, layers: ILayers): Map<string, ICard> {
  return new Map([...cards].filter(([id]) => layers.places.has(id)));
}

/** Whether each object of a cycle refers to the next one and the last to the first. */
export function isRing(payload: GraphV1, cycle: readonly string[]): boolean {
  const members = new Set(cycle);
  const targets = new Map(
    payload.objects
      .filter(object => members.has(object.id))
      .map(object => [object.id, object.slots.map(slot => slot.target)])
  );
  return cycle.every((id, index) =>
    targets.get(id)?.includes(cycle[(index + 1) % cycle.length])
  );
}

/** A picture in lines of text, for tests: cards by column, then edges. */
export function describeGeometry(picture: IPicture): string {
  const lines: string[] = [];
  picture.columns.forEach((column, layer) => {
    for (const id of column.cards) {
      const card = picture.cards.get(id)!;
      const { x, y } = picture.places.get(id)!;
      const rows = card.rows.map(
        row => `${row.label}=${row.target ?? row.inline?.text ?? ''}`
      );
      const more = card.folded + card.cut;
      lines.push(
        `${layer} ${id} ${card.type} ${card.form} ${x},${y} ${card.width}x${card.height}` +
          `${card.value === '' ? '' : ` ${card.value}`}${rows.length ? ` [${rows.join(', ')}]` : ''}` +
          (more ? ` +${more}` : '')
      );
    }
  });
  for (const edge of picture.edges) {
    lines.push(
      `${edge.from}.${edge.row} ${edge.way}${edge.cycle ? ' cycle' : ''} ${edge.to}`
    );
  }
  return lines.join('\n');
}
