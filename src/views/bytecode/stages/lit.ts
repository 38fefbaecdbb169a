import type { ISpan } from '../program/model';
import type { ISelection } from '../selection';
import type { IStageCode } from './code';
import { rangeOf, spanAt, type IPlaces, type IRange } from './places';
import type { INodes, IStages, ISymbol } from './stages';

/** Not lit; around what is selected; lit: of it. */
export const DARK = 0;
export const AROUND = 1;
export const LIT = 2;

/** Of each thing of a pane: whether it is lit. */
export type Lights = Uint8Array;

/** What is lit up in each pane. */
export interface ILit {
  tokens: Lights;
  nodes: Lights;
  symbols: Lights;
  uses: Lights;
  generated: Lights;
  optimised: Lights;
  final: Lights;
}

/** Places of a name that are lit up together at most. */
const TOGETHER = 64;

/** What a row of a pane is called, as the `row` of a selection: "node 5". */
export function keyOf(pane: string, index: number): string {
  return `${pane} ${index}`;
}

/** The number of the row of a pane that was pointed at, -1 where it was another pane. */
export function indexIn(pane: string, selection: ISelection | null): number {
  const [name, index] = (selection?.row ?? '').split(' ');
  return name === pane && index !== undefined ? Number(index) : -1;
}

export function select(
  pane: string,
  index: number,
  span: ISpan | null
): ISelection {
  return {
    row: keyOf(pane, index),
    ...{ code: null, index: -1, span, entry: null }
  };
}

/** What is selected: a part of the source, or all places of a name. */
export function rangesOf(
  stages: IStages,
  selection: ISelection | null
): IRange[] {
  const symbol = stages.symbols[indexIn('symbol', selection)];
  const ranges = symbol
    ? usesOf(stages, symbol)
    : selection?.span
      ? [rangeOf(selection.span, stages.lines)]
      : [];
  // what has no extent, such as where a module begins, is no part of the source
  return ranges.filter(({ start, end }) => start < end);
}

function usesOf(stages: IStages, symbol: ISymbol): IRange[] {
  const ranges: IRange[] = [];
  const last = Math.min(symbol.to, symbol.from + TOGETHER);
  for (let use = symbol.from; use < last; use++) {
    const start = stages.uses.start[use] ?? -1;
    if (start >= 0) {
      ranges.push({ start, end: stages.uses.end[use] ?? -1 });
    }
  }
  return ranges;
}

type Rule = (start: number, end: number, range: IRange) => boolean;

const overlaps: Rule = (start, end, range) =>
  start < range.end && end > range.start;
const equals: Rule = (start, end, range) =>
  start === range.start && end === range.end;
const isInside: Rule = (start, end, range) =>
  start >= range.start && end <= range.end;

/** Lights up what a rule says of any of the ranges; whether there was anything. */
function light(
  lights: Lights,
  places: IPlaces,
  ranges: readonly IRange[],
  rule: Rule
): boolean {
  let found = false;
  for (let index = 0; index < lights.length; index++) {
    const start = places.start[index] ?? -1;
    const end = places.end[index] ?? -1;
    if (start >= 0 && ranges.some(range => rule(start, end, range))) {
      lights[index] = LIT;
      found = true;
    }
  }
  return found;
}

/** Marks what is around the ranges, as closely as anything is. */
function lightAround(
  lights: Lights,
  places: IPlaces,
  ranges: readonly IRange[]
): void {
  for (const range of ranges) {
    let least = Infinity;
    for (const mark of [false, true]) {
      for (let index = 0; index < lights.length; index++) {
        const start = places.start[index] ?? -1;
        const end = places.end[index] ?? -1;
        if (start >= 0 && start <= range.start && end >= range.end) {
          if (!mark) {
            least = Math.min(least, end - start);
          } else if (end - start === least) {
            lights[index] = AROUND;
          }
        }
      }
    }
  }
}

