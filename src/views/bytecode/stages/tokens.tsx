import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import type { Selecting } from '../selecting';
import { oneLine } from './describe';
import { firstLit, indexIn, keyOf, select, spanIn, type Lights } from './lit';
import { lightClass, List, partOf } from './list';
import { ACROSS, placeOfToken, tokenLines, type ITokenLine } from './rows';
import type { IStages } from './stages';
import { tokenFamily, tokenMark } from './words';

export const TOKEN_ROW = 24;

interface ITokensProps {
  stages: IStages;
  lights: Lights;
  selecting: Selecting;
  trans: TranslationBundle;
}

/** The tokens, line by line, each a chip; what has no text of its own is a quiet mark. */
export function Tokens(props: ITokensProps): JSX.Element {
  const { stages, lights, selecting, trans } = props;
  const lines = useMemo(() => tokenLines(stages.tokens), [stages]);
  const tokenAt = (place: number, cell: number): number =>
    (lines[place]?.from ?? 0) + cell;
  return (
    <List
      role="group"
      label={trans.__('Tokens')}
      className="jp-PyMastery-stages-tokens"
      count={lines.length}
      height={TOKEN_ROW}
      selecting={selecting}
      lit={placeOfToken(lines, firstLit(lights)).row}
      isOwn={indexIn('token', selecting.active) >= 0}
      cells={place => {
        const line = lines[place];
        return line ? Math.min(ACROSS, line.to - line.from) : 0;
      }}
      selectionAt={({ place, cell }) => {
        const token = tokenAt(place, cell);
        return select('token', token, spanIn(stages, 'token', token));
      }}
      row={(place, stop, style) => (
        <TokenLine
          key={place}
          {...props}
          row={lines[place] as ITokenLine}
          place={place}
          stop={stop}
          style={style}
        />
      )}
    />
  );
}

function TokenLine(
  props: ITokensProps & {
    row: ITokenLine;
    place: number;
    stop: number;
    style?: React.CSSProperties;
  }
): JSX.Element {
  const { row, place, stop, trans } = props;
  const count = row.to - row.from;
  return (
    <div className="jp-PyMastery-stages-tokenLine" style={props.style}>
      <span className="jp-PyMastery-stages-number" aria-hidden="true">
        {row.line}
      </span>
      {Array.from({ length: Math.min(ACROSS, count) }, (_, cell) => (
        <Token
          key={cell}
          {...props}
          token={row.from + cell}
          part={partOf(place, cell, stop)}
        />
      ))}
      {count > ACROSS && (
        <span className="jp-PyMastery-chip">
          {trans.__('+ %1 more', count - ACROSS)}
        </span>
      )}
    </div>
  );
}

function Token(
  props: ITokensProps & { token: number; part: ReturnType<typeof partOf> }
): JSX.Element {
  const { stages, lights, selecting, token, part } = props;
  const { texts, tokens } = stages;
  const kind = texts[tokens.kind[token] ?? 0] ?? '';
  const text = texts[tokens.text[token] ?? 0] ?? '';
  const mark = tokenMark(kind, text);
  const key = keyOf('token', token);
  return (
    <span
      {...part}
      role="button"
      data-lead=""
      aria-pressed={selecting.pinned?.row === key}
      title={kind}
      className={[
        'jp-PyMastery-stages-token',
        `jp-mod-${mark === null ? tokenFamily(kind) : 'mark'}`,
        lightClass(lights[token], key, selecting)
      ].join(' ')}
    >
      <span className="jp-PyMastery-bytecode-hidden">{kind} </span>
      {mark === null ? oneLine(text) : <span aria-hidden="true">{mark}</span>}
    </span>
  );
}
