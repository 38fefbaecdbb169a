// Generated from bytecode.v1.schema.json by devtools/contract.mjs: change the schema, then run `npm run generate`.

/**
 * Code objects as compiled: source, instructions, jumps, exception table. Columns are integers separated by single spaces, one per instruction, so that a saved notebook stays small.
 */
export interface BytecodeV1 {
  kind: 'bytecode';
  version: 1;
  interpreter: Interpreter;
  /**
   * What was given, in words: "function f", "source text".
   */
  subject: string;
  /**
   * The source of the outermost code object, or null where it cannot be had.
   */
  source: Source | null;
  /**
   * The table that the opcode column indexes.
   */
  opcodes: Opcode[];
  /**
   * The table that the text column indexes: what dis calls argrepr, bounded.
   */
  texts: string[];
  /**
   * The outermost code object first, then nested ones in first-visit order.
   *
   * @minItems 1
   */
  codes: [Code, ...Code[]];
  /**
   * Sentences on what is not shown here, and why.
   */
  notices?: string[];
  cut?: Cut;
}
export interface Interpreter {
  /**
   * platform.python_version()
   */
  python: string;
  /**
   * sys.implementation.name
   */
  implementation: string;
  pointer_size: 4 | 8;
  free_threaded: boolean;
  /**
   * sys.platform and machine, for people
   */
  build: string;
}
export interface Source {
  filename: string;
  /**
   * The number that the file gives to lines[0].
   */
  first_line: number;
  lines: string[];
}
export interface Opcode {
  name: string;
  /**
   * What the argument stands for: opcode.hasconst and constants in the instruction, haslocal, hasfree, hasname (attribute where it is looked up in an object), hasjrel/hasjabs, hascompare; number for any other argument.
   */
  operand:
    | 'none'
    | 'const'
    | 'local'
    | 'cell'
    | 'name'
    | 'attribute'
    | 'jump'
    | 'compare'
    | 'number';
  /**
   * Inline cache entries (2 bytes each) that follow the instruction, so an instruction is 2 + 2 * caches bytes long: its offset in co_code is the sum of the lengths before it.
   */
  caches: number;
}
export interface Code {
  name: string;
  qualname: string;
  first_line: number;
  /**
   * Names of the bits set in co_flags.
   */
  flags: string[];
  /**
   * How many of locals are arguments.
   */
  arguments: number;
  /**
   * co_stacksize
   */
  stack_size: number;
  /**
   * Indexes into texts: bounded reprs of co_consts.
   */
  consts: string;
  /**
   * Indexes into texts: co_names.
   */
  names: string;
  /**
   * Indexes into texts: co_varnames.
   */
  locals: string;
  /**
   * Indexes into texts: co_cellvars.
   */
  cells: string;
  /**
   * Indexes into texts: co_freevars.
   */
  frees: string;
  /**
   * How exact the spans are: PEP 657 columns, only lines (3.10), or not known.
   */
  positions: 'columns' | 'lines' | 'none';
  /**
   * Index into opcodes.
   */
  opcode: string;
  /**
   * The argument with EXTENDED_ARG applied, -1 for none.
   */
  arg: string;
  /**
   * Index into texts, what the argument stands for, -1 for none. A jump has none: its target is in jumps.
   */
  text: string;
  /**
   * Index into spans, -1 for none.
   */
  span: string;
  /**
   * Four numbers a span: line counted from first_line (0 is first_line), column, how many lines further it ends, end column. Columns count code points from 0, end exclusive, -1 where not known; where the end line is not known it is the line.
   */
  spans: string;
  /**
   * Two numbers a jump: index of the jumping instruction, index of its target.
   */
  jumps: string;
  /**
   * Two numbers a nested code object: index of the instruction that loads it, index into codes.
   */
  nested: string;
  /**
   * Five numbers an entry of the exception table: first instruction, instruction past the last, handler, stack depth, 1 when lasti is pushed. Empty before 3.11.
   */
  exceptions: string;
}
/**
 * Instructions shown of instructions there are.
 */
export interface Cut {
  shown: number;
  total: number;
}
