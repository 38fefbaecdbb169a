import type { ICard } from './geometry-cards';
import type { IEdge } from './geometry-edges';

/** What the walks below need of a picture. */
export interface ILinks {
  cards: Map<string, ICard>;
  /** Edges by the card they start from, and by the card they end at. */
  leaving: Map<string, IEdge[]>;
  entering: Map<string, IEdge[]>;
}

export function link(cards: Map<string, ICard>, edges: IEdge[]): ILinks {
  const leaving = new Map<string, IEdge[]>();
  const entering = new Map<string, IEdge[]>();
  const add = (map: Map<string, IEdge[]>, id: string, edge: IEdge) => {
    const list = map.get(id);
    if (list) {
      list.push(edge);
    } else {
      map.set(id, [edge]);
    }
  };
  for (const edge of edges) {
    add(leaving, edge.from, edge);
    add(entering, edge.to, edge);
  }
  return { cards, leaving, entering };
}

/** The cards that can be reached from the roots without passing through a folded one. */
export function visible(
  links: ILinks,
  folded: ReadonlySet<string>
): Set<string> {
  const queue = [...links.cards.values()]
    .filter(card => card.order < 0)
    .map(card => card.id);
  const seen = new Set(queue);
  for (const id of queue) {
    if (folded.has(id)) {
      continue;
    }
    for (const edge of links.leaving.get(id) ?? []) {
      if (!seen.has(edge.to)) {
        seen.add(edge.to);
        queue.push(edge.to);
      }
    }
  }
  return seen;
}

/** How many cards would appear if this one were unfolded. */
export function behind(
  links: ILinks,
  folded: ReadonlySet<string>,
  id: string
): number {
  const without = new Set(folded);
  without.delete(id);
  return visible(links, without).size - visible(links, folded).size;
}

/** What is lit with a card: its referrers, what it refers to, and the shortest way from a root. */
export function related(
  links: ILinks,
  shown: ReadonlySet<string>,
  id: string
): { cards: Set<string>; edges: Set<IEdge> } {
  const cards = new Set([id]);
  const edges = new Set<IEdge>();
  for (const edge of [
    ...(links.leaving.get(id) ?? []),
    ...(links.entering.get(id) ?? [])
  ]) {
    if (shown.has(edge.from) && shown.has(edge.to)) {
      edges.add(edge);
      cards.add(edge.from).add(edge.to);
    }
  }
  for (const edge of pathFromRoot(links, shown, id)) {
    edges.add(edge);
    cards.add(edge.from);
  }
  return { cards, edges };
}

function pathFromRoot(
  links: ILinks,
  shown: ReadonlySet<string>,
  id: string
): IEdge[] {
  const next = new Map<string, IEdge | null>([[id, null]]);
  const queue = [id];
  for (const at of queue) {
    if ((links.cards.get(at)?.order ?? 0) < 0) {
      const path: IEdge[] = [];
      for (let edge = next.get(at); edge; edge = next.get(edge.to)) {
        path.push(edge);
      }
      return path;
    }
    for (const edge of links.entering.get(at) ?? []) {
      if (shown.has(edge.from) && !next.has(edge.from)) {
        next.set(edge.from, edge);
        queue.push(edge.from);
      }
    }
  }
  return [];
}
