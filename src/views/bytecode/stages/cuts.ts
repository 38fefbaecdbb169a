import type { ISpan } from '../program/model';
import type { ISegment } from '../source/segments';
import { lineAt, pointOf, spanAt, type IPlaces } from './places';

/** Pieces of one line at most; what comes after them is one more, which cannot be pointed at. */
const PIECES = 600;

/** A span over more lines than this is kept aside: a list a line of it would be long. */
const LONG = 16;

/** The characters that columns count. */
export function points(line: string): string[] {
  return /[\ud800-\udfff]/.test(line) ? Array.from(line) : line.split('');
}

/** From a column up to, but without, another one. */
interface IStretch {
  from: number;
  to: number;
}

/** Which places reach each line. */
class ByLine {
  constructor(private readonly _places: IPlaces) {
    const { start, end } = _places;
    for (let index = 0; index < start.length; index++) {
      if ((start[index] ?? -1) < 0) {
        continue;
      }
      const first = lineAt(start[index] ?? 0);
      const last = lineAt(end[index] ?? 0);
      if (last - first > LONG) {
        this._long.push(index);
      }
      for (let line = first; line <= last && last - first <= LONG; line++) {
        const found = this._found.get(line);
        if (found) {
          found.push(index);
        } else {
          this._found.set(line, [index]);
        }
      }
    }
  }

  /** Indexes of the places that reach a line, the largest first. */
  at(line: number): number[] {
    const { start, end } = this._places;
    const size = (index: number): number =>
      (end[index] ?? 0) - (start[index] ?? 0);
    const long = this._long.filter(
      index =>
        lineAt(start[index] ?? 0) <= line && line <= lineAt(end[index] ?? 0)
    );
    return [...(this._found.get(line) ?? []), ...long].sort(
      (a, b) => size(b) - size(a)
    );
  }

  /** What a place has of a line; of a line that goes on, not its indentation. */
  reach(index: number, line: number, indent: number, end: number): IStretch {
    const span = spanAt(this._places, index) as ISpan;
    return {
      from: span.line === line ? span.column : indent,
      to: span.endLine === line ? span.endColumn : end
    };
  }

  span(index: number): ISpan | null {
    return spanAt(this._places, index);
  }

  private readonly _found = new Map<number, number[]>();
  private readonly _long: number[] = [];
}

/**
 * The lines of the source in pieces, cut where anything begins or ends. A piece belongs to the innermost node around
 * it, or else to the innermost other thing. A line is cut when it is asked for.
 */
export class Cuts {
  constructor(
    private readonly _lines: readonly string[],
    all: IPlaces,
    nodes: IPlaces
  ) {
    this._all = new ByLine(all);
    this._nodes = new ByLine(nodes);
  }

  /** The pieces of the line at a place, from 0. */
  line(at: number): readonly ISegment[] {
    let segments = this._known.get(at);
    if (segments === undefined) {
      segments = this._cut(this._lines[at] ?? '', at + 1);
      this._known.set(at, segments);
    }
    return segments;
  }

  private _cut(line: string, number: number): ISegment[] {
    const characters = points(line);
    const indent = line.length - line.trimStart().length;
    const end = points(line.trimEnd()).length;
    const things = [this._all, this._nodes].flatMap(by =>
      by.at(number).map(index => ({
        by,
        index,
        ...by.reach(index, number, indent, end)
      }))
    );
    const columns = new Set([0, characters.length]);
    for (const { from, to } of things) {
      columns.add(Math.min(from, characters.length));
      columns.add(Math.min(to, characters.length));
    }
    const sorted = [...columns].sort((a, b) => a - b);
    const cuts =
      sorted.length > PIECES
        ? [...sorted.slice(0, PIECES), characters.length]
        : sorted;
    const places = new Map(cuts.map((column, place) => [column, place]));
    const owners = new Int32Array(Math.max(0, cuts.length - 1)).fill(-1);
    things.forEach(({ from, to }, thing) => {
      const first = places.get(from);
      const last = places.get(Math.min(to, characters.length));
      if (first !== undefined && last !== undefined) {
        owners.fill(thing, first, last);
      }
    });
    if (cuts !== sorted) {
      owners[owners.length - 1] = -1;
    }
    return Array.from(owners, (owner, place) => {
      const [start = 0, stop = 0] = cuts.slice(place, place + 2);
      const text = characters.slice(start, stop).join('');
      const thing = things[owner];
      return {
        start,
        end: stop,
        text,
        owner: thing?.by.span(thing.index) ?? null
      };
    });
  }

  private readonly _all: ByLine;
  private readonly _nodes: ByLine;
  private readonly _known = new Map<number, ISegment[]>();
}

/** Whether a piece of a line lies in one of some ranges. */
export function isIn(
  ranges: readonly { start: number; end: number }[],
  line: number,
  segment: ISegment
): boolean {
  const start = pointOf(line, segment.start);
  const end = pointOf(line, segment.end);
  return ranges.some(range => range.start <= start && end <= range.end);
}
