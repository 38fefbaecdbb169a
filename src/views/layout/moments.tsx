import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { Moment, Series } from '../../contract/layout';
import { isPlain } from '../shared/plain';
import type { IChosen } from './chosen';
import {
  chartOf,
  markOf,
  momentAt,
  moveMoment,
  type IBar,
  type IChart,
  type Mark
} from './geometry-moments';
import { contentsOf, markWord, momentWords, sizeOf } from './words-moments';

interface IMomentsProps {
  series: Series;
  chosen: IChosen;
  trans: TranslationBundle;
}

const SIGNS: Record<Mark, string> = {
  resized: '\u25b3',
  moved: '\u25c7',
  both: '\u25b2'
};

/** From so many moments on, the bars stand side by side. */
const DENSE = 50;

function Bar(props: {
  bar: IBar;
  isChosen: boolean;
  isDrawn: boolean;
}): JSX.Element {
  const { bar, isChosen, isDrawn } = props;
  const top = bar.used + bar.spare;
  return (
    <div
      className="jp-PyMastery-layout-bar"
      style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
      data-chosen={isChosen || undefined}
      data-drawn={isDrawn || undefined}
    >
      <i data-part="spare" style={{ bottom: 0, height: `${top}%` }} />
      <i data-part="used" style={{ bottom: 0, height: `${bar.used}%` }} />
      {bar.mark && <b style={{ bottom: `${top}%` }}>{SIGNS[bar.mark]}</b>}
    </div>
  );
}

function Bars(props: IMomentsProps & { chart: IChart }): JSX.Element {
  const { chart, chosen, trans } = props;
  return (
    <div aria-hidden="true">
      {chart.ticks.map(({ bytes, bottom }) => (
        <div
          key={bytes}
          className="jp-PyMastery-layout-tick"
          style={{ bottom: `${bottom}%` }}
        >
          <span>{trans.__('%1 B', bytes)}</span>
        </div>
      ))}
      {chart.bars.map((bar, index) => (
        <Bar
          key={index}
          bar={bar}
          isChosen={index === chosen.moment}
          isDrawn={index === chosen.drawn}
        />
      ))}
    </div>
  );
}

/** The bytes of each moment as a bar; which one is looked at is chosen as with a slider. */
function Chart(props: IMomentsProps): JSX.Element {
  const { series, chosen, trans } = props;
  const { moments } = series;
  const chart = useMemo(() => chartOf(series), [series]);
  const moment = moments[chosen.moment];
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moveMoment(series, chosen.moment, event.key);
    if (to !== null && isPlain(event)) {
      chosen.choose(to);
      event.preventDefault();
    }
  };
  const point = (event: PointerEvent<HTMLElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    chosen.choose(momentAt(moments.length, (event.clientX - left) / width));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={trans.__('Moment')}
      aria-valuemin={0}
      aria-valuemax={moments.length - 1}
      aria-valuenow={chosen.moment}
      aria-valuetext={
        moment &&
        `${moment.label}: ${momentWords(moment, chosen.moment === 0, trans)}`
      }
      className="jp-PyMastery-layout-chart"
      data-dense={moments.length > DENSE || undefined}
      onKeyDown={onKeyDown}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture?.(event.pointerId);
        point(event);
      }}
      onPointerMove={event => event.buttons === 1 && point(event)}
    >
      <Bars {...props} chart={chart} />
    </div>
  );
}

/** The moment that is chosen, in words, and which one is drawn in its place. */
function Caption(props: IMomentsProps): JSX.Element | null {
  const { series, chosen, trans } = props;
  const moment = series.moments[chosen.moment];
  const drawn = series.moments[chosen.drawn];
  return moment && drawn ? (
    <p className="jp-PyMastery-layout-caption">
      <strong>{moment.label}</strong>{' '}
      {momentWords(moment, chosen.moment === 0, trans)}
      {chosen.drawn !== chosen.moment && (
        <span className="jp-PyMastery-quiet">
          {' '}
          {trans.__(
            'Of this moment only the numbers are kept: drawn below is %1.',
            drawn.label
          )}
        </span>
      )}
    </p>
  ) : null;
}

/** What is filled, what is outlined, and what the marks say. */
function ChartLegend(props: IMomentsProps): JSX.Element {
  const { series, trans } = props;
  const marked = new Map<Mark, Moment>();
  for (const moment of series.moments) {
    const mark = markOf(moment);
    if (mark) {
      marked.set(mark, moment);
    }
  }
  const isSpare = series.moments.some(({ contents }) => contents?.spare);
  return (
    <div className="jp-PyMastery-legend jp-PyMastery-layout-chartLegend">
      <span>
        <i data-part="used" aria-hidden="true" />
        {trans.__('bytes in use')}
      </span>
      {isSpare && (
        <span>
          <i data-part="spare" aria-hidden="true" />
          {trans.__('allocated and not in use')}
        </span>
      )}
      {[...marked].map(([mark, moment]) => (
        <span key={mark}>
          <b aria-hidden="true">{SIGNS[mark]}</b> {markWord(moment, trans)}
        </span>
      ))}
    </div>
  );
}

function Choice(
  props: IMomentsProps & { index: number; moment: Moment; most: number }
): JSX.Element {
  const { series, chosen, index, moment, most, trans } = props;
  const isChosen = index === chosen.moment;
  const shared = moment.shared ?? [];
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      tabIndex={isChosen ? 0 : -1}
      className="jp-PyMastery-layout-choice"
      onClick={() => chosen.choose(index)}
    >
      <code>
        {series.moments.length > 1 && `${index + 1}: `}
        {moment.label}
      </code>
      <span className="jp-PyMastery-layout-length" aria-hidden="true">
        <i
          data-part="used"
          style={{ width: `${(Math.min(moment.total, most) / most) * 100}%` }}
        />
      </span>
      <span>
        {[contentsOf(moment, trans), sizeOf(moment, trans), ...shared]
          .filter(Boolean)
          .join('; ')}
      </span>
    </button>
  );
}

/** Objects beside each other: which one is drawn is chosen. */
function Choices(props: IMomentsProps): JSX.Element {
  const { series, chosen, trans } = props;
  const group = useRef<HTMLDivElement>(null);
  const most = Math.max(1, ...series.moments.map(({ total }) => total));
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = series.moments.length;
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[
      event.key
    ];
    if (by !== undefined && isPlain(event)) {
      const to = (chosen.moment + by + count) % count;
      chosen.choose(to);
      group.current?.querySelectorAll('button')[to]?.focus();
      event.preventDefault();
    }
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={trans.__('Objects beside each other')}
      className="jp-PyMastery-layout-choices"
      onKeyDown={onKeyDown}
    >
      {series.moments.map((moment, index) => (
        <Choice
          key={index}
          {...props}
          index={index}
          moment={moment}
          most={most}
        />
      ))}
    </div>
  );
}

/** The moments of a series, of which one is drawn below. */
export function Moments(props: IMomentsProps): JSX.Element {
  return (
    <div className="jp-PyMastery-layout-moments">
      {props.series.of === 'objects' ? (
        <>
          <Choices {...props} />
          {props.chosen.drawn !== props.chosen.moment && <Caption {...props} />}
        </>
      ) : (
        <>
          <Chart {...props} />
          <Caption {...props} />
          <ChartLegend {...props} />
        </>
      )}
    </div>
  );
}
