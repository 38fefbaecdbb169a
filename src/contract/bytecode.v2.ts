// Generated from bytecode.v2.schema.json by devtools/contract.mjs: change the schema, then run `npm run generate`.

export type Column = string;

/**
 * Code objects as compiled: source, instructions, control-flow graph, stack depths, tables; optionally what the specialising interpreter made of them, the stages of compiling, or another program to compare with.
 */
export interface BytecodeV2 {
  kind: 'bytecode';
  version: 2;
  interpreter: Interpreter;
  /**
   * What was given, in words: "function f", "source text".
   */
  subject: string;
  /**
   * Null where the text does not compile: then there are stages.
   */
  program: Program | null;
  stages?: Stages;
  film?: Film;
  comparison?: Comparison;
  /**
   * Sentences on what is not shown here, and why.
   */
  notices?: string[];
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
/**
 * The code objects of one subject. What belongs to one code object stands together in each column, in the order of the code objects; how many numbers are whose stands in codes. A column is integers in base64: one from -127 to 127 is a byte, any other the byte 0x80 and four bytes, little-endian with sign.
 */
export interface Program {
  /**
   * The source of the outermost code objects, or null where it cannot be had.
   */
  source: Source | null;
  /**
   * The table that the opcode column indexes.
   *
   * @maxItems 256
   */
  opcodes: Opcode[];
  /**
   * Names, reprs of constants and words, bounded, each once.
   */
  texts: string[];
  codes: Codes;
  instructions: Instructions;
  locations: Locations;
  /**
   * Index of the first instruction of each basic block.
   */
  blocks: string;
  /**
   * Three numbers a way between blocks, by the block it leaves: from, to, and how: 0 on to the next instruction, 1 an unconditional jump, 2 a branch taken, 3 a branch not taken, 4 an exception, 5 no way that control takes but where SETUP_FINALLY and its like (before 3.11) put the handler.
   */
  edges: string;
  /**
   * Five numbers an entry of the exception table: first instruction guarded, the one past the last, handler, stack depth kept, 1 when lasti is pushed. Before 3.11, what the block stack says.
   */
  exceptions: string;
  /**
   * co_consts: index into texts, or -1 minus the index of a code object.
   */
  consts: string;
  /**
   * co_names: index into texts.
   */
  names: string;
  /**
   * What the argument of LOAD_FAST indexes (co_localsplusnames, before 3.11 co_varnames): index into texts.
   */
  variables: string;
  /**
   * Of each variable: 0 argument, 1 local, 2 cell, 3 argument and cell, 4 free, 5 hidden (of an inlined comprehension).
   */
  kinds: string;
  /**
   * What the argument of LOAD_DEREF indexes where that is another table (before 3.11: co_cellvars and co_freevars): index into texts.
   */
  cells: string;
  cut?: Cut;
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
  /**
   * Where control goes: to the next instruction, to the target, to either, out of the code object; setup: on to the next, and exceptions to the target (before 3.11).
   */
  flow: 'next' | 'jump' | 'branch' | 'stop' | 'setup';
  /**
   * The table of the code object that the argument indexes.
   */
  table?: 'consts' | 'names' | 'variables' | 'cells';
  /**
   * What is written before and after the name, by argument modulo their number; the index is the argument divided by it.
   *
   * @minItems 1
   */
  forms?: [[string, string], ...[string, string][]];
  /**
   * The argument is two indexes of four bits, the first one high.
   */
  pair?: true;
  /**
   * What an argument means that indexes no table, by argument.
   */
  meanings?: {
    [k: string]: string;
  };
}
/**
 * One number a code object in each column: an outermost code object first, then those in its constants in first-visit order.
 */
export interface Codes {
  /**
   * How many code objects it is nested in.
   */
  level: string;
  /**
   * co_name: index into texts.
   */
  name: string;
  /**
   * co_qualname, before 3.11 the name: index into texts.
   */
  qualname: string;
  /**
   * Names of the bits set in co_flags: index into texts.
   */
  flags: string;
  /**
   * co_firstlineno
   */
  first_line: string;
  /**
   * How many of the variables are arguments.
   */
  arguments: string;
  /**
   * co_stacksize
   */
  stack_size: string;
  /**
   * How many instructions are its.
   */
  instructions: string;
  /**
   * How many blocks are its; likewise below.
   */
  blocks: string;
  edges: Column;
  exceptions: Column;
  consts: Column;
  names: Column;
  variables: Column;
  cells: Column;
  /**
   * Bytes of its location table; 0 where it points into another file.
   */
  locations: string;
}
/**
 * One number an instruction in each column, EXTENDED_ARG included, caches not.
 */
export interface Instructions {
  /**
   * Index into opcodes.
   */
  opcode: string;
  /**
   * The argument with EXTENDED_ARG applied; of no meaning where operand is none.
   */
  arg: string;
  /**
   * Slots of the stack in use before it, -1 where control cannot come.
   */
  depth: string;
}
/**
 * co_linetable as the interpreter keeps it. Its columns count UTF-8 bytes of the line.
 */
export interface Locations {
  /**
   * columns: entries as in Objects/locations.md of 3.11. lines: pairs of bytes as in Objects/lnotab_notes.txt of 3.10.
   */
  format: 'columns' | 'lines';
  /**
   * The bytes of all tables, base64.
   */
  table: string;
}
/**
 * Instructions shown of instructions there are.
 */
export interface Cut {
  shown: number;
  total: number;
}
/**
 * What each stage of the compiler made of a source text, as far as the interpreter shows it. Spans are four numbers, line (from 1; 0 is no span), column, end line, end column, in code points, ends exclusive.
 */
export interface Stages {
  mode: 'exec' | 'eval' | 'single';
  lines: string[];
  /**
   * The table that the columns below index, 0 being "".
   */
  texts: string[];
  tokens: {
    /**
     * tokenize.tok_name of the exact type: index into texts.
     */
    kind: string;
    text: Column;
    span: Column;
  };
  /**
   * The abstract syntax tree in first-visit order, the root first.
   */
  nodes: {
    /**
     * Index of the node around it, -1 for the root.
     */
    parent: string;
    /**
     * Its place in the parent: "body[0]".
     */
    field: string;
    /**
     * Its class.
     */
    name: string;
    /**
     * Its simple fields.
     */
    detail: string;
    /**
     * What the tree's optimiser puts in its place, "" where it stays.
     */
    optimised: string;
    span: Column;
  };
  scopes: Scope[];
  /**
   * Instructions before optimisation, null where they cannot be seen.
   */
  generated: Emitted[] | null;
  /**
   * Instructions after optimisation, before they are assembled; null likewise.
   */
  optimised: Emitted[] | null;
  /**
   * What the argument stands for, of each opcode in generated and optimised, by its name; as of an Opcode.
   */
  operands: {
    [k: string]:
      | 'none'
      | 'const'
      | 'local'
      | 'cell'
      | 'name'
      | 'attribute'
      | 'jump'
      | 'compare'
      | 'number';
  };
  /**
   * What optimising and assembling did, of units that are here whole.
   */
  steps: Step[];
  /**
   * What the stages that refuse the text say, in the order of the stages.
   */
  refusals: Refusal[];
  warned: Warned[];
  /**
   * How many there are of what may be cut: tokens, nodes, scopes, symbols, uses, generated, optimised.
   */
  totals: {
    [k: string]: number;
  };
}
/**
 * A block with names of its own, as the symbol table has it.
 */
export interface Scope {
  parent: number;
  kind: string;
  name: string;
  line: number;
  /**
   * One span.
   */
  span: string;
  symbols: Symbol[];
}
export interface Symbol {
  name: string;
  /**
   * Where it lives, then what is done with it.
   */
  words: string[];
  /**
   * A span each.
   */
  uses: string;
}
/**
 * The instructions of what becomes one code object, not assembled yet.
 */
export interface Emitted {
  parent: number;
  name: string;
  line: number;
  /**
   * Its name: index into texts.
   */
  opcode: string;
  /**
   * -1 for none.
   */
  arg: string;
  text: Column;
  label: Column;
  /**
   * The label that it refers to.
   */
  target: string;
  span: Column;
}
/**
 * Which instruction of one stage stands beside which of another.
 */
export interface Step {
  before: 'generated' | 'optimised';
  /**
   * final: the code objects of the program.
   */
  after: 'optimised' | 'final';
  /**
   * Three numbers a pair: index of the unit before, of the unit or code object after, how many rows are theirs. A unit or code object is in one pair of a step at most.
   */
  pairs: string;
  /**
   * Three numbers a row, pair by pair: instruction before or -1, after or -1, counted in the pair, and 0 the same: opcode and what the argument stands for are equal as far as they are known, but labels are not compared; 1 changed, 2 only before, 3 only after. Every instruction of a pair is in one row: those before in order, then those only after. The same instruction may have moved.
   */
  rows: string;
}
export interface Refusal {
  stage: 'tokens' | 'tree' | 'symbols' | 'code';
  error: string;
  message: string;
  /**
   * 0 where it does not say.
   */
  line: number;
  /**
   * One span.
   */
  span: string;
}
/**
 * A warning of the compiler.
 */
export interface Warned {
  stage: 'tokens' | 'tree' | 'symbols' | 'code';
  category: string;
  message: string;
  line: number;
}
/**
 * What the specialising interpreter (PEP 659) made of a fresh copy of the function, call by call. Code objects and instructions are those of the program.
 */
export interface Film {
  /**
   * The first one is before the first call.
   *
   * @minItems 1
   * @maxItems 64
   */
  columns: [FilmColumn, ...FilmColumn[]];
  /**
   * Six numbers a cell that differs from the one in the column before: code object, instruction, column, name (index into texts), state (0 plain: cannot specialise, 1 adaptive: may, 2 specialised, 3 deoptimised: was and is generic again, 4 executor: the optimizer's trace, 5 instrumented, 6 missed: specialised, and the generic form ran instead), index into phrases. An instruction without a change is plain all along.
   */
  changes: string;
  /**
   * The names of what ran.
   */
  texts: string[];
  /**
   * What the inline caches of a cell say.
   */
  phrases: string[][];
  events: Event[];
}
/**
 * Consecutive calls in which nothing changed but counters.
 */
export interface FilmColumn {
  /**
   * From 1; 0 in the column before the first call.
   */
  first: number;
  last: number;
  arguments: string;
  /**
   * "returned 3", "raised ValueError: no"
   */
  outcome: string;
}
/**
 * Something that happened to an instruction, or to several from it on, during a call.
 */
export interface Event {
  /**
   * Number of the call.
   */
  call: number;
  /**
   * Index of the column that the call is in.
   */
  column: number;
  code: number;
  instruction: number;
  sentence: string;
}
/**
 * Another program beside this one, perhaps of another interpreter, and which of its instructions stands beside which.
 */
export interface Comparison {
  interpreter: Interpreter;
  /**
   * What the other one is, in words.
   */
  subject: string;
  program: Program;
  /**
   * Sentences on what is not shown of the other one, and why.
   */
  notices?: string[];
  /**
   * Three numbers a pair of code objects: the one here or -1, the other one or -1, how many rows are theirs. Every code object of both programs is in one pair; a pair stands before the pairs of the code objects inside, the first one is of outermost ones.
   */
  pairs: string;
  /**
   * Three numbers a row, pair by pair: instruction here or -1, the other's or -1, and 0 the same: opcode and what the argument stands for are equal and, of a jump, the targets are in one row; 1 changed, 2 only here, 3 only there. Every instruction of a pair is in one row, both columns in order.
   */
  rows: string;
}
