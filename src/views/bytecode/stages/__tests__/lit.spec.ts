import { ofSpan } from '../../selection';
import { describeLine } from '../../source/segments';
import { Cuts } from '../cuts';
import { describeTrail, instructionText } from '../describe';
import { firstLit, litBy, rangesOf, select, spanIn } from '../lit';
import { pointOf } from '../places';
import {
  CodeRows,
  foldedAtFirst,
  opened,
  placeBefore,
  symbolRows,
  treeRows
} from '../rows';
import { sourceOf } from '../source';
import type { IStages } from '../stages';
import { pointingAt, RECORDED, stagesNamed } from './named';

function trail(stages: IStages, text: string): string {
  return describeTrail(stages, litBy(stages, pointingAt(stages, text)));
}

/** Names of the instructions of a stage that are marked. */
function marked(
  stages: IStages,
  pane: 'generated' | 'optimised' | 'final'
): string[] {
  const code = stages[pane];
  const marks = stages.changes[pane];
  return code
    ? Array.from(marks, (mark, index) =>
        mark ? instructionText(code, index) : ''
      ).filter(Boolean)
    : [];
}

describe('a selection', () => {
  it.each([
    [
      'stages_of_folding.cp314',
      '24 * 60 * 60',
      'tokens: 24 * 60 * +1 | nodes: BinOp op=Mult' +
        ' | generated: LOAD_CONST 24 LOAD_CONST 60 BINARY_OP * LOAD_CONST 60 +1' +
        ' | optimised: LOAD_CONST 86400 | final: LOAD_CONST 86400'
    ],
    // what was computed of it is around it
    [
      'stages_of_folding.cp314',
      '24',
      'tokens: 24 | nodes: Constant value=24 | generated: LOAD_CONST 24' +
        ' | optimised: (LOAD_CONST 86400) | final: (LOAD_CONST 86400)'
    ],
    // a sign is of the node around it
    [
      'stages_of_folding.cp313',
      '+',
      'tokens: + | nodes: (BinOp op=Add) | generated: (BINARY_OP +)' +
        ' | optimised: (BINARY_OP +) | final: (BINARY_OP +)'
    ],
    [
      'stages_of_folding.cp312',
      'hours',
      "tokens: hours | nodes: Name id='hours' | symbols: hours local (top)" +
        ' | generated: STORE_NAME hours | final: STORE_NAME hours'
    ],
    // without columns, an instruction is of its line
    [
      'stages_of_folding.cp310',
      'hours',
      "tokens: hours | nodes: Name id='hours' | symbols: hours local (top)" +
        ' | final: (LOAD_CONST 7) (STORE_NAME hours)'
    ],
    [
      'stages_of_scopes.cp313',
      'count += by',
      'tokens: count += by | nodes: AugAssign op=Add' +
        ' | symbols: by local (step) count free (step)' +
        ' | generated: LOAD_DEREF count LOAD_FAST by BINARY_OP += STORE_DEREF count' +
        ' | final: LOAD_DEREF count LOAD_FAST by BINARY_OP += STORE_DEREF count'
    ],
    [
      'stages_of_refused.cp315',
      'global result',
      "tokens: global result | nodes: Global names=['result']"
    ]
  ])('in %s of %s lights up: %s', (name, text, expected) => {
    expect(trail(stagesNamed(name), text)).toBe(expected);
  });

  it('of a line lights up the outermost nodes that are in it', () => {
    const stages = stagesNamed('stages_of_folding.cp310');
    const line = { line: 2, column: -1, endLine: 2, endColumn: -1 };
    expect(describeTrail(stages, litBy(stages, ofSpan(line)))).toBe(
      'tokens: seconds = 24 * +5 | nodes: Assign' +
        ' | symbols: hours local (top) seconds local (top)' +
        ' | final: LOAD_CONST 86400 LOAD_NAME hours BINARY_ADD STORE_NAME seconds'
    );
  });

  it('of a name lights up all its places', () => {
    const stages = stagesNamed('stages_of_scopes.cp314');
    const by = stages.symbols.findIndex(({ name }) => name === 'by');
    const selection = select('symbol', by, spanIn(stages, 'symbol', by));
    expect(rangesOf(stages, selection)).toHaveLength(3);
    expect(describeTrail(stages, litBy(stages, selection))).toMatch(
      /^tokens: by by by \| nodes: arg arg='by' Name id='by' Name id='by' \| symbols: by local \(step\)/
    );
  });

  it('of what makes a function is not around what is in the function', () => {
    const stages = stagesNamed('stages_of_scopes.cp314');
    const lit = litBy(stages, pointingAt(stages, 'nonlocal'));
    expect(firstLit(lit.optimised)).toBe(-1);
    expect(firstLit(lit.final)).toBe(-1);
  });

  it('of nothing, of nowhere, and of a row that is not there light up nothing', () => {
    const stages = stagesNamed('stages_of_scopes.cp314');
    const empty = { line: 1, column: 0, endLine: 1, endColumn: 0 };
    for (const selection of [
      null,
      select('node', 0, null),
      ofSpan(empty),
      select('symbol', 99, null),
      ofSpan({ line: 99, column: 0, endLine: 99, endColumn: 3 })
    ]) {
      expect(describeTrail(stages, litBy(stages, selection))).toBe('');
    }
  });

  it.each(RECORDED)('of each node of %s lights it up', name => {
    const stages = stagesNamed(name);
    for (let node = 0; node < stages.nodes.count; node++) {
      const span = spanIn(stages, 'node', node);
      const { nodes } = litBy(stages, select('node', node, span));
      expect(nodes[node]).toBe(span === null ? 0 : 2);
    }
  });
});

