interface IModifiers {
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Whether a key was pressed alone: with Ctrl, Alt or Meta it is the application's or the browser's. */
export function isPlain(event: IModifiers): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}
