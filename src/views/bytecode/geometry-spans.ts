/** A part of the source: lines as the file counts them, columns in code points, end exclusive; -1: the whole line. */
export interface ISpan {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

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

/** `span` as far as it lies in the source: without its columns where they do not, null where its lines do not. */
export function fit(
  span: ISpan,
  lines: string[],
  firstLine: number
): ISpan | null {
  const first = lines[span.line - firstLine];
  const last = lines[span.endLine - firstLine];
  if (first === undefined || last === undefined) {
    return null;
  }
  const backwards = span.line === span.endLine && span.endColumn < span.column;
  if (
    span.column < 0 ||
    span.endColumn < 0 ||
    span.column > length(first) ||
    span.endColumn > length(last) ||
    backwards
  ) {
    return { ...span, column: -1, endColumn: -1 };
  }
  return span;
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

/** Each line of the source in segments, cut where a span begins or ends. */
export function segmentsOf(
  lines: string[],
  firstLine: number,
  spans: ISpan[]
): ISegment[][] {
  const distinct = [...new Map(spans.map(s => [spanKey(s), s])).values()];
  const cuts = lines.map(
    line => new Set([0, indent(line), length(line.trimEnd()), length(line)])
  );
  for (const span of distinct) {
    for (const number of [span.line, span.endLine]) {
      const at = number - firstLine;
      const found = reach(span, number, lines[at] ?? '');
      found?.forEach(place => cuts[at]?.add(place));
    }
  }
  const result = lines.map((line, at) => pieces(line, cuts[at]));
  const free = result.map(segments => segments.length);
  for (const span of distinct.sort(byExtent)) {
    for (let number = span.line; number <= span.endLine; number++) {
      const at = number - firstLine;
      if (free[at]) {
        free[at] -= own(span, number, lines[at] ?? '', result[at] ?? []);
      }
    }
  }
  return result;
}

/** Gives the segments that lie in `span` and have no owner to it; returns how many. */
function own(
  span: ISpan,
  number: number,
  line: string,
  segments: ISegment[]
): number {
  const mine = segments.filter(
    segment => segment.owner === null && covers(span, number, line, segment)
  );
  for (const segment of mine) {
    segment.owner = span;
  }
  return mine.length;
}

function pieces(line: string, cuts: Set<number> | undefined): ISegment[] {
  const places = [...(cuts ?? [])].sort((a, b) => a - b);
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

/** A line of source in one line: "if ⟨n⟩⟨ % ⟩⟨2⟩:", a bracket for each segment that an instruction comes from. */
export function describeLine(segments: ISegment[]): string {
  return segments
    .map(({ text, owner }) => (owner === null ? text : `⟨${text}⟩`))
    .join('');
}