describe('optimising', () => {
  it('is marked where an instruction is gone, and where it is new', () => {
    const stages = stagesNamed('stages_of_folding.cp314');
    expect(marked(stages, 'generated')).toEqual([
      'ANNOTATIONS_PLACEHOLDER',
      'LOAD_CONST 7',
      ...['LOAD_CONST 24', 'LOAD_CONST 60', 'BINARY_OP *', 'LOAD_CONST 60'],
      'BINARY_OP *'
    ]);
    expect(marked(stages, 'optimised')).toEqual([
      'LOAD_SMALL_INT 7',
      'LOAD_CONST 86400',
      ...['LOAD_CONST None', 'RETURN_VALUE']
    ]);
    expect(marked(stages, 'final')).toEqual(['NOT_TAKEN']);
  });

  it('of inner functions is marked against the code objects', () => {
    const stages = stagesNamed('stages_of_scopes.cp313');
    expect(stages.optimised?.units).toHaveLength(1);
    expect(marked(stages, 'generated')).toContain('LOAD_CLOSURE count');
    expect(marked(stages, 'final')).toContain('MAKE_CELL count');
  });

  it('is told of every instruction', () => {
    for (const name of RECORDED) {
      const stages = stagesNamed(name);
      for (const [pane, marks] of Object.entries(stages.changes)) {
        const code = stages[pane as 'generated' | 'optimised' | 'final'];
        expect(marks).toHaveLength(code?.count ?? 0);
      }
    }
  });

  it('cannot be compared where it is not shown', () => {
    const stages = stagesNamed('stages_of_scopes.cp310');
    expect(marked(stages, 'final')).toEqual([]);
  });
});

