import type { TranslationBundle } from '@jupyterlab/translation';
import type { Object as GraphObject } from '../../contract/graph';
import { footer, HEADER, ROW, type ICard, type IRow } from './geometry-cards';
import { behind } from './geometry-fold';
import { nameStop, type Stop } from './geometry-moves';
import type { IState } from './state';
import { cardTitle, cardWords, chipWords } from './words';

export interface ICardProps {
  card: ICard;
  /** Absent for a root. */
  object: GraphObject | undefined;
  state: IState;
  trans: TranslationBundle;
  /** Keeps the node that the keyboard may rest on. */
  keep(stop: Stop, node: HTMLElement | null): void;
}

const CLASS = 'jp-PyMastery-graph-card';

/** One object, or the names of a root. */
export function Card(props: ICardProps): JSX.Element {
  const { card, object, state } = props;
  const { x, y } = state.picture.places.get(card.id)!;
  const folded = state.folded.has(card.id);
  const classes = [
    CLASS,
    `${CLASS}-${card.order < 0 ? 'root' : card.family}`,
    folded && `${CLASS}-folded`,
    card.immutable && `${CLASS}-immutable`,
    object?.type === 'cell' && `${CLASS}-cell`,
    state.picture.cycleOf.has(card.id) && `${CLASS}-cycle`,
    state.pinned === card.id && `${CLASS}-pinned`,
    state.lit && !state.lit.cards.has(card.id) && `${CLASS}-dim`
  ].filter(Boolean);
  const style = {
    left: x,
    top: y,
    width: card.width,
    height: folded ? HEADER + ROW : card.height
  };
  const shared = {
    style,
    className: classes.join(' '),
    onMouseEnter: () => state.hover(card.id),
    onMouseLeave: () => state.hover(null)
  };
  return object ? (
    <ObjectCard {...props} object={object} folded={folded} shared={shared} />
  ) : (
    <RootCard {...props} shared={shared} />
  );
}

interface IShared {
  style: React.CSSProperties;
  className: string;
  onMouseEnter(): void;
  onMouseLeave(): void;
}

function ObjectCard(
  props: ICardProps & { object: GraphObject; folded: boolean; shared: IShared }
): JSX.Element {
  const { card, object, state, trans, keep, folded, shared } = props;
  const away = folded ? behind(state.picture, state.folded, card.id) : 0;
  return (
    <div
      {...shared}
      ref={node => keep(card.id, node)}
      role="group"
      tabIndex={state.stop === card.id ? 0 : -1}
      aria-label={cardWords(object, trans, {
        folded,
        behind: away,
        cycle: state.picture.cycleOf.has(card.id)
      })}
      title={cardTitle(object, trans)}
      onFocus={() => state.rest(card.id)}
      onClick={() => state.pin(card.id)}
      onDoubleClick={() => state.fold(card.id)}
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
              state.fold(card.id);
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
  const { card, state, trans } = props;
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
              className="jp-PyMastery-graph-chip"
              onClick={event => {
                event.stopPropagation();
                state.open(card.id);
              }}
            >
              {trans.__('+ %1 more', more.toLocaleString('en'))}
            </button>
          ) : (
            more > 0 && (
              <span className="jp-PyMastery-graph-chip">
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
  const { card, row, index, state, keep } = props;
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
        tabIndex: state.stop === stop ? 0 : -1,
        'aria-label': `${row.label} → ${row.target ?? row.inline?.text ?? ''}`,
        ref: (node: HTMLElement | null) => keep(stop, node),
        onFocus: () => state.rest(stop)
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
  const { row, state } = props;
  const { id, text, family } = row.inline!;
  return (
    <span
      className={`${CLASS}-inside ${CLASS}-inside-${family}`}
      data-lit={(id !== '' && state.atom === id) || undefined}
      onMouseEnter={() => state.hoverAtom(id)}
      onMouseLeave={() => state.hoverAtom(null)}
    >
      {text}
    </span>
  );
}
