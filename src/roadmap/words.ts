import type { TranslationBundle } from '@jupyterlab/translation';
import {
  type IGroupItem,
  type IResourceItem,
  type Item,
  isUnwritten
} from './course';

export function groupTitle(
  of: IGroupItem['of'],
  title: string,
  trans: TranslationBundle
): string {
  switch (of) {
    case 'topics':
      return trans.__('Topics');
    case 'exercises':
      return trans.__('Exercises');
    case 'resources':
      return trans.__('Resources');
    case 'tips':
      return title;
  }
}

export function mediumWord(
  medium: IResourceItem['medium'],
  trans: TranslationBundle
): string {
  switch (medium) {
    case 'book':
      return trans.__('book');
    case 'docs':
      return trans.__('docs');
    case 'video':
      return trans.__('video');
    case 'article':
      return trans.__('article');
    case 'tool':
      return trans.__('tool');
    case 'code':
      return trans.__('code');
  }
}

/** The words an item begins with, for type-ahead. */
export function label(item: Item, trans: TranslationBundle): string {
  if (item.kind === 'phase') {
    return trans.__('Phase %1', item.number);
  }
  return item.kind === 'group'
    ? groupTitle(item.of, item.title, trans)
    : item.title;
}

/** The whole title, which a narrow sidebar may cut, and what else there is to know. */
export function tooltip(item: Item, trans: TranslationBundle): string {
  return [item.title || label(item, trans), ...details(item, trans)]
    .filter(Boolean)
    .join('\n');
}

function details(item: Item, trans: TranslationBundle): string[] {
  const waits = isUnwritten(item) ? [trans.__('Not written yet.')] : [];
  switch (item.kind) {
    case 'phase':
      return [item.focus];
    case 'group':
      return [];
    case 'topic':
      return [
        trans.__('%1 minutes', item.minutes),
        ...item.objectives.map(objective => `• ${objective}`),
        ...waits
      ];
    case 'exercise':
      return [trans.__('%1 minutes', item.minutes), item.note, ...waits];
    case 'tip':
      return [item.text];
    case 'resource':
      return [
        item.note,
        item.url === null ? '' : trans.__('Opens in a new tab: %1', item.url)
      ];
  }
}
