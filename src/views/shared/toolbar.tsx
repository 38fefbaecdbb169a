import { useRef, useState } from 'react';

/** One button of a view. A toolbar has six of them at most. */
export interface ITool {
  /** What stands on the button: a word, or a sign where `name` says the word. */
  label: string;
  /** The accessible name, where the label alone is none. */
  name?: string;
  /** What it does and its key, shown by the pointer. */
  title: string;
  /** Whether it is on; absent where it is not a switch. */
  isOn?: boolean;
  /** Not to be seen now; it keeps its place, and comes back as it was. */
  isHidden?: boolean;
  act(): void;
}

interface IToolbarProps {
  name: string;
  tools: ITool[];
}

/** Where a key leads in a row of `count` buttons; undefined for a key that does not move. */
function destination(
  key: string,
  at: number,
  count: number
): number | undefined {
  return {
    ArrowRight: (at + 1) % count,
    ArrowLeft: (at + count - 1) % count,
    Home: 0,
    End: count - 1
  }[key];
}

/** The buttons of a view, with one tab stop that the arrow keys move. */
export function Toolbar(props: IToolbarProps): JSX.Element | null {
  const { name, tools } = props;
  const row = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(0);
  const shown = tools.flatMap((tool, place) => (tool.isHidden ? [] : [place]));
  const stop = shown.includes(wanted) ? wanted : shown.at(-1);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const at = shown.findIndex(place => place === stop);
    const to = destination(event.key, at, shown.length);
    if (to !== undefined) {
      row.current?.querySelectorAll('button')[shown[to] ?? 0]?.focus();
      event.preventDefault();
    }
  };
  return shown.length === 0 ? null : (
    <div
      ref={row}
      role="toolbar"
      aria-label={name}
      className="jp-PyMastery-toolbar"
      onKeyDown={onKeyDown}
    >
      {tools.map((tool, place) => (
        <button
          key={tool.label}
          type="button"
          hidden={tool.isHidden}
          tabIndex={place === stop ? 0 : -1}
          aria-label={tool.name}
          aria-pressed={tool.isOn}
          title={tool.title}
          onFocus={() => setWanted(place)}
          onClick={tool.act}
        >
          {tool.label}
        </button>
      ))}
    </div>
  );
}
