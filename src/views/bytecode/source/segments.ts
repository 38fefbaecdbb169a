import type { ICode, IProgram, ISpan } from '../program/model';
import { spanOf } from '../program/model';
import { clipped } from '../program/texts';

/** A piece of one line that no span divides. */
export interface ISegment {
  start: number;
  end: number;
  text: string;
  /** The innermost span that holds it, null where none does. */
  owner: ISpan | null;
}

export function spanKey(span: ISpan): string {
  return `${span.line}:${span.column}-${span.endLine}:${span.endColumn}`;
}

/** Code points of a line: what columns count. */
function points(line: string): string[] {
  return /[\ud800-\udfff]/.test(line) ? Array.from(line) : line.split('');
}

function length(line: string): number {
  return /[\ud800-\udfff]/.test(line) ? Array.from(line).length : line.length;
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

/** Where `span` begins and ends in line `number`, null where it does not reach it; indentation is left out. */
export function reach(
  span: ISpan,
  number: number,
  line: string
): [number, number] | null {
  if (number < span.line || number > span.endLine) {
    return null;
  }
  const start =
    number === span.line && span.column >= 0 ? span.column : indent(line);
  const end =
    number === span.endLine && span.endColumn >= 0
      ? span.endColumn
      : length(line.trimEnd());
  return start < end ? [start, end] : null;
}

/** Whether a segment of line `number` lies in `span`. */
export function covers(
  span: ISpan,
  number: number,
  line: string,
  segment: ISegment
): boolean {
  const found = reach(span, number, line);
  return found !== null && found[0] <= segment.start && segment.end <= found[1];
}

function byExtent(a: ISpan, b: ISpan): number {
  return (
    a.endLine - a.line - (b.endLine - b.line) ||
    a.endColumn - a.column - (b.endColumn - b.column)
  );
}

/** A span over more lines than this is kept aside: a list a line of it would be long. */
const LONG = 40;

/** The lines of the source in segments, cut where a span begins or ends; a line is cut when it is asked for. */
export class Segments {
  constructor(
    private readonly _program: IProgram,
    codes: readonly ICode[]
  ) {
    const seen = new Set<string>();
    for (const code of codes) {
      for (let index = 0; index < code.count; index++) {
        const span = spanOf(code, index);
        const key = span ? spanKey(span) : '';
        if (span && !seen.has(key)) {
          seen.add(key);
          this._keep(span);
        }
      }
    }
  }

  /** The segments of the line at a place, from 0. */
  line(at: number): ISegment[] {
    let segments = this._known.get(at);
    if (segments === undefined) {
      segments = this._cut(at);
      this._known.set(at, segments);
    }
    return segments;
  }

  private _keep(span: ISpan): void {
    if (span.endLine - span.line > LONG) {
      this._long.push(span);
      return;
    }
    for (let number = span.line; number <= span.endLine; number++) {
      const spans = this._spans.get(number);
      if (spans) {
        spans.push(span);
      } else {
        this._spans.set(number, [span]);
      }
    }
  }

  private _cut(at: number): ISegment[] {
    const number = at + this._program.firstLine;
    const line = this._program.lines[at] ?? '';
    const spans = [
      ...(this._spans.get(number) ?? []),
      ...this._long.filter(
        span => span.line <= number && number <= span.endLine
      )
    ].sort(byExtent);
    const cuts = new Set([
      0,
      indent(line),
      length(line.trimEnd()),
      length(line)
    ]);
    for (const span of spans) {
      if (number === span.line || number === span.endLine) {
        reach(span, number, line)?.forEach(place => cuts.add(place));
      }
    }
    const segments = pieces(line, cuts);
    for (const segment of segments) {
      segment.owner =
        spans.find(span => covers(span, number, line, segment)) ?? null;
    }
    return segments;
  }

  private readonly _spans = new Map<number, ISpan[]>();
  private readonly _long: ISpan[] = [];
  private readonly _known = new Map<number, ISegment[]>();
}

function pieces(line: string, cuts: Set<number>): ISegment[] {
  const places = [...cuts].sort((a, b) => a - b);
  const characters = points(line);
  const result: ISegment[] = [];
  for (let at = 0; at + 1 < places.length; at++) {
    const start = places[at] ?? 0;
    const end = places[at + 1] ?? 0;
    const text = characters.slice(start, end).join('');
    result.push({ start, end, text, owner: null });
  }
  return result;
}

/** Characters of a line that are drawn at most. */
const LONGEST = 2000;

/** The segments of a line as far as they are drawn, the same ones where that is all. */
export function shortened(segments: ISegment[]): ISegment[] {
  if ((segments.at(-1)?.end ?? 0) <= LONGEST) {
    return segments;
  }
  const drawn = segments.filter(({ start }) => start < LONGEST);
  return drawn.map(segment =>
    segment.end <= LONGEST
      ? segment
      : { ...segment, text: clipped(segment.text, LONGEST - segment.start) }
  );
}

/** A line of source in one line: "if ⟨n⟩⟨ % ⟩⟨2⟩:", a bracket for each segment that an instruction comes from. */
export function describeLine(segments: ISegment[]): string {
  return segments
    .map(({ text, owner }) => (owner === null ? text : `⟨${text}⟩`))
    .join('');
}
