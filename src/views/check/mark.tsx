import type { Status } from './geometry';

const PATHS: Record<Status, string> = {
  passed: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  failed: 'M4.5 4.5 11.5 11.5 M11.5 4.5 4.5 11.5',
  'not-run': 'M4.5 8 11.5 8'
};

/** A tick, a cross or a dash; the word beside it says the same. */
export function Mark({ status }: { status: Status }): JSX.Element {
  return (
    <svg
      className="jp-PyMastery-check-mark"
      data-status={status}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      <path d={PATHS[status]} />
    </svg>
  );
}
