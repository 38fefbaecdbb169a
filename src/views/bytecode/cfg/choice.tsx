import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useState } from 'react';
import type { ICode } from '../program/model';

interface IProps {
  codes: readonly ICode[];
  chosen: ICode;
  onChoose: (place: number) => void;
  trans: TranslationBundle;
}

/** Code objects that are listed at most: a list of many thousands takes seconds to draw and nobody reads it. */
const MOST = 200;

/** A list of the code objects to choose one from; where there are many, a field for a part of a name above it. */
export function Choice(props: IProps): JSX.Element {
  const { codes, chosen, onChoose, trans } = props;
  const [text, setText] = useState('');
  const found = useMemo(() => search(codes, text), [codes, text]);
  const isMany = codes.length > MOST;
  const listed = found.slice(0, MOST);
  const isThere = listed.includes(chosen);
  return (
    <div className="jp-PyMastery-bytecode-choice">
      <label>
        {trans.__('Code object')}{' '}
        <select
          value={chosen.place}
          onChange={event => onChoose(Number(event.target.value))}
        >
          {!isThere && <Item code={chosen} />}
          {listed.map(code => (
            <Item key={code.place} code={code} isIndented={text === ''} />
          ))}
        </select>
      </label>
      {isMany && (
        <>
          <input
            type="search"
            value={text}
            aria-label={trans.__('Part of the name of a code object')}
            placeholder={trans.__('Part of a name')}
            onChange={event => setText(event.target.value)}
          />
          <span role="status">
            {found.length > MOST
              ? trans.__(
                  'The first %1 of %2 are listed: type a part of a name.',
                  MOST,
                  found.length
                )
              : trans.__('%1 of %2 found', found.length, codes.length)}
          </span>
        </>
      )}
    </div>
  );
}

function search(codes: readonly ICode[], text: string): readonly ICode[] {
  const wanted = text.trim().toLowerCase();
  return wanted === ''
    ? codes
    : codes.filter(({ qualname }) => qualname.toLowerCase().includes(wanted));
}

/** One code object, further to the right the deeper it is nested. */
function Item(props: { code: ICode; isIndented?: boolean }): JSX.Element {
  const { place, level, qualname } = props.code;
  return (
    <option value={place}>
      {'\u00a0'.repeat(props.isIndented ? 2 * level : 0)}
      {qualname}
    </option>
  );
}
