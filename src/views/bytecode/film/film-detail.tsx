import type { TranslationBundle } from '@jupyterlab/translation';
import type { Film } from '../../../contract/bytecode.v2';
import { Card } from '../detail/card';
import { opcodeOf, type IProgram } from '../program/model';
import type { ILooked } from './film';
import { cellAt, STATES } from './strip';
import { callName, SIGNS, stateWords } from './words';

interface IFilmDetailProps {
  film: Film;
  program: IProgram;
  looked: ILooked | null;
  python: string;
  trans: TranslationBundle;
}

/** What the cell that is looked at says: its inline caches, and what it expects. */
export function FilmDetail(props: IFilmDetailProps): JSX.Element {
  const { film, program, looked, python, trans } = props;
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
  const call = film.calls[column];
  const cell = cellAt(row, column);
  const base = opcodeOf(program, row.code, row.index).name;
  const state = cell?.state ?? 'plain';
  return (
    <Card
      name={cell?.name ?? base}
      python={python}
      said={call ? callName(call, trans) : ''}
      trans={trans}
    >
      <p>
        <span className={`jp-PyMastery-bytecode-stretch jp-mod-${state}`}>
          <span aria-hidden="true">{SIGNS[state]}</span>{' '}
          {stateWords(trans)[state]}
        </span>{' '}
        {call && <code>{call.arguments}</code>} {call?.outcome}
      </p>
      {cell && cell.words.length > 0 && (
        <ul className="jp-PyMastery-bytecode-words">
          {cell.words.map(word => (
            <li key={word}>{word}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** What happened, in sentences, in the order it happened. */
export function Events(props: {
  film: Film;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { film, trans } = props;
  return film.events.length === 0 ? null : (
    <details
      className="jp-PyMastery-bytecode-events"
      open={film.events.length <= 8}
    >
      <summary>
        {trans._n(
          '%1 thing happened',
          '%1 things happened',
          film.events.length,
          film.events.length
        )}
      </summary>
      <ol>
        {film.events.map((event, place) => (
          <li key={place}>{event.sentence}</li>
        ))}
      </ol>
    </details>
  );
}

/** The states that occur, a word beside every colour and shape. */
export function FilmLegend(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  const words = stateWords(trans);
  return (
    <div className="jp-PyMastery-legend">
      {STATES.filter(state => state !== 'plain').map(state => (
        <span key={state}>
          <span
            aria-hidden="true"
            className={`jp-PyMastery-bytecode-stretch jp-mod-${state}`}
          >
            {SIGNS[state]}
          </span>{' '}
          {words[state]}
        </span>
      ))}
      <span className="jp-PyMastery-keys">
        {trans.__(
          '↑ ↓ ← → move · Home End to the next change · Enter keeps · t text'
        )}
      </span>
    </div>
  );
}
