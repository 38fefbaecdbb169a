import type { IRefusal, IStages } from './stages';

/** The stages in their order, as they are drawn. */
export const PANES = [
  'tokens',
  'nodes',
  'symbols',
  'generated',
  'optimised',
  'final'
] as const;

export type Pane = (typeof PANES)[number];

/** What became of a stage: it is shown, it refuses the text, it is not reached, or this interpreter does not show it. */
export type State = 'shown' | 'refused' | 'unreached' | 'absent';

export interface IStatus {
  pane: Pane;
  state: State;
  /** What the stage says against the text. */
  refusal: IRefusal | null;
  /** How many things it has, and how many of them are here. */
  total: number;
  shown: number;
}

/** The stage of the payload that a pane shows. */
const STAGE: Record<Pane, IRefusal['stage']> = {
  tokens: 'tokens',
  nodes: 'tree',
  symbols: 'symbols',
  generated: 'code',
  optimised: 'code',
  final: 'code'
};

const ORDER: readonly IRefusal['stage'][] = [
  'tokens',
  'tree',
  'symbols',
  'code'
];

function shownOf(stages: IStages, pane: Pane): number {
  switch (pane) {
    case 'tokens':
      return stages.tokens.count;
    case 'nodes':
      return stages.nodes.count;
    case 'symbols':
      return stages.symbols.length;
    case 'generated':
    case 'optimised':
    case 'final':
      return stages[pane]?.count ?? 0;
  }
}

function isThere(stages: IStages, pane: Pane): boolean {
  // a module without names has a table all the same
  return pane === 'symbols'
    ? stages.scopes.length > 0
    : shownOf(stages, pane) > 0;
}

/** What became of each stage. */
export function statusOf(stages: IStages): Record<Pane, IStatus> {
  const last = stages.refusals.at(-1);
  const end = last ? ORDER.indexOf(last.stage) : ORDER.length;
  const status = (pane: Pane): IStatus => {
    const refusal =
      stages.refusals.find(({ stage }) => stage === STAGE[pane]) ?? null;
    // the code generator refuses once, in the first of its panes
    const refuses = refusal !== null && !/optimised|final/.test(pane);
    const shown = shownOf(stages, pane);
    const isBeyond = refusal !== null || ORDER.indexOf(STAGE[pane]) > end;
    return {
      pane,
      state: refuses
        ? 'refused'
        : isThere(stages, pane)
          ? 'shown'
          : isBeyond
            ? 'unreached'
            : 'absent',
      refusal: refuses ? refusal : null,
      total: Math.max(shown, stages.totals[pane] ?? 0),
      shown
    };
  };
  return Object.fromEntries(PANES.map(pane => [pane, status(pane)])) as Record<
    Pane,
    IStatus
  >;
}
