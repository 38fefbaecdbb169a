import type { TranslationBundle } from '@jupyterlab/translation';

function fill(text: string, values: unknown[]): string {
  return text.replace(/%(\d+)/g, (_, place: string) =>
    String(values[Number(place) - 1] ?? '')
  );
}

/** English as written: the gallery runs without JupyterLab's translator. */
export const nullTranslator: TranslationBundle = {
  __: (text, ...values) => fill(text, values),
  _n: (one, many, count, ...values) =>
    fill(count === 1 ? one : many, [count, ...values]),
  _p: (_context, text, ...values) => fill(text, values),
  _np: (_context, one, many, count, ...values) =>
    fill(count === 1 ? one : many, [count, ...values]),
  gettext: (text, ...values) => fill(text, values),
  ngettext: (one, many, count, ...values) =>
    fill(count === 1 ? one : many, [count, ...values]),
  pgettext: (_context, text, ...values) => fill(text, values),
  npgettext: (_context, one, many, count, ...values) =>
    fill(count === 1 ? one : many, [count, ...values]),
  dcnpgettext: (_domain, _context, one, many, count, ...values) =>
    fill(count === 1 ? one : many, [count, ...values])
};
