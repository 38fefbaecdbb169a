import { LabIcon } from '@jupyterlab/ui-components';
import bookSvg from '../../style/icons/book.svg';
import caretSvg from '../../style/icons/caret.svg';
import doneSvg from '../../style/icons/done.svg';
import exerciseSvg from '../../style/icons/exercise.svg';
import externalSvg from '../../style/icons/external.svg';
import freshSvg from '../../style/icons/fresh.svg';
import openedSvg from '../../style/icons/opened.svg';
import tipSvg from '../../style/icons/tip.svg';
import unwrittenSvg from '../../style/icons/unwritten.svg';

const icon = (name: string, svgstr: string): LabIcon =>
  new LabIcon({ name: `pymastery:${name}`, svgstr });

export const caretIcon = icon('caret', caretSvg);
export const doneIcon = icon('done', doneSvg);
export const openedIcon = icon('opened', openedSvg);
export const freshIcon = icon('fresh', freshSvg);
export const unwrittenIcon = icon('unwritten', unwrittenSvg);
export const bookIcon = icon('book', bookSvg);
export const exerciseIcon = icon('exercise', exerciseSvg);
export const tipIcon = icon('tip', tipSvg);
export const externalIcon = icon('external', externalSvg);
