import type { IStateDB } from '@jupyterlab/statedb';
import type { ILook, ILookStore } from './model';

const key = 'pymastery:roadmap';

/** Whether the workspace never saw the sidebar; from now on it has. Without a state database nobody knows: no. */
export async function isFirstVisit(db: IStateDB | null): Promise<boolean> {
  if (db === null || (await db.fetch(key)) !== undefined) {
    return false;
  }
  await db.save(key, { expanded: null, folder: null });
  return true;
}

/** Keeps how the sidebar looks in the workspace; on a page without a state database, nowhere. */
export function lookStore(db: IStateDB | null): ILookStore {
  return {
    load: async () => {
      const value: unknown = await db?.fetch(key).catch(() => undefined);
      return asLook(value);
    },
    save: async ({ expanded, folder }) => {
      await db?.save(key, { expanded, folder });
    }
  };
}

function asLook(value: unknown): ILook {
  const look: Partial<Record<keyof ILook, unknown>> =
    typeof value === 'object' && value !== null ? value : {};
  const { expanded, folder } = look;
  return {
    expanded:
      Array.isArray(expanded) && expanded.every(id => typeof id === 'string')
        ? expanded
        : null,
    folder: typeof folder === 'string' ? folder : null
  };
}
