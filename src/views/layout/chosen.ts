import { useState } from 'react';
import type { LayoutV1, Reading } from '../../contract/layout';
import { drawnFor } from './geometry-moments';

/** Which moment of a series is looked at, and what is drawn of it. */
export interface IChosen {
  moment: number;
  /** The moment whose layout is drawn: another one where that of the chosen one has not been sent. */
  drawn: number;
  reading: Reading;
  /** Objects that its pointers lead to: they have been read at the last moment only. */
  others: LayoutV1['others'];
  choose(moment: number): void;
}

/** The last moment of a payload at first; the only one, where it has no series. */
export function useChosen(payload: LayoutV1): IChosen {
  const { series, others } = payload;
  const last = series ? series.moments.length - 1 : 0;
  const [moment, choose] = useState(last);
  const drawn = series ? drawnFor(series, moment) : 0;
  const reading = series?.moments[drawn]?.reading;
  return reading && drawn < last
    ? { moment, drawn, reading, others: undefined, choose }
    : { moment, drawn, reading: payload, others, choose };
}
