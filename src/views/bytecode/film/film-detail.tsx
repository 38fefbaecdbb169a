import type { TranslationBundle } from '@jupyterlab/translation';
import type { Event } from '../../../contract/bytecode.v2';
import { Card } from '../detail/card';
import { opcodeOf, type IProgram } from '../program/model';
import type { ILooked } from './film';
import { cellAt, STATES, type IStrip } from './strip';
import { columnName, SIGNS, stateWords } from './words';

interface IFilmDetailProps {
  strip: IStrip;
  program: IProgram;
  looked: ILooked | null;
  python: string;
  trans: TranslationBundle;
}

/** What the cell that is looked at says: its inline caches, and what it expects. */
export function FilmDetail(props: IFilmDetailProps): JSX.Element {
  const { strip, program, looked, python, trans } = props;
  if (looked === null) {
    return (
      <div className="jp-PyMastery-bytecode-detail" data-empty="true">
        {trans.__(
          'Point at a cell: here is what ran in that call, what its inline caches hold, and what makes it give up. Enter keeps it.'
        )}
      </div>
    );
  }
  const { row, column } = looked;
  const calls = strip.columns[column];
  const cell = cellAt(row, column);
  const base = opcodeOf(program, row.code, row.index).name;
  const state = cell?.state ?? 'plain';
  return (
    <Card
      name={cell?.name ?? base}
      python={python}
      said={calls ? columnName(calls, trans) : ''}
      trans={trans}
    >
      <p>
        <span className={`jp-PyMastery-bytecode-stretch jp-mod-${state}`}>
          <span aria-hidden="true">{SIGNS[state]}</span>{' '}
          {stateWords(trans)[state]}
        </span>{' '}
        {calls && <code>{calls.arguments}</code>} {calls?.outcome}
      </p>
      {cell && cell.phrases.length > 0 && (
        <ul className="jp-PyMastery-bytecode-phrases">
          {cell.phrases.map(phrase => (
            <li key={phrase}>{phrase}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface IEventsProps {
  program: IProgram;
  strip: IStrip;
  onLook: (looked: ILooked) => void;
  trans: TranslationBundle;
}

/** What happened, in sentences, in the order it happened; each leads to its cell. */
export function Events(props: IEventsProps): JSX.Element | null {
  const { program, strip, onLook, trans } = props;
  const { events, rows } = strip;
  return events.length === 0 ? null : (
    <details className="jp-PyMastery-bytecode-events" open={events.length <= 8}>
      <summary>
        {trans._n(
          '%1 thing happened',
          '%1 things happened',
          events.length,
          events.length
        )}
      </summary>
      <ol>
        {events.map((event, place) => {
          const row = rows.find(
            each =>
              each.code.place === event.code && each.index === event.instruction
          );
          const where = placeText(program, event, trans);
          return (
            <li key={place}>
              <button
                type="button"
                disabled={row === undefined}
                onClick={() => row && onLook({ row, column: event.column })}
              >
                {trans.__('call %1, %2: ', event.call, where)}
                {event.sentence}
              </button>
            </li>
          );
        })}
      </ol>
    </details>
  );
}

/** "offset 4", "step, offset 4": the outermost code object goes without saying. */
function placeText(
  program: IProgram,
  event: Event,
  trans: TranslationBundle
): string {
  const code = program.codes[event.code];
  const offset = trans.__('offset %1', code?.offset[event.instruction] ?? 0);
  return code && event.code > 0 ? `${code.qualname}, ${offset}` : offset;
}

/** The states that occur, a word beside every colour and shape. */
export function FilmLegend(props: {
  strip: IStrip;
  trans: TranslationBundle;
}): JSX.Element {
  const { strip, trans } = props;
  const words = stateWords(trans);
  const occurring = new Set(
    strip.rows.flatMap(row => row.stretches.map(({ state }) => state))
  );
  return (
    <div className="jp-PyMastery-legend">
      {STATES.filter(state => state !== 'plain' && occurring.has(state)).map(
        state => (
          <span key={state}>
            <span
              aria-hidden="true"
              className={`jp-PyMastery-bytecode-stretch jp-mod-${state}`}
            >
              {SIGNS[state]}
            </span>{' '}
            {words[state]}
          </span>
        )
      )}
      <span className="jp-PyMastery-keys">
        {trans.__(
          '↑ ↓ ← → move · Home End to the next change · Enter keeps · t text'
        )}
      </span>
    </div>
  );
}
