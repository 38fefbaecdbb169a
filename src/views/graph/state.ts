import { useCallback, useMemo, useState } from 'react';
import type { GraphV1 } from '../../contract/graph';
import { draw, type IPicture } from './geometry';
import { related, visible } from './geometry-fold';
import type { IEdge } from './geometry-edges';
import { firstStop, parseStop, type Stop } from './geometry-moves';

/** What the reader may do. The same functions for the life of a view: a card is not drawn again for them. */
export interface IActions {
  fold(id: string): void;
  open(id: string): void;
  hover(id: string | null): void;
  hoverAtom(id: string | null): void;
  /** Pins a card, or lets go of the one that is pinned already. */
  pin(id: string | null): void;
  rest(stop: Stop): void;
  showEveryObject(every: boolean): void;
}

/** What the reader did to a picture, and the picture. */
export interface IState {
  picture: IPicture;
  shown: Set<string>;
  folded: ReadonlySet<string>;
  opened: ReadonlySet<string>;
  /** What is lit, or null: nothing is dimmed then. */
  lit: { cards: Set<string>; edges: Set<IEdge> } | null;
  /** The object pointed at inside a slot: lit everywhere it is drawn. */
  atom: string | null;
  pinned: string | null;
  stop: Stop;
  everyObject: boolean;
  actions: IActions;
}

function useSet(): [ReadonlySet<string>, (id: string) => void] {
  const [set, change] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string): void => {
    change(old => {
      const next = new Set(old);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });
  }, []);
  return [set, toggle];
}

/** Holds what the reader does; everything drawn follows from it. */
export function useGraph(payload: GraphV1, character: number): IState {
  const [folded, fold] = useSet();
  const [opened, open] = useSet();
  const [everyObject, showEveryObject] = useState(false);
  const [hovered, hover] = useState<string | null>(null);
  const [atom, hoverAtom] = useState<string | null>(null);
  const [pinned, setPinned] = useState<string | null>(null);
  const [rested, rest] = useState<Stop | null>(null);
  const picture = useMemo(
    () => draw(payload, { character, everyObject, opened }),
    [payload, character, everyObject, opened]
  );
  const shown = useMemo(() => visible(picture, folded), [picture, folded]);
  const active = hovered ?? pinned;
  const lit = useMemo(
    () =>
      active !== null && shown.has(active)
        ? related(picture, shown, active)
        : null,
    [picture, shown, active]
  );
  const stop =
    rested !== null && shown.has(parseStop(rested).card)
      ? rested
      : firstStop(picture, shown);
  const actions = useMemo<IActions>(
    () => ({
      ...{ fold, open, hover, hoverAtom, rest, showEveryObject },
      pin: id => setPinned(old => (id === old ? null : id))
    }),
    [fold, open]
  );
  return {
    ...{ picture, shown, folded, opened, lit, atom, pinned, stop },
    ...{ everyObject, actions }
  };
}
