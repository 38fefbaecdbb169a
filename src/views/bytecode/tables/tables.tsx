import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useRef, useState } from 'react';
import { isPlain } from '../../shared/plain';
import type { ICode, IProgram, Table } from '../program/model';
import { isSameEntry, ofEntry, type ISelection } from '../selection';
import { variableWords } from '../words';
import { linesOf, SHOWN, tablesOf, type ITableRow } from './entries';

interface ITablesProps {
  program: IProgram;
  code: ICode;
  active: ISelection | null;
  pinned: ISelection | null;
  trans: TranslationBundle;
  onHover: (selection: ISelection | null) => void;
  onPin: (selection: ISelection | null) => void;
}

/** What the arguments of a code object index, its exception table and its line table. */
export function Tables(props: ITablesProps): JSX.Element {
  const { program, code, trans } = props;
  const tables = useMemo(() => tablesOf(program, code), [program, code]);
  const walking = useWalking(
    tables.flatMap(({ rows }) => rows.slice(0, SHOWN))
  );
  const names: Record<Table, string> = {
    consts: trans.__('Constants'),
    names: trans.__('Names'),
    variables: trans.__('Variables'),
    cells: trans.__('Cells')
  };
  return (
    <div
      ref={walking.host}
      role="group"
      aria-label={trans.__('Tables of %1', code.qualname)}
      onKeyDown={walking.onKeyDown}
      className="jp-PyMastery-bytecode-tables"
    >
      {tables.map(({ table, rows }) => (
        <section key={table}>
          <p className="jp-PyMastery-title">{names[table]}</p>
          <Entries {...props} {...walking} rows={rows} />
        </section>
      ))}
      <Guards code={code} trans={trans} />
      <LineTable code={code} trans={trans} />
    </div>
  );
}

function keyOf({ table, index }: ITableRow): string {
  return `${table} ${index}`;
}

/** One tab stop for the entries of all tables, which the arrow keys move. */
function useWalking(rows: ITableRow[]) {
  const host = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState('');
  const keys = rows.map(keyOf);
  const at = Math.max(0, keys.indexOf(wanted));
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const to = {
      ArrowDown: Math.min(at + 1, keys.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: keys.length - 1
    }[event.key];
    if (to !== undefined && isPlain(event)) {
      host.current?.querySelectorAll('button')[to]?.focus();
      event.preventDefault();
    }
  };
  return { host, stop: keys[at], onStop: setWanted, onKeyDown };
}

function More(props: {
  hidden: number;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { hidden, trans } = props;
  return hidden > 0 ? (
    <p className="jp-PyMastery-chip">{trans.__('+ %1 more', hidden)}</p>
  ) : null;
}

interface IEntriesProps extends ITablesProps {
  /** The key of the entry that Tab reaches. */
  stop: string | undefined;
  onStop: (key: string) => void;
}

function Entries(props: IEntriesProps & { rows: ITableRow[] }): JSX.Element {
  const { rows, trans } = props;
  return (
    <>
      <ul>
        {rows.slice(0, SHOWN).map(row => (
          <li key={row.index}>
            <Entry {...props} row={row} />
          </li>
        ))}
      </ul>
      <More hidden={rows.length - SHOWN} trans={trans} />
    </>
  );
}

function Entry(props: IEntriesProps & { row: ITableRow }): JSX.Element {
  const { row, active, pinned, stop, trans, onHover, onPin } = props;
  const selection = ofEntry(row);
  const isOn = (which: ISelection | null): boolean =>
    isSameEntry(which?.entry ?? null, row);
  const uses =
    row.uses === 0
      ? trans.__('not used')
      : trans._n('%1 use', '%1 uses', row.uses, row.uses);
  const kind = variableWords(trans)[row.kind] ?? '';
  return (
    <button
      type="button"
      tabIndex={keyOf(row) === stop ? 0 : -1}
      aria-pressed={isOn(pinned)}
      className={isOn(active) ? 'jp-mod-lit' : undefined}
      onMouseEnter={() => onHover(selection)}
      onMouseLeave={() => onHover(null)}
      onFocus={() => {
        props.onStop(keyOf(row));
        onHover(selection);
      }}
      onBlur={() => onHover(null)}
      onClick={() => onPin(selection)}
    >
      <span className="jp-PyMastery-quiet">{row.index}</span>{' '}
      <code>{row.text}</code>{' '}
      <span className="jp-PyMastery-quiet">
        {[kind, uses].filter(Boolean).join(', ')}
      </span>
    </button>
  );
}

function Guards(props: {
  code: ICode;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { code, trans } = props;
  const label = (index: number): string => code.labels.get(index) ?? '';
  return code.guards.length === 0 ? null : (
    <section>
      <p className="jp-PyMastery-title">{trans.__('Exception table')}</p>
      <ul>
        {code.guards.slice(0, SHOWN).map((guard, place) => (
          <li key={place}>
            {trans.__(
              '%1 to %2: an exception goes to %3, the stack cut to %4',
              label(guard.from),
              label(guard.to),
              label(guard.handler),
              guard.depth
            )}
            {guard.lasti && trans.__(', the offset of the instruction pushed')}
          </li>
        ))}
      </ul>
      <More hidden={code.guards.length - SHOWN} trans={trans} />
    </section>
  );
}

function LineTable(props: {
  code: ICode;
  trans: TranslationBundle;
}): JSX.Element {
  const { code, trans } = props;
  const rows = useMemo(() => linesOf(code), [code]);
  return (
    <section>
      <p className="jp-PyMastery-title">{trans.__('Line table')}</p>
      <ul>
        {rows.slice(0, SHOWN).map(({ from, to, place }) => (
          <li key={from}>
            <span className="jp-PyMastery-quiet">
              {from === to ? from : `${from}\u2013${to}`}
            </span>{' '}
            {place || trans.__('no place')}
          </li>
        ))}
      </ul>
      <More hidden={rows.length - SHOWN} trans={trans} />
    </section>
  );
}
