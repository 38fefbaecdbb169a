import type { IStageCode, IUnit } from './code';
import { lineAt } from './places';
import type { INodes, IStages, ITokens } from './stages';

/** The tokens that begin in one line: from the first up to, but without, the last. */
export interface ITokenLine {
  line: number;
  from: number;
  to: number;
}

/** Tokens of one line that are drawn at most, and places of one name. */
export const ACROSS = 200;
export const USES = 24;

export function tokenLines(tokens: ITokens): ITokenLine[] {
  const rows: ITokenLine[] = [];
  for (let index = 0; index < tokens.count; index++) {
    const line = lineAt(tokens.places.start[index] ?? 0);
    const row = rows.at(-1);
    if (row?.line === line) {
      row.to = index + 1;
    } else {
      rows.push({ line, from: index, to: index + 1 });
    }
  }
  return rows;
}

/** The row of a token, and which of its line it is. */
export function placeOfToken(
  rows: readonly ITokenLine[],
  token: number
): { row: number; at: number } {
  const row = rows.findIndex(({ from, to }) => from <= token && token < to);
  return { row, at: token - (rows[row]?.from ?? 0) };
}

/** Nodes that are shown unfolded at first, about. */
const UNFOLDED = 250;

export function isFoldable(nodes: INodes, node: number): boolean {
  return (nodes.end[node] ?? 0) > node + 1;
}

/** Which nodes of a tree are folded at first: those of the level at which it gets long, and of all below. */
export function foldedAtFirst(nodes: INodes): Set<number> {
  const counts: number[] = [];
  for (const depth of nodes.depth) {
    counts[depth] = (counts[depth] ?? 0) + 1;
  }
  let sum = 0;
  const long = counts.findIndex(count => (sum += count) > UNFOLDED);
  const folded = new Set<number>();
  for (let node = 0; long >= 0 && node < nodes.count; node++) {
    if ((nodes.depth[node] ?? 0) >= long - 1 && isFoldable(nodes, node)) {
      folded.add(node);
    }
  }
  // the root alone says nothing
  folded.delete(0);
  return folded;
}

/** The nodes that are shown, in their order. */
export function treeRows(
  nodes: INodes,
  folded: ReadonlySet<number>
): Int32Array {
  const rows = new Int32Array(nodes.count);
  let count = 0;
  for (let node = 0; node < nodes.count; count++) {
    rows[count] = node;
    const end = nodes.end[node] ?? 0;
    node = folded.has(node) ? Math.max(node + 1, end) : node + 1;
  }
  return rows.subarray(0, count);
}

/** The last place of `rows`, which rise, that is no more than a number; -1 for none. */
export function placeBefore(rows: ArrayLike<number>, wanted: number): number {
  let low = -1;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle] ?? 0) <= wanted) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** The folded set with the way to a node open. */
export function opened(
  nodes: INodes,
  folded: ReadonlySet<number>,
  node: number
): ReadonlySet<number> {
  const next = new Set(folded);
  for (
    let above = nodes.parent[node] ?? -1;
    above >= 0;
    above = nodes.parent[above] ?? -1
  ) {
    next.delete(above);
  }
  return next.size === folded.size ? folded : next;
}

/** A row of the symbol table: a scope, or one of its names. */
export interface ISymbolRow {
  scope: number;
  /** -1 for the scope itself. */
  symbol: number;
}

export function symbolRows(
  stages: Pick<IStages, 'scopes' | 'symbols'>
): ISymbolRow[] {
  return stages.scopes.flatMap(({ from, to }, scope) => [
    { scope, symbol: -1 },
    ...Array.from({ length: to - from }, (_, at) => ({
      scope,
      symbol: from + at
    }))
  ]);
}

/** A row of a stage's instructions: a unit's heading, or an instruction. */
export interface ICodeRow {
  unit: IUnit;
  /** -1 for the heading. */
  index: number;
}

/** The rows of a stage without a list of them: a stage may have many. A single unit has no heading. */
export class CodeRows {
  constructor(code: IStageCode) {
    this._units = code.units.length > 1 ? code.units : [];
    this._only = code.units[0] ?? null;
    this._firsts = this._units.map(({ from }) => from);
    this._starts = this._firsts.map((from, place) => from + place);
    this.count = code.count + this._units.length;
  }

  row(place: number): ICodeRow | null {
    if (place < 0 || place >= this.count || this._only === null) {
      return null;
    }
    if (this._units.length === 0) {
      return { unit: this._only, index: place };
    }
    const at = placeBefore(this._starts, place);
    const unit = this._units[at] ?? this._only;
    const index = place - at - 1;
    return { unit, index: index < unit.from ? -1 : index };
  }

  /** The place of an instruction. */
  placeOf(index: number): number {
    if (this._units.length === 0) {
      return index;
    }
    return index + placeBefore(this._firsts, index) + 1;
  }

  readonly count: number;
  private readonly _units: readonly IUnit[];
  private readonly _only: IUnit | null;
  /** Of each unit, its first instruction, and the row of its heading. */
  private readonly _firsts: readonly number[];
  private readonly _starts: readonly number[];
}

/** How wide the column of the names is, indentation included. */
export function widestSymbol(
  stages: Pick<IStages, 'scopes' | 'symbols'>
): string {
  let [characters, depth] = [6, 0];
  for (const { name, scope } of stages.symbols) {
    characters = Math.max(characters, name.length);
    depth = Math.max(depth, stages.scopes[scope]?.depth ?? 0);
  }
  return `calc(${Math.min(characters, 12)}ch + ${Math.min(depth, 3) * 12 + 8}px)`;
}
