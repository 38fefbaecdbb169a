import type { TranslationBundle } from '@jupyterlab/translation';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useState
} from 'react';
import {
  type Course,
  type IProgressView,
  type Item,
  isMarkable,
  isUnwritten
} from './course';
import { TreeItem } from './item';
import { type IRow, move, rows, typeAhead } from './rows';
import type { IRoadmapActions } from './tokens';
import { type ITyping, useTyping } from './typing';
import { label } from './words';

interface ITreeProps {
  course: Course;
  progress: IProgressView;
  /** The ids that a search leaves; null for all. */
  visible: ReadonlySet<string> | null;
  isExpanded: (id: string) => boolean;
  actions: IRoadmapActions;
  /** The learner wants the search box. */
  onSearch: () => void;
  treeRef: RefObject<HTMLDivElement>;
  trans: TranslationBundle;
}

/** The course as an ARIA tree: one tab stop, arrow keys inside. */
export function Tree(props: ITreeProps): JSX.Element {
  const { course, progress, visible, isExpanded, treeRef, trans } = props;
  const lines = rows(course.items, isExpanded, visible);
  const { stop, stand, go } = useStop(lines, course, treeRef);
  const [said, setSaid] = useState('');
  const typing = useTyping();
  const act = (row: IRow): void => setSaid(activate(row, props));
  useWaitingFocus(treeRef);

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = lines.find(one => one.item.id === stop);
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const done =
      row &&
      !modified &&
      (steer(event.key, row, lines, props, go) ||
        operate(event.key, row, typing, props, act) ||
        spell(event.key, row, lines, typing, props, go));
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <>
      <div
        ref={treeRef}
        className="jp-PyMastery-roadmapTree"
        role="tree"
        aria-label={course.title}
        onKeyDown={onKeyDown}
      >
        {lines.map(row => (
          <TreeItem
            key={row.item.id}
            row={row}
            isStop={row.item.id === stop}
            state={progress.of(row.item.id)}
            count={
              row.item.kind === 'phase'
                ? course.count(progress, row.item.children)
                : null
            }
            onFocus={() => stand(row.item.id)}
            onActivate={() => act(row)}
            onToggle={() => props.actions.toggle([row.item.id])}
            onMark={() => mark(row.item, props)}
            trans={trans}
          />
        ))}
      </div>
      <span className="jp-PyMastery-roadmapSaid" role="status">
        {said}
      </span>
    </>
  );
}

/** Puts the focus on the tree's tab stop. */
export function toStop(treeRef: RefObject<HTMLElement>): void {
  treeRef.current
    ?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')
    ?.focus();
}

/** Takes the focus from the sidebar that was activated before there was a tree. */
function useWaitingFocus(treeRef: RefObject<HTMLElement>): void {
  useEffect(() => {
    if (treeRef.current?.parentElement === document.activeElement) {
      toStop(treeRef);
    }
  }, [treeRef]);
}

/** The roving tab stop. `stand` moves it, `go` moves the focus there too. */
function useStop(
  lines: readonly IRow[],
  course: Course,
  treeRef: RefObject<HTMLDivElement>
): {
  stop: string | null;
  stand: (id: string) => void;
  go: (id: string) => void;
} {
  const [current, setCurrent] = useState<string | null>(null);
  const going = useRef(false);
  const stop = tabStop(lines, current, course);
  useEffect(() => {
    if (going.current) {
      going.current = false;
      toStop(treeRef);
    }
  });
  const go = (id: string): void => {
    going.current = true;
    setCurrent(id);
  };
  return { stop, stand: setCurrent, go };
}

/** The line that Tab reaches: the current one, or what is still shown of the way to it. */
function tabStop(
  lines: readonly IRow[],
  current: string | null,
  course: Course
): string | null {
  const shown = new Set(lines.map(row => row.item.id));
  const way = current === null ? [] : [...course.above(current), current];
  const nearest = way.reverse().find(id => shown.has(id));
  return nearest ?? lines[0]?.item.id ?? null;
}

/** The keys that move and fold. Returns whether `key` was one. */
function steer(
  key: string,
  row: IRow,
  lines: readonly IRow[],
  props: ITreeProps,
  go: (id: string) => void
): boolean {
  const moved = move(lines, row.item.id, key);
  if (moved?.toggle?.length) {
    props.actions.toggle(moved.toggle);
  }
  if (moved?.focus !== undefined) {
    go(moved.focus);
  }
  return moved !== null;
}

/** The keys that do what the line is for. Returns whether `key` was one. */
function operate(
  key: string,
  row: IRow,
  typing: ITyping,
  props: ITreeProps,
  act: (row: IRow) => void
): boolean {
  if (key === ' ' && isMarkable(row.item) && !typing.isOpen()) {
    mark(row.item, props);
  } else if (key === 'Enter' || (key === ' ' && !typing.isOpen())) {
    act(row);
  } else if (key === '/') {
    props.onSearch();
  } else {
    return false;
  }
  return true;
}

/** The letters that find a line by its beginning. Returns whether `key` was one. */
function spell(
  key: string,
  row: IRow,
  lines: readonly IRow[],
  typing: ITyping,
  props: ITreeProps,
  go: (id: string) => void
): boolean {
  if ([...key].length !== 1) {
    return false;
  }
  const found = typeAhead(lines, row.item.id, typing.add(key), item =>
    label(item, props.trans)
  );
  if (found !== null) {
    go(found);
  }
  return true;
}

/** Does what a click or Enter means here; returns what to say where that is nothing. */
function activate(row: IRow, { actions, trans }: ITreeProps): string {
  const { item } = row;
  const notebook = 'notebook' in item ? item.notebook : null;
  const url = 'url' in item ? item.url : null;
  if (isUnwritten(item)) {
    return trans.__('“%1” is not written yet.', item.title);
  }
  if (notebook !== null) {
    actions.open(item.id);
  } else if (url !== null) {
    actions.openUrl(url);
  } else if (row.expanded !== null) {
    actions.toggle([item.id]);
  } else if (item.kind === 'tip') {
    return item.text;
  } else {
    return trans.__('“%1” has no link.', item.title);
  }
  return '';
}

function mark(item: Item, { progress, actions }: ITreeProps): void {
  actions.mark(item.id, !progress.of(item.id).done);
}
