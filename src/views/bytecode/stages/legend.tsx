import type { TranslationBundle } from '@jupyterlab/translation';
import { MARKS } from '../words';
import { trailOf } from './describe';
import type { IShared } from './panel';
import type { IStages } from './stages';
import { PANES } from './status';
import { paneTitle } from './words';

/** What each stage has of the selection, in a line each: the way of a place through the compiler. */
export function Trail(props: IShared): JSX.Element {
  const { stages, lit, selecting, trans } = props;
  const trail = trailOf(stages, lit);
  const isEmpty = PANES.every(pane => trail[pane].length === 0);
  return (
    <div className="jp-PyMastery-stages-trail">
      {isEmpty ? (
        <p>
          {selecting.active === null
            ? trans.__(
                'Point at anything: what it was and what it becomes lights up in every stage. A click keeps it.'
              )
            : trans.__('This has no place in the source.')}
        </p>
      ) : (
        PANES.map((pane, place) => {
          const text = trail[pane].join(pane === 'tokens' ? ' ' : ', ');
          return (
            <span key={pane} title={text}>
              <span className="jp-PyMastery-stages-step">{place + 1}</span>
              <span className="jp-PyMastery-bytecode-hidden">
                {paneTitle(pane, trans)}
              </span>{' '}
              <code>{text || '\u2013'}</code>
            </span>
          );
        })
      )}
    </div>
  );
}

/** The lights and signs in words, and the keys. */
export function StageLegend(props: {
  stages: IStages;
  trans: TranslationBundle;
}): JSX.Element {
  const { stages, trans } = props;
  const isCompared = stages.generated !== null && stages.final !== null;
  const sample = 'jp-PyMastery-stages-sample';
  const change = 'jp-PyMastery-stages-change';
  const marks: [boolean, string, string, string][] = [
    [true, `${sample} jp-mod-lit`, '', trans.__('selected')],
    [true, `${sample} jp-mod-around`, '', trans.__('around it')],
    [
      stages.scopes.length > 0,
      'jp-PyMastery-bytecode-mark jp-PyMastery-bytecode-cell',
      MARKS.cell,
      trans.__('cell or free variable')
    ],
    [
      isCompared,
      `${change} jp-mod-gone`,
      '\u2212',
      trans.__('not in the next stage')
    ],
    [
      isCompared,
      `${change} jp-mod-new`,
      '+',
      trans.__('not in the stage before')
    ]
  ];
  return (
    <div className="jp-PyMastery-legend">
      {marks.map(
        ([isThere, className, sign, word]) =>
          isThere && (
            <span key={word}>
              <span aria-hidden="true" className={className}>
                {sign}
              </span>{' '}
              {word}
            </span>
          )
      )}
      <span className="jp-PyMastery-keys">
        {trans.__(
          '↑ ↓ ← → move · ← → fold the tree · Enter keeps · Esc clears · t text'
        )}
      </span>
    </div>
  );
}
