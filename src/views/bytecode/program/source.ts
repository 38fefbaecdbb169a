import type { ILocations } from './locations';
import type { ISpans } from './model';

/** The length of a character in UTF-8. */
function size(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/** Byte → code point, for a line in which they differ. */
function pointsByByte(line: string): Map<number, number> {
  const points = new Map<number, number>();
  let byte = 0;
  let point = 0;
  for (const character of line) {
    points.set(byte, point);
    byte += size(character);
    point += 1;
  }
  return points.set(byte, point);
}

/** The lines of the source, whose columns the compiler counts in bytes and people in characters. */
export class SourceLines {
  constructor(
    private readonly _lines: string[],
    private readonly _firstLine: number
  ) {}

  has(number: number): boolean {
    return this._lines[number - this._firstLine] !== undefined;
  }

  /** The code points before byte `column` of a line, -1 where it is outside of it or inside a character. */
  point(number: number, column: number): number {
    const line = this._lines[number - this._firstLine] ?? '';
    let points = this._points.get(number);
    if (points === undefined) {
      points = /^[\0-\x7f]*$/.test(line) ? null : pointsByByte(line);
      this._points.set(number, points);
    }
    if (points) {
      return points.get(column) ?? -1;
    }
    return column <= line.length ? column : -1;
  }

  private readonly _points = new Map<number, Map<number, number> | null>();
}

/** Locations as far as they lie in the source: without columns where these do not, with no span where the lines do not. */
export function fitted(locations: ILocations, source: SourceLines): ISpans {
  const { line, endLine, column, endColumn } = locations;
  for (let at = 0; at < line.length; at++) {
    const from = line[at] ?? 0;
    const to = endLine[at] ?? 0;
    if (!source.has(from) || !source.has(to)) {
      endLine[at] = 0;
      continue;
    }
    const start = source.point(from, column[at] ?? -1);
    const end = source.point(to, endColumn[at] ?? -1);
    const isInside = start >= 0 && end >= 0 && (from < to || start <= end);
    column[at] = isInside ? start : -1;
    endColumn[at] = isInside ? end : -1;
  }
  return locations;
}
