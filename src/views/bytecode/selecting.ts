import { useState } from 'react';
import { isSame, type ISelection } from './selection';

function isInstruction(selection: ISelection | null): boolean {
  return selection !== null && selection.code !== null && selection.index >= 0;
}

/** What is lit up in all panes: a preview over what was kept. */
export function useSelection() {
  const [hovered, setHovered] = useState<ISelection | null>(null);
  const [pinned, setPinned] = useState<ISelection | null>(null);
  /** The instruction previewed last: its card stays, so that its link can be reached. */
  const [last, setLast] = useState<ISelection | null>(null);
  const forget = (): void => {
    setHovered(null);
    setLast(null);
  };
  return {
    active: hovered ?? pinned,
    pinned,
    /** The instruction whose card is shown. */
    looked: [hovered, pinned, last].find(isInstruction) ?? null,
    onHover: (selection: ISelection | null): void => {
      setHovered(selection);
      if (selection !== null) {
        setLast(isInstruction(selection) ? selection : null);
      }
    },
    onPin: (selection: ISelection | null) =>
      setPinned(isSame(selection, pinned) ? null : selection),
    /** Ends a preview and takes its card away; what was kept stays. */
    forget,
    clear: (): void => {
      setPinned(null);
      forget();
    }
  };
}

export type Selecting = ReturnType<typeof useSelection>;
