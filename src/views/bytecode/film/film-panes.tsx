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

/** The cell that is looked at: a preview over the one that was kept. */
function useLooked() {
  const [kept, setKept] = useState<ILooked | null>(null);
  const [hovered, setHovered] = useState<ILooked | null>(null);
  return {
    looked: hovered ?? kept,
    isKept: hovered === null || hovered === kept,
    look: (next: ILooked | null, isKept: boolean): void => {
      setHovered(next);
      if (isKept) {
        setKept(next);
      }
    }
  };
}

/** The strip of calls beside the source, with what the cell that is looked at says. */
export function FilmPanes(props: {
  film: Film;
  program: IProgram;
  python: string;
  selecting: Selecting;
  trans: TranslationBundle;
}): JSX.Element {
  const { film, program, python, selecting, trans } = props;
  const { looked, isKept, look } = useLooked();
  const [shown, setShown] = useState<ILooked | null>(null);
  const segments = useMemo(
    () => new Segments(program, program.codes),
    [program]
  );
  const strip = useMemo(() => stripOf(film, program), [film, program]);
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
          isKept={isKept}
          shown={shown}
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
      <Events
        program={program}
        strip={strip}
        onLook={next => {
          look(next, true);
          setShown(next);
        }}
        trans={trans}
      />
      <FilmLegend strip={strip} trans={trans} />
    </>
  );
}
