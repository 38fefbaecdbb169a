import type { TranslationBundle } from '@jupyterlab/translation';
import type { GraphV1, Object as GraphObject } from '../../contract/graph';
import { isRing } from './geometry';

/** One sentence: the accessible name of the picture. */
export function summary(payload: GraphV1, trans: TranslationBundle): string {
  const names = payload.roots.reduce((sum, root) => sum + root.names.length, 0);
  return [
    trans._n('Memory graph: %1 name', 'Memory graph: %1 names', names),
    trans._n('%1 object', '%1 objects', payload.objects.length),
    trans._n('%1 cycle', '%1 cycles', payload.cycles.length)
  ]
    .join(', ')
    .concat('.');
}

/** A cycle as its objects: "o3 → o5 → o3". */
export function cycleWords(
  payload: GraphV1,
  cycle: readonly string[],
  trans: TranslationBundle
): string {
  const shown = cycle.slice(0, 12).join(' → ');
  if (cycle.length > 12) {
    return trans.__('cycle of %1 objects: %2 …', cycle.length, shown);
  }
  return isRing(payload, cycle)
    ? trans.__('cycle: %1 → %2', shown, cycle[0] ?? '')
    : trans.__('cycle: %1, each leads to the others', cycle.join(', '));
}

/** What a folded card says below its type: "35 items · 320 B". */
export function chipWords(
  object: GraphObject,
  trans: TranslationBundle
): string {
  const parts =
    object.length === undefined
      ? []
      : [trans._n('%1 item', '%1 items', object.length)];
  if (object.size) {
    parts.push(trans.__('%1 B', object.size));
  }
  return parts.join(' · ') || trans.__('folded');
}

/** The accessible name of a card. */
export function cardWords(
  object: GraphObject,
  trans: TranslationBundle,
  state: { folded: boolean; behind: number; cycle: boolean }
): string {
  const parts = [`${object.id}, ${object.type}`];
  if (!object.repr.startsWith('<')) {
    parts.push(object.repr);
  }
  if (object.slots.length) {
    const total = object.cut?.total ?? object.slots.length;
    parts.push(trans._n('%1 reference', '%1 references', total));
  }
  if (object.immutable) {
    parts.push(trans.__('cannot change'));
  }
  if (state.cycle) {
    parts.push(trans.__('in a cycle'));
  }
  if (state.folded) {
    parts.push(trans.__('folded'));
    if (state.behind) {
      parts.push(
        trans._n('%1 object hidden', '%1 objects hidden', state.behind)
      );
    }
  }
  return parts.join(', ');
}

/** What the pointer shows over a card. */
export function cardTitle(
  object: GraphObject,
  trans: TranslationBundle
): string {
  const lines = [`${object.type} ${object.repr}`, object.address];
  if (object.size) {
    lines.push(trans.__('%1 bytes', object.size));
  }
  if (object.hidden) {
    lines.push(
      trans._n(
        '%1 reference not drawn',
        '%1 references not drawn',
        object.hidden
      )
    );
  }
  return lines.join('\n');
}
