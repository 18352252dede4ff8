import { describe, expect, it } from 'vitest';
import { withLosses } from '../../../../sites/model/losses.js';
import { documents, estateOf, system, targetOf } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { add, drop } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

const environment = 'environment/ho-so-prod';
const manifest = 'kubernetes_manifest';
const judged = async (stacks: StackDraft[], changes = {}, more = {}) => {
  const estate = targetOf(estateOf({ ...documents, ...changes }));
  return verdictOn(verdictsOf('RED-010', estate, await planset(estate, stacks, more)), environment);
};
const platinum = { [`${system}/protection`]: 'platinum' };

/** A standby of the same system in ndc-03 as well, beside the one in ndc-02. */
function alsoIn03(stacks: StackDraft[]): StackDraft[] {
  const from = stackNamed(stacks, 'ndc-02-tenant-bo-y-te');
  const end = stackNamed(stacks, 'ndc-02-protection').resources[manifest]?.['volumes'];
  add(stacks, 'ndc-03-protection', manifest, 'volumes', structuredClone(end ?? {}));
  return [...stacks, { ...structuredClone(from), name: 'ndc-03-tenant-bo-y-te', site: 'ndc-03', outputs: { ndc_site: 'ndc-03', ndc_stack: 'ndc-03-tenant-bo-y-te', ndc_estate: 'thu' }, uid: stackNamed(stacks, 'ndc-03-platform').uid }];
}

const schedule = (stacks: StackDraft[]): Values => structuredClone(stackNamed(stacks, 'ndc-01-protection').resources[manifest]?.['schedule'] ?? {});

