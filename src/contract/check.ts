// Generated from check.v1.schema.json by devtools/contract.mjs: change the schema, then run `npm run generate`.

/**
 * The result of checking an answer to an exercise.
 */
export interface CheckV1 {
  kind: 'check';
  version: 1;
  interpreter: Interpreter;
  exercise: string;
  title: string;
  passed: boolean;
  behaviours: Behaviour[];
  /**
   * The one hint that fits the first failed behaviour.
   */
  hint?: string;
  /**
   * What to do now, one sentence.
   */
  next?: string;
  /**
   * What the answer printed while it was checked, bounded.
   */
  printed?: string;
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
export interface Behaviour {
  id: string;
  /**
   * The property tested, in words.
   */
  text: string;
  status: 'passed' | 'failed' | 'not-run';
  /**
   * The smallest failing input found.
   */
  example?: string;
  expected?: string;
  got?: string;
}
