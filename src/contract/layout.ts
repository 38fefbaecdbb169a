// Generated from layout.v1.schema.json by devtools/contract.mjs: change the schema, then run `npm run generate`.

export type Family =
  | 'number'
  | 'text'
  | 'sequence'
  | 'mapping'
  | 'set'
  | 'callable'
  | 'class'
  | 'instance'
  | 'module'
  | 'frame'
  | 'singleton';
export type Address = string;

/**
 * One object's real bytes, field by field, each with how it was verified.
 */
export interface LayoutV1 {
  kind: 'layout';
  version: 1;
  interpreter: Interpreter;
  object: Subject;
  /**
   * One sentence where less than usual can be shown: an unknown build, a failed self-test.
   */
  notice?: string;
  /**
   * The object first, then the memory it owns elsewhere. Empty where nothing may be read.
   */
  blocks: Block[];
  ledger?: Ledger;
  place?: Place;
  /**
   * Objects that pointers lead to, read when this was drawn: a pointer whose value is the address of one of them can be followed.
   */
  others?: Reading[];
  series?: Series;
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
export interface Subject {
  type: string;
  family: Family;
  repr: string;
  /**
   * id(object)
   */
  address: string;
  /**
   * sys.getsizeof(object), in bytes
   */
  getsizeof: number;
}
export interface Block {
  /**
   * object, or the field that points here: ob_item, ma_keys
   */
  id: string;
  /**
   * The C struct or array, as CPython's headers name it.
   */
  title: string;
  /**
   * Where offset 0 is.
   */
  address: string;
  /**
   * Offset of the first byte: negative where words stand before the object.
   */
  start: number;
  /**
   * Bytes from start to the end, also those cut.
   */
  size: number;
  /**
   * The bytes from start on, lowest address first.
   */
  bytes: string;
  cut?: Cut;
  /**
   * By offset; together they cover every byte shown.
   */
  fields: Field[];
}
/**
 * Bytes shown of bytes there are.
 */
export interface Cut {
  shown: number;
  total: number;
}
export interface Field {
  /**
   * As in CPython's headers; items by index: ob_item[3].
   */
  name: string;
  c_type: string;
  /**
   * Bytes from the block's address.
   */
  offset: number;
  size: number;
  /**
   * For a bit-field: first bit, counted from the lowest bit of the byte at offset, and how many.
   */
  bits?: {
    first: number;
    width: number;
  };
  role:
    | 'gc'
    | 'refcount'
    | 'type'
    | 'length'
    | 'data'
    | 'pointer'
    | 'flags'
    | 'padding'
    | 'unknown';
  /**
   * The number in the bytes: decimal, or 0x… for pointers and flags.
   */
  value: string;
  /**
   * What the value says, in words; may be empty.
   */
  meaning: string;
  target?: {
    /**
     * What the pointer leads to.
     */
    text: string;
    /**
     * The id of the block drawn for it, where one is.
     */
    block?: string;
  };
  proof: Proof;
  /**
   * What it held before, in a comparison of two readings, where that is something else; empty where it was not there.
   */
  was?: string;
  /**
   * What a search, or another question that was asked, has to say of this field.
   */
  note?: string;
}
export interface Proof {
  /**
   * verified: agrees with an independent answer of the interpreter; read: the layout is proven, the value has no second source; unknown: not shown as fact.
   */
  status: 'verified' | 'read' | 'unknown';
  /**
   * One sentence: what was compared.
   */
  how: string;
}
/**
 * Who holds the object.
 */
export interface Ledger {
  /**
   * Strong references, those of the view not counted; null where they are not counted: the object is immortal.
   */
  count: number | null;
  /**
   * Those that can be named.
   */
  holders: Holder[];
  /**
   * References that are left: of C code, of the value stack of a running function, or of what the collector does not see.
   */
  unexplained: number;
}
export interface Holder {
  kind:
    | 'name'
    | 'variable'
    | 'cell'
    | 'element'
    | 'key'
    | 'attribute'
    | 'default'
    | 'constant'
    | 'class'
    | 'ipython'
    | 'view'
    | 'referent'
    | 'more';
  /**
   * How a learner would write it: xs[0], name a in your globals.
   */
  text: string;
  count: number;
}
/**
 * Where the object lives, and how much memory is its.
 */
export interface Place {
  /**
   * Who gave the memory, in one sentence.
   */
  allocator: string;
  /**
   * null where it is no block of a pool.
   */
  pool: Pool | null;
  /**
   * Objects that the collector knows in the blocks beside it.
   */
  neighbours: Neighbour[];
  generation: Generation;
  /**
   * The object's own block, then what it owns elsewhere.
   */
  parts: Part[];
  /**
   * What sys.getsizeof says, 0 where that would run Python code.
   */
  getsizeof: number;
  /**
   * Which of the parts it counts, in a few words.
   */
  getsizeof_counts: string;
  /**
   * null for an immortal object.
   */
  retained: Retained | null;
}
/**
 * The pool of pymalloc that the object's block lies in.
 */
export interface Pool {
  /**
   * Of its header.
   */
  address: string;
  /**
   * The size class, in bytes.
   */
  block_size: number;
  /**
   * Index of its arena.
   */
  arena: number;
  /**
   * Of the object's block.
   */
  index: number;
  /**
   * Each block by address: o the object's, u in use, f freed, n not handed out since the pool was made.
   */
  states: string;
  /**
   * The block that it hands out next; null where all are in use.
   */
  following: Address | null;
  /**
   * Of that block.
   */
  following_index: number | null;
  /**
   * The id() that an object like this one would have there.
   */
  following_id: Address | null;
  /**
   * Pools of this size class that are asked first; null where that is not known, or where the pool is full.
   */
  turn: number | null;
  proof: Proof;
}
export interface Neighbour {
  /**
   * Blocks further on; negative before it.
   */
  distance: number;
  text: string;
}
/**
 * What the garbage collector does with the object.
 */
export interface Generation {
  tracked: boolean;
  /**
   * Of the generation that holds it; null where none does.
   */
  number: number | null;
  /**
   * That in words, or why it is not tracked.
   */
  text: string;
  proof: Proof;
}
export interface Part {
  /**
   * Of the block that is drawn for it.
   */
  id: string;
  size: number;
  /**
   * Where it comes from.
   */
  text: string;
  /**
   * Whether it is the object's own: neither shared, nor inside of another part.
   */
  counted: boolean;
}
/**
 * What would be freed with the object.
 */
export interface Retained {
  /**
   * Itself included.
   */
  objects: number;
  /**
   * Bytes of them.
   */
  size: number;
  /**
   * Whether there is more to look at than was looked at: then these are lower bounds.
   */
  cut: boolean;
}
export interface Reading {
  object: Subject;
  blocks: Block[];
}
/**
 * Readings one after the other; the last is that of the payload itself.
 */
export interface Series {
  /**
   * changes: of one object, before and after each call of a change; objects: of several, beside each other.
   */
  of: 'changes' | 'objects';
  /**
   * Moments without a reading, the last not counted: of them only the numbers are sent, as no block was resized or moved, or the room for readings was full.
   */
  left_out: number;
  /**
   * @minItems 1
   */
  moments: [Moment, ...Moment[]];
}
export interface Moment {
  /**
   * before, call 3, or a description of the object.
   */
  label: string;
  /**
   * Bytes of the object's own block.
   */
  size: number;
  /**
   * Bytes of it and of the memory that is its own.
   */
  total: number;
  contents?: Contents;
  /**
   * Fields that differ from the moment before.
   */
  changed: number;
  /**
   * Ids of blocks at another address than in the moment before.
   */
  moved?: string[];
  /**
   * Ids of blocks of another size than in the moment before, new ones and ones that are gone.
   */
  resized?: string[];
  /**
   * Which of its blocks are those of an object before it, each in words.
   */
  shared?: string[];
  reading?: Reading;
}
/**
 * How much of an object's memory is in use.
 */
export interface Contents {
  used: number;
  /**
   * How many there is room for; null where there is never room to spare.
   */
  allocated: number | null;
  unit: 'slot' | 'entry' | 'item' | 'byte' | 'value' | 'digit' | 'character';
  /**
   * Bytes of one of them.
   */
  width: number;
  /**
   * Bytes that nothing has been stored in.
   */
  spare: number;
}