describe('rows', () => {
  const stages = stagesNamed('stages_of_scopes.cp313');
  const { nodes } = stages;

  it('of a folded node hide what is inside', () => {
    expect(foldedAtFirst(nodes)).toEqual(new Set());
    const rows = treeRows(nodes, new Set([1]));
    expect(Array.from(rows)).toEqual([0, 1]);
    expect(placeBefore(rows, 7)).toBe(1);
    const open = opened(nodes, new Set([1, 6]), 8);
    expect(treeRows(nodes, open)).toHaveLength(nodes.count);
  });

  it('of a long tree are folded at first', () => {
    const count = 3000;
    const long = {
      ...nodes,
      count,
      depth: Int32Array.from({ length: count }, (_, node) =>
        node === 0 ? 0 : 1 + ((node - 1) % 3)
      ),
      end: Int32Array.from({ length: count }, (_, node) =>
        node === 0 ? count : Math.min(count, node + 3 - ((node - 1) % 3))
      )
    };
    const folded = foldedAtFirst(long);
    expect(folded.has(1)).toBe(true);
    expect(folded.has(0)).toBe(false);
    expect(treeRows(long, folded)).toHaveLength(1001);
  });

  it('of the symbol table have each scope before its names', () => {
    const rows = symbolRows(stages);
    expect(rows).toHaveLength(stages.scopes.length + stages.symbols.length);
    expect(rows[0]).toEqual({ scope: 0, symbol: -1 });
    expect(rows[1]).toEqual({ scope: 0, symbol: 0 });
  });

  it('of instructions have a heading a unit, where there are several', () => {
    const code = stages.generated;
    const rows = code && new CodeRows(code);
    const found = Array.from({ length: rows?.count ?? 0 }, (_, place) =>
      rows?.row(place)
    );
    expect(found.filter(row => row?.index === -1)).toHaveLength(3);
    expect(
      found.flatMap(row => (row && row.index >= 0 ? [row.index] : []))
    ).toEqual(Array.from({ length: code?.count ?? 0 }, (_, index) => index));
    for (let index = 0; index < (code?.count ?? 0); index++) {
      expect(rows?.row(rows.placeOf(index))?.index).toBe(index);
    }
    expect(rows?.row(-1)).toBeNull();
    expect(rows?.row(9999)).toBeNull();
  });
});

describe('the source', () => {
  it('is cut at tokens and nodes, and each piece is of the innermost node', () => {
    const stages = stagesNamed('stages_of_folding.cp313');
    const { cuts } = sourceOf(stages);
    expect(describeLine([...cuts.line(1)])).toBe(
      '⟨seconds⟩⟨ ⟩⟨=⟩⟨ ⟩⟨24⟩⟨ ⟩⟨*⟩⟨ ⟩⟨60⟩⟨ ⟩⟨*⟩⟨ ⟩⟨60⟩⟨ ⟩⟨+⟩⟨ ⟩⟨hours⟩'
    );
    expect(describeLine([...cuts.line(3)])).toMatch(/^ {4}⟨print⟩/);
    const plus = cuts.line(1).find(({ text }) => text === '+');
    expect(plus?.owner).toMatchObject({ column: 10, endColumn: 30 });
    expect(cuts.line(99)).toEqual([]);
  });

  it('of one long line is cut in a bounded number of pieces, in time', () => {
    const count = 20_000;
    const column = (from: (index: number) => number): Float64Array =>
      Float64Array.from({ length: count }, (_, index) => from(index));
    // one inside the other, and one after the other
    const nested = {
      start: column(index => pointOf(1, index)),
      end: column(index => pointOf(1, 2 * count - index))
    };
    const apart = {
      start: column(index => pointOf(1, 2 * index)),
      end: column(index => pointOf(1, 2 * index + 1))
    };
    const cuts = new Cuts(['x'.repeat(2 * count)], apart, nested);
    const before = performance.now();
    const pieces = cuts.line(0);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(pieces).toHaveLength(600);
    expect(pieces.at(-1)?.owner).toBeNull();
    expect(pieces.map(({ text }) => text).join('')).toHaveLength(2 * count);
  });

  it('has room for what is refused after the end of a line', () => {
    const stages = stagesNamed('stages_of_refused.cp313');
    const refusal = { ...stages.refusals[0] } as (typeof stages.refusals)[0];
    const end = { line: 2, column: 24, endLine: 2, endColumn: 24 };
    const { lines, refused } = sourceOf({
      ...stages,
      refusals: [{ ...refusal, span: end }]
    });
    expect(lines[1]).toBe(`${stages.lines[1]} `);
    expect(refused).toHaveLength(1);
    expect(sourceOf(stages).lines).toEqual(stages.lines);
  });
});
