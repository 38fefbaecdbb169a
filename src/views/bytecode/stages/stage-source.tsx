import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo } from 'react';
import type { Selecting } from '../selecting';
import type { ISegment } from '../source/segments';
import { isIn, type Cuts } from './cuts';
import { keyOf, rangesOf, select } from './lit';
import { lightClass, List, partOf } from './list';
import { lineAt, type IRange } from './places';
import type { IStageSource } from './source';
import type { IStages } from './stages';
import { stageWord } from './words';

export const SOURCE_ROW = 20;

interface ISourceProps {
  stages: IStages;
  source: IStageSource;
  selecting: Selecting;
  trans: TranslationBundle;
}

/** What is said at a line: warnings, and what refuses the text there. */
export interface IRemark {
  kind: 'warning' | 'refusal';
  /** Who says it. */
  stage: string;
  name: string;
  message: string;
}

/** The remarks by line number. */
function remarksOf(
  stages: IStages,
  trans: TranslationBundle
): Map<number, IRemark[]> {
  const found = new Map<number, IRemark[]>();
  const add = (line: number, remark: IRemark): void => {
    found.set(line, [...(found.get(line) ?? []), remark]);
  };
  for (const { line, stage, error, message } of stages.refusals) {
    const said = { stage: stageWord(stage, trans), name: error, message };
    add(line, { kind: 'refusal', ...said });
  }
  for (const { line, stage, category, message } of stages.warned) {
    const said = { stage: stageWord(stage, trans), name: category, message };
    add(line, { kind: 'warning', ...said });
  }
  return found;
}

/** The pieces of a line that can be pointed at: not those between them. */
function partsOf(cuts: Cuts, at: number): ISegment[] {
  return cuts
    .line(at)
    .filter(({ owner, text }) => owner !== null && text.trim() !== '');
}

/** The text: each token of it can be pointed at, and stands for the innermost node that it belongs to. */
export function StageSource(props: ISourceProps): JSX.Element {
  const { stages, source, selecting, trans } = props;
  const { lines, cuts } = source;
  const { active } = selecting;
  const ranges = useMemo(() => rangesOf(stages, active), [stages, active]);
  const remarks = useMemo(() => remarksOf(stages, trans), [stages, trans]);
  const [first] = active === null ? source.refused : ranges;
  return (
    <List
      role="group"
      label={trans.__('Source')}
      className="jp-PyMastery-stages-text"
      count={lines.length}
      height={SOURCE_ROW}
      selecting={selecting}
      lit={first ? lineAt(first.start) - 1 : -1}
      isOwn={active?.row.startsWith('source ') ?? false}
      cells={place => partsOf(cuts, place).length}
      selectionAt={({ place, cell }) => {
        const owner = partsOf(cuts, place)[cell]?.owner;
        return owner ? select('source', keyIn(place, cell), owner) : null;
      }}
      row={(place, stop, style) => (
        <Line
          key={place}
          {...props}
          place={place}
          stop={stop}
          ranges={ranges}
          remarks={remarks.get(place + 1)}
          style={style}
        />
      )}
    />
  );
}

/** The number of a piece: no line has as many. */
function keyIn(place: number, cell: number): number {
  return place * 2 ** 20 + cell;
}

function Line(
  props: ISourceProps & {
    place: number;
    stop: number;
    ranges: readonly IRange[];
    remarks: IRemark[] | undefined;
    style?: React.CSSProperties;
  }
): JSX.Element {
  const { source, place, ranges, remarks, style } = props;
  const line = place + 1;
  const segments = source.cuts.line(place);
  const cells = new Map(
    partsOf(source.cuts, place).map((part, cell) => [part, cell])
  );
  const isLit = segments.some(
    each => each.owner !== null && isIn(ranges, line, each)
  );
  const kinds = (remarks ?? []).map(({ kind }) => `jp-mod-${kind}`);
  return (
    <div
      style={style}
      className={[
        'jp-PyMastery-stages-line',
        isLit ? 'jp-mod-lit' : '',
        ...kinds
      ].join(' ')}
    >
      <span className="jp-PyMastery-stages-number" aria-hidden="true">
        {line}
      </span>
      {segments.map((segment, at) => (
        <Segment
          key={at}
          {...props}
          segment={segment}
          cell={cells.get(segment) ?? -1}
        />
      ))}
      {remarks?.map((remark, at) => (
        <Remark key={at} remark={remark} />
      ))}
    </div>
  );
}

function Segment(
  props: ISourceProps & {
    place: number;
    stop: number;
    ranges: readonly IRange[];
    segment: ISegment;
    /** Which part of the line it is, -1 for what cannot be pointed at. */
    cell: number;
  }
): JSX.Element {
  const { source, selecting, place, stop, ranges, segment, cell } = props;
  const isOwned = segment.owner !== null;
  const key = keyOf('source', keyIn(place, cell));
  const isPinned =
    selecting.pinned !== null && selecting.pinned === selecting.active;
  const className = [
    'jp-PyMastery-stages-segment',
    isOwned && isIn(ranges, place + 1, segment)
      ? `jp-mod-lit ${isPinned ? 'jp-mod-pinned' : ''}`
      : '',
    isIn(source.refused, place + 1, segment) ? 'jp-mod-refused' : ''
  ].join(' ');
  return cell < 0 ? (
    <span className={className}>{segment.text}</span>
  ) : (
    <span
      {...partOf(place, cell, stop)}
      role="button"
      data-lead=""
      aria-pressed={selecting.pinned?.row === key}
      className={`${className} ${lightClass(0, key, selecting)}`}
    >
      {segment.text}
    </span>
  );
}

/** What a stage says at the end of its line. */
function Remark(props: { remark: IRemark }): JSX.Element {
  const { kind, stage, name, message } = props.remark;
  return (
    <span
      title={`${stage}: ${name}: ${message}`}
      className={`jp-PyMastery-stages-remark jp-mod-${kind}`}
    >
      <strong>{name}</strong> {message}
    </span>
  );
}
