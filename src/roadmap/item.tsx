import type { LabIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { MouseEvent } from 'react';
import {
  type ICount,
  type ILessonProgress,
  type Item,
  isMarkable,
  isUnwritten
} from './course';
import { Bar } from './header';
import * as icons from './icons';
import type { IRow } from './rows';
import { groupTitle, mediumWord, tooltip } from './words';

interface IItemProps {
  row: IRow;
  /** Whether Tab reaches it. */
  isStop: boolean;
  state: ILessonProgress;
  /** Topics done below a phase. */
  count: ICount | null;
  onFocus: () => void;
  onActivate: () => void;
  onToggle: () => void;
  onMark: () => void;
  trans: TranslationBundle;
}

export function TreeItem(props: IItemProps): JSX.Element {
  const { row, isStop, state, trans } = props;
  const { item } = row;
  const lesson = isMarkable(item) ? item.id : undefined;
  return (
    <div
      role="treeitem"
      className="jp-PyMastery-roadmapItem"
      data-kind={item.kind}
      data-id={item.id}
      data-lesson={lesson}
      data-notebook={'notebook' in item && item.notebook !== null}
      style={{ paddingInlineStart: `${4 + 12 * (row.level - 1)}px` }}
      tabIndex={isStop ? 0 : -1}
      title={tooltip(item, trans)}
      aria-level={row.level}
      aria-setsize={row.siblings}
      aria-posinset={row.position}
      aria-expanded={row.expanded ?? undefined}
      aria-checked={lesson === undefined ? undefined : state.done}
      aria-disabled={isUnwritten(item) || undefined}
      onFocus={props.onFocus}
      onClick={props.onActivate}
    >
      <Lead {...props} />
      <Text {...props} />
      {'url' in item && item.url !== null && (
        <Icon icon={icons.externalIcon} part="External" />
      )}
    </div>
  );
}

function Icon(props: { icon: LabIcon; part: string }): JSX.Element {
  return (
    <props.icon.react
      tag="span"
      className={`jp-PyMastery-roadmap${props.part}`}
      aria-hidden="true"
    />
  );
}

/** The first column: what unfolds, what can be marked, or what kind of thing it is. */
function Lead(props: IItemProps): JSX.Element {
  const { row, state, trans } = props;
  const { item } = row;
  const only =
    (act: () => void) =>
    (event: MouseEvent): void => {
      event.stopPropagation();
      act();
    };
  if (row.expanded !== null) {
    return (
      <span className="jp-PyMastery-roadmapLead" onClick={only(props.onToggle)}>
        <Icon icon={icons.caretIcon} part="Caret" />
      </span>
    );
  }
  if (isMarkable(item)) {
    const hint = state.done
      ? trans.__('Mark as not done')
      : trans.__('Mark as done');
    return (
      <span
        className="jp-PyMastery-roadmapLead"
        data-state={stateOf(state)}
        title={hint}
        onClick={only(props.onMark)}
      >
        <Icon icon={markIcons[stateOf(state)]} part="Mark" />
      </span>
    );
  }
  return (
    <span className="jp-PyMastery-roadmapLead">
      <Icon icon={kindIcon(item)} part="Kind" />
    </span>
  );
}

const markIcons = {
  done: icons.doneIcon,
  opened: icons.openedIcon,
  fresh: icons.freshIcon
};

function stateOf(state: ILessonProgress): keyof typeof markIcons {
  return state.done ? 'done' : state.opened ? 'opened' : 'fresh';
}

function kindIcon(item: Item): LabIcon {
  if (item.kind === 'tip') {
    return icons.tipIcon;
  }
  return item.kind === 'resource' ? icons.bookIcon : icons.unwrittenIcon;
}

function Text(props: IItemProps): JSX.Element {
  const { row, count, state, trans } = props;
  const { item } = row;
  switch (item.kind) {
    case 'phase':
      return (
        <PhaseText
          title={item.title}
          number={item.number}
          count={count}
          trans={trans}
        />
      );
    case 'group':
      return (
        <span className="jp-PyMastery-roadmapText">
          {groupTitle(item.of, item.title, trans)}
        </span>
      );
    case 'resource':
      return (
        <span className="jp-PyMastery-roadmapText">
          {item.title}
          <small>
            {[mediumWord(item.medium, trans), item.note]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </span>
      );
    case 'tip':
      return (
        <span className="jp-PyMastery-roadmapText">
          {item.title}
          <small>{item.text}</small>
        </span>
      );
    case 'topic':
    case 'exercise':
      return (
        <span className="jp-PyMastery-roadmapText">
          {item.title}{' '}
          {isUnwritten(item) && <em>{trans.__('not written yet')}</em>}
          {state.opened && !state.done && (
            <span className="jp-PyMastery-roadmapSaid">
              {trans.__('opened')}
            </span>
          )}
        </span>
      );
  }
}

function PhaseText(props: {
  title: string;
  number: number;
  count: ICount | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { title, number, trans } = props;
  const count = props.count ?? { done: 0, total: 0 };
  return (
    <span className="jp-PyMastery-roadmapText">
      <span className="jp-PyMastery-roadmapOver">
        <span>{trans.__('Phase %1', number)}</span>
        <span>{trans.__('%1 of %2', count.done, count.total)}</span>
      </span>
      <strong>{title}</strong>
      <Bar count={count} />
    </span>
  );
}
