import type {
  CurriculumV1,
  Exercise,
  Phase,
  Resource,
  Tips,
  Topic
} from '../contract/curriculum';
import { decode } from '../contract/decode';

interface INode {
  /** Unique in the tree; a group's contains a slash, so it never meets a curriculum id. */
  id: string;
  title: string;
  children: readonly Item[];
}

export interface IPhaseItem extends INode {
  kind: 'phase';
  number: number;
  focus: string;
}

export interface IGroupItem extends INode {
  kind: 'group';
  of: 'topics' | 'exercises' | 'resources' | 'tips';
}

/** What a learner works through and marks as done. */
interface ILesson extends INode {
  phase: string | null;
  notebook: string | null;
}

export interface ITopicItem extends ILesson {
  kind: 'topic';
  minutes: number;
  objectives: readonly string[];
}

export interface IExerciseItem extends ILesson {
  kind: 'exercise';
  minutes: number;
  url: string | null;
  note: string;
}

export interface ITipItem extends ILesson {
  kind: 'tip';
  text: string;
}

export interface IResourceItem extends INode {
  kind: 'resource';
  medium: Resource['medium'];
  url: string | null;
  note: string;
}

export type LessonItem = ITopicItem | IExerciseItem | ITipItem;
export type Item = IPhaseItem | IGroupItem | LessonItem | IResourceItem;

/** What the learner did with one lesson, as far as the course needs to know. */
export interface ILessonProgress {
  opened: boolean;
  done: boolean;
}

export interface IProgressView {
  of(id: string): ILessonProgress;
  /** The lesson opened last, or null. */
  last: string | null;
}

export interface ICount {
  done: number;
  total: number;
}

export interface INext {
  item: LessonItem;
  /** Whether the learner has been there: "Continue", not "Start". */
  again: boolean;
}

export interface IMatches {
  /** Ids of the items that match and of all that stand above them. */
  visible: ReadonlySet<string>;
  count: number;
}

/**
 * The course of `data`.
 *
 * @throws PayloadError when it is no curriculum that this version can read.
 */
export function readCourse(data: unknown): Course {
  return new Course(decode('curriculum', data));
}

/** The curriculum as one tree, and what can be asked of it. */
export class Course {
  constructor(curriculum: CurriculumV1) {
    this.title = curriculum.title;
    this.items = [
      ...curriculum.phases.map(phaseItem),
      tipsItem(curriculum.tips)
    ];
    for (const item of walk(this.items)) {
      this._byId.set(item.id, item);
    }
  }

  readonly title: string;
  readonly items: readonly Item[];

  find(id: string): Item | null {
    return this._byId.get(id) ?? null;
  }

  lesson(id: string): LessonItem | null {
    const item = this.find(id);
    return item !== null && isLesson(item) ? item : null;
  }

  /** The first lesson whose notebook is `path`, a path below notebooks/. */
  lessonOf(path: string): LessonItem | null {
    return this._lessons().find(lesson => lesson.notebook === path) ?? null;
  }

  /** The ids of the items above `id`, outermost first. */
  above(id: string): string[] {
    const path = pathTo(this.items, id);
    return path.slice(0, -1).map(item => item.id);
  }

  /** How many of the topics below `items` are done. A topic made of sub-topics counts through them. */
  count(progress: IProgressView, items: readonly Item[] = this.items): ICount {
    const counted = { done: 0, total: 0 };
    for (const item of walk(items)) {
      if (item.kind === 'topic' && item.children.length === 0) {
        counted.total += 1;
        counted.done += progress.of(item.id).done ? 1 : 0;
      }
    }
    return counted;
  }

  /**
   * Where to go on: the lesson opened last while it is not done, else the first written lesson after it
   * that is not done, from the beginning again at the end. Null when every written lesson is done.
   */
  next(progress: IProgressView): INext | null {
    const open = this._lessons().filter(
      lesson => lesson.notebook !== null && lesson.kind !== 'tip'
    );
    const last = open.findIndex(lesson => lesson.id === progress.last);
    const start = Math.max(last, 0);
    const order = [...open.slice(start), ...open.slice(0, start)];
    const item = order.find(lesson => !progress.of(lesson.id).done);
    return item ? { item, again: progress.last !== null } : null;
  }

