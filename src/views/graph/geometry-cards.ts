import type {
  GraphV1,
  Object as GraphObject,
  Slot
} from '../../contract/graph';

/** What the picture is made for: how wide a character is, and what the reader asked to see. */
export interface IOptions {
  /** Pixels of one character of the code font. */
  character: number;
  /** Draw numbers, texts and singletons as objects too. */
  everyObject: boolean;
  /** Cards that show all their rows. */
  opened: ReadonlySet<string>;
}

/** An object drawn inside the slot that refers to it. */
export interface IInline {
  id: string;
  text: string;
  family: string;
}

export interface IRow {
  kind: string;
  label: string;
  /** The card that this row leads to. */
  target: string | null;
  inline: IInline | null;
  /** Of the row or cell, inside its card. */
  x: number;
  y: number;
  width: number;
  /** Of the label, at the row's left; 0 in a cell, where the label stands above. */
  labelWidth: number;
}

/** rows: one slot below the other; cells: side by side; value: nothing but the value. */
export type Form = 'rows' | 'cells' | 'value';

export interface ICard {
  id: string;
  form: Form;
  /** What stands at the top right: the type; of a root: what has the names. */
  type: string;
  family: string;
  /** The value, where the rows do not say it. */
  value: string;
  rows: IRow[];
  /** Rows left out here; the payload has them. */
  folded: number;
  /** Slots left out in the kernel. */
  cut: number;
  hidden: number;
  immutable: boolean;
  width: number;
  height: number;
  /** Characters that it takes to say what is folded: nothing moves when it is. */
  chip: number;
  /** Position of the object in the payload, -1 for a root. */
  order: number;
}

export const HEADER = 22;
export const ROW = 20;
const FOOTER = 18;
const CELL = 34;
const PAD = 8;
const DOT = 18;
const ROWS = 12;
const CELLS = 20;
const CELL_LINE = 10;
const VALUE = 26;
const LABEL = 18;
const SMALL = 0.92;
const CHIP = 16;

/** How the kernel describes what has a name: the type stands in the header already. */
const NAMED = /^<(?:function|class|built-in|module) (.+)>$/;

const CUT: IInline = { id: '', text: '…', family: 'singleton' };

/** The id of the card of a root: no object has such an id. */
export function rootId(index: number): string {
  return `root${index}`;
}

/** `text`, its end replaced by "…" where it is longer than `limit` characters. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** The objects of a payload by id; of two with one id the first. */
export function byId(payload: GraphV1): Map<string, GraphObject> {
  const found = new Map<string, GraphObject>();
  for (const object of payload.objects) {
    if (!found.has(object.id)) {
      found.set(object.id, object);
    }
  }
  return found;
}

/**
 * The objects to draw inside the slots that refer to them: atoms with one name at most, so that two
 * names of one number visibly share it, and what has no references of its own and one referrer.
 */
export function inlineObjects(
  payload: GraphV1,
  everyObject: boolean
): Set<string> {
  const named = new Map<string, number>();
  const referred = new Map<string, number>();
  const count = (counts: Map<string, number>, id: string) =>
    counts.set(id, (counts.get(id) ?? 0) + 1);
  payload.roots.forEach(root =>
    root.names.forEach(name => count(named, name.target))
  );
  payload.objects.forEach(object =>
    object.slots.forEach(slot => slot.target && count(referred, slot.target))
  );
  const inline = new Set<string>();
  for (const object of payload.objects) {
    const names = named.get(object.id) ?? 0;
    const once = names === 0 && referred.get(object.id) === 1;
    const leaf =
      object.slots.length === 0 &&
      (object.family === 'module' ||
        (once && ['callable', 'class'].includes(object.family)));
    if (leaf || (object.atom && !everyObject && names < 2)) {
      inline.add(object.id);
    }
  }
  return inline;
}

/** Makes the card of each object that is not drawn inside another, and of each root. */
export function makeCards(
  payload: GraphV1,
  options: IOptions
): Map<string, ICard> {
  const objects = byId(payload);
  const inline = inlineObjects(payload, options.everyObject);
  const rowOf = (kind: string, label: string, target?: string): IRow => {
    const object = target === undefined ? undefined : objects.get(target);
    const inside = object && inline.has(object.id);
    return {
      kind,
      label,
      target: object && !inside ? object.id : null,
      inline: inside
        ? {
            id: object.id,
            text: object.repr.replace(NAMED, '$1'),
            family: object.family
          }
        : object
          ? null
          : CUT,
      x: 0,
      y: 0,
      width: 0,
      labelWidth: 0
    };
  };
  const cards = new Map<string, ICard>();
  payload.roots.forEach((root, index) => {
    const rows = root.names.map(name => rowOf('name', name.name, name.target));
    const card = blank(rootId(index), root.title, 'frame', -1);
    card.cut = root.cut ? root.cut.total - root.cut.shown : 0;
    card.hidden = root.hidden ?? 0;
    cards.set(card.id, fill(card, rows, 'rows', options, rows.length));
  });
  payload.objects.forEach((object, order) => {
    if (!inline.has(object.id) && objects.get(object.id) === object) {
      // the label of the value says what a number or text as a key is
      const rows = object.slots
        .map(slot => rowOf(slot.kind, labelOf(slot), slot.target))
        .filter(row => row.kind !== 'key' || row.inline === null);
      const card = blank(object.id, object.type, object.family, order);
      card.cut = object.cut ? object.cut.total - object.cut.shown : 0;
      card.hidden = object.hidden ?? 0;
      card.immutable = object.immutable;
      card.chip = rows.length ? chipLength(object) : 0;
      const form = formOf(object, rows);
      card.value =
        form === 'value' || ['callable', 'class'].includes(object.family)
          ? object.repr.replace(NAMED, '$1')
          : '';
      const limit = form === 'cells' ? CELLS : ROWS;
      cards.set(card.id, fill(card, rows, form, options, limit));
    }
  });
  return cards;
}

