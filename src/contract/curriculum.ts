// Generated from curriculum.v1.schema.json by devtools/contract.mjs: change the schema, then run `npm run generate`.

export type Id = string;
/**
 * Path below notebooks/. Absent: not written yet.
 */
export type Notebook = string;
export type Url = string;

/**
 * The course as data: phases, topics, exercises, resources, tips. Ids are permanent, kebab-case and unique in the whole course.
 */
export interface CurriculumV1 {
  kind: 'curriculum';
  version: 1;
  title: string;
  phases: Phase[];
  tips: Tips;
}
export interface Phase {
  id: Id;
  number: number;
  title: string;
  focus: string;
  topics: Topic[];
  /**
   * As in the roadmap: "Side Projects".
   */
  exercises_title?: string;
  exercises: Exercise[];
  resources: Resource[];
}
export interface Topic {
  id: Id;
  /**
   * As in the roadmap, without its Markdown.
   */
  title: string;
  objectives: string[];
  minutes: number;
  /**
   * Ids of topics; acyclic.
   */
  prerequisites: Id[];
  notebook?: Notebook;
  /**
   * Sub-topics.
   */
  topics?: Topic[];
}
export interface Exercise {
  id: Id;
  title: string;
  minutes: number;
  prerequisites: Id[];
  url?: Url;
  note?: string;
  notebook?: Notebook;
}
export interface Resource {
  id: Id;
  medium: 'book' | 'docs' | 'video' | 'article' | 'tool' | 'code';
  /**
   * As in the roadmap, without its Markdown.
   */
  title: string;
  url?: Url;
  /**
   * Where the roadmap's line needs a word: another edition, a wrong attribution, not verified.
   */
  note?: string;
}
export interface Tips {
  title: string;
  items: {
    id: Id;
    title: string;
    text: string;
    notebook?: Notebook;
  }[];
}
