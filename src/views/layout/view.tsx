import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Frame } from '../shared/frame';
import type { ITool } from '../shared/toolbar';
import type { IViewProps } from '../view';
import { BlockView } from './block';
import { Detail, Legend } from './detail';
import {
  fieldAt,
  incoming,
  layOut,
  move,
  targetBlock,
  type IGeometry,
  type IPlace,
  type Step
} from './geometry';

const STEPS: Record<string, Step> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'first',
  End: 'last'
};

/** Which field is looked at: hover and focus preview, a click pins, Esc clears. */
function useFocus(geometry: IGeometry) {
  const root = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const [stop, setStop] = useState<IPlace>({ block: 0, field: 0 });
  const [preview, setPreview] = useState<IPlace | null>(null);
  const [pinned, setPinned] = useState<IPlace | null>(null);
  const idOf = (place: IPlace) => `${prefix}-${place.block}-${place.field}`;
  const go = (place: IPlace) => {
    setStop(place);
    setPinned(null);
    setPreview(place);
    root.current?.ownerDocument.getElementById(idOf(place))?.focus();
  };
  const follow = (place: IPlace): boolean => {
    const field = fieldAt(geometry, place);
    const block = field ? targetBlock(geometry, field) : -1;
    if (block >= 0) {
      go({ block, field: 0 });
    }
    return block >= 0;
  };
  const pin = (place: IPlace) => {
    setStop(place);
    setPinned(place);
  };
  const enter = (place: IPlace) => {
    setStop(place);
    setPreview(place);
  };
  const clear = () => {
    setPinned(null);
    setPreview(null);
  };
  const place = preview ?? pinned;
  return {
    root,
    idOf,
    stop,
    place,
    enter,
    pinned,
    setPreview,
    pin,
    clear,
    go,
    follow
  };
}

type Focus = ReturnType<typeof useFocus>;

function onKey(event: KeyboardEvent, geometry: IGeometry, focus: Focus): void {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const step = STEPS[event.key];
  if (event.key === 'Escape' && focus.pinned !== null) {
    focus.clear();
  } else if (!(event.target as Element).matches('[aria-pressed][tabindex]')) {
    return;
  } else if (step) {
    focus.go(move(geometry, focus.stop, step));
  } else if (event.key === 'Enter') {
    if (!focus.follow(focus.stop)) {
      focus.pin(focus.stop);
    }
  } else {
    return;
  }
  event.preventDefault();
}

function Header(
  props: IViewProps<'layout'> & { geometry: IGeometry }
): JSX.Element {
  const { payload, trans, geometry } = props;
  const { object } = payload;
  return (
    <>
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

function Picture(props: {
  geometry: IGeometry;
  focus: Focus;
  hex: boolean;
  payload: IViewProps<'layout'>['payload'];
  trans: IViewProps<'layout'>['trans'];
}): JSX.Element {
  const { geometry, focus, payload, trans } = props;
  const { place } = focus;
  return (
    <>
      <Blocks {...props} />
      <Detail
        block={place ? geometry.blocks[place.block]?.block : undefined}
        field={place ? fieldAt(geometry, place) : undefined}
        trans={trans}
      />
      <Legend blocks={payload.blocks} trans={trans} />
    </>
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
            leads={field => {
              const found = fieldAt(geometry, at(field));
              return found !== undefined && targetBlock(geometry, found) >= 0;
            }}
            idOf={field => focus.idOf(at(field))}
          />
        );
      })}
    </div>
  );
}

export default function LayoutView(props: IViewProps<'layout'>): JSX.Element {
  const { payload, text, trans } = props;
  const geometry = useMemo(() => layOut(payload), [payload]);
  const focus = useFocus(geometry);
  const [hex, setHex] = useState(false);
  const { verified, read, unknown } = geometry.proofs;
  const name = trans.__(
    'Memory of %1 %2: %3 fields, %4 verified, %5 read, %6 unknown.',
    payload.object.type,
    payload.object.repr,
    geometry.order.length,
    verified,
    read,
    unknown
  );
  const tools: ITool[] = [
    {
      label: trans.__('Hex'),
      title: trans.__('Show the bytes of each field'),
      isOn: hex,
      act: () => setHex(!hex)
    }
  ];
  return (
    <Frame
      kind="layout"
      interpreter={payload.interpreter}
      notices={payload.notice ? [payload.notice] : []}
      name={name}
      text={text}
      trans={trans}
      header={<Header {...props} geometry={geometry} />}
      tools={geometry.blocks.length > 0 ? tools : []}
    >
      {geometry.blocks.length > 0 && (
        <div
          ref={focus.root}
          onKeyDown={event => onKey(event, geometry, focus)}
        >
          <Picture
            geometry={geometry}
            focus={focus}
            hex={hex}
            trans={trans}
            payload={payload}
          />
        </div>
      )}
    </Frame>
  );
}
