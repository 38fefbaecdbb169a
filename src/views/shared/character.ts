import { useEffect, useState } from 'react';

/** Pixels of a character where nothing can be measured. */
const CHARACTER = 7.25;

/**
 * The width of a character as the page draws it.
 *
 * @param ruler - Forty characters, out of sight.
 */
export function useCharacter(ruler: React.RefObject<HTMLSpanElement>): number {
  const [character, setCharacter] = useState(CHARACTER);
  useEffect(() => {
    const measured = (ruler.current?.getBoundingClientRect().width ?? 0) / 40;
    if (measured > 0) {
      setCharacter(Math.ceil(measured * 20) / 20);
    }
  }, [ruler]);
  return character;
}
