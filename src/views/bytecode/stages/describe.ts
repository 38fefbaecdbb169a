import type { IStageCode } from './code';
import { AROUND, LIT, type ILit, type Lights } from './lit';
import { placeText, spanAt } from './places';
import type { IStages } from './stages';

/** Things of one pane that are named at most. */
const NAMED = 4;

/** Characters of a token that are shown at most. */
const LONG = 40;

/** A text in one short line. */
export function oneLine(text: string, limit = LONG): string {
  const flat = text.replace(/\r\n|\r|\n/g, '\u21b5');
  return flat.length > limit ? `${flat.slice(0, limit - 1)}\u2026` : flat;
}

/** "BinOp op=Add" */
export function nodeText(stages: IStages, node: number): string {
  const { nodes, texts } = stages;
  const name = texts[nodes.name[node] ?? 0] ?? '';
  const detail = texts[nodes.detail[node] ?? 0] ?? '';
  return [name, detail].filter(Boolean).join(' ');
}

/** "LOAD_CONST 86400" */
export function instructionText(code: IStageCode, index: number): string {
  const unit = code.units.find(({ from, to }) => from <= index && index < to);
  const found = unit?.at(index);
  return found ? [found.name, found.text].filter(Boolean).join(' ') : '';
}

/** Names of what is lit in a pane, or of what is around; the empty list where nothing is. */
function named(lights: Lights, text: (index: number) => string): string[] {
  const wanted = lights.includes(LIT) ? LIT : AROUND;
  const found: string[] = [];
  let count = 0;
  for (let index = 0; index < lights.length; index++) {
    if (lights[index] === wanted) {
      count += 1;
      if (found.length < NAMED) {
        found.push(text(index));
      }
    }
  }
  if (count > NAMED) {
    found.push(`+${count - NAMED}`);
  }
  return wanted === AROUND ? found.map(each => `(${each})`) : found;
}

/** What each pane has of a selection, in words. */
export interface ITrail {
  tokens: string[];
  nodes: string[];
  symbols: string[];
  generated: string[];
  optimised: string[];
  final: string[];
}

export function trailOf(stages: IStages, lit: ILit): ITrail {
  const { tokens, texts, symbols, scopes } = stages;
  const token = (index: number): string =>
    oneLine(texts[tokens.text[index] ?? 0] ?? '') ||
    (texts[tokens.kind[index] ?? 0] ?? '');
  const symbol = (index: number): string => {
    const found = symbols[index];
    const scope = scopes[found?.scope ?? -1];
    return found
      ? `${found.name} ${found.words[0] ?? ''} (${scope?.name ?? ''})`
      : '';
  };
  const code = (from: IStageCode | null, lights: Lights): string[] =>
    from ? named(lights, index => instructionText(from, index)) : [];
  return {
    tokens: named(lit.tokens, token),
    nodes: named(lit.nodes, index => nodeText(stages, index)),
    symbols: named(lit.symbols, symbol),
    generated: code(stages.generated, lit.generated),
    optimised: code(stages.optimised, lit.optimised),
    final: code(stages.final, lit.final)
  };
}

/** A selection in one line: "tokens: 24 * 60 | nodes: BinOp op=Mult | generated: LOAD_CONST 24, …". */
export function describeTrail(stages: IStages, lit: ILit): string {
  return Object.entries(trailOf(stages, lit))
    .filter(([, texts]) => texts.length > 0)
    .map(([pane, texts]) => `${pane}: ${texts.join(' ')}`)
    .join(' | ');
}

/** A node in one line: "    left=BinOp op=Mult 2:10–2:22 → Constant value=1440". */
export function describeNode(stages: IStages, node: number): string {
  const { nodes, texts } = stages;
  const field = texts[nodes.field[node] ?? 0] ?? '';
  const optimised = texts[nodes.optimised[node] ?? 0] ?? '';
  return [
    `${'  '.repeat(nodes.depth[node] ?? 0)}${field && `${field}=`}${nodeText(stages, node)}`,
    placeText(spanAt(nodes.places, node)),
    optimised && `\u2192 ${optimised}`
  ]
    .filter(Boolean)
    .join(' ');
}
