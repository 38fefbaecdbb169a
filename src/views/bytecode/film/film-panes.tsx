import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useState } from 'react';
import type { Film } from '../../../contract/bytecode.v2';
import type { IProgram } from '../program/model';
import type { Selecting } from '../selecting';
import { Segments } from '../source/segments';
import { Source } from '../source/source';
import { FilmStrip, type ILooked } from './film';
import { Events, FilmDetail, FilmLegend } from './film-detail';
import { stripOf } from './strip';

/** The strip of calls beside the source, with what the cell that is looked at says. */
export function FilmPanes(props: {
  film: Film;
  program: IProgram;
  python: string;
  selecting: Selecting;
  trans: TranslationBundle;
}): JSX.Element {
  const { film, program, python, selecting, trans } = props;
  const [kept, setKept] = useState<ILooked | null>(null);
  const [hovered, setHovered] = useState<ILooked | null>(null);
  const segments = useMemo(
    () => new Segments(program, program.codes),
    [program]
  );
  const strip = useMemo(() => stripOf(film, program), [film, program]);
  const looked = hovered ?? kept;
  const look = (next: ILooked | null, isKept: boolean): void => {
    setHovered(next);
    if (isKept) {
      setKept(next);
    }
  };
  return (
    <>
      <div className="jp-PyMastery-bytecode-panes jp-mod-film">
        {program.hasSource && (
          <Source
            {...selecting}
            program={program}
            segments={segments}
            trans={trans}
          />
        )}
        <FilmStrip
          {...selecting}
          strip={strip}
          program={program}
          looked={looked}
          isKept={hovered === null || hovered === kept}
          onLook={look}
          trans={trans}
        />
      </div>
      <FilmDetail
        strip={strip}
        program={program}
        looked={looked}
        python={python}
        trans={trans}
      />
      <Events program={program} strip={strip} onLook={look} trans={trans} />
      <FilmLegend strip={strip} trans={trans} />
    </>
  );
}
