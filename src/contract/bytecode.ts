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
   * What the argument stands for: opcode.hasconst, haslocal, hasfree, hasname, hasjrel/hasjabs, hascompare; number for any other argument.
   */
  operand:
    | 'none'
    | 'const'
    | 'local'
    | 'cell'
    | 'name'
    | 'jump'
    | 'compare'
    | 'number';
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
   * Bounded reprs of co_consts.
   */
  consts: string[];
  names: string[];
  /**
   * co_varnames
   */
  locals: string[];
  cells: string[];
  frees: string[];
  /**
   * How exact the spans are: PEP 657 columns, only lines (3.10), or not known.
   */
  positions: 'columns' | 'lines' | 'none';
  /**
   * Bytes from the start of co_code.
   */
  offset: string;
  /**
   * Index into opcodes.
   */
  opcode: string;
  /**
   * The argument with EXTENDED_ARG applied, -1 for none.
   */
  arg: string;
  /**
   * Index into texts, -1 for none.
   */
  text: string;
  /**
   * Index into spans, -1 for none.
   */
  span: string;
  /**
   * Inline cache entries (2 bytes each) that follow.
   */
  cache: string;
  /**
   * Four numbers a span: line, column, end line, end column. Lines count as in the file from 1; columns count code points from 0, end exclusive, -1 where not known.
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
