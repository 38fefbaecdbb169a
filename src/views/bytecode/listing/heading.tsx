import type { TranslationBundle } from '@jupyterlab/translation';

interface IHeadingProps {
  /** Where the gutter of the outermost code object ends, in pixels. */
  left: number;
  hasDepth: boolean;
  trans: TranslationBundle;
}

/** What the columns are; it stays in sight and is as high as a row. */
export function Heading({ left, hasDepth, trans }: IHeadingProps): JSX.Element {
  const columns: [string, string, string][] = [
    ['line', trans.__('line'), trans.__('Line of the source')],
    ['label', trans.__('label'), trans.__('Label of a jump target or handler')],
    ['offset', trans.__('offset'), trans.__('Offset in co_code, in bytes')],
    ['depth', trans.__('stack'), trans.__('Depth of the stack before it')],
    ['opcode', trans.__('instruction'), trans.__('Name of the opcode')],
    ['arg', trans.__('arg'), trans.__('Argument')],
    ['text', trans.__('meaning'), trans.__('What the argument stands for')]
  ];
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="jp-PyMastery-bytecode-row jp-PyMastery-bytecode-heading"
      style={{ paddingLeft: left }}
    >
      {columns
        .filter(([column]) => hasDepth || column !== 'depth')
        .map(([column, word, title]) => (
          <span
            key={column}
            role="columnheader"
            aria-label={title}
            title={title}
            className={`jp-PyMastery-bytecode-${column}`}
          >
            {column === 'label' ? (
              // there is no room for the word, but a heading without one is none
              <span className="jp-PyMastery-bytecode-hidden">{word}</span>
            ) : (
              word
            )}
          </span>
        ))}
    </div>
  );
}
