import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { IViewProps } from '../view';
import { Card, type ICardProps } from './card';
import { Edges } from './edges';
import { byId } from './geometry-cards';
import { move, parseStop, type Move, type Stop } from './geometry-moves';
import { useGraph, type IState } from './state';
import { cycleWords, summary } from './words';

type Props = IViewProps<'graph'>;

const CLASS = 'jp-PyMastery-graph';
/** Pixels of a character where nothing can be measured. */
const CHARACTER = 7.25;
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
  const [isText, setIsText] = useState(false);
  const [zoom, setZoom] = useState(WHOLE);
  const ruler = useRef<HTMLSpanElement>(null);
  const character = useCharacter(ruler);
  const state = useGraph(payload, character);
  const title = useId();
  const step = (by: number): void =>
    setZoom(Math.max(0, Math.min(ZOOMS.length - 1, zoom + by)));
  const keys: Record<string, () => void> = {
    t: () => setIsText(text !== '' && !isText),
    '+': () => step(1),
    '=': () => step(1),
    '-': () => step(-1),
    '0': () => setZoom(WHOLE)
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const action = keys[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      action();
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div
      role="group"
      aria-labelledby={title}
      className={`${CLASS}-view`}
      onKeyDown={onKeyDown}
    >
      <span ref={ruler} className={`${CLASS}-ruler`} aria-hidden="true">
        {'0'.repeat(40)}
      </span>
      <div className={`${CLASS}-header`}>
        <span id={title}>{summary(payload, trans)}</span>
        <Tools
          {...{ state, trans, text, isText, setIsText, step }}
          isWhole={zoom === WHOLE}
        />
      </div>
      {isText ? (
        <pre className={`${CLASS}-plain`} tabIndex={0}>
          {text}
        </pre>
      ) : (
        <Pane {...props} state={state} zoom={ZOOMS[zoom]!} />
      )}
      {!isText && <Legend {...props} state={state} />}
    </div>
  );
}

/** The width of a character as the page draws it. */
function useCharacter(ruler: React.RefObject<HTMLSpanElement>): number {
  const [character, setCharacter] = useState(CHARACTER);
  useEffect(() => {
    const measured = (ruler.current?.getBoundingClientRect().width ?? 0) / 40;
    if (measured > 0) {
      setCharacter(Math.ceil(measured * 20) / 20);
    }
  }, [ruler]);
  return character;
}

interface ITools extends Pick<Props, 'trans' | 'text'> {
  state: IState;
  isText: boolean;
  isWhole: boolean;
  setIsText(isText: boolean): void;
  step(by: number): void;
}

function Tools(props: ITools): JSX.Element {
  const { state, trans, text, isText, setIsText, step } = props;
  return (
    <span className={`${CLASS}-tools`}>
      <button
        type="button"
        aria-pressed={state.everyObject}
        title={trans.__('Draw numbers and texts as objects too')}
        onClick={() => state.showEveryObject(!state.everyObject)}
      >
        {trans.__('Every object')}
      </button>
      <button
        type="button"
        aria-label={trans.__('Zoom out')}
        title={trans.__('Zoom out (−)')}
        onClick={() => step(-1)}
      >
        −
      </button>
      <button
        type="button"
        aria-label={trans.__('Zoom in')}
        title={trans.__('Zoom in (+)')}
        onClick={() => step(1)}
      >
        +
      </button>
      {text && (
        <button
          type="button"
          aria-pressed={isText}
          title={trans.__('The same as plain text (t)')}
          onClick={() => setIsText(!isText)}
        >
          {trans.__('Text')}
        </button>
      )}
    </span>
  );
}

function Pane(props: Props & { state: IState; zoom: number }): JSX.Element {
  const { payload, trans, state, zoom } = props;
  const { picture, shown } = state;
  const nodes = useRef(new Map<Stop, HTMLElement>());
  const cameFrom = useRef<Stop | null>(null);
  const prefix = useId();
  const keep = (stop: Stop, node: HTMLElement | null): void => {
    if (node) {
      nodes.current.set(stop, node);
    } else {
      nodes.current.delete(stop);
    }
  };
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
    } else if (event.key === 'Escape') {
      state.pin(null);
      state.hover(null);
    } else if (!act(state, event.key)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const size = { width: picture.width * zoom, height: picture.height * zoom };
  return (
    <div className={`${CLASS}-pane`} onKeyDown={onKeyDown}>
      <div className={`${CLASS}-room`} style={size}>
        <div
          className={`${CLASS}-canvas`}
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

type ICards = Pick<ICardProps, 'state' | 'trans' | 'keep'> &
  Pick<Props, 'payload'>;

function Cards(props: ICards): JSX.Element {
  const { payload, ...rest } = props;
  const { picture, shown } = rest.state;
  const objects = useMemo(() => byId(payload), [payload]);
  return (
    <>
      {[...picture.cards.values()]
        .filter(card => shown.has(card.id))
        .map(card => (
          <Card
            key={card.id}
            {...rest}
            card={card}
            object={objects.get(card.id)}
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
    state.fold(card);
  } else if (key === ' ') {
    state.pin(card);
  } else if (key === '.') {
    state.open(card);
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
    <div className={`${CLASS}-legend`}>
      {cycles.map((cycle, index) => (
        <span key={index} className={`${CLASS}-cycle`}>
          {cycleWords(payload, cycle, trans)}
        </span>
      ))}
      {payload.cycles.length > cycles.length && (
        <span className={`${CLASS}-chip`}>
          {trans.__('+ %1 more', payload.cycles.length - cycles.length)}
        </span>
      )}
      {left > 0 && (
        <span className={`${CLASS}-chip`}>
          {trans._n(
            '%1 object behind folded rows',
            '%1 objects behind folded rows',
            left
          )}
        </span>
      )}
      {more > 0 && (
        <span className={`${CLASS}-chip`}>
          {trans.__('+ %1 more objects or more', more.toLocaleString('en'))}
        </span>
      )}
      {payload.objects.some(object => object.immutable && !object.atom) && (
        <span>
          <span className={`${CLASS}-sample`} aria-hidden="true" />
          {trans.__('double border: cannot change')}
        </span>
      )}
      <span className={`${CLASS}-keys`}>
        {trans.__(
          '← ↑ ↓ → move · Enter folds · Space pins · Esc clears · + − 0 zoom · t text'
        )}
      </span>
    </div>
  );
}
