// What jsdom lacks and Lumino asks for when it is loaded.
if (globalThis.window && !globalThis.DragEvent) {
  globalThis.DragEvent = class DragEvent extends globalThis.MouseEvent {};
}
if (globalThis.window && !globalThis.ResizeObserver) {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}
