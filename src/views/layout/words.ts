import type { TranslationBundle } from '@jupyterlab/translation';
import type { Field } from '../../contract/layout';
import { hexOffset } from './geometry';

export type Role = Field['role'];
export type Status = Field['proof']['status'];

export const ROLES: Role[] = [
  'gc',
  'refcount',
  'type',
  'length',
  'flags',
  'pointer',
  'data',
  'padding',
  'unknown'
];

/** A mark for each proof; the word stands beside it or in its name. */
export const MARKS: Record<Status, string> = {
  verified: '\u2713',
  read: '\u00b7',
  unknown: '?'
};

export function roleWord(role: Role, trans: TranslationBundle): string {
  const words: Record<Role, string> = {
    gc: trans.__('collector'),
    refcount: trans.__('reference count'),
    type: trans.__('type'),
    length: trans.__('length'),
    flags: trans.__('flags'),
    pointer: trans.__('pointer'),
    data: trans.__('data'),
    padding: trans.__('not used'),
    unknown: trans.__('unknown')
  };
  return words[role];
}

export function statusWord(status: Status, trans: TranslationBundle): string {
  const words: Record<Status, string> = {
    verified: trans.__('verified'),
    read: trans.__('read'),
    unknown: trans.__('unknown')
  };
  return words[status];
}

/** What the word of a proof promises. */
export function statusSentence(
  status: Status,
  trans: TranslationBundle
): string {
  const words: Record<Status, string> = {
    verified: trans.__('Python itself, asked another way, says the same'),
    read: trans.__('the place is proven, nothing else states the value'),
    unknown: trans.__('not shown as fact')
  };
  return words[status];
}

/** "bits 0–1", "bit 7", or nothing. */
export function bitsWord(field: Field, trans: TranslationBundle): string {
  if (!field.bits) {
    return '';
  }
  const { first, width } = field.bits;
  return width === 1
    ? trans.__('bit %1', first)
    : trans.__('bits %1\u2013%2', first, first + width - 1);
}

/** What a field held before, where that is something else, and what a search had to say of it. */
export function remarkOf(field: Field, trans: TranslationBundle): string {
  const before =
    field.was === ''
      ? trans.__('was not there before')
      : field.was && trans.__('before: %1', field.was);
  return [before, field.note].filter(Boolean).join('; ');
}

/** Everything about a field in one sentence: its accessible name. */
export function fieldName(field: Field, trans: TranslationBundle): string {
  const place = trans.__('offset %1', hexOffset(field.offset));
  const size = trans._n('%1 byte', '%1 bytes', field.size, field.size);
  const parts = [
    field.name,
    field.c_type,
    [place, bitsWord(field, trans)].filter(Boolean).join(' '),
    size,
    field.value,
    field.meaning,
    field.target ? trans.__('leads to %1', field.target.text) : '',
    remarkOf(field, trans),
    statusWord(field.proof.status, trans)
  ];
  return parts.filter(Boolean).join(', ');
}
