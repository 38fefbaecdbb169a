import type { TranslationBundle } from '@jupyterlab/translation';
import type { Course, ICount, INext, IProgressView } from './course';
import type { IRoadmapActions, IRoadmapState } from './tokens';

/** How far a part of the course is, as a bar. The words stand beside it, so it is for the eye only. */
export function Bar(props: { count: ICount }): JSX.Element {
  const { done, total } = props.count;
  return (
    <span className="jp-PyMastery-roadmapBar" aria-hidden="true">
      <span style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }} />
    </span>
  );
}

export function Header(props: {
  course: Course;
  progress: IProgressView;
  trans: TranslationBundle;
}): JSX.Element {
  const { course, progress, trans } = props;
  const count = course.count(progress);
  return (
    <div className="jp-PyMastery-roadmapHeader">
      <h2>{course.title}</h2>
      <Bar count={count} />
      <p>{trans.__('%1 of %2 topics done', count.done, count.total)}</p>
    </div>
  );
}

/** Where the learner left, one click away. */
export function Continue(props: {
  next: INext | null;
  onOpen: (id: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { next, onOpen, trans } = props;
  if (next === null) {
    return (
      <p className="jp-PyMastery-roadmapHint">
        {trans.__('Every lesson that is written is done.')}
      </p>
    );
  }
  const { item, again } = next;
  const label = again
    ? trans.__('Continue: %1', item.title)
    : trans.__('Start: %1', item.title);
  return (
    <button
      type="button"
      className="jp-PyMastery-roadmapContinue"
      title={label}
      onClick={() => onOpen(item.id)}
    >
      <span>{label}</span>
    </button>
  );
}

export function NoticeBar(props: {
  notice: IRoadmapState['notice'];
  actions: IRoadmapActions;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { notice, actions, trans } = props;
  if (notice === null) {
    return null;
  }
  const [label, act] =
    notice.about === 'record'
      ? [trans.__('Close'), actions.dismiss]
      : [trans.__('Open the settings'), actions.openSettings];
  return (
    <div className="jp-PyMastery-roadmapNotice" role="alert">
      <p>{notice.text}</p>
      <button type="button" onClick={act}>
        {label}
      </button>
    </div>
  );
}
