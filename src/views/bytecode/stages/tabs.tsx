import { useId, useRef, useState } from 'react';
import { firstLit } from './lit';
import { Body, type IShared } from './panel';
import { PANES, type Pane } from './status';
import { countText, paneSentence, paneTitle } from './words';

/** Where a key leads in the row of tabs; undefined for a key that does not move. */
function destination(key: string, at: number): number | undefined {
  return {
    ArrowRight: (at + 1) % PANES.length,
    ArrowLeft: (at + PANES.length - 1) % PANES.length,
    Home: 0,
    End: PANES.length - 1
  }[key];
}

/** The stages one at a time: their headings are tabs, marked where something of the selection is. */
export function StageTabs(props: IShared): JSX.Element {
  const { status, trans } = props;
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Pane>(
    () => PANES.find(pane => status[pane].state === 'refused') ?? 'tokens'
  );
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const to = destination(event.key, PANES.indexOf(chosen));
    const pane = PANES[to ?? -1];
    if (to !== undefined && pane) {
      setChosen(pane);
      row.current?.querySelectorAll('button')[to]?.focus();
      event.preventDefault();
    }
  };
  return (
    <div>
      <div
        ref={row}
        role="tablist"
        aria-label={trans.__('Stages')}
        className="jp-PyMastery-stages-tabs"
        onKeyDown={onKeyDown}
      >
        {PANES.map((pane, place) => (
          <Tab
            key={pane}
            {...props}
            pane={pane}
            number={place + 1}
            id={id}
            isChosen={pane === chosen}
            onChoose={() => setChosen(pane)}
          />
        ))}
      </div>
      <div
        key={chosen}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${chosen}`}
        className={`jp-PyMastery-stages-panel jp-mod-${chosen}`}
      >
        <p className="jp-PyMastery-quiet">{paneSentence(chosen, trans)}</p>
        <Body {...props} pane={chosen} />
      </div>
    </div>
  );
}

function Tab(
  props: IShared & {
    pane: Pane;
    number: number;
    id: string;
    isChosen: boolean;
    onChoose: () => void;
  }
): JSX.Element {
  const { pane, number, id, isChosen, status, lit, trans } = props;
  const { state } = status[pane];
  const isLit = firstLit(lit[pane]) >= 0;
  const words = {
    shown: countText(status[pane], trans),
    refused: trans.__('refused'),
    unreached: trans.__('not reached'),
    absent: trans.__('not shown')
  };
  return (
    <button
      type="button"
      role="tab"
      id={`${id}-${pane}`}
      aria-controls={`${id}-panel`}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      className={`jp-mod-${state}`}
      onClick={props.onChoose}
    >
      <span className="jp-PyMastery-stages-step">{number}</span>{' '}
      {paneTitle(pane, trans)}
      <span className="jp-PyMastery-quiet">
        {words[state]}
        {isLit && (
          <>
            <span aria-hidden="true" className="jp-PyMastery-stages-dot">
              {' \u25cf'}
            </span>
            <span className="jp-PyMastery-bytecode-hidden">
              {trans.__(', selected here')}
            </span>
          </>
        )}
      </span>
    </button>
  );
}
