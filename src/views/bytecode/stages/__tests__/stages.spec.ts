import { PayloadError } from '../../../../contract/decode';
import type { Stages } from '../../../../contract/bytecode.v2';
import { describeNode, instructionText } from '../describe';
import { spanAt } from '../places';
import { tokenLines, treeRows } from '../rows';
import { readStages } from '../stages';
import { statusOf } from '../status';
import { packed, partsOf, RECORDED, stagesNamed } from './named';

/** The text at a span of one line. */
function cut(lines: string[], span: ReturnType<typeof spanAt>): string {
  return span
    ? Array.from(lines[span.line - 1] ?? '')
        .slice(span.column, span.endColumn)
        .join('')
    : '';
}

describe.each(RECORDED)('the stages of %s', name => {
  const stages = stagesNamed(name);

  it('have every token once, line by line, where the source has it', () => {
    const { tokens, texts, lines } = stages;
    const rows = tokenLines(tokens);
    expect(rows[0]?.from).toBe(0);
    expect(rows.at(-1)?.to).toBe(tokens.count);
    rows.forEach((row, at) => {
      expect(row.from).toBe(rows[at - 1]?.to ?? 0);
      expect(row.line).toBeGreaterThan(rows[at - 1]?.line ?? 0);
    });
    for (let token = 0; token < tokens.count; token++) {
      const text = texts[tokens.text[token] ?? 0] ?? '';
      const span = spanAt(tokens.places, token);
      if (text.trim() !== '' && span?.line === span?.endLine) {
        expect(cut(lines, span)).toBe(text);
      }
    }
  });

  it('have a tree, every node inside its parent', () => {
    const { nodes } = stages;
    expect(treeRows(nodes, new Set())).toHaveLength(nodes.count);
    for (let node = 1; node < nodes.count; node++) {
      const above = nodes.parent[node] ?? -1;
      expect(above).toBeLessThan(node);
      expect(nodes.end[above]).toBeGreaterThanOrEqual(nodes.end[node] ?? 0);
      expect(nodes.depth[node]).toBe((nodes.depth[above] ?? 0) + 1);
      expect(nodes.position[node]).toBeLessThanOrEqual(
        nodes.siblings[node] ?? 0
      );
    }
  });

  it('have each name where the source has it', () => {
    for (const { name: symbol, from, to } of stages.symbols) {
      for (let use = from; use < to; use++) {
        expect(cut(stages.lines, spanAt(stages.uses, use))).toBe(symbol);
      }
    }
  });

  it('end where the text is refused', () => {
    const states = Object.values(statusOf(stages)).map(({ state }) => state);
    if (name.startsWith('stages_of_refused')) {
      expect(states).toEqual([
        ...['shown', 'shown', 'refused'],
        ...['unreached', 'unreached', 'unreached']
      ]);
      expect(stages.final).toBeNull();
    } else {
      expect(states).not.toContain('unreached');
      expect(states.at(-1)).toBe('shown');
    }
  });
});

describe('the stages', () => {
  it('are told in a line each', () => {
    const stages = stagesNamed('stages_of_folding.cp313');
    expect(describeNode(stages, 7)).toBe(
      '      left=BinOp op=Mult 2:10\u20132:22 \u2192 Constant value=86400'
    );
    expect(stages.generated && instructionText(stages.generated, 3)).toBe(
      'LOAD_CONST 86400'
    );
    expect(stages.final?.units[0]?.at(3)).toMatchObject({
      name: 'LOAD_CONST',
      text: '86400'
    });
  });

  it('that an interpreter does not show are absent', () => {
    const { generated, optimised, final } = statusOf(
      stagesNamed('stages_of_folding.cp310')
    );
    expect([generated, optimised, final].map(({ state }) => state)).toEqual([
      ...['absent', 'absent', 'shown']
    ]);
  });

  it('say how much was cut', () => {
    const { stages, program } = partsOf('stages_of_folding.cp313');
    const cutOff = { ...stages, totals: { ...stages.totals, nodes: 90_000 } };
    const { nodes } = statusOf(readStages(cutOff, program));
    expect([nodes.shown, nodes.total]).toEqual([20, 90_000]);
  });
});

