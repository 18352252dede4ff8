import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consequencesOf, declaredData } from '../../../bin/disaster/declare.js';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { withLosses } from '../../../sites/model/losses.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { matrixOf, recoveredFrom } from '../../../sites/recovery/matrix.js';
import { restoresOf } from '../../../sites/recovery/restores.js';
import { survivorsOf } from '../../../sites/recovery/simulate-room.js';
import type { SystemOf } from '../capacity/planned-estate.js';
import { asOf, shippedEstate } from '../data/shipped.js';
import { plannedEstate, recoveryFrom } from './recovered.js';

const sites = ['ndc-01', 'ndc-02', 'ndc-03'] as const;
const target = applyScenario(shippedEstate(), { asOf, lose: [], delay: {}, phase: 'all-operating' });
const at = '2026-11-29T20:15:00Z';

function declared(estate: typeof target, site: string) {
  const foretold = foretoldOf(estate, site);
  const restores = restoresOf(foretold.recovered).map(({ to, environments }) => ({ to, environments: [...environments] }));
  const declaration = { at, case: 'dead' as const, reason: 'x', fences: [], restores };
  return { restores, foretold, told: declaredData(estate, site, declaration, consequencesOf(estate, site, { ...declaration, accepts: [] }), foretold), after: withLosses(estate, [{ site, declaration: 'd', at, restores }]) };
}

describe.each(sites)('the shipped estate, every site operating, with %s lost', (site) => {
  const { told, after, restores } = declared(target, site);
  const groups = {
    promoted: told.moves.flatMap(({ namespaces, to }) => namespaces.map((namespace) => [namespace, to] as const)),
    restored: told.restored.flatMap(({ namespaces, to }) => namespaces.map((namespace) => [namespace, to] as const)),
    nowhere: told.stopped.map(({ namespace }) => [namespace, undefined] as const),
  };
  const cells = matrixOf(recoveryFrom(target), ['site-dead']).cells.filter(({ primary }) => primary === site);

  it('everybody who ran there is promoted, restored or stopped, and in one of the three alone', () => {
    const all = Object.values(groups).flat().map(([namespace]) => namespace);
    expect([...all].sort()).toEqual(deriveIntent(target).environments.filter(({ primary }) => primary.site === site).map(({ namespace }) => namespace).sort());
    expect(new Set(all).size).toBe(all.length);
  });

  it('the matrix and the declaration say the same of each of them', () => {
    const said = Object.fromEntries(Object.entries(groups).flatMap(([how, group]) => group.map(([namespace, to]) => [namespace, to === undefined ? how : `${how} ${to}`])));
    expect(Object.fromEntries(cells.map(({ namespace, runs }) => [namespace, runs.how === 'nowhere' ? runs.how : `${runs.how} ${runs.site}`]))).toEqual(said);
    expect(told.hindered).toEqual([]);
  });

  it('as many run at survivors afterwards as the matrix says, none at the lost site, each at its whole quota', () => {
    const before = new Map(deriveIntent(target).environments.map((one) => [one.namespace, one]));
    const now = deriveIntent(after).environments;
    expect(now.filter(({ primary }) => primary.site === site)).toEqual([]);
    const moved = now.filter(({ namespace }) => before.get(namespace)?.primary.site === site);
    expect(moved).toHaveLength(cells.filter(({ runs }) => runs.how !== 'nowhere').length);
    for (const { namespace, quota } of moved) expect(quota).toEqual(before.get(namespace)?.quota);
  });

  it('the age of what is restored is the matrix’s, and within the tier’s promise', () => {
    for (const { namespaces, age, promisedMs } of told.restored) {
      const own = cells.filter(({ namespace }) => namespaces.includes(namespace)).flatMap(({ losses }) => losses.filter(({ means }) => ['backup', 'archive'].includes(means)).map(({ totalMs }) => totalMs.p95 ?? 0n));
      expect(age.p95).toBe(own.reduce((most, one) => (one > most ? one : most), 0n));
      expect(age.p95).toBeLessThanOrEqual(promisedMs);
    }
  });

  it('what is restored outside a standby stands in the declaration, and is written where its backup was', () => {
    expect(restores.flatMap(({ environments }) => environments).sort()).toEqual(told.restored.filter(({ reserved }) => !reserved).flatMap(({ namespaces }) => namespaces).sort());
    for (const { to, environments } of restores) for (const namespace of environments) expect(deriveIntent(target).environments.find((one) => one.namespace === namespace)?.backup?.site).toBe(to);
  });

  it('a second loss is foretold of what stands now: what was restored has its backups at the other survivor', () => {
    const now = deriveIntent(after).environments.filter(({ restored }) => restored !== undefined);
    for (const { primary, backup } of now) expect([site, primary.site]).not.toContain(backup?.site);
    for (const second of sites.filter((one) => one !== site)) {
      const recovery = recoveryFrom(after);
      const again = restoresOf(recoveredFrom(recovery, second, new Set(), 'dead'));
      for (const { to } of again) expect([site, second]).not.toContain(to);
    }
  });
});

describe('restores where room is short', () => {
  // 300 TiB of disks a site, three copies of everything: a dozen of these do not fit at one.
  const system = fc.record({ tebi: fc.integer({ min: 1, max: 40 }), tier: fc.constantFrom('bronze', 'bronze', 'silver', 'gold'), home: fc.constantFrom(0, 1, 2), kept: fc.constantFrom(1, 2) });
  const systems = fc.array(system, { minLength: 3, maxLength: 12 }).map((all) =>
    all.map(({ tebi, tier, home, kept }, index): SystemOf => {
      const [primary, one, other] = [home, home + kept, home + 3 - kept].map((place) => sites[place % 3] ?? 'ndc-01');
      return { id: `h${index}`, tier, storage: `{block: ${tebi}Ti}`, backup: '1Gi', placement: tier === 'bronze' ? `{primary: ${primary}, backup: ${one}}` : `{primary: ${primary}, standby: ${one}, backup: ${other}}` };
    }),
  );

  it('never take more of a survivor than it has, and stop whoever is left over', () => {
    const seen = { restored: 0, noRoom: 0 };
    fc.assert(
      fc.property(systems, fc.constantFrom(...sites), (of, site) => {
        const estate = plannedEstate(of);
        const { foretold, restores, told } = declared(estate, site);
        seen.restored += restores.flatMap(({ environments }) => environments).length;
        seen.noRoom += told.stopped.filter(({ tier, reasons }) => tier === 'bronze' && reasons.some(({ because }) => because === 'no-room')).length;
        const room = survivorsOf(foretold.recovery, foretold.recovered);
        const restoredTo = new Set(restores.map(({ to }) => to));
        for (const { site: one, there, before, after } of room) if (restoredTo.has(one) && after > before) expect(after).toBeLessThanOrEqual(there > before ? there : before);
        const all = [...told.moves, ...told.restored].flatMap(({ namespaces }) => namespaces).concat(told.stopped.map(({ namespace }) => namespace));
        expect([...all].sort()).toEqual(deriveIntent(estate).environments.filter(({ primary }) => primary.site === site).map(({ namespace }) => namespace).sort());
      }),
      { numRuns: 40, seed: 20261129 },
    );
    // Both were tried: somebody found room, and somebody did not.
    expect(Math.min(seen.restored, seen.noRoom)).toBeGreaterThan(0);
  });
});
