import type {
  Emitted,
  Refusal,
  Scope,
  Stages,
  Warned
} from '../../../contract/bytecode.v2';
import { unpack } from '../../../contract/packed';
import type { IProgram, ISpan } from '../program/model';
import {
  emittedOf,
  finalOf,
  operandsOf,
  type IStageCode,
  type Operands
} from './code';
import { changesOf, type IChanges } from './steps';
import { fail, joined, readPlaces, readSpan, type IPlaces } from './places';

/** Columns have a number a token: an index into the texts. */
export interface ITokens {
  count: number;
  kind: Int32Array;
  text: Int32Array;
  places: IPlaces;
}

/** The abstract syntax tree in first-visit order; columns have a number a node. */
export interface INodes {
  count: number;
  /** -1 for the root. */
  parent: Int32Array;
  depth: Int32Array;
  /** The one past the last node inside. */
  end: Int32Array;
  /** Which child of its parent it is, from 1, and of how many. */
  position: Int32Array;
  siblings: Int32Array;
  /** Index into the texts, likewise below. */
  field: Int32Array;
  name: Int32Array;
  detail: Int32Array;
  optimised: Int32Array;
  places: IPlaces;
}

export interface IScope {
  parent: number;
  depth: number;
  kind: string;
  name: string;
  line: number;
  span: ISpan | null;
  /** Its symbols: from the first up to, but without, the last. */
  from: number;
  to: number;
}

export interface ISymbol {
  /** Index of its scope. */
  scope: number;
  name: string;
  /** Where it lives, then what is done with it. */
  words: string[];
  /** Its uses: from the first up to, but without, the last. */
  from: number;
  to: number;
}

export interface IRefusal extends Omit<Refusal, 'span'> {
  span: ISpan | null;
}

/** What each stage of the compiler made of a text. */
export interface IStages {
  lines: string[];
  texts: string[];
  tokens: ITokens;
  nodes: INodes;
  scopes: IScope[];
  symbols: ISymbol[];
  /** Where the symbols occur. */
  uses: IPlaces;
  /** Instructions before and after optimisation, null where they cannot be seen. */
  generated: IStageCode | null;
  optimised: IStageCode | null;
  /** The code objects, null where the text does not compile. */
  final: IStageCode | null;
  /** What the arguments of all their opcodes stand for. */
  operands: Operands;
  /** What optimising and assembling changed. */
  changes: IChanges;
  refusals: IRefusal[];
  warned: Warned[];
  totals: Record<string, number>;
}

/** A column of indexes into the texts. */
function texts(name: string, text: string, count: number, limit: number) {
  const numbers = unpack(text);
  if (numbers.length !== count) {
    fail(`column ${name} has ${numbers.length} numbers for ${count}`);
  }
  for (const number of numbers) {
    if (number < 0 || number >= limit) {
      fail(`column ${name} points at nothing`);
    }
  }
  return numbers;
}

function tokensOf(stages: Stages): ITokens {
  const { kind, text, span } = stages.tokens;
  const count = unpack(kind).length;
  const limit = stages.texts.length;
  return {
    count,
    kind: texts('kind of the tokens', kind, count, limit),
    text: texts('text of the tokens', text, count, limit),
    places: readPlaces('span of the tokens', span, count, stages.lines.length)
  };
}

/** Where each node is in the tree; a tree that is not one in first-visit order goes round in circles. */
function shapeOf(
  parent: Int32Array
): Pick<INodes, 'parent' | 'depth' | 'end' | 'position' | 'siblings'> {
  const count = parent.length;
  const depth = new Int32Array(count);
  const end = new Int32Array(count).fill(count);
  const position = new Int32Array(count).fill(1);
  const siblings = new Int32Array(count).fill(1);
  const children = new Int32Array(count);
  const path: number[] = [];
  for (let node = 0; node < count; node++) {
    const above = parent[node] ?? -1;
    while (path.length > 0 && path.at(-1) !== above) {
      end[path.pop() ?? 0] = node;
    }
    if (node > 0 ? path.length === 0 : above !== -1) {
      fail('the nodes of the tree are in no order of first visit');
    }
    depth[node] = path.length;
    if (above >= 0) {
      children[above] = (children[above] ?? 0) + 1;
      position[node] = children[above];
    }
    path.push(node);
  }
  for (let node = 1; node < count; node++) {
    siblings[node] = children[parent[node] ?? 0] ?? 1;
  }
  return { parent, depth, end, position, siblings };
}

function nodesOf(stages: Stages): INodes {
  const { nodes, lines } = stages;
  const parent = unpack(nodes.parent);
  const count = parent.length;
  const column = (key: 'field' | 'name' | 'detail' | 'optimised') =>
    texts(`${key} of the nodes`, nodes[key], count, stages.texts.length);
  return {
    count,
    ...shapeOf(parent),
    field: column('field'),
    name: column('name'),
    detail: column('detail'),
    optimised: column('optimised'),
    places: readPlaces('span of the nodes', nodes.span, count, lines.length)
  };
}

function scopesOf(
  stages: Stages
): Pick<IStages, 'scopes' | 'symbols' | 'uses'> {
  const lines = stages.lines.length;
  const scopes: IScope[] = [];
  const symbols: ISymbol[] = [];
  const places: IPlaces[] = [];
  let at = 0;
  stages.scopes.forEach((scope: Scope, index) => {
    const { parent, kind, name, line } = scope;
    const above = scopes[parent];
    if (index > 0 ? above === undefined : parent !== -1) {
      fail('the scopes are in no order of first visit');
    }
    const from = symbols.length;
    for (const symbol of scope.symbols) {
      const uses = readPlaces('uses of a symbol', symbol.uses, null, lines);
      places.push(uses);
      symbols.push({
        scope: index,
        name: symbol.name,
        words: symbol.words,
        from: at,
        to: (at += uses.start.length)
      });
    }
    scopes.push({
      parent,
      depth: above ? above.depth + 1 : 0,
      ...{ kind, name, line },
      span: readSpan('span of a scope', scope.span, lines),
      from,
      to: symbols.length
    });
  });
  return { scopes, symbols, uses: joined(places) };
}

/**
 * Everything that is drawn of the stages.
 *
 * @throws PayloadError where they are not what their schema says.
 */
export function readStages(stages: Stages, program: IProgram): IStages {
  const lines = stages.lines.length;
  const read = (units: Emitted[] | null): IStageCode | null =>
    units && emittedOf(units, stages.texts, lines);
  const codes = {
    generated: read(stages.generated),
    optimised: read(stages.optimised),
    final:
      program.codes.length > 0 && stages.refusals.length === 0
        ? finalOf(program, stages.lines)
        : null
  };
  return {
    lines: stages.lines,
    texts: stages.texts,
    tokens: tokensOf(stages),
    nodes: nodesOf(stages),
    ...scopesOf(stages),
    ...codes,
    operands: operandsOf(stages.operands, program),
    changes: changesOf(stages.steps, codes),
    refusals: stages.refusals.map(refusal => ({
      ...refusal,
      span: readSpan('span of a refusal', refusal.span, lines)
    })),
    warned: stages.warned,
    totals: stages.totals
  };
}
