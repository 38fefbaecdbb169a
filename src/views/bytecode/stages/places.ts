import { malformed } from '../../../contract/decode';
import { unpack } from '../../../contract/packed';
import type { ISpan } from '../program/model';
import { spanText } from '../program/spans';

/** More than a line has columns: a point is a line and a column in one number, so that points can be compared. */
const WIDTH = 2 ** 21;

/** From a point up to, but without, another one. */
export interface IRange {
  start: number;
  end: number;
}

/** A range for each of many things, in columns; -1 where there is none. */
export interface IPlaces {
  start: Float64Array;
  end: Float64Array;
}

export function fail(what: string): never {
  malformed('bytecode', what);
}

export function pointOf(line: number, column: number): number {
  return line * WIDTH + column;
}

export function lineAt(point: number): number {
  return Math.floor(point / WIDTH);
}

export function noPlaces(count: number): IPlaces {
  return {
    start: new Float64Array(count).fill(-1),
    end: new Float64Array(count).fill(-1)
  };
}

/**
 * Reads a column of spans, four numbers each.
 *
 * @param count - How many there have to be; null for any number.
 * @param lines - How many lines the source has: the end of the text is at the start of the one after them.
 */
export function readPlaces(
  name: string,
  text: string,
  count: number | null,
  lines: number
): IPlaces {
  const numbers = unpack(text);
  const found = numbers.length / 4;
  if (found !== (count ?? Math.floor(found))) {
    fail(`column ${name} has ${numbers.length} numbers for ${count} spans`);
  }
  const places = noPlaces(found);
  for (let index = 0; index < found; index++) {
    const [line = 0, column = 0, endLine = 0, endColumn = 0] = numbers.subarray(
      4 * index,
      4 * index + 4
    );
    if (line === 0) {
      continue;
    }
    if (
      line < 0 ||
      endLine > lines + 1 ||
      Math.min(column, endColumn) < 0 ||
      Math.max(column, endColumn) >= WIDTH
    ) {
      fail(`column ${name} points outside of the source`);
    }
    places.start[index] = pointOf(line, column);
    places.end[index] = pointOf(endLine, endColumn);
    if ((places.start[index] ?? 0) > (places.end[index] ?? 0)) {
      fail(`column ${name} holds a span that ends before it starts`);
    }
  }
  return places;
}

/** The one span of a column that holds no other, null where it is none. */
export function readSpan(
  name: string,
  text: string,
  lines: number
): ISpan | null {
  return spanAt(readPlaces(name, text, text === '' ? 0 : 1, lines), 0);
}

export function spanAt(places: IPlaces, index: number): ISpan | null {
  const start = places.start[index] ?? -1;
  const end = places.end[index] ?? -1;
  return start < 0
    ? null
    : {
        line: lineAt(start),
        column: start % WIDTH,
        endLine: lineAt(end),
        endColumn: end % WIDTH
      };
}

/** Several columns of places as one. */
export function joined(parts: readonly IPlaces[]): IPlaces {
  const count = parts.reduce((sum, { start }) => sum + start.length, 0);
  const all = noPlaces(count);
  let at = 0;
  for (const { start, end } of parts) {
    all.start.set(start, at);
    all.end.set(end, at);
    at += start.length;
  }
  return all;
}

/** The range of a span; where no column is known, from the first to the last character of its lines. */
export function rangeOf(span: ISpan, lines: readonly string[]): IRange {
  const { line, column, endLine, endColumn } = span;
  const first = lines[line - 1] ?? '';
  const last = (lines[endLine - 1] ?? '').trimEnd();
  return {
    start: pointOf(
      line,
      column < 0 ? first.length - first.trimStart().length : column
    ),
    // in code points, as columns are
    end: pointOf(endLine, endColumn < 0 ? Array.from(last).length : endColumn)
  };
}

/** "2:10–2:22" */
export function placeText(span: ISpan | null): string {
  return span === null ? '' : spanText(span);
}
