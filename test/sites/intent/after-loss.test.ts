import { describe, expect, it } from 'vitest';
import { afterLoss } from '../../../sites/intent/after-loss.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';

const recorded = shippedEstate();
const target = applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
const intent = deriveIntent(target);

describe.each(Object.keys(target.sites))('with %s lost', (lost) => {
  const { intent: left, stopped } = afterLoss(intent, lost);

  it('nothing has a role there any more', () => {
    for (const { primary, standby, backup } of left.environments) expect([primary.site, standby?.site, backup?.site]).not.toContain(lost);
  });

  it('every environment runs once, or is named as stopped', () => {
    const names = [...left.environments.map(({ namespace }) => namespace), ...stopped.map(({ namespace }) => namespace)];
    expect(names.sort()).toEqual(intent.environments.map(({ namespace }) => namespace).sort());
  });

  it('what moves, moves to its standby, whole, and has no standby left', () => {
    for (const before of intent.environments.filter(({ primary }) => primary.site === lost)) {
      const after = left.environments.find(({ namespace }) => namespace === before.namespace);
      if (before.standby === undefined) expect(after).toBeUndefined();
      else expect(after).toMatchObject({ primary: before.standby, quota: before.quota });
      expect(after?.standby).toBeUndefined();
    }
  });

  it('what does not move stays as it was', () => {
    for (const before of intent.environments.filter(({ primary }) => primary.site !== lost)) {
      const after = left.environments.find(({ namespace }) => namespace === before.namespace);
      expect(after?.primary).toEqual(before.primary);
      expect(after?.standby).toEqual(before.standby?.site === lost ? undefined : before.standby);
      expect(after?.standbyQuota === undefined).toBe(after?.standby === undefined);
    }
  });
});

describe('today, with the only site that operates lost', () => {
  it('everything stops, with the standby that does not operate yet', () => {
    const { intent: left, stopped } = afterLoss(deriveIntent(recorded), 'ndc-01');
    expect(left).toEqual({ environments: [], pairs: [] });
    expect(new Set(stopped.map(({ because }) => because))).toEqual(new Set(['standby-not-operating', 'no-standby']));
  });
});
