import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import type { Part, Place, Pool, Retained } from '../../contract/layout';
import { CELL, KINDS, SHAPES, mapOf, type IPoolMap, type Kind } from './pool';
import { ProofMark } from './proof-mark';

interface IProps {
  place: Place;
  trans: TranslationBundle;
}

function kindWord(kind: Kind, trans: TranslationBundle): string {
  const words: Record<Kind, string> = {
    ours: trans.__('this object'),
    used: trans.__('in use'),
    free: trans.__('free'),
    next: trans.__('handed out next'),
    never: trans.__('never handed out')
  };
  return words[kind];
}

function PoolMap(props: { pool: Pool; trans: TranslationBundle }): JSX.Element {
  const { pool, trans } = props;
  const map: IPoolMap = useMemo(() => mapOf(pool), [pool]);
  const there = KINDS.filter(kind => map.counts[kind] > 0);
  const name = trans.__(
    'The pool, block by block: %1.',
    there.map(kind => `${map.counts[kind]} ${kindWord(kind, trans)}`).join(', ')
  );
  return (
    <>
      <svg
        className="jp-PyMastery-layout-pool"
        role="img"
        aria-label={name}
        viewBox={`0 0 ${map.width} ${map.height}`}
        width={map.width}
      >
        {there.map(kind => (
          <path key={kind} data-kind={kind} d={map.paths[kind]} />
        ))}
      </svg>
      <div className="jp-PyMastery-legend" aria-hidden="true">
        {there.map(kind => (
          <span key={kind}>
            <svg
              className="jp-PyMastery-layout-pool"
              viewBox={`0 0 ${CELL} ${CELL}`}
              width={10}
              height={10}
            >
              <path data-kind={kind} d={`M0 0${SHAPES[kind]}`} />
            </svg>{' '}
            {kindWord(kind, trans)}: {map.counts[kind]}
          </span>
        ))}
      </div>
    </>
  );
}

/** What the pool hands out next, and when it is asked. */
function nextWords(pool: Pool, trans: TranslationBundle): string {
  const { following, following_id: id, turn } = pool;
  if (following === null || id === null) {
    return trans.__(
      'All its blocks are in use, so the next object of this size comes into another pool.'
    );
  }
  const next = trans.__(
    'When this was read, the block at %1 was the next that this pool hands out: the id of an object like this one would be %2, unless its type keeps freed objects in a list of its own, and takes those first. What has been made since, by this view too, may have taken it.',
    following,
    id
  );
  if (turn === null) {
    return next;
  }
  const when =
    turn === 0
      ? trans.__('This pool is asked first.')
      : trans._n(
          '%1 pool of this size class is asked before.',
          '%1 pools of this size class are asked before.',
          turn,
          turn
        );
  return `${next} ${when}`;
}

function PoolView(props: {
  pool: Pool;
  trans: TranslationBundle;
}): JSX.Element {
  const { pool, trans } = props;
  return (
    <>
      <p>
        {trans.__(
          'Block %1 of %2, each of %3 bytes, in the pool at %4, arena %5',
          pool.index + 1,
          pool.states.length,
          pool.block_size,
          pool.address,
          pool.arena
        )}{' '}
        <ProofMark proof={pool.proof} trans={trans} />
      </p>
      <PoolMap pool={pool} trans={trans} />
      <p>{nextWords(pool, trans)}</p>
    </>
  );
}

function Neighbours({ place, trans }: IProps): JSX.Element {
  return (
    <p>
      {trans.__('Beside it:')}{' '}
      {place.neighbours.map(({ distance, text }) => (
        <span key={`${distance}${text}`}>
          <span className="jp-PyMastery-quiet">
            {distance > 0 ? `+${distance}` : `\u2212${-distance}`}
          </span>{' '}
          <code>{text}</code>{' '}
        </span>
      ))}
    </p>
  );
}

function Row(props: {
  name: string;
  size: string;
  words: string;
  isQuiet?: boolean;
}): JSX.Element {
  return (
    <tr data-quiet={props.isQuiet || undefined}>
      <th scope="row">{props.name}</th>
      <td>{props.size}</td>
      <td>{props.words}</td>
    </tr>
  );
}

function retainedWords(found: Retained, trans: TranslationBundle): string {
  const more = found.objects - 1;
  if (more === 0) {
    return found.cut
      ? trans.__('it, and perhaps more: not all was looked at')
      : trans.__('it and nothing else');
  }
  const words = trans._n('%1 more object', '%1 more objects', more, more);
  return found.cut
    ? trans.__('it and at least %1', words)
    : trans.__('it and %1', words);
}

function Sizes({ place, trans }: IProps): JSX.Element {
  const { parts, retained } = place;
  const own = parts.filter(part => part.counted);
  const sum = own.reduce((total: number, part: Part) => total + part.size, 0);
  const size = retained ? String(retained.size) : '';
  return (
    <table className="jp-PyMastery-layout-sizes">
      <caption>{trans.__('Sizes, in bytes')}</caption>
      <tbody>
        {parts.map(part => (
          <Row
            key={part.id}
            name={part.id}
            size={String(part.size)}
            words={part.text}
            isQuiet={!part.counted}
          />
        ))}
        {parts.length > 1 && (
          <Row
            name={trans.__('together')}
            size={String(sum)}
            words={trans.__('what is its own')}
          />
        )}
        <Row
          name="sys.getsizeof"
          size={place.getsizeof > 0 ? String(place.getsizeof) : ''}
          words={place.getsizeof_counts}
        />
        <Row
          name={trans.__('freed with it')}
          size={retained?.cut ? `\u2265 ${size}` : size}
          words={
            retained
              ? retainedWords(retained, trans)
              : trans.__('immortal: it is never freed')
          }
        />
      </tbody>
    </table>
  );
}

/** Where the object lives: its pool, the generation that holds it, how much memory is its. */
export function PlaceView({ place, trans }: IProps): JSX.Element {
  const { pool, generation } = place;
  return (
    <div
      role="group"
      className="jp-PyMastery-layout-place"
      aria-label={trans.__('Where it lives')}
    >
      <p>
        <strong>{trans.__('Where it lives')}</strong>{' '}
        <span className="jp-PyMastery-quiet">{place.allocator}</span>
      </p>
      {pool && <PoolView pool={pool} trans={trans} />}
      {place.neighbours.length > 0 && <Neighbours {...{ place, trans }} />}
      <p>
        {trans.__('Garbage collector: %1', generation.text)}{' '}
        <ProofMark proof={generation.proof} trans={trans} />
      </p>
      <Sizes place={place} trans={trans} />
    </div>
  );
}
