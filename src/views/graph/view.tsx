import { useCallback, useId, useMemo, useRef, useState } from 'react';
import { useCharacter } from '../shared/character';
import { Frame } from '../shared/frame';
import type { ITool } from '../shared/toolbar';
import type { IViewProps } from '../view';
import { Card, type ICardProps } from './card';
import { Edges } from './edges';
import { byId } from './geometry-cards';
import { behind } from './geometry-fold';
import { move, parseStop, type Move, type Stop } from './geometry-moves';
import { useGraph, type IState } from './state';
import { cycleWords, summary } from './words';

type Props = IViewProps<'graph'>;

const CLASS = 'jp-PyMastery-graph';
const ZOOMS = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.5, 2];
const WHOLE = ZOOMS.indexOf(1);
const MOVES = new Set<string>([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End'
]);

function isMove(key: string): key is Move {
  return MOVES.has(key);
}

/** Names on the left, the objects they lead to in columns by distance, every reference an arrow. */
export default function GraphView(props: Props): JSX.Element {
  const { payload, text, trans } = props;
  const [zoom, setZoom] = useState(WHOLE);
  const ruler = useRef<HTMLSpanElement>(null);
  const character = useCharacter(ruler);
  const state = useGraph(payload, character);
  const step = (by: number): void =>
    setZoom(Math.max(0, Math.min(ZOOMS.length - 1, zoom + by)));
  const name = summary(payload, trans);
  return (
    <Frame
      kind="graph"
      interpreter={payload.interpreter}
      notices={payload.notice ? [payload.notice] : []}
      name={name}
      text={text}
      trans={trans}
      header={
        <>
          <span ref={ruler} className="jp-PyMastery-ruler" aria-hidden="true">
            {'0'.repeat(40)}
          </span>
          <strong>{name}</strong>
        </>
      }
      tools={toolsOf(state, step, trans)}
      keys={{
        '+': () => step(1),
        '=': () => step(1),
        '-': () => step(-1),
        '0': () => setZoom(WHOLE)
      }}
    >
      {state.picture.cards.size > 0 ? (
        <Pane {...props} state={state} zoom={ZOOMS[zoom]!} />
      ) : (
        <p className="jp-PyMastery-empty">
          {trans.__('No name leads to an object here.')}
        </p>
      )}
      <Legend {...props} state={state} />
    </Frame>
  );
}

function toolsOf(
  state: IState,
  step: (by: number) => void,
  trans: Props['trans']
): ITool[] {
  return [
    {
      label: trans.__('Every object'),
      title: trans.__('Draw numbers and texts as objects too'),
      isOn: state.everyObject,
      act: () => state.actions.showEveryObject(!state.everyObject)
    },
    {
      label: '−',
      name: trans.__('Zoom out'),
      title: trans.__('Zoom out (−)'),
      act: () => step(-1)
    },
    {
      label: '+',
      name: trans.__('Zoom in'),
      title: trans.__('Zoom in (+)'),
      act: () => step(1)
    }
  ];
}

function Pane(props: Props & { state: IState; zoom: number }): JSX.Element {
  const { payload, trans, state, zoom } = props;
  const { picture, shown } = state;
  const nodes = useRef(new Map<Stop, HTMLElement>());
  const cameFrom = useRef<Stop | null>(null);
  const prefix = useId();
  const keep = useCallback((stop: Stop, node: HTMLElement | null): void => {
    if (node) {
      nodes.current.set(stop, node);
    } else {
      nodes.current.delete(stop);
    }
  }, []);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (isMove(event.key)) {
      const { stop, folded } = state;
      const next = move(
        picture,
        shown,
        folded,
        stop,
        event.key,
        cameFrom.current
      );
      cameFrom.current = event.key === 'ArrowRight' ? stop : null;
      nodes.current.get(next)?.focus();
    } else if (event.key === 'Escape' && state.pinned !== null) {
      state.actions.pin(null);
      state.actions.hover(null);
    } else if (!act(state, event.key)) {
      return;
    }
    event.preventDefault();
  };
  const size = { width: picture.width * zoom, height: picture.height * zoom };
  return (
    <div className={`jp-PyMastery-pane ${CLASS}-pane`} onKeyDown={onKeyDown}>
      <div className={`${CLASS}-room`} style={size}>
        <div
          className={`jp-PyMastery-drawn ${CLASS}-canvas`}
          style={{
            width: picture.width,
            height: picture.height,
            transform: `scale(${zoom})`
          }}
        >
          <Cards {...{ payload, state, trans, keep }} />
          <Edges state={state} prefix={prefix.replaceAll(':', '')} />
        </div>
      </div>
    </div>
  );
}

