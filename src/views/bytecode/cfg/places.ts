import { assignLanes, bundlesOf, type IBundle } from './bundles';
import { bandOf, columnsOf } from './columns';
import type { IGraph } from './graph';
import type { ILayers } from './layers';

const LANE = 10;
/** Of the lanes on one side, however many there are. */
const WIDEST = 400;
const ROOM = 14;
/** More room before the first lane of a gutter: a lane between the blocks may be next to it. */
const APART = 6;
const MARGIN = 16;

/** Where everything stands from left to right. */
export interface IPlaces {
  /** Of each node. */
  x: number[];
  bundles: IBundle[];
  width: number;
}

/** Puts the bands side by side, with room for the lanes before each. */
export function placesOf(
  graph: IGraph,
  layers: ILayers,
  width: readonly number[]
): IPlaces {
  const columns = columnsOf(graph, layers, width);
  const bundles = bundlesOf(graph, layers, columns);
  const lanes = assignLanes(graph, layers, bundles);
  const origin = MARGIN + laneWidth(lanes.get('left') ?? 0);
  const begins: number[] = [];
  const gutters: number[] = [];
  let at = origin;
  for (let band = 0; band < layers.bands; band++) {
    begins.push(at);
    gutters.push(at + columns.widths[band]! + APART);
    at = gutters[band]! + laneWidth(lanes.get(band + 1) ?? 0);
  }
  // what control cannot reach stands below everything, and ways to it keep right of everything
  const last = layers.bands - 1;
  begins.push(origin);
  gutters[last] = Math.max(
    gutters[last]!,
    origin + columns.widths[layers.bands]!
  );
  const x = columns.x.map(
    (own, node) => own + begins[bandOf(graph, layers, node)]!
  );
  for (const bundle of bundles) {
    const { side, lane } = bundle;
    const step = stepOf(lanes.get(side) ?? 0);
    if (side === 'left') {
      bundle.x = origin - ROOM - lane * step;
    } else if (side === 'inner') {
      bundle.x += begins[bandOf(graph, layers, bundle.to)]!;
    } else if (side !== 'near') {
      bundle.x = gutters[side - 1]! + lane * step;
    }
  }
  const right = gutters[last]! + laneWidth(lanes.get(layers.bands) ?? 0);
  return { x, bundles, width: Math.ceil(right + MARGIN) };
}

function stepOf(lanes: number): number {
  return Math.min(LANE, WIDEST / Math.max(1, lanes));
}

/** Of the lanes and of the room beside them. */
function laneWidth(lanes: number): number {
  return ROOM + (lanes > 0 ? (lanes - 1) * stepOf(lanes) : 0);
}
