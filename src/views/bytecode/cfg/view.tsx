import type { TranslationBundle } from '@jupyterlab/translation';
import { useId, useMemo, useRef, useState } from 'react';
import { useCharacter } from '../../shared/character';
import { STEP, usePanZoom, type IPanZoom } from '../../shared/pan-zoom';
import { Toolbar, type ITool } from '../../shared/toolbar';
import { blockOf } from '../program/model';
import { CLASS, ROW } from './block';
import { MOST_BLOCKS } from './graph';
import { keysOf, useStand } from './keyboard';
import { layoutOf, type ILayout } from './layout';
import { Legend } from './legend';
import { OverviewMap } from './overview-map';
import { Picture } from './picture';
import type { ICfgProps } from './props';
import { countWords, leftWords, pictureWords } from './words';

const HIGHEST = 560;
const LOWEST = 160;
/** How small the picture may be at first: its smallest text is of 11 pixels, and it can be panned. */
const LEAST = 1;

/** The control-flow graph of one code object: its blocks from top to bottom, handlers of exceptions to the right. */
export function CfgView(props: ICfgProps): JSX.Element {
  const { program, code, trans } = props;
  return program.opcodes.some(({ hasFlow }) => hasFlow) && code.count > 0 ? (
    // another code object is another picture: nothing of what the reader did to the last one stays
    <Cfg key={code.place} {...props} />
  ) : (
    <p className="jp-PyMastery-empty">
      {trans.__(
        'This output does not say where control goes: run its cell again to see the control-flow graph.'
      )}
    </p>
  );
}

function Cfg(props: ICfgProps): JSX.Element {
  const { program, code, pinned, onHover, trans } = props;
  const ruler = useRef<HTMLSpanElement>(null);
  const character = useCharacter(ruler);
  const [unfolded, unfold] = useUnfolded();
  const around =
    pinned === null || code.blocks.length <= MOST_BLOCKS
      ? 0
      : blockOf(code, pinned);
  const layout = useMemo(
    () => layoutOf(program, code, { character, row: ROW, unfolded, around }),
    [program, code, character, unfolded, around]
  );
  const panZoom = usePanZoom({ picture: layout, least: LEAST });
  const stand = useStand(props, layout, panZoom, unfolded);
  const prefix = useId().replaceAll(':', '');
  const left = leftWords(layout, trans);
  return (
    <div className={CLASS}>
      <span ref={ruler} className="jp-PyMastery-ruler" aria-hidden="true">
        {'0'.repeat(40)}
      </span>
      <div className={`jp-PyMastery-header ${CLASS}-header`}>
        <span>{countWords(layout, trans)}</span>
        <span className={`${CLASS}-zoom`} role="status">
          {trans.__('zoom %1 %', Math.round(panZoom.view.zoom * 100))}
        </span>
        <Toolbar name={trans.__('Zoom')} tools={toolsOf(panZoom, trans)} />
      </div>
      {left !== null && (
        <p className="jp-PyMastery-notice" role="note">
          {left}
        </p>
      )}
      <div className={`${CLASS}-stage`}>
        <div
          ref={panZoom.pane}
          role="group"
          aria-label={pictureWords(code, layout, trans)}
          className={`jp-PyMastery-pane ${CLASS}-pane`}
          style={{ height: heightOf(layout) }}
          onKeyDown={keysOf(props, layout, stand, panZoom, unfold)}
          onBlur={({ currentTarget, relatedTarget }) =>
            currentTarget.contains(relatedTarget) || onHover(null)
          }
          {...panZoom.handlers}
        >
          <Picture
            {...props}
            {...{ layout, panZoom, prefix, character, stand, unfold }}
          />
        </div>
        <OverviewMap layout={layout} panZoom={panZoom} />
      </div>
      <Legend {...{ layout, prefix, trans }} />
    </div>
  );
}

/** As high as the picture is at first, within limits. */
function heightOf({ height }: ILayout): number {
  return Math.max(LOWEST, Math.min(HIGHEST, Math.ceil(height * LEAST)));
}

function toolsOf(panZoom: IPanZoom, trans: TranslationBundle): ITool[] {
  return [
    {
      label: '−',
      name: trans.__('Zoom out'),
      title: trans.__('Zoom out (−)'),
      act: () => panZoom.zoomBy(1 / STEP)
    },
    {
      label: '+',
      name: trans.__('Zoom in'),
      title: trans.__('Zoom in (+)'),
      act: () => panZoom.zoomBy(STEP)
    },
    {
      label: trans.__('Actual size'),
      title: trans.__('As large as the text around it: 100 % (0)'),
      act: panZoom.actual
    },
    {
      label: trans.__('Fit'),
      title: trans.__('All of the picture'),
      act: panZoom.fit
    }
  ];
}

type Unfolded = [ReadonlySet<number>, (block: number) => void];

function useUnfolded(): Unfolded {
  const [unfolded, change] = useState<ReadonlySet<number>>(new Set());
  const toggle = (block: number): void =>
    change(old => {
      const next = new Set(old);
      if (!next.delete(block)) {
        next.add(block);
      }
      return next;
    });
  return [unfolded, toggle];
}
