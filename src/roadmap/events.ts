import type { ILessonProgress, IProgressView } from './course';

/** One thing the learner did. Later versions may add fields: a reader keeps what it does not know. */
export interface IProgressEvent {
  v: 1;
  id: string;
  /** ISO 8601, by the clock of the browser that wrote it: for people; `seq` is the order. */
  time: string;
  /** Greater than that of every event its writer knew: a clock set back changes nothing. */
  seq: number;
  event: 'opened' | 'done' | 'undone';
  topic: string;
}

/** One line of the file: its exact text, what makes it itself, and the event if we understand it. */
export interface ILine {
  key: string;
  text: string;
  event: IProgressEvent | null;
}

export interface IParsed {
  lines: ILine[];
  /** Lines that are not JSON objects with an id, as they stood. */
  corrupt: string[];
}

const names = ['opened', 'done', 'undone'];

/** The lines of a progress file. Events of an unknown name or version are kept, not understood. */
export function parse(text: string): IParsed {
  const parsed: IParsed = { lines: [], corrupt: [] };
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (line.trim() === '') {
      continue;
    }
    const read = parseLine(line);
    if (read === null) {
      parsed.corrupt.push(line);
    } else {
      parsed.lines.push(read);
    }
  }
  return parsed;
}

function parseLine(text: string): ILine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    !('id' in value) ||
    typeof value.id !== 'string'
  ) {
    return null;
  }
  return { key: value.id, text, event: asEvent(value, value.id) };
}

function asEvent(value: object, id: string): IProgressEvent | null {
  const record: Partial<Record<keyof IProgressEvent, unknown>> = value;
  const { v, time, seq, event, topic } = record;
  if (
    v !== 1 ||
    typeof event !== 'string' ||
    !names.includes(event) ||
    typeof topic !== 'string'
  ) {
    return null;
  }
  return {
    v,
    id,
    time: typeof time === 'string' ? time : '',
    seq: typeof seq === 'number' && Number.isFinite(seq) ? seq : 0,
    event: event as IProgressEvent['event'],
    topic
  };
}

export function line(event: IProgressEvent): ILine {
  return { key: event.id, text: JSON.stringify(event), event };
}

/** `first` as it stands, then what only `second` has: nothing is dropped, nothing is reordered. */
export function union(
  first: readonly ILine[],
  second: readonly ILine[]
): ILine[] {
  const merged = new Map<string, ILine>();
  for (const one of [...first, ...second]) {
    if (!merged.has(one.key)) {
      merged.set(one.key, one);
    }
  }
  return [...merged.values()];
}

export function serialise(lines: readonly ILine[]): string {
  return lines.map(one => `${one.text}\n`).join('');
}

export function nextSeq(lines: readonly ILine[]): number {
  return 1 + lines.reduce((top, one) => Math.max(top, one.event?.seq ?? 0), 0);
}

/** What the events say, whatever the order of their lines. */
export class Progress implements IProgressView {
  constructor(lines: readonly ILine[]) {
    const events = lines.flatMap(one => (one.event ? [one.event] : []));
    events.sort(
      (a, b) => a.seq - b.seq || compare(a.time, b.time) || compare(a.id, b.id)
    );
    for (const { event, topic } of events) {
      const before = this.of(topic);
      if (event === 'opened') {
        this._byId.set(topic, { ...before, opened: true });
        this.last = topic;
      } else {
        this._byId.set(topic, { ...before, done: event === 'done' });
      }
    }
  }

  last: string | null = null;

  of(id: string): ILessonProgress {
    return this._byId.get(id) ?? { opened: false, done: false };
  }

  private readonly _byId = new Map<string, ILessonProgress>();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
