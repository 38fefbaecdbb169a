import { rootId } from './geometry-cards';
import type { IPicture } from './geometry';

/** What the keyboard rests on: a card ("o3"), or one name of a root ("root0/2"). */
export type Stop = string;

export type Move =
  'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

/** The stop of a name. */
export function nameStop(root: string, row: number): Stop {
  return `${root}/${row}`;
}

/** The card and, for a name, the row of a stop. */
export function parseStop(stop: Stop): { card: string; row: number } {
  const [card = '', row] = stop.split('/');
  return { card, row: row === undefined ? -1 : Number(row) };
}

/** All stops in reading order: names first, then the columns, each from the top. */
export function stops(picture: IPicture, shown: ReadonlySet<string>): Stop[] {
  return picture.columns.flatMap(column =>
    column.cards
      .filter(id => shown.has(id))
      .flatMap(id => {
        const card = picture.cards.get(id)!;
        return card.order < 0
          ? card.rows.map((_, row) => nameStop(id, row))
          : [id];
      })
  );
}

/**
 * Where an arrow key leads: right along the first reference, left back to where we came from or to
 * the first referrer, up and down within the column. The same stop where there is nothing.
 */
export function move(
  picture: IPicture,
  shown: ReadonlySet<string>,
  folded: ReadonlySet<string>,
  at: Stop,
  key: Move,
  cameFrom: Stop | null
): Stop {
  const all = stops(picture, shown);
  if (key === 'Home' || key === 'End') {
    return all.at(key === 'Home' ? 0 : -1) ?? at;
  }
  const { card, row } = parseStop(at);
  if (key === 'ArrowRight') {
    const edge = (picture.leaving.get(card) ?? []).find(
      each => (row < 0 || each.row === row) && shown.has(each.to)
    );
    return edge && !folded.has(card) ? edge.to : at;
  }
  if (key === 'ArrowLeft') {
    const entering = (picture.entering.get(card) ?? [])
      .filter(edge => row < 0 && shown.has(edge.from) && edge.from !== card)
      .map(edge =>
        picture.cards.get(edge.from)!.order < 0
          ? nameStop(edge.from, edge.row)
          : edge.from
      );
    return cameFrom !== null && entering.includes(cameFrom)
      ? cameFrom
      : (entering[0] ?? at);
  }
  const layer = picture.places.get(card)?.layer;
  const column = all.filter(
    stop => picture.places.get(parseStop(stop).card)?.layer === layer
  );
  const next = column.indexOf(at) + (key === 'ArrowDown' ? 1 : -1);
  return column[next] ?? at;
}

/** The first stop: a name, or the first card where no root has names. */
export function firstStop(picture: IPicture, shown: ReadonlySet<string>): Stop {
  return stops(picture, shown)[0] ?? rootId(0);
}
