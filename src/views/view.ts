import type { TranslationBundle } from '@jupyterlab/translation';
import type { FC } from 'react';
import type { IPayloads, Kind } from '../contract/decode';

/** What every view is drawn from: nothing else reaches it. */
export interface IViewProps<K extends Kind> {
  payload: IPayloads[K];
  /** The text twin that the kernel made of the same facts; empty where the output has none. */
  text: string;
  trans: TranslationBundle;
}

export type View<K extends Kind> = FC<IViewProps<K>>;

/** What a chunk of one kind of view holds. */
export interface IViewModule<K extends Kind> {
  default: View<K>;
  /** Throws a PayloadError for what the schema cannot refuse, before anything is drawn. */
  check?(payload: IPayloads[K]): void;
}

/** The kinds that have a MIME type of their own. */
export type ViewKind = Exclude<Kind, 'curriculum'>;

export function mimeType(kind: ViewKind, version: number): string {
  return `application/vnd.pymastery.${kind}.v${version}+json`;
}
