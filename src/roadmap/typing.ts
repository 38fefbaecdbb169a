import { useRef } from 'react';

/** Letters typed within that time belong together. */
const TYPING_MS = 500;

export interface ITyping {
  /** Whether more letters are expected: then a space is one of them. */
  isOpen(): boolean;
  /** All that was typed in one go, with `letter` at its end. */
  add(letter: string): string;
}

export function useTyping(): ITyping {
  const typed = useRef({ text: '', at: -Infinity });
  const isOpen = (): boolean =>
    performance.now() - typed.current.at < TYPING_MS;
  return {
    isOpen,
    add: letter => {
      const text = (isOpen() ? typed.current.text : '') + letter;
      typed.current = { text, at: performance.now() };
      return text;
    }
  };
}