describe('RED-010', () => {
  it('GIVEN a set that changes nothing WHEN judged THEN it passes', async () => {
    expect((await judged(applied(goodStacks()))).status).toBe('pass');
  });

  it('GIVEN a platinum system whose standby NDC 02 loses in between WHEN judged THEN it fails and names the step', async () => {
    const stacks = applied(goodStacks());
    stackNamed(stacks, 'ndc-02-protection').actions = { [`${manifest}.volumes`]: ['delete', 'create'] };
    const found = await judged(stacks, platinum);
    expect(found).toMatchObject({ status: 'fail', blocks: true });
    expect(found.finding.en).toBe('ho-so-prod: its standby is lost when ndc-02-protection replaces VolumeGroupReplication ho-so-prod/volumes.');
    expect(found.finding.vi).toContain('mất nơi dự phòng khi ndc-02-protection thay thế VolumeGroupReplication ho-so-prod/volumes');
    expect(found.evidence[0]?.found).toContain('ndc-02-protection kubernetes_manifest.volumes');
  });

  it('a replacement that creates first leaves no gap', async () => {
    const stacks = applied(goodStacks());
    stackNamed(stacks, 'ndc-02-protection').actions = { [`${manifest}.volumes`]: ['create', 'delete'] };
    expect((await judged(stacks)).status).toBe('pass');
  });

  it('moving a standby takes two sets: the new one first, the old one once the new one is recorded', async () => {
    const first = goodStacks();
    for (const stack of first) stack.recorded = structuredClone(stack.resources);
    const adding = alsoIn03(first);
    expect((await judged(adding)).status).toBe('pass');

    const second = applied(alsoIn03(goodStacks()));
    drop(second, 'ndc-02-protection', manifest, 'volumes');
    expect((await judged(second)).status).toBe('pass');

    const atOnce = goodStacks();
    for (const stack of atOnce) stack.recorded = structuredClone(stack.resources);
    const both = alsoIn03(atOnce);
    drop(both, 'ndc-02-protection', manifest, 'volumes');
    const found = await judged(both);
    expect(found.status).toBe('fail');
    expect(found.finding.en).toMatch(/its standby is lost when ndc-02-protection deletes VolumeGroupReplication ho-so-prod\/volumes before .*ndc-03/);
  });

  it('a schedule that takes over from another is fine once it is recorded, and not before', async () => {
    const recordedBoth = goodStacks();
    add(recordedBoth, 'ndc-01-protection', manifest, 'schedule-2', schedule(recordedBoth));
    const second = applied(recordedBoth);
    drop(second, 'ndc-01-protection', manifest, 'schedule');
    expect((await judged(second)).status).toBe('pass');

    const atOnce = applied(goodStacks());
    const taken = schedule(atOnce);
    drop(atOnce, 'ndc-01-protection', manifest, 'schedule');
    add(atOnce, 'ndc-01-protection', manifest, 'schedule-2', taken);
    expect((await judged(atOnce)).status).toBe('fail');
  });

  it('what one owner lets go and another imports in the same set is there all the while', async () => {
    const stacks = applied(goodStacks());
    const from = stackNamed(stacks, 'ndc-02-tenant-bo-y-te');
    const namespace = from.resources['kubernetes_namespace_v1']?.['environment'] ?? {};
    from.actions = { 'kubernetes_namespace_v1.environment': ['forget'] };
    drop(stacks, from.name, 'kubernetes_namespace_v1', 'environment');
    expect((await judged(stacks)).status).toBe('fail');
    const taker: StackDraft = { ...from, name: 'ndc-02-tenant-bo-cong-an', organisation: 'bo-cong-an', resources: { kubernetes_namespace_v1: { environment: namespace } }, recorded: {}, actions: { 'kubernetes_namespace_v1.environment': ['no-op'] }, outputs: { ...from.outputs, ndc_stack: 'ndc-02-tenant-bo-cong-an' } };
    taker.plan = { resource_changes: [{ address: 'kubernetes_namespace_v1.environment', mode: 'managed', type: 'kubernetes_namespace_v1', name: 'environment', change: { actions: ['no-op'], importing: { id: 'ho-so-prod' }, before: { metadata: [{ name: 'ho-so-prod', labels: {} }] }, after: { metadata: [{ name: 'ho-so-prod', labels: {} }] }, after_unknown: {} } }] };
    expect((await judged([...stacks, taker])).status).toBe('pass');
  });

  it('is not applicable where nothing stands yet, to configuration alone, to a destruction on purpose, and to a failover', async () => {
    const estate = targetOf(estateOf(documents));
    expect((await judged(goodStacks())).status).toBe('not-applicable');
    expect(verdictOn(verdictsOf('RED-010', estate, offline(goodStacks())), environment).status).toBe('not-applicable');
    const gone = applied(goodStacks());
    for (const stack of gone) for (const type of Object.keys(stack.resources)) stack.resources[type] = {};
    expect((await judged(gone, {}, { purpose: 'destroy' })).status).toBe('not-applicable');
    const lost = applied(goodStacks());
    drop(lost, 'ndc-02-protection', manifest, 'volumes');
    const declaration = { 'transitions/mat-02.yaml#': { apiVersion: 'ndc.gov.vn/v1', kind: 'Transition', id: 'mat-02', transition: 'declare', from: ['site/ndc-02'], to: [], state: 'open', opened: '2026-11-20', approvals: [], declaration: { at: '2026-11-19T20:15:00Z', case: 'dead', reason: 'x', fences: ['edge-withdrawn', 'replication-revoked', 'power-off'].map((fence) => ({ fence, state: 'unproven' })) } } };
    const declared = targetOf(estateOf({ ...documents, ...declaration }));
    const inForce = withLosses(declared, [{ site: 'ndc-02', declaration: 'mat-02', at: '2026-11-19T20:15:00Z' }]);
    const set = await planset(declared, lost);
    expect(verdictOn(verdictsOf('RED-010', inForce, set), environment).status).toBe('not-applicable');
    // A file that two people have not signed exempts nothing.
    expect(verdictOn(verdictsOf('RED-010', declared, set), environment).status).toBe('fail');
    expect((await judged(lost)).status).toBe('fail');
  });

  it('cannot be known without a plan set, or with a stack out of reach', async () => {
    const estate = targetOf(estateOf(documents));
    expect(verdictOn(verdictsOf('RED-010', estate), environment).status).toBe('unknown');
    const stacks = applied(goodStacks());
    stackNamed(stacks, 'ndc-03-protection').status = { is: 'unreachable', since: '2026-11-20', reason: 'x' };
    expect((await judged(stacks)).status).toBe('unknown');
  });
});
