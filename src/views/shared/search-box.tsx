import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef } from 'react';

interface ISearchBoxProps {
  text: string;
  /** How many places were found, and which of them is shown, from 0. */
  count: number;
  at: number;
  trans: TranslationBundle;
  onText: (text: string) => void;
  /** On to the next one, or with -1 back. */
  onStep: (step: number) => void;
  onClose: () => void;
}

/** Takes the focus when it appears; what is returned gives it back. */
function useBorrowedFocus(field: React.RefObject<HTMLInputElement>) {
  const from = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const node = field.current;
    from.current = node?.ownerDocument.activeElement as HTMLElement | null;
    node?.focus();
  }, [field]);
  return (): void => from.current?.focus();
}

/** A field for a text to look for in a view, with the number of places. */
export function SearchBox(props: ISearchBoxProps): JSX.Element {
  const { text, count, at, trans, onText, onStep, onClose } = props;
  const field = useRef<HTMLInputElement>(null);
  const giveBack = useBorrowedFocus(field);
  return (
    <div role="search" className="jp-PyMastery-search">
      <input
        ref={field}
        type="search"
        value={text}
        aria-label={trans.__('Search in this view')}
        placeholder={trans.__('Search')}
        onChange={event => onText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            onStep(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape') {
            onClose();
            giveBack();
          } else {
            return;
          }
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span role="status">
        {text.trim() === ''
          ? ''
          : count === 0
            ? trans.__('nothing found')
            : trans.__('%1 of %2', at + 1, count)}
      </span>
    </div>
  );
}
