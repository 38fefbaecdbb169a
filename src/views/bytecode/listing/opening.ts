import { outermost, type ICode, type IProgram } from '../program/model';
import { loadedBy } from '../program/texts';

/** For each code object that is loaded, the first instruction that loads it. */
function loadersOf(
  program: IProgram
): Map<ICode, { code: ICode; index: number }> {
  const loaders = new Map<ICode, { code: ICode; index: number }>();
  for (const code of program.codes) {
    for (let index = 0; index < code.count; index++) {
      const inner = loadedBy(program, code, index);
      if (inner && !loaders.has(inner)) {
        loaders.set(inner, { code, index });
      }
    }
  }
  return loaders;
}

/** Keys of the rows to open so that a listing shows a code object; none where nothing loads it. */
export function keysTo(program: IProgram, wanted: ICode): string[] {
  const loaders = loadersOf(program);
  const indexes: number[] = [];
  let code = wanted;
  for (
    let loader = loaders.get(code);
    loader && code.level > 0;
    loader = loaders.get(code)
  ) {
    indexes.unshift(loader.index);
    code = loader.code;
  }
  const roots = outermost(program);
  if (!roots.includes(code)) {
    return [];
  }
  const keys = roots.length > 1 ? [`#${code.place}`] : [];
  let path = roots.length > 1 ? `#${code.place}/` : '';
  for (const index of indexes) {
    keys.push(`${path}${index}`);
    path = `${path}${index}/`;
  }
  return keys;
}
