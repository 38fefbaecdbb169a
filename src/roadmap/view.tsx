import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useRef, useState } from 'react';
import type { Course, IMatches } from './course';
import { Continue, Header, NoticeBar } from './header';
import { Message } from './message';
import { SearchBox } from './search';
import type { IRoadmapActions, IRoadmapState } from './tokens';
import { Tree, toStop } from './tree';

export interface IRoadmapProps {
  state: IRoadmapState;
  actions: IRoadmapActions;
  trans: TranslationBundle;
}

/** The whole sidebar, drawn from a state. */
export default function RoadmapView(props: IRoadmapProps): JSX.Element {
  const { state, actions, trans } = props;
  if (state.failure !== null) {
    return (
      <Message
        text={state.failure}
        action={trans.__('Try again')}
        onAction={actions.retry}
        alert
      />
    );
  }
  if (state.course === null) {
    return <Message text={trans.__('Loading the course…')} />;
  }
  return <CourseView {...props} course={state.course} />;
}

function CourseView(props: IRoadmapProps & { course: Course }): JSX.Element {
  const { course, state, actions, trans } = props;
  const { query, matches, isExpanded, search, toggle } = useSearch(props);
  const searchRef = useRef<HTMLInputElement>(null);
  const treeRef = useRef<HTMLDivElement>(null);
  const goToSearch = (): void => {
    searchRef.current?.focus();
    searchRef.current?.select();
  };
  const clear = (): void => {
    search('');
    goToSearch();
  };
  const next = course.next(state.progress);
  return (
    <>
      <Header course={course} progress={state.progress} trans={trans} />
      <NoticeBar notice={state.notice} actions={actions} trans={trans} />
      <SearchBox
        query={query}
        count={matches?.count ?? null}
        inputRef={searchRef}
        onSearch={search}
        onLeave={() => toStop(treeRef)}
        trans={trans}
      />
      {matches === null && (
        <Continue next={next} onOpen={actions.open} trans={trans} />
      )}
      {matches?.count === 0 ? (
        <Message
          text={trans.__('Nothing in the course matches “%1”.', query.trim())}
          action={trans.__('Clear the search')}
          onAction={clear}
        />
      ) : (
        <Tree
          course={course}
          progress={state.progress}
          visible={matches?.visible ?? null}
          isExpanded={isExpanded}
          actions={{ ...actions, toggle }}
          onSearch={goToSearch}
          treeRef={treeRef}
          trans={trans}
        />
      )}
    </>
  );
}

interface ISearching {
  query: string;
  /** Null while nothing is searched. */
  matches: IMatches | null;
  isExpanded: (id: string) => boolean;
  search: (query: string) => void;
  toggle: (ids: readonly string[]) => void;
}

/** What a search unfolds is not remembered: clearing it shows the tree as it was. */
function useSearch({
  course,
  state,
  actions
}: IRoadmapProps & { course: Course }): ISearching {
  const [query, setQuery] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const matches = useMemo(
    () => (query.trim() === '' ? null : course.search(query)),
    [course, query]
  );
  return {
    query,
    matches,
    isExpanded: id =>
      matches === null ? state.expanded.has(id) : !folded.has(id),
    search: text => {
      setQuery(text);
      setFolded(new Set());
    },
    toggle: ids =>
      matches === null
        ? actions.toggle(ids)
        : setFolded(before => switched(before, ids))
  };
}

function switched(
  before: ReadonlySet<string>,
  ids: readonly string[]
): ReadonlySet<string> {
  const after = new Set(before);
  for (const id of ids) {
    if (!after.delete(id)) {
      after.add(id);
    }
  }
  return after;
}
