import { useMemo, useState } from 'react';
import type { Subject } from '../../contract/layout';
import { Frame } from '../shared/frame';
import type { ITool } from '../shared/toolbar';
import type { IViewProps } from '../view';
import { BlockView } from './block';
import { useChosen } from './chosen';
import { Detail, Legend } from './detail';
import { onKey, useFocus, type Focus } from './focus';
import {
  fieldAt,
  incoming,
  layOut,
  targetBlock,
  type IGeometry,
  type IPlace
} from './geometry';
import { checkSeries } from './geometry-moments';
import { LedgerView } from './ledger';
import { Moments } from './moments';
import { PlaceView } from './place';
import { useTrail, type Trail } from './trail';

function Header(props: {
  trail: Trail;
  geometry: IGeometry;
  trans: IViewProps<'layout'>['trans'];
}): JSX.Element {
  const { trail, trans, geometry } = props;
  const { object } = trail.reading;
  return (
    <>
      {trail.path.slice(0, -1).map((each, place) => (
        <code key={place} className="jp-PyMastery-layout-step">
          {short(each)} {'\u2192'}
        </code>
      ))}
      <span className="jp-PyMastery-layout-type" data-family={object.family}>
        {object.type}
      </span>
      <code className="jp-PyMastery-layout-repr">{object.repr}</code>
      <span className="jp-PyMastery-layout-facts">
        {trans.__('id')} <code>{object.address}</code>
        {object.getsizeof > 0 &&
          ` \u00b7 ${trans.__('sys.getsizeof: %1', object.getsizeof)}`}
        {geometry.total > 0 &&
          ` \u00b7 ${trans.__('shown here: %1 bytes', geometry.total)}`}
      </span>
    </>
  );
}

/** Characters of an object on the way to the one that is shown. */
const STEP = 24;

function short({ repr }: Subject): string {
  return repr.length > STEP ? `${repr.slice(0, STEP - 1)}\u2026` : repr;
}

/** One object: its blocks, what is said of the field in focus, what the colours mean. */
function Picture(props: {
  geometry: IGeometry;
  trail: Trail;
  hex: boolean;
  trans: IViewProps<'layout'>['trans'];
}): JSX.Element {
  const { geometry, trail, trans } = props;
  const focus = useFocus(geometry, trail);
  const { place } = focus;
  return (
    <div ref={focus.root} onKeyDown={event => onKey(event, geometry, focus)}>
      <Blocks {...props} focus={focus} />
      <Detail
        block={place ? geometry.blocks[place.block]?.block : undefined}
        field={place ? fieldAt(geometry, place) : undefined}
        trans={trans}
      />
      <Legend blocks={trail.reading.blocks} trans={trans} />
    </div>
  );
}

function Blocks(props: {
  geometry: IGeometry;
  focus: Focus;
  hex: boolean;
  trans: IViewProps<'layout'>['trans'];
}): JSX.Element {
  const { geometry, focus, hex, trans } = props;
  const { place, stop } = focus;
  const current = place ? fieldAt(geometry, place) : undefined;
  const lit = current ? targetBlock(geometry, current) : -1;
  return (
    <div className="jp-PyMastery-layout-blocks">
      {geometry.blocks.map((blockGeometry, block) => {
        const source = block > 0 ? incoming(geometry, block) : null;
        const at = (field: number): IPlace => ({ block, field });
        return (
          <BlockView
            key={blockGeometry.block.id}
            geometry={blockGeometry}
            rowBits={geometry.rowBytes * 8}
            trans={trans}
            hex={hex}
            lit={lit === block}
            current={stop.block === block ? stop.field : -1}
            marked={place?.block === block ? place.field : -1}
            from={source && (fieldAt(geometry, source)?.name ?? null)}
            back={() => source && focus.go(source)}
            reach={field => focus.setPreview(at(field))}
            enter={field => focus.enter(at(field))}
            leave={() => focus.setPreview(null)}
            pin={field => focus.pin(at(field))}
            follow={field => void focus.follow(at(field))}
            leads={field => focus.leads(at(field))}
            idOf={field => focus.idOf(at(field))}
          />
        );
      })}
    </div>
  );
}

/** The way to the objects that pointers lead to, back and forward. */
function trailTools(
  trail: Trail,
  trans: IViewProps<'layout'>['trans']
): ITool[] {
  const { back, forward } = trail;
  return trail.isAlone
    ? []
    : [
        {
          label: '\u2190',
          name: trans.__('Back'),
          title: trans.__('Back to the object before ([)'),
          isHidden: back === null,
          act: () => back?.()
        },
        {
          label: '\u2192',
          name: trans.__('Forward'),
          title: trans.__('Forward to the object after (])'),
          isHidden: forward === null,
          act: () => forward?.()
        }
      ];
}

/** What is around the object that this is a picture of: it is not known of those that pointers lead to. */
function Around(
  props: Pick<IViewProps<'layout'>, 'payload' | 'trans'>
): JSX.Element {
  const { payload, trans } = props;
  const { ledger, place } = payload;
  return (
    <>
      {ledger && <LedgerView ledger={ledger} trans={trans} />}
      {place && <PlaceView place={place} trans={trans} />}
    </>
  );
}

/** The accessible name of the picture: one sentence that counts the proofs. */
function nameOf(
  { type, repr }: Subject,
  geometry: IGeometry,
  trans: IViewProps<'layout'>['trans']
): string {
  const { verified, read, unknown } = geometry.proofs;
  return trans.__(
    'Memory of %1 %2: %3 fields, %4 verified, %5 read, %6 unknown.',
    type,
    repr,
    geometry.order.length,
    verified,
    read,
    unknown
  );
}

export default function LayoutView(props: IViewProps<'layout'>): JSX.Element {
  const { payload, text, trans } = props;
  const { interpreter, series } = payload;
  const chosen = useChosen(payload);
  const trail = useTrail(chosen.reading, chosen.others);
  const { object, blocks } = trail.reading;
  const geometry = useMemo(
    () => layOut({ interpreter, blocks }),
    [interpreter, blocks]
  );
  const [hex, setHex] = useState(false);
  const tools: ITool[] = [
    {
      label: trans.__('Hex'),
      title: trans.__('Show the bytes of each field'),
      isOn: hex,
      isHidden: blocks.length === 0,
      act: () => setHex(!hex)
    },
    ...trailTools(trail, trans)
  ];
  return (
    <Frame
      kind="layout"
      interpreter={interpreter}
      notices={payload.notice ? [payload.notice] : []}
      name={nameOf(object, geometry, trans)}
      text={text}
      trans={trans}
      header={<Header trail={trail} geometry={geometry} trans={trans} />}
      tools={tools}
      keys={{
        '[': () => trail.back?.(),
        ']': () => trail.forward?.()
      }}
    >
      {series && <Moments series={series} chosen={chosen} trans={trans} />}
      {blocks.length > 0 && (
        <Picture
          key={`${series?.of === 'objects' ? chosen.drawn : ''}-${trail.at}`}
          geometry={geometry}
          trail={trail}
          hex={hex}
          trans={trans}
        />
      )}
      {trail.reading === payload && <Around payload={payload} trans={trans} />}
    </Frame>
  );
}

/** Refuses what the schema cannot: also an object or a moment that is not in sight yet has to have a picture. */
export function check(payload: IViewProps<'layout'>['payload']): void {
  const { interpreter, series, others = [] } = payload;
  if (series) {
    checkSeries(series);
  }
  const moments = series?.moments.flatMap(({ reading }) => reading ?? []);
  for (const { blocks } of [...others, ...(moments ?? [])]) {
    layOut({ interpreter, blocks });
  }
}
