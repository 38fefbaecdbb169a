import type { IListing, IProgram, IRow } from './geometry';
import {
  arcPath,
  gutterWidth,
  ROW,
  type IArc,
  type IArcPath
} from './geometry-arcs';

/** An instruction, the heading of a nested code object, or the count of rows that are not drawn. */
export type Item = {
  /** Unique, the same as long as the row is there: where it is, from the outermost code object in. */
  key: string;
  listing: IListing;
  depth: number;
  /** Where the gutter ends, in pixels. */
  left: number;
  /** The place of the row that this one stands under, -1 at the top. */
  parent: number;
} & (
  | { kind: 'row'; row: IRow }
  | { kind: 'head' }
  | { kind: 'more'; hidden: number }
);

export interface IDrawnArc extends IArcPath {
  key: string;
  arc: IArc;
  /** Keys of the rows it joins. */
  from: string;
  to: string;
}

export interface IPlacement {
  items: Item[];
  arcs: IDrawnArc[];
  /** Of the gutters, in pixels. */
  width: number;
  height: number;
}

const INDENT = 16;

/**
 * The rows from top to bottom, each ROW pixels high, with opened code objects under what loads them.
 *
 * @param open - Keys of the rows whose code object is shown.
 */
export function placement(
  program: IProgram,
  open: ReadonlySet<string>
): IPlacement {
  const result: IPlacement = { items: [], arcs: [], width: 0, height: 0 };
  const outermost = program.listings[0];
  if (outermost) {
    add(program, outermost, open, result, {
      path: '',
      depth: 0,
      left: 0,
      parent: -1
    });
  }
  result.height = result.items.length * ROW;
  return result;
}

interface IPlace {
  path: string;
  depth: number;
  left: number;
  parent: number;
}

function add(
  program: IProgram,
  listing: IListing,
  open: ReadonlySet<string>,
  result: IPlacement,
  { path, depth, left, parent }: IPlace
): void {
  const { items } = result;
  const right = left + gutterWidth(listing.lanes);
  const at = { listing, depth, left: right, parent };
  const tops: number[] = [];
  result.width = Math.max(result.width, right);
  for (const row of listing.rows) {
    const key = `${path}${row.index}`;
    const inner = program.listings[row.loads];
    tops.push(items.length * ROW);
    items.push({ ...at, kind: 'row', key, row });
    if (inner && open.has(key)) {
      const place = items.length - 1;
      items.push({
        kind: 'head',
        key: `${key}/`,
        listing: inner,
        depth: depth + 1,
        left: right + INDENT,
        parent: place
      });
      add(program, inner, open, result, {
        path: `${key}/`,
        depth: depth + 1,
        left: right + INDENT,
        parent: place
      });
    }
  }
  const hidden = listing.count - listing.rows.length;
  if (hidden > 0) {
    items.push({ ...at, kind: 'more', key: `${path}more`, hidden });
  }
  for (const arc of listing.arcs) {
    result.arcs.push({
      ...arcPath(arc, listing.lanes, left, row => tops[row] ?? 0),
      key: `${path}${arc.from}>`,
      arc,
      from: `${path}${arc.from}`,
      to: `${path}${arc.to}`
    });
  }
}
