import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanResult } from '../../../bin/runner/plan.js';
import { engines } from '../runner/workbench.js';
import { giver, Ministries, taker, type Uids } from './ministries.js';

const found = await engines();

it('has an engine to test with', () => {
  expect(found.length, 'install terraform or tofu, or set NDC_TOFU').toBeGreaterThan(0);
});

/** Bộ Kế hoạch và Đầu tư into Bộ Tài chính. */
describe.each(found)('a merger with $kind', (engine) => {
  const changesOf = ({ rows }: PlanResult) => Object.fromEntries(rows.map(({ name, changes }) => [name, changes]));
  const nothing = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0 };
  /** Per environment: namespace, two quotas, limits, four policies, two roles, account. Bộ Kế hoạch và Đầu tư has no groups, so no binding. */
  const objects = 11;

  describe('applied in one go', () => {
    let ministries: Ministries;
    let before: Uids;
    let heldBefore: readonly string[];
    let failingBefore: readonly string[];
    beforeAll(async () => {
      ministries = await Ministries.open(engine);
    });
    afterAll(() => ministries.close());

    it('GIVEN both ministries as they were', async () => {
      const { plan, blocked, failing } = await ministries.plan();
      expect([plan.exit, blocked]).toEqual([0, []]);
      // A body that is no more still has them: what the merger mends.
      expect(failing).toEqual(expect.arrayContaining(['TEN-008 system/csdl-dang-ky-doanh-nghiep', 'TEN-008 system/dau-tu-cong']));
      failingBefore = failing;
      expect(await ministries.apply(plan.id)).toMatchObject({ complete: true, exit: 0 });
      before = await ministries.uids();
      heldBefore = [...(await ministries.held(giver)), ...(await ministries.held(taker))].sort();
      expect(await ministries.held(giver)).toHaveLength(2 * objects);
    });

    let merged: PlanResult;
    it('WHEN they are merged THEN the plan destroys and replaces nothing', async () => {
      await ministries.merge();
      const { plan, blocked, failing } = await ministries.plan();
      expect([plan.exit, blocked]).toEqual([0, []]);
      // It mends whose they are, and breaks nothing that stood.
      expect(failing).toEqual(failingBefore.filter((what) => !what.startsWith('TEN-008')));
      expect(changesOf(plan)).toEqual({
        [giver]: { ...nothing, forget: 2 * objects },
        // What the new owner's groups get is new: a binding in each environment.
        [taker]: { ...nothing, import: 2 * objects, create: 2 },
      });
      merged = plan;
    });

    it('AND the old state is empty, the new one complete, every object the one it was', async () => {
      expect(await ministries.apply(merged.id)).toMatchObject({ complete: true, exit: 0 });
      expect(await ministries.held(giver)).toEqual([]);
      expect((await ministries.held(taker)).filter((address) => !/role_binding_v1\.(csdl-dang-ky|dau-tu)/.test(address))).toEqual(heldBefore);
      expect(await ministries.uids()).toMatchObject(before);
      expect(await ministries.ownerOf('dau-tu-cong-prod')).toBe('bo-tai-chinh');
    });

    it('AND the next plan is empty, while the transition is open and once it is done; nobody is left over', async () => {
      const open = await ministries.plan();
      expect([open.blocked, open.plan.rows.filter(({ noOp }) => !noOp)]).toEqual([[], []]);
      expect(open.plan.rows.map(({ name }) => name)).toEqual([giver, taker]);
      await ministries.finish();
      const done = await ministries.plan();
      expect([done.blocked, done.plan.rows.filter(({ noOp }) => !noOp), done.plan.orphans]).toEqual([[], [], []]);
      expect(done.plan.rows.map(({ name }) => name)).toEqual([taker]);
    });
  });

  describe('interrupted', () => {
    let ministries: Ministries;
    let before: Uids;
    let merged: PlanResult;
    beforeAll(async () => {
      ministries = await Ministries.open(engine);
      await ministries.apply((await ministries.plan()).plan.id);
      before = await ministries.uids();
      await ministries.merge();
      merged = (await ministries.plan()).plan;
    });
    afterAll(() => ministries.close());

    it('between the two applies: the objects stand, in no state, named by the open transition', async () => {
      const stopped = await ministries.apply(merged.id, (event) => event.is === 'stack' && event.stack === giver && event.step === 'done');
      expect(stopped).toMatchObject({ interrupted: true, complete: false });
      expect(stopped.rows.map(({ name, status }) => [name, status])).toEqual([[giver, 'applied'], [taker, 'not-started']]);
      expect(await ministries.held(giver)).toEqual([]);
      expect((await ministries.held(taker)).some((address) => address.includes('dau-tu-cong'))).toBe(false);
      expect(await ministries.uids()).toEqual(before);
    });

    it('a new plan then imports what was let go, and is let pass', async () => {
      const { plan, blocked } = await ministries.plan();
      expect(blocked).toEqual([]);
      expect(changesOf(plan)).toEqual({ [giver]: nothing, [taker]: { ...nothing, import: 2 * objects, create: 2 } });
    });

    it('goes on with the same set, is stopped in the middle of the import, and completes', async () => {
      const stopped = await ministries.apply(merged.id, (event) => event.is === 'resource' && event.stack === taker && event.phase === 'done');
      // What is being made is finished, when that takes no longer than an apply is given after Ctrl-C.
      expect(stopped.rows.map(({ name, status }) => [name, status])).toEqual([[giver, 'already-applied'], [taker, expect.stringMatching(/^(applied|partly)$/)]]);
      const resumed = await ministries.apply(merged.id);
      expect(resumed, JSON.stringify(resumed.rows)).toMatchObject({ complete: true, exit: 0 });
      expect(await ministries.uids()).toMatchObject(before);
      const { plan, blocked } = await ministries.plan();
      expect([blocked, plan.rows.filter(({ noOp }) => !noOp), plan.orphans]).toEqual([[], [], []]);
    });
  });
});
