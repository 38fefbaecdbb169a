import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import type { Selecting } from '../selecting';
import type { ISelection } from '../selection';
import { MARKS } from '../words';
import { HeadingRow } from './heading-row';
import { firstLit, indexIn, keyOf, select, spanIn, type Lights } from './lit';
import { lightClass, List, partOf, type IStop } from './list';
import { spanAt } from './places';
import { symbolRows, USES, type ISymbolRow } from './rows';
import type { IScope, IStages, ISymbol } from './stages';
import { operandOfWord, symbolWord } from './words';

export const SYMBOL_ROW = 24;

interface ISymbolsProps {
  stages: IStages;
  lights: Lights;
  /** Of each place where a name occurs. */
  uses: Lights;
  selecting: Selecting;
  trans: TranslationBundle;
}

function selectionAt(
  stages: IStages,
  row: ISymbolRow | undefined,
  cell: number
): ISelection | null {
  if (row === undefined) {
    return null;
  }
  const { scope, symbol } = row;
  if (symbol < 0) {
    return select('scope', scope, spanIn(stages, 'scope', scope));
  }
  const use = (stages.symbols[symbol]?.from ?? 0) + cell - 1;
  return cell > 0
    ? select('use', use, spanIn(stages, 'use', use))
    : select('symbol', symbol, spanIn(stages, 'symbol', symbol));
}

/** The symbol table: a heading a scope, then its names, where each lives and where it occurs. */
export function Symbols(props: ISymbolsProps): JSX.Element {
  const { stages, lights, selecting, trans } = props;
  const rows = useMemo(() => symbolRows(stages), [stages]);
  const { active } = selecting;
  const lit = firstLit(lights);
  const cells = (place: number): number => {
    const symbol = stages.symbols[rows[place]?.symbol ?? -1];
    return 1 + (symbol ? Math.min(USES, symbol.to - symbol.from) : 0);
  };
  return (
    <List
      role="grid"
      label={trans.__('Symbol table')}
      className="jp-PyMastery-stages-symbols"
      count={rows.length}
      height={SYMBOL_ROW}
      selecting={selecting}
      lit={lit < 0 ? -1 : lit + 1 + (stages.symbols[lit]?.scope ?? 0)}
      isOwn={['scope', 'symbol', 'use'].some(
        pane => indexIn(pane, active) >= 0
      )}
      cells={cells}
      selectionAt={({ place, cell }: IStop) =>
        selectionAt(stages, rows[place], cell)
      }
      row={(place, stop, style) => {
        const { scope, symbol } = rows[place] ?? { scope: 0, symbol: -1 };
        const shared = { ...props, place, stop, style };
        return symbol < 0 ? (
          <ScopeRow
            key={place}
            {...shared}
            index={scope}
            scope={stages.scopes[scope] as IScope}
          />
        ) : (
          <SymbolRow
            key={place}
            {...shared}
            index={symbol}
            symbol={stages.symbols[symbol] as ISymbol}
          />
        );
      }}
    />
  );
}

interface IRowProps extends ISymbolsProps {
  index: number;
  place: number;
  stop: number;
  style?: React.CSSProperties;
}

function ScopeRow(props: IRowProps & { scope: IScope }): JSX.Element {
  const { scope, index, selecting } = props;
  const light = lightClass(0, keyOf('scope', index), selecting);
  return (
    <HeadingRow
      {...props}
      className={`jp-PyMastery-stages-scope ${light}`}
      columns={4}
      depth={scope.depth}
      line={scope.line}
    >
      {scope.kind} <code>{scope.name}</code>
    </HeadingRow>
  );
}

function SymbolRow(props: IRowProps & { symbol: ISymbol }): JSX.Element {
  const { stages, symbol, index, place, stop, lights, selecting } = props;
  const { words } = symbol;
  const depth = stages.scopes[symbol.scope]?.depth ?? 0;
  const operand = operandOfWord(words[0] ?? '');
  const key = keyOf('symbol', index);
  return (
    <div
      {...partOf(place, 0, stop)}
      role="row"
      aria-rowindex={place + 1}
      aria-selected={selecting.pinned?.row === key}
      style={props.style}
      className={`jp-PyMastery-stages-symbol ${lightClass(lights[index], key, selecting)}`}
    >
      <span
        role="gridcell"
        style={{ paddingLeft: `${Math.min(depth, 20) * 12 + 8}px` }}
      >
        {symbol.name}
      </span>
      <span
        role="gridcell"
        title={symbolWord(words[0] ?? '', props.trans)}
        className={`jp-PyMastery-stages-where ${operand ? `jp-PyMastery-bytecode-${operand}` : ''}`}
      >
        <span className="jp-PyMastery-bytecode-mark" aria-hidden="true">
          {operand ? MARKS[operand] : ''}
        </span>
        {words[0]}
      </span>
      <Uses {...props} place={place} stop={stop} />
      <span role="gridcell" className="jp-PyMastery-stages-words">
        {words.slice(1).join(', ')}
      </span>
    </div>
  );
}

/** Where a name occurs: line and column of each place, which can be pointed at. */
function Uses(props: IRowProps & { symbol: ISymbol }): JSX.Element {
  const { stages, symbol, place, stop, selecting, trans } = props;
  const count = symbol.to - symbol.from;
  return (
    <span role="gridcell" className="jp-PyMastery-stages-uses">
      {Array.from({ length: Math.min(USES, count) }, (_, at) => {
        const use = symbol.from + at;
        const span = spanAt(stages.uses, use);
        const key = keyOf('use', use);
        return (
          <span
            key={at}
            {...partOf(place, at + 1, stop)}
            role="button"
            aria-pressed={selecting.pinned?.row === key}
            aria-label={
              span ? trans.__('line %1, column %2', span.line, span.column) : ''
            }
            className={`jp-PyMastery-stages-use ${lightClass(props.uses[use], key, selecting)}`}
          >
            {span ? `${span.line}:${span.column}` : ''}
          </span>
        );
      })}
      {count > USES && (
        <span className="jp-PyMastery-quiet">
          {trans.__('+ %1 more', count - USES)}
        </span>
      )}
    </span>
  );
}
