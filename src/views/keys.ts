import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

/** The class of every output that a view is drawn in. */
export const OUTPUT = 'jp-PyMastery-output';

/** Lumino asks the element in focus first: on an ancestor the mark comes too late for `:focus` selectors. */
const MARK = 'data-lm-suppress-shortcuts';

function viewOf(event: KeyboardEvent): Element | null {
  return event.target instanceof Element
    ? event.target.closest(`.${OUTPUT}`)
    : null;
}

/** Keys without Ctrl, Alt or Meta are the view's: `a` in a picture must not add a cell. */
function keep(event: KeyboardEvent): void {
  if (viewOf(event) !== null && event.target instanceof Element) {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    event.target.toggleAttribute(MARK, isPlain);
  }
}

/** An Esc with nothing left to clear leads back to the cell, whose shortcuts then work again. */
function leave(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !event.defaultPrevented) {
    viewOf(event)?.closest<HTMLElement>('.jp-Cell')?.focus();
  }
}

/** Shares the keyboard between the views and the application around them. */
export function shareKeys(target: Window): IDisposable {
  // In Notebook the application listens on the document while the event comes down, in JupyterLab
  // while it goes up: only the window is before both.
  target.addEventListener('keydown', keep, true);
  target.addEventListener('keydown', leave);
  return new DisposableDelegate(() => {
    target.removeEventListener('keydown', keep, true);
    target.removeEventListener('keydown', leave);
  });
}