/** A node is lit where it is just what is selected; otherwise the innermost one around that is marked. */
function litNodes(
  nodes: INodes,
  ranges: readonly IRange[],
  isWhole: boolean
): Lights {
  const lights = new Uint8Array(nodes.count);
  if (light(lights, nodes.places, ranges, equals)) {
    return lights;
  }
  if (isWhole && light(lights, nodes.places, ranges, isInside)) {
    return outermost(lights, nodes);
  }
  lightAround(lights, nodes.places, ranges);
  // of nodes in one place, the innermost
  for (let node = 1; node < nodes.count; node++) {
    if (lights[node] === AROUND) {
      let above = nodes.parent[node] ?? -1;
      while (lights[above] === AROUND) {
        lights[above] = DARK;
        above = nodes.parent[above] ?? -1;
      }
    }
  }
  return lights;
}

/** Of nodes that are lit, those that stand in no other one that is. */
function outermost(lights: Lights, nodes: INodes): Lights {
  const found = new Uint8Array(nodes.count);
  for (let node = 0; node < nodes.count;) {
    const isLit = lights[node] === LIT;
    found[node] = isLit ? LIT : DARK;
    node = isLit ? Math.max(node + 1, nodes.end[node] ?? 0) : node + 1;
  }
  return found;
}

/**
 * An instruction is lit where it comes from what is selected; otherwise those from the least around that are marked,
 * such as one that loads what was computed of it. One that only makes a function is not around what is inside.
 */
function litCode(
  stages: IStages,
  code: IStageCode | null,
  ranges: readonly IRange[]
): Lights {
  const lights = new Uint8Array(code?.count ?? 0);
  if (code && !light(lights, code.places, ranges, isInside)) {
    lightAround(lights, code.places, ranges);
    const inner = code.hasColumns ? scopesAround(stages, ranges) : [];
    for (let index = 0; index < lights.length; index++) {
      const start = code.places.start[index] ?? -1;
      const end = code.places.end[index] ?? -1;
      if (
        lights[index] === AROUND &&
        inner.some(scope => scope.start >= start && scope.end <= end)
      ) {
        lights[index] = DARK;
      }
    }
  }
  return lights;
}

/** The scopes inside a module that ranges are in, without what is just such a scope itself. */
function scopesAround(stages: IStages, ranges: readonly IRange[]): IRange[] {
  return stages.scopes
    .flatMap(({ span }) => (span ? [rangeOf(span, stages.lines)] : []))
    .filter(scope =>
      ranges.some(range => isInside(range.start, range.end, scope))
    );
}

/** A name is lit where it occurs in what is selected. */
function litSymbols(stages: IStages, uses: Lights): Lights {
  return Uint8Array.from(stages.symbols, ({ from, to }) =>
    uses.subarray(from, to).includes(LIT) ? LIT : DARK
  );
}

/** What a selection lights up in each pane. */
export function litBy(stages: IStages, selection: ISelection | null): ILit {
  const ranges = rangesOf(stages, selection);
  const isWhole = (selection?.span?.column ?? 0) < 0;
  const tokens = new Uint8Array(stages.tokens.count);
  const uses = new Uint8Array(stages.uses.start.length);
  light(tokens, stages.tokens.places, ranges, overlaps);
  light(uses, stages.uses, ranges, isInside);
  const symbols = litSymbols(stages, uses);
  const named = indexIn('symbol', selection);
  if (named >= 0 && named < symbols.length) {
    // a name that the source does not have, such as the iterator of a comprehension
    symbols[named] = LIT;
  }
  return {
    tokens,
    nodes: litNodes(stages.nodes, ranges, isWhole),
    ...{ symbols, uses },
    generated: litCode(stages, stages.generated, ranges),
    optimised: litCode(stages, stages.optimised, ranges),
    final: litCode(stages, stages.final, ranges)
  };
}

/** The first of a pane that is lit, or else the first that is around what is; -1 where there is none. */
export function firstLit(lights: Lights): number {
  const lit = lights.indexOf(LIT);
  return lit >= 0 ? lit : lights.indexOf(AROUND);
}

/** The part of the source that something in a pane comes from. */
export function spanIn(
  stages: IStages,
  pane: string,
  index: number
): ISpan | null {
  switch (pane) {
    case 'token':
      return spanAt(stages.tokens.places, index);
    case 'node':
      return spanAt(stages.nodes.places, index);
    case 'scope':
      return stages.scopes[index]?.span ?? null;
    case 'symbol':
      return spanAt(stages.uses, stages.symbols[index]?.from ?? -1);
    case 'use':
      return spanAt(stages.uses, index);
    default:
      return null;
  }
}
