import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { ViewKind } from '../view';
import { Toolbar, type ITool } from './toolbar';

interface IFrameProps {
  kind: ViewKind;
  /** One sentence: the accessible name of the view. */
  name: string;
  /** Which interpreter the facts are of. */
  interpreter: { python: string; implementation: string };
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

/** Switches between picture and text twin, and keeps the focus inside what is shown. */
function useTwin(text: string) {
  const body = useRef<HTMLDivElement>(null);
  const wasInside = useRef(false);
  const [isText, setIsText] = useState(false);
  const toggle = (): void => {
    const focused = body.current?.ownerDocument.activeElement ?? null;
    wasInside.current = body.current?.contains(focused) ?? false;
    setIsText(text !== '' && !isText);
  };
  useLayoutEffect(() => {
    if (wasInside.current) {
      wasInside.current = false;
      body.current?.querySelector<HTMLElement>(STOP)?.focus();
    }
  }, [isText]);
  return { body, isText: isText && text !== '', toggle };
}

/** What every view has around its picture: a name, a header, a toolbar, the text twin. */
export function Frame(props: IFrameProps): JSX.Element {
  const { kind, name, header, tools = [], notices = [], text, trans } = props;
  const { python, implementation } = props.interpreter;
  const { body, isText, toggle } = useTwin(text);
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
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && Object.hasOwn(keys, event.key)) {
      keys[event.key]?.();
      event.preventDefault();
    }
  };
  return (
    <div
      role="group"
      aria-label={name}
      className={`jp-PyMastery-frame jp-PyMastery-${kind}-view`}
      onKeyDown={onKeyDown}
    >
      <div className="jp-PyMastery-header">
        {header}
        <span className="jp-PyMastery-interpreter">
          {`${implementation === 'cpython' ? 'CPython' : implementation} ${python}`}
        </span>
        <Toolbar
          name={trans.__('View')}
          tools={[...(isText ? [] : tools), ...(text === '' ? [] : [twin])]}
        />
      </div>
      {notices.map((notice, place) => (
        <p key={place} className="jp-PyMastery-notice" role="note">
          {notice}
        </p>
      ))}
      <div ref={body}>
        {isText ? (
          <pre className="jp-PyMastery-twin" tabIndex={0}>
            {text}
          </pre>
        ) : (
          props.children
        )}
      </div>
    </div>
  );
}