function chipLength(object: GraphObject): number {
  const size = `${object.size} B`.length;
  return object.length === undefined
    ? size
    : `${object.length} items · `.length + size;
}

function labelOf(slot: Slot): string {
  if (slot.kind === 'key') {
    return 'key';
  }
  return slot.kind === 'referent' ? 'refers to' : slot.label;
}

function formOf(object: GraphObject, rows: IRow[]): Form {
  if (rows.length === 0) {
    return 'value';
  }
  const plain = rows.every(
    row => row.target === null && ['index', 'item'].includes(row.kind)
  );
  return plain && object.type !== 'deque' ? 'cells' : 'rows';
}

function blank(id: string, type: string, family: string, order: number): ICard {
  return {
    id,
    form: 'value',
    type,
    family,
    value: '',
    rows: [],
    folded: 0,
    cut: 0,
    hidden: 0,
    immutable: false,
    width: 0,
    height: 0,
    chip: 0,
    order
  };
}

/** What the footer says, or nothing: an instance's type stands in its header already. */
export function footer(card: ICard): { more: number; hidden: number } {
  return {
    more: card.folded + card.cut,
    hidden: card.hidden > 1 || card.order < 0 ? card.hidden : 0
  };
}

/** Fills a card with its rows, and gives every part its place and size. */
function fill(
  card: ICard,
  rows: IRow[],
  form: Form,
  options: IOptions,
  limit: number
): ICard {
  const room = options.opened.has(card.id) ? rows.length : limit;
  // one row more costs no more than the line that would say so
  card.rows = rows.length <= room + 1 ? rows : rows.slice(0, room);
  card.folded = rows.length - card.rows.length;
  card.form = form;
  const char = options.character;
  const named = card.order < 0 ? 2 : card.id.length + 1;
  const button = rows.length > 0 && card.order >= 0 ? 16 : 0;
  const value = shorten(card.value, VALUE + 10).length * char;
  const foot = footer(card);
  const footWidth =
    ((foot.more ? `+ ${foot.more} more`.length : 0) +
      (foot.hidden ? `${foot.hidden} hidden`.length + 2 : 0)) *
      char *
      SMALL +
    (foot.more ? CHIP : 0);
  const top = HEADER + (card.value === '' ? 0 : ROW);
  const inner = Math.max(
    (named + shorten(card.type, VALUE).length) * char * SMALL + button,
    value,
    card.chip * char * SMALL,
    footWidth
  );
  const size =
    form === 'cells'
      ? placeCells(card.rows, top, char)
      : placeRows(card.rows, top, char, inner);
  card.width = Math.ceil(Math.max(inner + 2 * PAD, size.width, 56));
  card.height =
    size.bottom +
    (foot.more || foot.hidden ? FOOTER : 0) +
    (size.bottom > HEADER ? 4 : 0);
  if (form !== 'cells') {
    card.rows.forEach(row => (row.width = card.width));
  }
  return card;
}

interface ISize {
  width: number;
  bottom: number;
}

function placeRows(
  rows: IRow[],
  top: number,
  char: number,
  inner: number
): ISize {
  const labels = Math.max(
    0,
    ...rows.map(row => shorten(row.label, LABEL).length)
  );
  const labelWidth = labels ? labels * char + PAD : 0;
  const values = rows.map(row =>
    row.inline ? shorten(row.inline.text, VALUE).length * char : DOT
  );
  rows.forEach((row, index) => {
    row.y = top + index * ROW;
    row.labelWidth = labelWidth;
  });
  return {
    width: Math.max(labelWidth + Math.max(0, ...values), inner) + 2 * PAD,
    bottom: top + rows.length * ROW
  };
}

function placeCells(rows: IRow[], top: number, char: number): ISize {
  const indexed = rows.some(row => row.label !== '');
  const widest = Math.max(
    1,
    ...rows.map(row =>
      Math.max(
        shorten(row.inline?.text ?? '', VALUE).length,
        row.label.length * SMALL
      )
    )
  );
  const width = Math.ceil(Math.max(widest * char + 12, 26));
  const line = Math.max(1, Math.min(CELL_LINE, Math.floor(360 / width)));
  const height = indexed ? CELL : ROW + 4;
  rows.forEach((row, index) => {
    row.x = PAD + (index % line) * width;
    row.y = top + Math.floor(index / line) * height;
    row.width = width;
  });
  return {
    width: Math.min(line, rows.length) * width + 2 * PAD,
    bottom: top + Math.ceil(rows.length / line) * height
  };
}
