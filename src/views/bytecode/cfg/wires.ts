import { EXCEPTION } from '../program/model';
import type { IBundle } from './bundles';
import { ANCHOR, STUB } from './columns';
import type { IGraph } from './graph';
import type { ILayers } from './layers';
import type { IPlaces } from './places';
import { spread, type IEnd } from './ports';
import { assignTracks, type INet } from './tracks';

/** How a way gets to the track that leads it on. */
export interface IStart {
  /** Where it leaves the lower border of its block; of an exception, where it turns down beside it. */
  end: IEnd;
  /** The border that an exception leaves at, and whether it goes straight to its lane from there. */
  side: 'below' | 'right' | 'left';
  isDirect: boolean;
}

/** Ways by what they are made of, before anything is known from top to bottom. */
export interface IWires {
  /** Of each way. */
  starts: IStart[];
  bundleOf: IBundle[];
  /** Above each row, by bundle; one more, below the last row. */
  nets: Map<IBundle, INet>[];
  tracks: number[];
  /** Where control comes into the code object; null where its first block is not drawn. */
  entry: IEnd | null;
}

export function wiresOf(
  graph: IGraph,
  layers: ILayers,
  places: IPlaces,
  width: readonly number[]
): IWires {
  const bundleOf: IBundle[] = [];
  for (const bundle of places.bundles) {
    bundle.ways.forEach(place => (bundleOf[place] = bundle));
  }
  const starts = startsOf(graph, layers, places, width, bundleOf);
  const entry = enter(graph, places, width, starts);
  const nets = netsOf(graph, layers, places, starts);
  const tracks = nets.map(each => assignTracks([...each.values()]));
  return { starts, bundleOf, nets, tracks, entry };
}

/** Where each way leaves its block. */
function startsOf(
  graph: IGraph,
  layers: ILayers,
  { x }: IPlaces,
  width: readonly number[],
  bundleOf: readonly IBundle[]
): IStart[] {
  const [before, after] = neighbours(layers, x, width);
  const starts = graph.ways.map(({ from, to, kind }, place): IStart => {
    const bundle = bundleOf[place]!;
    if (kind !== EXCEPTION) {
      const want = bundle.side === 'near' ? x[to]! + ANCHOR : bundle.x;
      return { end: { want, x: want }, side: 'below', isDirect: false };
    }
    const left = x[from]!;
    const right = left + width[from]!;
    const end = { want: right + STUB, x: right + STUB };
    return bundle.x < left && before[from]! < bundle.x
      ? { end, side: 'left', isDirect: true }
      : {
          end,
          side: 'right',
          isDirect: right < bundle.x && bundle.x < after[from]!
        };
  });
  graph.leaving.forEach((ways, node) =>
    spread(
      ways
        .filter(place => graph.ways[place]!.kind !== EXCEPTION)
        .map(place => starts[place]!.end),
      x[node]!,
      x[node]! + width[node]!
    )
  );
  return starts;
}

/** Where the block to the left in the same row ends, and the one to the right begins. */
function neighbours(
  layers: ILayers,
  x: readonly number[],
  width: readonly number[]
): [before: number[], after: number[]] {
  const before = x.map(() => -Infinity);
  const after = x.map(() => Infinity);
  const order = x.map((_, node) => node);
  order.sort((a, b) => layers.row[a]! - layers.row[b]! || x[a]! - x[b]!);
  order.forEach((node, place) => {
    const next = order[place + 1];
    if (next !== undefined && layers.row[next] === layers.row[node]) {
      after[node] = x[next]!;
      before[next] = x[node]! + width[node]!;
    }
  });
  return [before, after];
}

/** Where each bundle comes to its block; a place in the middle is kept for the way into the code object. */
function enter(
  graph: IGraph,
  { x, bundles }: IPlaces,
  width: readonly number[],
  starts: readonly IStart[]
): IEnd | null {
  const ends = x.map((): IEnd[] => []);
  const middle = x[0]! + ANCHOR;
  const entry = graph.blocks[0] === 0 ? { want: middle, x: middle } : null;
  if (entry) {
    ends[0]!.push(entry);
  }
  for (const { side, ways, to, end, x: lane } of bundles) {
    end.want = side === 'near' ? starts[ways[0]!]!.end.x : lane;
    ends[to]!.push(end);
  }
  ends.forEach((each, node) => spread(each, x[node]!, x[node]! + width[node]!));
  return entry;
}

/** What has to be led from side to side above each row. */
function netsOf(
  graph: IGraph,
  layers: ILayers,
  { bundles }: IPlaces,
  starts: readonly IStart[]
): Map<IBundle, INet>[] {
  const nets = Array.from(
    { length: layers.rows + 1 },
    () => new Map<IBundle, INet>()
  );
  for (const bundle of bundles) {
    const net = (row: number): INet => {
      const found = nets[row]!.get(bundle) ?? {
        tops: [],
        bottoms: [],
        track: -1
      };
      nets[row]!.set(bundle, found);
      return found;
    };
    const target = layers.row[bundle.to]!;
    let passes = false;
    for (const place of bundle.ways) {
      const row = layers.row[graph.ways[place]!.from]! + 1;
      const { end, isDirect } = starts[place]!;
      passes ||= isDirect || row !== target;
      if (!isDirect) {
        net(row).tops.push(end.x);
        if (row !== target) {
          net(row)[bundle.isUp ? 'tops' : 'bottoms'].push(bundle.x);
        }
      }
    }
    if (passes) {
      net(target)[bundle.isUp ? 'bottoms' : 'tops'].push(bundle.x);
    }
    net(target).bottoms.push(bundle.end.x);
  }
  return nets;
}
