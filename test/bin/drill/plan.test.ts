import { describe, expect, it } from 'vitest';
import { databasePlan } from '../../../bin/drill/database/plan.js';
import { readDataDirectory } from '../../../bin/edge/data-directory.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day } from '../../../sites/model/calendar.js';
import { loadEstate } from '../../../sites/model/load.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { recoveryOf } from '../../../sites/recovery/context.js';
import { shipped } from '../cli/ndc.js';

const loaded = loadEstate(await readDataDirectory(shipped), day('2026-11-01'));
if (!('estate' in loaded)) throw new Error('the shipped estate does not load');
const estate = applyScenario(loaded.estate, { ...loaded.estate.scenario, phase: 'all-operating' });
const intent = deriveIntent(estate);
const recovery = recoveryOf(estate, intent, deriveProtection(estate, intent));
const sites = ['ndc-01', 'ndc-02', 'ndc-03'];

describe('a laboratory of the estate', () => {
  it.each(sites)('of the loss of %s: three sites, delays as they are, rates a laboratory can have', (lost) => {
    const plan = databasePlan(recovery, lost, sites);
    expect(plan?.primary).toBe(lost);
    expect(new Set([plan?.primary, plan?.standby, plan?.third])).toEqual(new Set(sites));
    for (const { between, bitsPerSecond, rttMs } of plan?.links ?? []) {
      const link = Object.values(estate.links).find(({ a, b }) => between.includes(a) && between.includes(b));
      expect(rttMs).toBe(link?.rttMs);
      expect(bitsPerSecond).toBeGreaterThanOrEqual(1_000_000);
      expect(bitsPerSecond).toBeLessThanOrEqual(200_000_000);
    }
    expect(plan?.links).toHaveLength(3);
  });

  it('is none where fewer than three sites operate', () => {
    expect(databasePlan(recovery, 'ndc-01', ['ndc-01', 'ndc-02'])).toBeUndefined();
  });
});
