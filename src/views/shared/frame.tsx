import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { ViewKind } from '../view';
import { isPlain } from './plain';
import { Toolbar, type ITool } from './toolbar';

interface IInterpreter {
  python: string;
  implementation: string;
  pointer_size?: 4 | 8;
  free_threaded?: boolean;
}

interface IFrameProps {
  kind: ViewKind;
  /** One sentence: the accessible name of the view. */
  name: string;
  /** Which interpreter the facts are of. */
  interpreter: IInterpreter;
  /** Sentences on what is not shown here, and why. */
  notices?: string[];
  /** What stands left of the interpreter and the toolbar. */
  header: ReactNode;
  /** The view's own buttons; the one for the text twin is added. */
  tools?: ITool[];
  /** What the view's own keys do, while the picture is shown. */
  keys?: Record<string, () => void>;
  /** The text twin; empty where there is none. */
  text: string;
  trans: TranslationBundle;
  /** The picture. */
  children: ReactNode;
}

const STOP = '[tabindex="0"], summary, button';

/** Switches between picture and text twin; the focus goes along, and on the way back to where it was. */
function useTwin(text: string) {
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  /** What had the focus when the text came. */
  const left = useRef<HTMLElement | null>(null);
  const [isText, setIsText] = useState(false);
  const toggle = (): void => {
    const focused = frame.current?.ownerDocument.activeElement;
    const isInside = frame.current?.contains(focused ?? null);
    if (!isText) {
      left.current = isInside ? (focused as HTMLElement) : null;
    }
    setIsText(text !== '' && !isText);
  };
  useLayoutEffect(() => {
    const from = left.current;
    if (from === null) {
      return;
    }
    if (isText) {
      const to = picture.current?.contains(from)
        ? '.jp-PyMastery-twin'
        : 'button:not([hidden])';
      if (from.closest('[hidden]')) {
        frame.current?.querySelector<HTMLElement>(to)?.focus();
      }
    } else {
      left.current = null;
      const back = from.isConnected
        ? from
        : picture.current?.querySelector<HTMLElement>(STOP);
      back?.focus({ preventScroll: true });
      // a pane loses where it was scrolled to when it is hidden too soon after
      back?.scrollIntoView?.({ block: 'nearest' });
    }
  }, [isText]);
  return { frame, picture, isText: isText && text !== '', toggle };
}

/** The view's own buttons, out of sight beside the text, and the one for the text. */
function shownTools(
  tools: ITool[],
  isText: boolean,
  twin: ITool,
  text: string
): ITool[] {
  return [
    ...tools.map(tool => ({ ...tool, isHidden: isText || tool.isHidden })),
    ...(text === '' ? [] : [twin])
  ];
}

/** Which interpreter it is, and what is unusual of its build. */
function nameOf(interpreter: IInterpreter, trans: TranslationBundle): string {
  const { python, implementation } = interpreter;
  return [
    `${implementation === 'cpython' ? 'CPython' : implementation} ${python}`,
    ...(interpreter.pointer_size === 4 ? [trans.__('32-bit')] : []),
    ...(interpreter.free_threaded ? [trans.__('free-threaded')] : [])
  ].join(', ');
}

/** What every view has around its picture: a name, a header, a toolbar, the text twin. */
export function Frame(props: IFrameProps): JSX.Element {
  const { kind, name, header, tools = [], notices = [], text, trans } = props;
  const { frame, picture, isText, toggle } = useTwin(text);
  const twin: ITool = {
    label: trans.__('Text'),
    title: trans.__('The same as plain text (t)'),
    isOn: isText,
    act: toggle
  };
  const keys: Record<string, () => void> = {
    ...(isText ? {} : props.keys),
    ...(text === '' ? {} : { t: toggle })
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (isPlain(event) && Object.hasOwn(keys, event.key)) {
      keys[event.key]?.();
      event.preventDefault();
    }
  };
  return (
    <div
      ref={frame}
      role="group"
      aria-label={name}
      className={`jp-PyMastery-frame jp-PyMastery-${kind}-view`}
      onKeyDown={onKeyDown}
    >
      <div className="jp-PyMastery-header">
        {header}
        <span className="jp-PyMastery-interpreter">
          {nameOf(props.interpreter, trans)}
        </span>
        <Toolbar
          name={trans.__('View')}
          tools={shownTools(tools, isText, twin, text)}
        />
      </div>
      {notices.map((notice, place) => (
        <p key={place} className="jp-PyMastery-notice" role="note">
          {notice}
        </p>
      ))}
      {isText && (
        <pre className="jp-PyMastery-twin" tabIndex={0}>
          {text}
        </pre>
      )}
      {/* out of sight, not gone: what was opened, kept and scrolled to is there again after the text */}
      <div ref={picture} hidden={isText}>
        {props.children}
      </div>
    </div>
  );
}
