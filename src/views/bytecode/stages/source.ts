import type { ISpan } from '../program/model';
import { Cuts } from './cuts';
import { joined, pointOf, rangeOf, type IPlaces, type IRange } from './places';
import type { IStages } from './stages';

/** What the source pane shows of the stages: the text, and what of it can be pointed at. */
export interface IStageSource {
  lines: string[];
  cuts: Cuts;
  /** Where the text is refused, wide enough to be seen. */
  refused: IRange[];
}

export function sourceOf(stages: IStages): IStageSource {
  const refused = stages.refusals.flatMap(({ span }) =>
    span ? [visible(span)] : []
  );
  const lines = stages.lines.map((line, at) => padded(line, at + 1, refused));
  const all = [
    written(stages),
    stages.uses,
    ...[stages.generated, stages.optimised, stages.final].flatMap(code =>
      code ? [code.places] : []
    ),
    ...refused.map(placesOf)
  ];
  return {
    lines,
    cuts: new Cuts(lines, joined(all), stages.nodes.places),
    refused: refused.map(span => rangeOf(span, lines))
  };
}

/** Where there are tokens that are more than the end of a line or its indentation. */
function written({ tokens, texts }: IStages): IPlaces {
  const blank = texts.map(text => text.trim() === '');
  const { start, end } = tokens.places;
  return {
    start: start.map((point, index) =>
      blank[tokens.text[index] ?? 0] ? -1 : point
    ),
    end
  };
}

/** A span that has an extent: an error at the end of a line is a point. */
function visible(span: ISpan): ISpan {
  return span.line === span.endLine && span.column === span.endColumn
    ? { ...span, endColumn: span.endColumn + 1 }
    : span;
}

/** A line with room for what is marked after its end. */
function padded(line: string, number: number, spans: readonly ISpan[]): string {
  const length = Array.from(line).length;
  return spans.some(
    ({ endLine, endColumn }) => endLine === number && endColumn > length
  )
    ? `${line} `
    : line;
}

function placesOf(span: ISpan): IPlaces {
  return {
    start: Float64Array.of(pointOf(span.line, span.column)),
    end: Float64Array.of(pointOf(span.endLine, span.endColumn))
  };
}
