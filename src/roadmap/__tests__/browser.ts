// What JupyterLab's components ask of a browser when they are imported, and jsdom lacks.
window.matchMedia ??= (media: string) =>
  ({ media, matches: false, addEventListener: () => undefined }) as never;
