import type { TranslationBundle } from '@jupyterlab/translation';
import type { KeyboardEvent, RefObject } from 'react';

interface ISearchProps {
  query: string;
  /** Null while nothing is searched. */
  count: number | null;
  inputRef: RefObject<HTMLInputElement>;
  onSearch: (query: string) => void;
  /** The learner goes on to what was found. */
  onLeave: () => void;
  trans: TranslationBundle;
}

export function SearchBox(props: ISearchProps): JSX.Element {
  const { query, count, inputRef, onSearch, onLeave, trans } = props;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && query !== '') {
      onSearch('');
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      onLeave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="jp-PyMastery-roadmapSearch" role="search">
      <input
        ref={inputRef}
        type="search"
        value={query}
        spellCheck={false}
        placeholder={trans.__('Search the course')}
        aria-label={trans.__(
          'Search topics, exercises, resources and tips; Esc clears'
        )}
        onChange={event => onSearch(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status">
        {count !== null && trans._n('%1 match', '%1 matches', count, count)}
      </span>
    </div>
  );
}
