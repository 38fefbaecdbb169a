import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICode, IProgram } from '../program/model';

export interface ICfgProps {
  program: IProgram;
  code: ICode;
  /** The instruction that is pointed at, here or elsewhere. */
  active: { index: number | null };
  /** The instruction that is pinned. */
  pinned: number | null;
  onHover(index: number | null): void;
  /** Null lets go of the one that is pinned. */
  onPin(index: number | null): void;
  /** Opens the listing at an instruction. */
  onOpen(index: number): void;
  trans: TranslationBundle;
}
