import type { Item } from './course';

/** One visible line of the tree, with what ARIA wants to know of its place. */
export interface IRow {
  item: Item;
  /** 1 for a phase. */
  level: number;
  /** Counted from 1 among its siblings that are shown. */
  position: number;
  siblings: number;
  /** Null where there is nothing to open. */
  expanded: boolean | null;
  parent: string | null;
}

/**
 * The lines of the tree from top to bottom.
 *
 * @param visible - The ids to show, or null for all.
 */
export function rows(
  items: readonly Item[],
  isExpanded: (id: string) => boolean,
  visible: ReadonlySet<string> | null = null,
  parent: IRow | null = null
): IRow[] {
  const shown = items.filter(item => visible === null || visible.has(item.id));
  return shown.flatMap((item, index) => {
    const folds = item.children.some(
      child => visible === null || visible.has(child.id)
    );
    const row: IRow = {
      item,
      level: (parent?.level ?? 0) + 1,
      position: index + 1,
      siblings: shown.length,
      expanded: folds ? isExpanded(item.id) : null,
      parent: parent?.item.id ?? null
    };
    const inside = row.expanded
      ? rows(item.children, isExpanded, visible, row)
      : [];
    return [row, ...inside];
  });
}

/** What a key asks of the tree: the line to stand on, and the lines to fold or unfold. */
export interface IMove {
  focus?: string;
  toggle?: string[];
}

/** The move of `key` on line `id`, or null when the key means nothing here (WAI-ARIA tree pattern). */
export function move(
  lines: readonly IRow[],
  id: string,
  key: string
): IMove | null {
  const at = lines.findIndex(row => row.item.id === id);
  const row = lines[at];
  if (row === undefined) {
    return null;
  }
  const to = (target: IRow | undefined): IMove => ({
    focus: (target ?? row).item.id
  });
  switch (key) {
    case 'ArrowDown':
      return to(lines[at + 1]);
    case 'ArrowUp':
      return to(lines[at - 1]);
    case 'Home':
      return to(lines[0]);
    case 'End':
      return to(lines[lines.length - 1]);
    case 'ArrowRight':
      return row.expanded === false
        ? { toggle: [id] }
        : row.expanded
          ? to(lines[at + 1])
          : {};
    case 'ArrowLeft':
      return row.expanded
        ? { toggle: [id] }
        : { focus: row.parent ?? row.item.id };
    case '*':
      return { toggle: folded(lines, row) };
    default:
      return null;
  }
}

/** The siblings of `row`, itself included, that are folded. */
function folded(lines: readonly IRow[], row: IRow): string[] {
  return lines
    .filter(other => other.parent === row.parent && other.expanded === false)
    .map(other => other.item.id);
}

/**
 * The next line whose text begins with `typed`, from `id` on and round the end. While only one letter was
 * typed, or the same one again, the search starts below `id`, so that it walks through the candidates.
 */
export function typeAhead(
  lines: readonly IRow[],
  id: string,
  typed: string,
  label: (item: Item) => string
): string | null {
  const letters = typed.toLowerCase();
  const repeated = new Set(letters).size === 1;
  const wanted = repeated ? letters.slice(0, 1) : letters;
  const at = lines.findIndex(row => row.item.id === id) + (repeated ? 1 : 0);
  const order = [...lines.slice(at), ...lines.slice(0, at)];
  const found = order.find(row =>
    label(row.item).toLowerCase().startsWith(wanted)
  );
  return found?.item.id ?? null;
}
