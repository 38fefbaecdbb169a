import { describeGeometry, draw, isRing, type IPicture } from '../geometry';
import { HEADER, ROW, shorten, type IOptions } from '../geometry-cards';
import { behind, related, visible } from '../geometry-fold';
import { CARDS, settle } from '../geometry-layers';
import { move, stops } from '../geometry-moves';
import { recording, recordingsOf } from '../../__tests__/recordings';
import { graph, list } from './payloads';

const options: IOptions = {
  character: 7.25,
  everyObject: false,
  opened: new Set()
};
const every = { ...options, everyObject: true };

interface IBox {
  id: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function boxes(picture: IPicture): IBox[] {
  return [...picture.cards.values()].map(card => {
    const { x, y } = picture.places.get(card.id)!;
    return {
      id: card.id,
      left: x,
      top: y,
      right: x + card.width,
      bottom: y + card.height
    };
  });
}

function overlaps(a: IBox, b: IBox): boolean {
  return (
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  );
}

/** The upright and level pieces of a path that is not a curve between two columns. */
function pieces(path: string): IBox[] {
  const numbers = path.match(/-?[\d.]+/g)!.map(Number);
  const points: [number, number][] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    points.push([numbers[at]!, numbers[at + 1]!]);
  }
  return points.slice(1).map(([x, y], index) => {
    const [px, py] = points[index]!;
    return {
      id: path,
      left: Math.min(x, px),
      right: Math.max(x, px),
      top: Math.min(y, py),
      bottom: Math.max(y, py)
    };
  });
}

describe.each(recordingsOf('graph'))('%s', file => {
  const payload = recording('graph', file).payload;

  test.each([options, every])('no card overlaps another', given => {
    const all = boxes(draw(payload, given));
    const pairs = all.flatMap((a, index) =>
      all
        .slice(index + 1)
        .filter(b => overlaps(a, b))
        .map(b => `${a.id} ${b.id}`)
    );
    expect(pairs).toEqual([]);
  });

  test.each([options, every])(
    'edges start in their row, end at a border',
    given => {
      const picture = draw(payload, given);
      for (const edge of picture.edges) {
        const from = picture.places.get(edge.from)!;
        const card = picture.cards.get(edge.from)!;
        const row = card.rows[edge.row]!;
        expect(row.target).toBe(edge.to);
        expect(edge.start[1] - from.y - row.y).toBe(ROW / 2);
        expect(edge.start[0]).toBeLessThan(from.x + card.width);
        const to = picture.places.get(edge.to)!;
        const right = to.x + picture.cards.get(edge.to)!.width;
        expect([to.x, right]).toContain(edge.end[0]);
        expect(edge.end[1]).toBe(to.y + HEADER / 2);
      }
    }
  );

  test('edges that turn back pass no card but their own', () => {
    const picture = draw(payload, options);
    const all = boxes(picture);
    for (const edge of picture.edges.filter(each => each.way !== 'forward')) {
      const crossed = pieces(edge.path).flatMap(piece =>
        all
          .filter(box => box.id !== edge.from && overlaps(piece, box))
          .map(box => box.id)
      );
      expect(crossed.filter(id => id !== edge.to)).toEqual([]);
    }
  });

  test('every reference of a card that is drawn is drawn', () => {
    const picture = draw(payload, every);
    for (const object of payload.objects) {
      const card = picture.cards.get(object.id);
      if (card && card.folded === 0) {
        const drawn = card.rows.map(row => row.target ?? row.inline?.id);
        expect(drawn).toEqual(object.slots.map(slot => slot.target ?? ''));
      }
    }
  });

  test('the same payload gives the same picture', () => {
    expect(describeGeometry(draw(payload, options))).toBe(
      describeGeometry(draw(recording('graph', file).payload, options))
    );
  });

  test('folding hides what only it leads to and moves nothing', () => {
    const picture = draw(payload, options);
    const before = describeGeometry(picture);
    const all = visible(picture, new Set());
    expect(all.size).toBe(picture.cards.size);
    for (const id of all) {
      const folded = new Set([id]);
      const left = visible(picture, folded);
      expect(left.has(id)).toBe(true);
      expect(all.size - left.size).toBe(behind(picture, folded, id));
      for (const edge of picture.edges) {
        if (left.has(edge.from) && edge.from !== id) {
          expect(left.has(edge.to)).toBe(true);
        }
      }
    }
    expect(describeGeometry(picture)).toBe(before);
  });
});

