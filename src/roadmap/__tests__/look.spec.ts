import { StateDB } from '@jupyterlab/statedb';
import { isFirstVisit, lookStore } from '../look';

describe('how the sidebar looks', () => {
  it('is a first visit once in a workspace, and never where nothing is remembered', async () => {
    const db = new StateDB();
    expect(await isFirstVisit(db)).toBe(true);
    expect(await isFirstVisit(db)).toBe(false);
    expect(await isFirstVisit(null)).toBe(false);
    const used = new StateDB();
    await lookStore(used).save({ expanded: ['one'], folder: 'c' });
    expect(await isFirstVisit(used)).toBe(false);
  });

  it('is that of a new learner after the first visit and where the record is not ours', async () => {
    const db = new StateDB();
    await isFirstVisit(db);
    const fresh = { expanded: null, folder: null };
    expect(await lookStore(db).load()).toEqual(fresh);
    await db.save('pymastery:roadmap', { expanded: [1], folder: {} });
    expect(await lookStore(db).load()).toEqual(fresh);
    expect(await lookStore(null).load()).toEqual(fresh);
  });
});
