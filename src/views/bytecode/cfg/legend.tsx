import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { EXCEPTION, JUMP, NEXT, NOT_TAKEN, TAKEN } from '../program/model';
import { CLASS } from './block';
import { arrowId, kindClass, Start } from './edges';
import type { ILayout } from './layout';
import { kindWords } from './words';

interface IProps {
  layout: ILayout;
  prefix: string;
  trans: TranslationBundle;
}

/** What each line and each hatching means; only what is in the picture. */
export function Legend({ layout, prefix, trans }: IProps): JSX.Element {
  const { blocks, edges } = layout;
  const words = kindWords(trans);
  const kinds = [NEXT, JUMP, NOT_TAKEN, TAKEN, EXCEPTION].filter(kind =>
    edges.some(edge => edge.kind === kind && edge.points.length > 0)
  );
  return (
    <div className={`jp-PyMastery-legend ${CLASS}-legend`}>
      {kinds.map(kind => (
        <Sample key={kind} words={words[kind] ?? ''} width={36}>
          <g className={`${CLASS}-edge ${kindClass(kind)}`}>
            <path d="M5 6H33" markerEnd={`url(#${arrowId(prefix, kind)})`} />
            <Start kind={kind} at={[5, 6]} />
          </g>
        </Sample>
      ))}
      {edges.some(edge => edge.isBack) && (
        <Sample words={trans.__('up on the left: loop')} width={24}>
          <g className={`${CLASS}-edge ${kindClass(JUMP)} jp-mod-back`}>
            <path
              d="M20 10H8V2H20"
              markerEnd={`url(#${arrowId(prefix, JUMP)})`}
            />
          </g>
        </Sample>
      )}
      {blocks.some(block => block.isHandler) && (
        <Sample words={trans.__('handles exceptions')} width={24}>
          <Handler hatch={`${prefix}-hatch`} />
        </Sample>
      )}
      {blocks.some(block => block.depthIn >= 0) && (
        <span>
          {trans.__(
            'stack 1→2: values on the stack before the block, and after it'
          )}
        </span>
      )}
      <span className="jp-PyMastery-keys">
        {trans.__(
          '↓ on · → jump · e exception · ↑ ← back · Enter listing · Space pins · . unfolds · + − 0 zoom'
        )}
      </span>
    </div>
  );
}

function Sample(props: {
  words: string;
  width: number;
  children: ReactNode;
}): JSX.Element {
  const { words, width, children } = props;
  return (
    <span>
      <svg
        className={`${CLASS}-sample`}
        width={width}
        height={12}
        aria-hidden="true"
      >
        {children}
      </svg>
      {words}
    </span>
  );
}

function Handler({ hatch }: { hatch: string }): JSX.Element {
  const box = { x: 1, y: 1, rx: 2, width: 22, height: 10 };
  return (
    <g className="jp-mod-handler">
      <rect className={`${CLASS}-box`} {...box} />
      <rect className={`${CLASS}-hatch`} fill={`url(#${hatch})`} {...box} />
    </g>
  );
}
