import type { TranslationBundle } from '@jupyterlab/translation';
import { comparedMeaningOf } from '../program/meaning';
import { opcodeOf, type IProgram, type ISpan } from '../program/model';
import { reach } from '../source/segments';
import { ownLabel } from './labels';
import { leadsElsewhere, type IPlace, type IPointed } from './pointing';
import type { ITable } from './read';
import { ownWords } from './words';

interface IDetailProps {
  table: ITable;
  here: IProgram;
  other: IProgram;
  pointed: IPointed | null;
  trans: TranslationBundle;
}

/** Both instructions of a row in full, and the line that each comes from. */
export function Detail(props: IDetailProps): JSX.Element {
  const { table, here, other, pointed, trans } = props;
  const isRow = pointed !== null && pointed.row !== '';
  const note =
    pointed !== null && leadsElsewhere(table, pointed)
      ? trans.__('leads elsewhere')
      : '';
  return (
    <div className="jp-PyMastery-comparison-detail">
      {isRow ? (
        <>
          <Place
            {...{ program: here, place: pointed.left, span: pointed.leftSpan }}
            note={note}
            side="left"
            word={trans.__('here')}
            trans={trans}
          />
          <Place
            {...{
              program: other,
              place: pointed.right,
              span: pointed.rightSpan
            }}
            note={note}
            side="right"
            word={trans.__('there')}
            trans={trans}
          />
        </>
      ) : (
        <p className="jp-PyMastery-quiet">
          {trans.__(
            'Point at a row, or walk with the arrow keys: here is where both instructions come from. Enter keeps it.'
          )}
        </p>
      )}
    </div>
  );
}

function Place(props: {
  program: IProgram;
  place: IPlace | null;
  span: ISpan | null;
  /** What there is to say of the instruction, "" for nothing. */
  note: string;
  side: 'left' | 'right';
  word: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { program, place, span, note, side, word, trans } = props;
  return (
    <p className={`jp-mod-${side}`}>
      <span className="jp-PyMastery-comparison-tag">{word}</span>{' '}
      {place ? (
        <code>
          {opcodeOf(program, place.code, place.index).name}{' '}
          {comparedMeaningOf(program, place.code, place.index)}
        </code>
      ) : (
        <span className="jp-PyMastery-quiet">
          {trans.__('no instruction stands beside it')}
        </span>
      )}
      {[note, place && ownTarget(program, place, trans)].map(
        (said, at) =>
          said && (
            <span key={at} className="jp-PyMastery-quiet">
              {said}
            </span>
          )
      )}
      {span && <Excerpt program={program} span={span} trans={trans} />}
    </p>
  );
}

/** What a jump reads in its own listing, where that is not what it reads beside the other one. */
function ownTarget(
  program: IProgram,
  { code, index }: IPlace,
  trans: TranslationBundle
): string | undefined {
  const target = code.targets.get(index);
  return target === undefined
    ? undefined
    : ownWords(ownLabel(program, code, target), trans);
}

/** The line that a span begins in, the part of it that the span is lit. */
function Excerpt(props: {
  program: IProgram;
  span: ISpan;
  trans: TranslationBundle;
}): JSX.Element {
  const { program, span, trans } = props;
  const line = program.lines[span.line - program.firstLine] ?? '';
  const characters = Array.from(line);
  const [start, end] = reach(span, span.line, line) ?? [0, 0];
  const indent = characters.length - Array.from(line.trimStart()).length;
  return (
    <>
      <span className="jp-PyMastery-quiet">
        {trans.__('line %1', span.line)}
      </span>
      <code className="jp-PyMastery-comparison-excerpt">
        {characters.slice(indent, start).join('')}
        <mark>{characters.slice(start, end).join('')}</mark>
        {characters.slice(end).join('')}
        {span.endLine > span.line ? ' \u2026' : ''}
      </code>
    </>
  );
}
