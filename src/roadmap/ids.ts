export const PANEL_ID = 'pymastery-roadmap';

export const commands = {
  show: 'pymastery:open-roadmap',
  resume: 'pymastery:continue',
  open: 'pymastery:open-topic',
  reset: 'pymastery:reset-notebook',
  mark: 'pymastery:mark-done'
};