  /** Topics, exercises, resources and tips that contain every word of `query`, without regard to case and accents. */
  search(query: string): IMatches {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const visible = new Set<string>();
    let count = 0;
    const visit = (item: Item): boolean => {
      const inside = item.children.map(visit).some(Boolean);
      const text = fold(searchable(item));
      const own = text !== '' && words.every(word => text.includes(word));
      count += own ? 1 : 0;
      if (own || inside) {
        visible.add(item.id);
      }
      return own || inside;
    };
    this.items.forEach(visit);
    return { visible, count };
  }

  private _lessons(): LessonItem[] {
    return [...this._byId.values()].filter(isLesson);
  }

  private readonly _byId = new Map<string, Item>();
}

export function isLesson(item: Item): item is LessonItem {
  return (
    item.kind === 'topic' || item.kind === 'exercise' || item.kind === 'tip'
  );
}

/** Whether there is nothing to open yet. A topic made of sub-topics is written when they are; a tip needs no notebook. */
export function isUnwritten(item: Item): boolean {
  if (item.kind === 'topic') {
    return item.notebook === null && item.children.length === 0;
  }
  return (
    item.kind === 'exercise' && item.notebook === null && item.url === null
  );
}

/** Whether the learner can mark it as done. */
export function isMarkable(item: Item): boolean {
  return (
    (item.kind === 'topic' || item.kind === 'exercise') &&
    item.children.length === 0 &&
    !isUnwritten(item)
  );
}

function* walk(items: readonly Item[]): Generator<Item> {
  for (const item of items) {
    yield item;
    yield* walk(item.children);
  }
}

function pathTo(items: readonly Item[], id: string): Item[] {
  for (const item of items) {
    const below = item.id === id ? [] : pathTo(item.children, id);
    if (item.id === id || below.length > 0) {
      return [item, ...below];
    }
  }
  return [];
}

/** The text a search looks at; nothing for what only holds other items. */
function searchable(item: Item): string {
  switch (item.kind) {
    case 'phase':
    case 'group':
      return '';
    case 'topic':
      return [item.title, ...item.objectives].join(' ');
    case 'exercise':
      return `${item.title} ${item.note}`;
    case 'tip':
      return `${item.title} ${item.text}`;
    case 'resource':
      return `${item.title} ${item.medium} ${item.note}`;
  }
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function phaseItem(phase: Phase): IPhaseItem {
  const group = (of: IGroupItem['of'], children: Item[]): IGroupItem[] =>
    children.length === 0
      ? []
      : [{ kind: 'group', of, id: `${phase.id}/${of}`, title: '', children }];
  return {
    kind: 'phase',
    id: phase.id,
    title: phase.title,
    number: phase.number,
    focus: phase.focus,
    children: [
      ...group(
        'topics',
        phase.topics.map(topic => topicItem(topic, phase.id))
      ),
      ...group(
        'exercises',
        phase.exercises.map(exercise => exerciseItem(exercise, phase.id))
      ),
      ...group('resources', phase.resources.map(resourceItem))
    ]
  };
}

function topicItem(topic: Topic, phase: string): ITopicItem {
  return {
    kind: 'topic',
    id: topic.id,
    title: topic.title,
    phase,
    minutes: topic.minutes,
    objectives: topic.objectives,
    notebook: topic.notebook ?? null,
    children: (topic.topics ?? []).map(inner => topicItem(inner, phase))
  };
}

function exerciseItem(exercise: Exercise, phase: string): IExerciseItem {
  return {
    kind: 'exercise',
    id: exercise.id,
    title: exercise.title,
    phase,
    minutes: exercise.minutes,
    notebook: exercise.notebook ?? null,
    url: exercise.url ?? null,
    note: exercise.note ?? '',
    children: []
  };
}

function resourceItem(resource: Resource): IResourceItem {
  return {
    kind: 'resource',
    id: resource.id,
    title: resource.title,
    medium: resource.medium,
    url: resource.url ?? null,
    note: resource.note ?? '',
    children: []
  };
}

function tipsItem(tips: Tips): IGroupItem {
  return {
    kind: 'group',
    of: 'tips',
    id: '/tips',
    title: tips.title,
    children: tips.items.map(tip => ({
      kind: 'tip',
      id: tip.id,
      title: tip.title,
      text: tip.text,
      phase: null,
      notebook: tip.notebook ?? null,
      children: []
    }))
  };
}
