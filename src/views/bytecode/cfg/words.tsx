import type { TranslationBundle } from '@jupyterlab/translation';
import {
  EXCEPTION,
  JUMP,
  NEXT,
  NOT_TAKEN,
  TAKEN,
  type ICode
} from '../program/model';
import type { IBlock } from './content';
import type { ILayout } from './layout';
import type { IEdge } from './lines';

/** "Control-flow graph of f: 8 blocks, 9 edges." */
export function pictureWords(
  code: ICode,
  layout: ILayout,
  trans: TranslationBundle
): string {
  return trans.__(
    'Control-flow graph of %1: %2.',
    code.qualname,
    countWords(layout, trans)
  );
}

/** "8 blocks, 9 edges" */
export function countWords(layout: ILayout, trans: TranslationBundle): string {
  const blocks = layout.blocks.length + layout.left.blocks;
  const ways = layout.edges.length + layout.left.ways;
  return [
    trans._n('%1 block', '%1 blocks', blocks),
    ...(ways > 0
      ? [trans._n('%1 edge between them', '%1 edges between them', ways)]
      : [])
  ].join(', ');
}

/** What is not drawn, null where everything is. */
export function leftWords(
  layout: ILayout,
  trans: TranslationBundle
): string | null {
  const { blocks, ways } = layout.left;
  if (blocks > 0) {
    return trans._n(
      '%1 block is not drawn: these are the %2 nearest ones.',
      '%1 blocks are not drawn: these are the %2 nearest ones.',
      blocks,
      layout.blocks.length
    );
  }
  return ways > 0
    ? trans._n(
        '%1 edge is not drawn: more leave one block than an instruction has.',
        '%1 edges are not drawn: more leave one block than an instruction has.',
        ways
      )
    : null;
}

/** Beside a block's name: "line 5 · stack 1→2". */
export function headingWords(block: IBlock, trans: TranslationBundle): string {
  const { line, endLine, depthIn, depthOut } = block;
  const parts: string[] = [];
  if (line > 0) {
    parts.push(
      endLine > line
        ? trans.__('lines %1–%2', line, endLine)
        : trans.__('line %1', line)
    );
  }
  if (depthIn >= 0) {
    const out = anyOf(depthOut, trans);
    parts.push(
      trans.__('stack %1', out === '' ? depthIn : `${depthIn}→${out}`)
    );
  }
  return parts.join(' · ');
}

function anyOf(numbers: readonly number[], trans: TranslationBundle): string {
  return numbers.join(` ${trans.__('or')} `);
}

/** The accessible name of a block: what it is, and where control goes from it. */
export function blockWords(
  block: IBlock,
  ways: readonly IEdge[],
  trans: TranslationBundle
): string {
  const about = [
    trans.__('Block %1', block.index),
    ...(block.isHandler ? [trans.__('handler')] : []),
    ...linesWords(block, trans),
    trans._n('%1 instruction', '%1 instructions', block.count),
    ...(block.folded > 0 ? [trans.__('%1 folded', block.folded)] : []),
    ...stackWords(block, trans)
  ];
  return [
    about.join(', '),
    ...(block.isReachable ? [] : [trans.__('control cannot come here')]),
    ...wayWords(ways, trans)
  ].join('; ');
}

function linesWords(block: IBlock, trans: TranslationBundle): string[] {
  const { line, endLine } = block;
  if (line === 0) {
    return [];
  }
  return endLine > line
    ? [trans.__('lines %1 to %2', line, endLine)]
    : [trans.__('line %1', line)];
}

function stackWords(block: IBlock, trans: TranslationBundle): string[] {
  const { depthIn, depthOut } = block;
  if (depthIn < 0) {
    return [];
  }
  return depthOut.length === 0
    ? [trans.__('stack %1', depthIn)]
    : [trans.__('stack %1 to %2', depthIn, anyOf(depthOut, trans))];
}

function wayWords(ways: readonly IEdge[], trans: TranslationBundle): string[] {
  const words = (kind: number): string[] =>
    ways.filter(way => way.kind === kind).map(way => oneWay(way, trans));
  const on = [
    ...words(NEXT),
    ...words(NOT_TAKEN),
    ...words(JUMP),
    ...words(TAKEN)
  ];
  return [
    on.length > 0 ? on.join(', ') : trans.__('control ends here'),
    ...words(EXCEPTION)
  ];
}

function oneWay(way: IEdge, trans: TranslationBundle): string {
  const { kind, to, isBack } = way;
  switch (kind) {
    case JUMP:
      return isBack
        ? trans.__('back to block %1', to)
        : trans.__('a jump to block %1', to);
    case TAKEN:
      return isBack
        ? trans.__('or, taken, back to block %1', to)
        : trans.__('or, taken, to block %1', to);
    case EXCEPTION:
      return trans.__('an exception goes to block %1', to);
    default:
      return trans.__('on to block %1', to);
  }
}

/** What stands beside the two ways of a branch. */
export function edgeWord(kind: number, trans: TranslationBundle): string {
  return kind === TAKEN ? trans.__('taken') : trans.__('not taken');
}

/** The words of the legend, by kind. */
export function kindWords(trans: TranslationBundle): Record<number, string> {
  return {
    [NEXT]: trans.__('next instruction'),
    [JUMP]: trans.__('jump'),
    [NOT_TAKEN]: trans.__('not taken'),
    [TAKEN]: trans.__('taken'),
    [EXCEPTION]: trans.__('exception')
  };
}