test.each([
  'aliasing',
  'shared_rows',
  'two_node_cycle',
  'list_in_itself',
  'shared_cell',
  'dict_keys',
  'class_hierarchy'
])('the picture of %s', name => {
  const picture = draw(recording('graph', `${name}.cp313`).payload, options);
  expect(describeGeometry(picture)).toMatchSnapshot();
});

test('two names of one number share one card, one name shows it inside', () => {
  const picture = draw(
    recording('graph', 'same_number.cp313').payload,
    options
  );
  const root = picture.cards.get('root0')!;
  expect(root.rows.map(row => row.target ?? row.inline?.text)).toEqual([
    'o0',
    'o0',
    "'spam'",
    'None'
  ]);
});

test('opening a card shows its rows', () => {
  const payload = recording('graph', 'long_list.cp313').payload;
  const closed = draw(payload, options).cards.get('o1')!;
  const open = draw(payload, { ...options, opened: new Set(['o1']) });
  expect([closed.rows.length, closed.folded, closed.cut]).toEqual([
    12, 48, 540
  ]);
  expect(open.cards.get('o1')!.rows).toHaveLength(60);
  expect(open.left).toBe(0);
});

test('dangling targets, two objects of one id, self loops and unreachable cycles are drawn', () => {
  const picture = draw(
    graph(
      [
        list('o0', ['o0', 'o99', undefined, 'o1']),
        list('o1', ['o0', 'o1']),
        list('o1', ['o2']),
        list('o2', ['o2'])
      ],
      [['o0'], ['o77']]
    ),
    options
  );
  expect([...picture.cards.keys()]).toEqual(['root0', 'o0', 'o1']);
  expect(picture.cards.get('o0')!.rows.map(row => row.inline?.text)).toEqual([
    undefined,
    '…',
    '…',
    undefined
  ]);
  expect(picture.left).toBe(1);
});

test('no roots, no objects', () => {
  const picture = draw({ ...graph([]), roots: [] }, options);
  expect([picture.width, picture.cards.size]).toEqual([0, 0]);
  expect(draw(graph([]), options).cards.size).toBe(1);
});

test('a graph far too large is drawn in part, in time that grows with its size', () => {
  const chain = Array.from({ length: 3000 }, (_, index) =>
    list(`o${index}`, [`o${index + 1}`, 'o0', `o${(index * 7) % 3000}`])
  );
  const picture = draw(graph(chain), options);
  expect(picture.cards.size).toBe(CARDS);
  expect(picture.left).toBe(3001 - CARDS);
});

test('tops are the nearest to the wanted ones that leave room', () => {
  expect(settle([0, 0, 100], [20, 20, 20])).toEqual([-10, 10, 100]);
  expect(settle([50, 0], [20, 20])).toEqual([15, 35]);
  expect(settle([], [])).toEqual([]);
});

test('a ring is one whose every reference is there', () => {
  const payload = graph([list('o0', ['o1']), list('o1', ['o0'])]);
  expect(isRing(payload, ['o0', 'o1'])).toBe(true);
  expect(isRing(payload, ['o0'])).toBe(false);
});

test('arrow keys lead along references and back', () => {
  const picture = draw(
    recording('graph', 'shared_rows.cp313').payload,
    options
  );
  const shown = visible(picture, new Set());
  const none = new Set<string>();
  expect(stops(picture, shown).slice(0, 3)).toEqual([
    'root0/0',
    'root0/1',
    'o0'
  ]);
  const go = (
    at: string,
    key: Parameters<typeof move>[4],
    from: string | null
  ) => move(picture, shown, none, at, key, from);
  expect(go('root0/1', 'ArrowRight', null)).toBe('o1');
  expect(go('o1', 'ArrowLeft', null)).toBe('root0/1');
  expect(go('o0', 'ArrowDown', null)).toBe('o1');
  expect(go('o1', 'ArrowDown', null)).toBe('o1');
  expect(go('root0/0', 'ArrowUp', null)).toBe('root0/0');
  expect(go('o0', 'End', null)).toBe('o5');
  expect(move(picture, shown, new Set(['o0']), 'o0', 'ArrowRight', null)).toBe(
    'o0'
  );
});

test('what is lit: the way from a name, referrers and targets', () => {
  const picture = draw(
    recording('graph', 'shared_rows.cp313').payload,
    options
  );
  const lit = related(picture, visible(picture, new Set()), 'o2');
  expect([...lit.cards].sort()).toEqual(['o0', 'o2', 'root0']);
  expect(lit.edges.size).toBe(4);
});

test('long text is shortened, never split in two', () => {
  expect(shorten('abcdef', 6)).toBe('abcdef');
  expect(shorten('abcdefg', 6)).toBe('abcde…');
});
