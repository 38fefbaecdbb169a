/** The versions of each kind's payload that can be drawn, oldest first: a saved notebook may hold any. */
export const VERSIONS = {
  bytecode: [1, 2],
  layout: [1],
  graph: [1],
  check: [1]
};
