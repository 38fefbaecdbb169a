import type { TranslationBundle } from '@jupyterlab/translation';
import type { Object as GraphObject } from '../../contract/graph';
import { memo } from 'react';
import { footer, HEADER, ROW, type ICard, type IRow } from './geometry-cards';
import { nameStop, type Stop } from './geometry-moves';
import type { IActions } from './state';
import { cardTitle, cardWords, chipWords } from './words';

export interface ICardProps {
  card: ICard;
  /** Absent for a root. */
  object: GraphObject | undefined;
  x: number;
  y: number;
  folded: boolean;
  /** How many cards are out of sight because this one is folded. */
  away: number;
  inCycle: boolean;
  isPinned: boolean;
  isDim: boolean;
  /** What has the tab stop, where it is in this card. */
  stop: Stop | null;
  /** The object pointed at inside a slot, where this card has it. */
  atom: string | null;
  actions: IActions;
  trans: TranslationBundle;
  /** Keeps the node that the keyboard may rest on. */
  keep(stop: Stop, node: HTMLElement | null): void;
}

const CLASS = 'jp-PyMastery-graph-card';

function PlainCard(props: ICardProps): JSX.Element {
  const { card, object, folded, actions } = props;
  const classes = [
    CLASS,
    `${CLASS}-${card.order < 0 ? 'root' : card.family}`,
    folded && `${CLASS}-folded`,
    card.immutable && `${CLASS}-immutable`,
    object?.type === 'cell' && `${CLASS}-cell`,
    props.inCycle && `${CLASS}-cycle`,
    props.isPinned && `${CLASS}-pinned`,
    props.isDim && `${CLASS}-dim`
  ].filter(Boolean);
  const style = {
    left: props.x,
    top: props.y,
    width: card.width,
    height: folded ? HEADER + ROW : card.height
  };
  const shared = {
    style,
    className: classes.join(' '),
    onMouseEnter: () => actions.hover(card.id),
    onMouseLeave: () => actions.hover(null)
  };
  return object ? (
    <ObjectCard {...props} object={object} shared={shared} />
  ) : (
    <RootCard {...props} shared={shared} />
  );
}

/** One object, or the names of a root; it is drawn again only where something of it is another. */
export const Card = memo(PlainCard);

interface IShared {
  style: React.CSSProperties;
  className: string;
  onMouseEnter(): void;
  onMouseLeave(): void;
}

function ObjectCard(
  props: ICardProps & { object: GraphObject; shared: IShared }
): JSX.Element {
  const { card, object, actions, trans, keep, folded, away, shared } = props;
  return (
    <div
      {...shared}
      ref={node => keep(card.id, node)}
      role="group"
      tabIndex={props.stop === card.id ? 0 : -1}
      aria-label={cardWords(object, trans, {
        folded,
        behind: away,
        cycle: props.inCycle
      })}
      title={cardTitle(object, trans)}
      onFocus={() => actions.rest(card.id)}
      onClick={() => actions.pin(card.id)}
      onDoubleClick={() => actions.fold(card.id)}
    >
      <div className={`${CLASS}-header`}>
        {card.rows.length > 0 && (
          <button
            type="button"
            tabIndex={-1}
            className={`${CLASS}-fold`}
            aria-label={folded ? trans.__('Unfold') : trans.__('Fold')}
            onClick={event => {
              event.stopPropagation();
              actions.fold(card.id);
            }}
            onDoubleClick={event => event.stopPropagation()}
          >
            {folded ? '▸' : '▾'}
          </button>
        )}
        <span className={`${CLASS}-id`}>{card.id}</span>
        {away > 0 && <span className={`${CLASS}-away`}>{`+${away}`}</span>}
        <span className={`${CLASS}-type`}>{object.type}</span>
      </div>
      {folded ? (
        <div className={`${CLASS}-folded-words`}>
          {chipWords(object, trans)}
        </div>
      ) : (
        <Body {...props} />
      )}
    </div>
  );
}

function RootCard(props: ICardProps & { shared: IShared }): JSX.Element {
  const { card, shared } = props;
  return (
    <div {...shared} role="group" aria-label={card.type}>
      <div className={`${CLASS}-header`}>
        <span className={`${CLASS}-title`}>{card.type}</span>
      </div>
      <Body {...props} />
    </div>
  );
}

function Body(props: ICardProps): JSX.Element {
  const { card, actions, trans } = props;
  const { more, hidden } = footer(card);
  return (
    <>
      {card.value !== '' && (
        <div className={`${CLASS}-value`}>{card.value}</div>
      )}
      {card.rows.map((row, index) => (
        <Row key={index} {...props} row={row} index={index} />
      ))}
      {(more > 0 || hidden > 0) && (
        <div className={`${CLASS}-footer`}>
          {card.folded > 0 ? (
            <button
              type="button"
              tabIndex={-1}
              className="jp-PyMastery-chip"
              onClick={event => {
                event.stopPropagation();
                actions.open(card.id);
              }}
            >
              {trans.__('+ %1 more', more.toLocaleString('en'))}
            </button>
          ) : (
            more > 0 && (
              <span className="jp-PyMastery-chip">
                {trans.__('+ %1 more', more.toLocaleString('en'))}
              </span>
            )
          )}
          {hidden > 0 && (
            <span className={`${CLASS}-hidden`}>
              {trans.__('%1 hidden', hidden)}
            </span>
          )}
        </div>
      )}
    </>
  );
}

/** One slot: its label, then the object drawn inside it or nothing, where an edge starts. */
function Row(props: ICardProps & { row: IRow; index: number }): JSX.Element {
  const { card, row, index, actions, keep } = props;
  const cells = card.form === 'cells';
  const name = card.order < 0;
  const stop = nameStop(card.id, index);
  const style = {
    left: row.x,
    top: row.y,
    width: row.width,
    '--pymastery-label-width': `${row.labelWidth}px`
  } as React.CSSProperties;
  const keyboard = name
    ? {
        role: 'group',
        tabIndex: props.stop === stop ? 0 : -1,
        'aria-label': `${row.label} → ${row.target ?? row.inline?.text ?? ''}`,
        ref: (node: HTMLElement | null) => keep(stop, node),
        onFocus: () => actions.rest(stop)
      }
    : {};
  return (
    <div
      {...keyboard}
      className={`${CLASS}-${cells ? 'slot' : 'row'}`}
      style={style}
      data-kind={row.kind}
      title={`${row.label}${row.inline ? ` ${row.inline.text}` : ''}`.trim()}
    >
      {row.label !== '' && (
        <span className={`${CLASS}-label`}>{row.label}</span>
      )}
      {row.inline && <Inside {...props} />}
    </div>
  );
}

function Inside(props: ICardProps & { row: IRow }): JSX.Element {
  const { row, actions, atom } = props;
  const { id, text, family } = row.inline!;
  return (
    <span
      className={`${CLASS}-inside ${CLASS}-inside-${family}`}
      data-lit={(id !== '' && atom === id) || undefined}
      onMouseEnter={() => actions.hoverAtom(id)}
      onMouseLeave={() => actions.hoverAtom(null)}
    >
      {text}
    </span>
  );
}
