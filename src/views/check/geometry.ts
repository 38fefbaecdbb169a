import type { Behaviour, CheckV1 } from '../../contract/check';

export type Status = Behaviour['status'];

/** What a failed behaviour was seen to do, for the smallest input found. */
export interface IEvidence {
  example: string;
  expected: string;
  got: string;
  /** Whether the values are short enough to stand side by side. */
  aside: boolean;
}

export interface IRow {
  text: string;
  status: Status;
  evidence: IEvidence | null;
  /** Whether the evidence is shown from the start: only that of the first failure. */
  open: boolean;
}

export interface ISheet {
  /** The whole exercise's status: not-run when nothing could be tried. */
  status: Status;
  passed: number;
  total: number;
  rows: IRow[];
}

/** Characters up to which expected and got stand in two columns. */
const ASIDE = 60;
const MARKS: Record<Status, string> = {
  passed: '+',
  failed: 'x',
  'not-run': '.'
};

function evidenceOf(behaviour: Behaviour): IEvidence | null {
  const { example, expected, got } = behaviour;
  if (example === undefined || expected === undefined || got === undefined) {
    return null;
  }
  const longest = Math.max(expected.length, got.length);
  return { example, expected, got, aside: longest <= ASIDE };
}

/** A check as rows: what stands where, and what is unfolded. */
export function sheet(payload: CheckV1): ISheet {
  const { behaviours } = payload;
  const first = behaviours.findIndex(item => item.status === 'failed');
  const passed = behaviours.filter(item => item.status === 'passed').length;
  const waiting = behaviours.every(item => item.status === 'not-run');
  return {
    status: payload.passed ? 'passed' : waiting ? 'not-run' : 'failed',
    passed,
    total: behaviours.length,
    rows: behaviours.map((item, index) => ({
      text: item.text,
      status: item.status,
      evidence: evidenceOf(item),
      open: index === first
    }))
  };
}

/** One line that tells two sheets apart: "failed 3/5 ++x(open,aside)x." */
export function describeGeometry(model: ISheet): string {
  const marks = model.rows.map(row => {
    const notes = [row.open && 'open', row.evidence?.aside && 'aside'];
    const said = notes.filter(Boolean).join(',');
    return MARKS[row.status] + (said && `(${said})`);
  });
  return `${model.status} ${model.passed}/${model.total} ${marks.join('')}`;
}
