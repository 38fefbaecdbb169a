import { useEffect, useState } from 'react';
import type { ICard } from '../cards/cards';

export type CardOf = (name: string, python: string) => ICard | null;

/** The cards are fetched when the first instruction is looked at; null until they are there. */
export function useCards(): CardOf | null {
  const [cards, setCards] = useState<{ cardOf: CardOf } | null>(null);
  useEffect(() => {
    let isGone = false;
    void import(/* webpackChunkName: "opcode-cards" */ '../cards/cards').then(
      found => isGone || setCards(found)
    );
    return () => {
      isGone = true;
    };
  }, []);
  return cards?.cardOf ?? null;
}