describe('stages that are wrong', () => {
  const { stages, program } = partsOf('stages_of_scopes.cp313');
  const [scope, ...others] = stages.scopes;
  const [unit, ...units] = stages.generated ?? [];
  const nodes = (change: Partial<Stages['nodes']>): Partial<Stages> => ({
    nodes: { ...stages.nodes, ...change }
  });
  const tokens = (change: Partial<Stages['tokens']>): Partial<Stages> => ({
    tokens: { ...stages.tokens, ...change }
  });
  const symbol = (uses: string): Partial<Stages> => ({
    scopes: [
      { ...scope, symbols: [{ name: 'x', words: [], uses }] } as typeof scope &
        object,
      ...others
    ]
  });
  const emitted = (change: Partial<NonNullable<typeof unit>>) => ({
    generated: [{ ...unit, ...change } as NonNullable<typeof unit>, ...units]
  });
  const step = (change: Partial<Stages['steps'][0]>): Partial<Stages> => ({
    steps: [
      {
        ...{ before: 'generated', after: 'final' },
        ...{ pairs: packed(0, 0, 1), rows: packed(0, 0, 0), ...change }
      }
    ]
  });
  const one = {
    ...{ parent: packed(-1), field: packed(0), name: packed(0) },
    ...{ detail: packed(0), optimised: packed(0), span: packed(0, 0, 0, 0) }
  };
  const two = (...parents: number[]): Partial<Stages> => ({
    nodes: Object.fromEntries(
      Object.entries(one).map(([key]) => [
        key,
        key === 'parent'
          ? packed(...parents)
          : packed(...Array<number>(key === 'span' ? 8 : 2).fill(0))
      ])
    ) as unknown as Stages['nodes']
  });

  it.each<[string, Partial<Stages>, string]>([
    ['a column too short', tokens({ kind: packed(1) }), 'numbers for 1'],
    [
      'a column too long',
      nodes({ name: packed(...Array<number>(99).fill(0)) }),
      'column name of the nodes has 99 numbers for 27'
    ],
    [
      'half a span',
      tokens({ span: stages.tokens.span.slice(0, -4) }),
      'column span of the tokens has'
    ],
    [
      'a text that is not there',
      tokens({ text: packed(...Array<number>(51).fill(-1)) }),
      'column text of the tokens points at nothing'
    ],
    ['a node inside itself', two(-1, 1), 'no order of first visit'],
    ['nodes in a circle', two(1, 0), 'no order of first visit'],
    ['a parent that comes later', two(-1, 5), 'no order of first visit'],
    ['two roots', two(-1, -1), 'no order of first visit'],
    ['a root with a parent', two(0, 0), 'no order of first visit'],
    [
      'a span backwards',
      { ...nodes({ ...one, span: packed(2, 4, 2, 1) }) },
      'a span that ends before it starts'
    ],
    [
      'a span beyond the source',
      nodes({ ...one, span: packed(1, 0, 99, 0) }),
      'points outside of the source'
    ],
    [
      'a negative line',
      nodes({ ...one, span: packed(-1, 0, 2, 0) }),
      'points outside of the source'
    ],
    [
      'a negative column',
      nodes({ ...one, span: packed(1, -5, 2, 0) }),
      'points outside of the source'
    ],
    ['half a use', symbol(packed(1, 2, 1)), 'column uses of a symbol'],
    [
      'a use backwards',
      symbol(packed(1, 4, 1, 2)),
      'a span that ends before it starts'
    ],
    [
      'a scope inside a later one',
      { scopes: stages.scopes.map(each => ({ ...each, parent: 2 })) },
      'the scopes are in no order of first visit'
    ],
    [
      'two spans of one scope',
      {
        scopes: [{ ...scope, span: packed(1, 0, 1, 1, 1, 0, 1, 1) } as never]
      },
      'column span of a scope has 8 numbers for 1'
    ],
    [
      'an opcode that is not there',
      emitted({ opcode: packed(...Array<number>(6).fill(-3)) }),
      'column opcode points at nothing'
    ],
    [
      'instructions without labels',
      emitted({ label: '' }),
      'column label has 0 numbers for 6'
    ],
    ['half a row of a step', step({ rows: packed(0, 0) }), 'has 2 numbers'],
    ['a step of no unit', step({ pairs: packed(9, 0, 1) }), 'at no unit'],
    ['a step to no unit', step({ pairs: packed(0, 9, 1) }), 'at no unit'],
    ['too few rows', step({ pairs: packed(0, 0, 2) }), 'fewer rows'],
    ['no such row', step({ rows: packed(0, 99, 0) }), 'no instruction'],
    ['a row before the first', step({ rows: packed(-2, 0, 3) }), 'no instr'],
    ['a row of no state', step({ rows: packed(0, 0, 4) }), 'of no state'],
    ['one alone that is two', step({ rows: packed(0, 0, 2) }), 'of no state'],
    ['two that are one', step({ rows: packed(-1, 0, 0) }), 'of no state'],
    [
      'instructions inside later ones',
      emitted({ parent: 2 }),
      'the instructions are in no order of nesting'
    ],
    [
      'a refusal nowhere',
      {
        steps: [],
        refusals: [
          {
            stage: 'tree',
            error: 'SyntaxError',
            message: '',
            line: 1,
            span: packed(77, 0, 77, 1)
          }
        ]
      },
      'column span of a refusal points outside'
    ]
  ])('%s: refused in words', (_, change, message) => {
    const read = (): unknown => readStages({ ...stages, ...change }, program);
    expect(read).toThrow(PayloadError);
    expect(read).toThrow(message);
  });

  it('of nothing are nothing', () => {
    const empty: Stages = {
      ...{ mode: 'exec', lines: [], texts: [''] },
      tokens: { kind: '', text: '', span: '' },
      nodes: {
        ...{ parent: '', field: '', name: '' },
        ...{ detail: '', optimised: '', span: '' }
      },
      ...{ scopes: [], generated: null, optimised: null },
      ...{ operands: {}, steps: [] },
      ...{ refusals: [], warned: [], totals: {} }
    };
    const found = readStages(empty, { ...program, codes: [] });
    expect(Object.values(statusOf(found)).map(({ state }) => state)).toEqual(
      Array<string>(6).fill('absent')
    );
  });
});
