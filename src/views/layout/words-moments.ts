import type { TranslationBundle } from '@jupyterlab/translation';
import type { Contents, Moment } from '../../contract/layout';
import { markOf } from './geometry-moments';

function unitWord(contents: Contents, trans: TranslationBundle): string {
  const words: Record<Contents['unit'], string> = {
    slot: trans._n('slot', 'slots', contents.allocated ?? contents.used),
    entry: trans._n('entry', 'entries', contents.allocated ?? contents.used),
    item: trans._n('item', 'items', contents.allocated ?? contents.used),
    byte: trans._n('byte', 'bytes', contents.allocated ?? contents.used),
    value: trans._n('value', 'values', contents.allocated ?? contents.used),
    digit: trans._n('digit', 'digits', contents.used),
    character: trans._n('character', 'characters', contents.used)
  };
  return words[contents.unit];
}

/** "5 of 8 slots, 8 bytes each", "3 digits, 4 bytes each"; nothing for an object that holds nothing countable. */
export function contentsOf(moment: Moment, trans: TranslationBundle): string {
  const { contents } = moment;
  if (!contents) {
    return '';
  }
  const unit = unitWord(contents, trans);
  const held =
    contents.allocated === null
      ? trans.__('%1 %2', contents.used, unit)
      : trans.__('%1 of %2 %3', contents.used, contents.allocated, unit);
  return contents.unit === 'byte'
    ? held
    : `${held}, ${trans._n('%1 byte each', '%1 bytes each', contents.width, contents.width)}`;
}

/** "120 bytes, 56 of them the object itself". */
export function sizeOf(moment: Moment, trans: TranslationBundle): string {
  const { size, total } = moment;
  return total > size
    ? trans.__('%1 bytes, %2 of them the object itself', total, size)
    : trans._n('%1 byte', '%1 bytes', total, total);
}

/** What happened to the memory since the moment before: blocks resized or moved, fields changed. */
export function happened(
  moment: Moment,
  isFirst: boolean,
  trans: TranslationBundle
): string {
  if (isFirst) {
    return '';
  }
  const { moved = [], resized = [] } = moment;
  const names = (ids: string[]) => ids.join(', ');
  const both = resized.filter(id => moved.includes(id));
  const told = [
    both.length > 0 && trans.__('%1 resized and moved', names(both)),
    ...[resized, moved].map((ids, place) => {
      const alone = ids.filter(id => !both.includes(id));
      return (
        alone.length > 0 &&
        (place === 0
          ? trans.__('%1 resized', names(alone))
          : trans.__('%1 moved', names(alone)))
      );
    }),
    moment.changed > 0
      ? trans._n(
          '%1 field changed',
          '%1 fields changed',
          moment.changed,
          moment.changed
        )
      : trans.__('nothing changed')
  ];
  return told.filter(Boolean).join(', ');
}

/** What a mark above a bar says. */
export function markWord(moment: Moment, trans: TranslationBundle): string {
  const mark = markOf(moment);
  return mark === null
    ? ''
    : {
        resized: trans.__('resized'),
        moved: trans.__('moved'),
        both: trans.__('resized and moved')
      }[mark];
}

/** Everything about a moment in one line: what a slider says of its value. */
export function momentWords(
  moment: Moment,
  isFirst: boolean,
  trans: TranslationBundle
): string {
  return [
    contentsOf(moment, trans),
    sizeOf(moment, trans),
    happened(moment, isFirst, trans)
  ]
    .filter(Boolean)
    .join('; ');
}
