import type { TranslationBundle } from '@jupyterlab/translation';
import {
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type RefObject
} from 'react';
import type { Stages } from '../../../contract/bytecode.v2';
import type { IProgram } from '../program/model';
import type { Selecting } from '../selecting';
import { widestName } from './code';
import { StageLegend, Trail } from './legend';
import { litBy } from './lit';
import { Body, type IShared } from './panel';
import { sourceOf } from './source';
import { StageSource } from './stage-source';
import { readStages } from './stages';
import { widestSymbol } from './rows';
import { PANES, statusOf, type Pane } from './status';
import { StageTabs } from './tabs';
import { countText, paneSentence, paneTitle } from './words';

/** From this width on all stages are side by side; below it, one after the other. */
const WIDE = 900;

interface IStagePanesProps {
  stages: Stages;
  program: IProgram;
  selecting: Selecting;
  python: string;
  trans: TranslationBundle;
}

/** Whether an element is wide enough for all panes; so it is taken to be before it is laid out. */
function useIsWide(element: RefObject<HTMLElement>): boolean {
  const [isWide, setWide] = useState(true);
  useLayoutEffect(() => {
    const node = element.current;
    const measure = (): void => {
      if (node && node.clientWidth > 0) {
        setWide(node.clientWidth >= WIDE);
      }
    };
    measure();
    if (node === null || typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return isWide;
}

/** What is the same while nothing but the selection changes. */
function useFacts(stages: Stages, program: IProgram) {
  return useMemo(() => {
    const read = readStages(stages, program);
    return {
      read,
      source: sourceOf(read),
      status: statusOf(read),
      widths: {
        '--pymastery-opcode-width': `${widestName(read) + 2}ch`,
        '--pymastery-symbol-width': widestSymbol(read)
      } as React.CSSProperties
    };
  }, [stages, program]);
}

/** The stages of compiling a text, from its tokens to its code object: one selection is lit up in all of them. */
export function StagePanes(props: IStagePanesProps): JSX.Element {
  const { stages, program, selecting, python, trans } = props;
  const facts = useFacts(stages, program);
  const { read, source, widths } = facts;
  const frame = useRef<HTMLDivElement>(null);
  const isWide = useIsWide(frame);
  const lit = useMemo(
    () => litBy(read, selecting.active),
    [read, selecting.active]
  );
  const shared: IShared = {
    ...{ stages: read, program, lit, selecting, python, trans },
    status: facts.status
  };
  return (
    <div ref={frame}>
      <div
        className={`jp-PyMastery-stages ${isWide ? 'jp-mod-wide' : 'jp-mod-tabs'}`}
        style={widths}
      >
        <div className="jp-PyMastery-stages-source">
          <p className="jp-PyMastery-title">
            {trans.__('Source')}{' '}
            <span className="jp-PyMastery-quiet">
              {trans._n(
                '%1 line',
                '%1 lines',
                read.lines.length,
                read.lines.length
              )}
            </span>
          </p>
          {read.lines.length > 0 && (
            <StageSource
              stages={read}
              source={source}
              selecting={selecting}
              trans={trans}
            />
          )}
        </div>
        {isWide ? (
          PANES.map(pane => <Panel key={pane} {...shared} pane={pane} />)
        ) : (
          <StageTabs {...shared} />
        )}
      </div>
      <Trail {...shared} />
      <StageLegend stages={read} trans={trans} />
    </div>
  );
}

/** A stage under its heading. */
function Panel(props: IShared & { pane: Pane }): JSX.Element {
  const { pane, status, trans } = props;
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`jp-PyMastery-stages-panel jp-mod-${pane} jp-mod-${status[pane].state}`}
    >
      <p
        className="jp-PyMastery-title"
        id={id}
        title={paneSentence(pane, trans)}
      >
        <span className="jp-PyMastery-stages-step">
          {PANES.indexOf(pane) + 1}
        </span>{' '}
        {paneTitle(pane, trans)}{' '}
        <span className="jp-PyMastery-quiet">
          {countText(status[pane], trans)}
          {isOuterAlone(props) && ` \u00b7 ${trans.__('outermost alone')}`}
        </span>
      </p>
      <Body {...props} />
    </section>
  );
}

/** Whether this stage has the outermost code object's instructions and no others, though there are others. */
function isOuterAlone({ pane, stages }: IShared & { pane: Pane }): boolean {
  const code =
    pane === 'generated' || pane === 'optimised' ? stages[pane] : null;
  const all = stages.final?.units.length ?? 0;
  return code !== null && code.units.length === 1 && all > 1;
}
