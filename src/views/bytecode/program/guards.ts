import type { ICode, IGuard } from './model';

/** Which entry of the exception table guards each instruction, and which one each handler is entered by. */
interface IGuarded {
  /** Index into the guards, -1 for none. */
  at: Int32Array;
  handlers: Map<number, IGuard>;
}

const known = new WeakMap<ICode, IGuarded>();

function guardedOf(code: ICode): IGuarded {
  const at = new Int32Array(code.count).fill(-1);
  const handlers = new Map<number, IGuard>();
  // the next instruction that nothing guards yet: of entries that overlap, each instruction is visited once
  const next = Int32Array.from({ length: code.count + 1 }, (_, index) => index);
  const free = (index: number): number => {
    let found = index;
    while (next[found] !== found) {
      next[found] = next[next[found] ?? 0] ?? 0;
      found = next[found] ?? 0;
    }
    return found;
  };
  code.guards.forEach((guard, place) => {
    if (!handlers.has(guard.handler)) {
      handlers.set(guard.handler, guard);
    }
    for (
      let index = free(guard.from);
      index < guard.to;
      index = free(index + 1)
    ) {
      at[index] = place;
      next[index] = index + 1;
    }
  });
  return { at, handlers };
}

function guarded(code: ICode): IGuarded {
  let found = known.get(code);
  if (found === undefined) {
    found = guardedOf(code);
    known.set(code, found);
  }
  return found;
}

/** The entry that guards an instruction: of those that overlap, the first in the table is the one found. */
export function guardOf(code: ICode, index: number): IGuard | undefined {
  return code.guards[guarded(code).at[index] ?? -1];
}

/** The first entry in the table that leads to an instruction. */
export function handledBy(code: ICode, index: number): IGuard | undefined {
  return guarded(code).handlers.get(index);
}
