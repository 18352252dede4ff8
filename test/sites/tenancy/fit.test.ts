import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../../sites/capacity/plan.js';
import { plannedQuarters } from '../../../sites/capacity/operation.js';
import { situationIn } from '../../../sites/capacity/loss.js';
import { outcomeOf } from '../../../sites/capacity/shed.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Estate } from '../../../sites/model/estate.js';
import { withSitesOperating } from '../../../sites/model/scenario.js';
import { fitOf } from '../../../sites/tenancy/fit.js';
import { withRequests } from '../../../sites/tenancy/with-requests.js';
import { estateOf } from '../model/estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const other = (cores: number): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-cong-an
owners: {accountable: A, technical: B, mailbox: a@example.vn}
systems:
  - {id: khac, name: x, securityLevel: 3, sharing: open, importance: ordinary, secrecy: none, personalData: none, protection: silver, environments: [{name: prod, quota: {cpu: ${cores}, memory: 64Gi, storage: {block: 1Ti}, pods: 10}, placement: {primary: ndc-02, standby: ndc-01}}]}
`;
/** All three sites operate; one body asks for cores at ndc-01 with its standby at ndc-02, the other the other way round. */
const asking = (mine: number, theirs: number): Estate => {
  const estate = estateOf({ [tenant]: (text) => text.replace('cpu: 8,', `cpu: ${mine},`).replace('    environments:', '    protection: gold\n    environments:'), 'tenants/bo-cong-an.yaml': other(theirs) });
  return withSitesOperating(estate, Object.keys(estate.sites));
};

/** The same question with every loss worked out by name. */
function byName(base: Estate, head: Estate): { site: string; crowdedOut: string[] }[] {
  const [before, after] = [base, head].map((estate) => planOf(estate, deriveIntent(estate), 'none'));
  if (before === undefined || after === undefined) return [];
  return Object.keys(head.sites).flatMap((site) => {
    for (const quarter of plannedQuarters(head)) {
      if (!situationIn(head, quarter, new Set()).serving.has(site)) continue;
      const names = (plan: typeof before): string[] => outcomeOf(plan, quarter, [`site/${site}`]).shed.filter(({ placed }) => placed.promise.tier !== 'bronze' && placed.use !== 'standby').map(({ placed }) => placed.promise.namespace);
      const known = names(before);
      const crowdedOut = names(after).filter((name) => !known.includes(name));
      if (crowdedOut.length > 0) return [{ site, crowdedOut }];
    }
    return [];
  });
}

describe('whether a request fits', () => {
  it('says who is crowded out by a lost site as working every loss out by name does', () => {
    let crowded = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }), (mine, theirs) => {
        const head = asking(mine, theirs);
        const base = withRequests(head, { 'bo-y-te': undefined });
        const expected = byName(base, head);
        crowded += expected.length;
        expect(fitOf(base, head).lost.filter(({ crowdedOut }) => crowdedOut.length > 0).map(({ site, crowdedOut }) => ({ site, crowdedOut: crowdedOut.map(({ namespace }) => namespace) }))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
    // Runs in which nobody is ever crowded out would prove nothing.
    expect(crowded).toBeGreaterThan(0);
  });

  it('adds up in every row, and asks for nothing where nothing changes', () => {
    const head = asking(300, 300);
    const { rows } = fitOf(withRequests(head, { 'bo-y-te': undefined }), head);
    expect(rows.length).toBeGreaterThan(0);
    for (const { allocatable, committed, reserve, request, left } of rows) expect(allocatable - committed - reserve - request).toBe(left);
    expect(fitOf(head, head)).toMatchObject({ verdict: 'fits', rows: [], short: [], lost: [], waiting: [], unprotected: [] });
  });

  it('gives back what a smaller request frees', () => {
    const [large, small] = [asking(300, 8), asking(100, 8)];
    const cpu = fitOf(large, small).rows.find(({ site, resource }) => site === 'ndc-01' && resource === 'cpu');
    expect(cpu?.request).toBe(-200_000n);
    expect((cpu?.left ?? 0n) - (cpu?.before ?? 0n)).toBe(200_000n);
  });
});
