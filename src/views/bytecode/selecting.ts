import { useState } from 'react';
import { isSame, type ISelection } from './selection';

/** What is lit up in all panes: a preview over what was kept. */
export function useSelection() {
  const [hovered, setHovered] = useState<ISelection | null>(null);
  const [pinned, setPinned] = useState<ISelection | null>(null);
  return {
    active: hovered ?? pinned,
    pinned,
    onHover: setHovered,
    onPin: (selection: ISelection | null) =>
      setPinned(isSame(selection, pinned) ? null : selection),
    clear: () => {
      setPinned(null);
      setHovered(null);
    }
  };
}

export type Selecting = ReturnType<typeof useSelection>;
