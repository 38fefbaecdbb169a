// Generated from graph.v1.schema.json by devtools/contract.mjs: change the schema, then run `npm run generate`.

export type Id = string;
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
 * Objects and the references between them, reachable from named roots, in first-visit order.
 */
export interface GraphV1 {
  kind: 'graph';
  version: 1;
  interpreter: Interpreter;
  roots: Root[];
  objects: Object[];
  /**
   * Strongly connected components with a reference inside; a single id is an object that refers to itself.
   */
  cycles: [Id, ...Id[]][];
  /**
   * One sentence where less than usual is certain: an interpreter whose internals are not tested.
   */
  notice?: string;
  cut?: Cut2;
  /**
   * The walk itself stopped at its budget, so cut.total is a lower bound.
   */
  at_least?: boolean;
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
export interface Root {
  /**
   * "globals", "frame of f", "given objects"
   */
  title: string;
  kind: 'namespace' | 'frame' | 'objects';
  names: {
    name: string;
    target: Id;
  }[];
  cut?: Cut;
  /**
   * Names left out because IPython or pymastery put them there.
   */
  hidden?: number;
}
/**
 * Names shown of names there are.
 */
export interface Cut {
  shown: number;
  total: number;
}
export interface Object {
  id: Id;
  type: string;
  family: Family;
  /**
   * Bounded; made without running code of the object's class.
   */
  repr: string;
  address: Address;
  /**
   * sys.getsizeof, in bytes; 0 where asking would run code of the object's class.
   */
  size: number;
  length?: number;
  /**
   * Has no references worth drawing: numbers, text, singletons. A view may draw it inside its holder.
   */
  atom: boolean;
  immutable: boolean;
  slots: Slot[];
  cut?: Cut1;
  /**
   * References the collector sees from this object that are not drawn, such as the type.
   */
  hidden?: number;
}
export interface Slot {
  /**
   * item: an element of a set; value: of a dict, its label the bounded repr of the key; key: a dict's key that is not a string; referent: a reference without a name.
   */
  kind:
    | 'index'
    | 'key'
    | 'value'
    | 'item'
    | 'attribute'
    | 'slot'
    | 'cell'
    | 'closure'
    | 'default'
    | 'code'
    | 'local'
    | 'referent';
  label: string;
  /**
   * Absent where the object was cut.
   */
  target?: string;
}
/**
 * Slots shown of slots there are.
 */
export interface Cut1 {
  shown: number;
  total: number;
}
/**
 * Objects shown of objects found; total is a lower bound when at_least is true.
 */
export interface Cut2 {
  shown: number;
  total: number;
}