interface ICards extends Pick<Props, 'payload' | 'trans'> {
  state: IState;
  keep: ICardProps['keep'];
}

function Cards(props: ICards): JSX.Element {
  const { payload, state, trans, keep } = props;
  const { picture, shown, folded, lit, atom, pinned, stop, actions } = state;
  const objects = useMemo(() => byId(payload), [payload]);
  const { card: stopped } = parseStop(stop);
  return (
    <>
      {[...picture.cards.values()]
        .filter(card => shown.has(card.id))
        .map(card => (
          <Card
            key={card.id}
            card={card}
            object={objects.get(card.id)}
            x={picture.places.get(card.id)!.x}
            y={picture.places.get(card.id)!.y}
            folded={folded.has(card.id)}
            away={folded.has(card.id) ? behind(picture, folded, card.id) : 0}
            inCycle={picture.cycleOf.has(card.id)}
            isPinned={pinned === card.id}
            isDim={lit !== null && !lit.cards.has(card.id)}
            stop={stopped === card.id ? stop : null}
            atom={card.rows.some(row => row.inline?.id === atom) ? atom : null}
            {...{ actions, trans, keep }}
          />
        ))}
    </>
  );
}

/** Enter folds, space pins, a full stop shows all rows; returns whether the key did something. */
function act(state: IState, key: string): boolean {
  const { card } = parseStop(state.stop);
  const foldable = (state.picture.cards.get(card)?.order ?? -1) >= 0;
  if (key === 'Enter' && foldable) {
    state.actions.fold(card);
  } else if (key === ' ') {
    state.actions.pin(card);
  } else if (key === '.') {
    state.actions.open(card);
  } else {
    return false;
  }
  return true;
}

function Legend(props: Props & { state: IState }): JSX.Element {
  const { payload, trans, state } = props;
  const left = state.picture.left;
  const more = payload.cut ? payload.cut.total - payload.cut.shown : 0;
  const cycles = payload.cycles.slice(0, 8);
  return (
    <div className="jp-PyMastery-legend">
      {cycles.map((cycle, index) => (
        <span key={index} className={`${CLASS}-cycle`}>
          {cycleWords(payload, cycle, trans)}
        </span>
      ))}
      {payload.cycles.length > cycles.length && (
        <span className="jp-PyMastery-chip">
          {trans.__('+ %1 more', payload.cycles.length - cycles.length)}
        </span>
      )}
      {left > 0 && (
        <span className="jp-PyMastery-chip">
          {trans._n(
            '%1 object behind folded rows',
            '%1 objects behind folded rows',
            left
          )}
        </span>
      )}
      {more > 0 && (
        <span className="jp-PyMastery-chip">
          {trans.__('+ %1 more objects or more', more.toLocaleString('en'))}
        </span>
      )}
      {payload.objects.some(object => object.immutable && !object.atom) && (
        <span>
          <span className={`${CLASS}-sample`} aria-hidden="true" />
          {trans.__('double border: cannot change')}
        </span>
      )}
      <span className="jp-PyMastery-keys">
        {trans.__(
          '← ↑ ↓ → move · Enter folds · Space pins · Esc clears · + − 0 zoom · t text'
        )}
      </span>
    </div>
  );
}
