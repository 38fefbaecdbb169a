import { decode } from '../../contract/decode';
import { Course, type IProgressView } from '../course';
import data from './course.json';

/** A course small enough to read: every kind of item, sub-topics, written and unwritten. */
export const curriculum = decode('curriculum', data);
export const course = new Course(curriculum);

/** Progress in short: ids that are done, and the id opened last. */
export function progress(
  done: string[],
  last: string | null = null
): IProgressView {
  return {
    last,
    of: id => ({ opened: id === last, done: done.includes(id) })
  };
}
