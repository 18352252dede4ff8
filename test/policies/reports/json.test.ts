import { describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import { runRules } from '../../../policies/engine/run.js';
import { applyWaivers } from '../../../policies/engine/waivers.js';
import type { ReadPlanSet } from '../../../policies/planset/read-model.js';
import { readPlanSet } from '../../../policies/planset/read-planset.js';
import { auditResult, type AuditResult } from '../../../policies/reports/json.js';
import { estateOf, targetOf, today, type Changes } from '../estate-builder.js';
import { add, mapAt } from '../mutate.js';
import { applied, fileOf, goodStacks, offline, planned, planset, stackNamed, synthesised } from '../planset-builder.js';

const packs = ['design', 'operations'] as const;

function audited(changes: Changes, set: ReadPlanSet | undefined, assurance?: 'A'): AuditResult {
  const estate = targetOf(estateOf(changes));
  const run = { estate, asOf: today, rules, packs, ...(set === undefined ? {} : { planset: set }) };
  const { verdicts, report } = applyWaivers(runRules(run), { estate, asOf: today, rules, view: 'target', wholeEstate: true });
  return auditResult({ ...run, view: 'target', verdicts, waivers: report, ...(assurance === undefined ? {} : { assurance }) });
}

describe('the result every report is made from', () => {
  it('is plain JSON: nothing is lost on the way to a file', async () => {
    const result = audited({}, await planset(targetOf(estateOf()), applied(goodStacks())), 'A');
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({ kind: 'ndc/audit.v1', asOf: '2026-11-22', estate: { id: 'thu' }, planset: { id: '2026-11-22-a' }, assurance: { level: 'A' }, summary: { exit: 0, applies: true, redundancy: { en: 'redundant' } } });
  });

  it('names what was read, with digests', () => {
    const [first] = audited({}, offline(goodStacks())).read;
    expect(first).toMatchObject({ stack: 'ndc-01-platform', site: 'ndc-01', from: 'configuration', document: 'ndc-01-platform/cdk.tf.json', resources: 1, incomplete: [] });
    expect(first?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('has no level of assurance where no plan was read', () => {
    expect(audited({}, offline(goodStacks())).assurance.level).toBeNull();
  });

  it('cites law and engineering apart', () => {
    const cited = audited({}, undefined).rules.find(({ id }) => id === 'RED-001');
    expect(cited?.legal).toEqual([{ document: 'q', label: 'Q', title: { vi: 'Chiến lược', en: 'Strategy' }, clause: 'V.2.b' }]);
    expect(cited?.engineering?.statement.en).toContain('engineering conclusion');
  });

  it('lists the readings and the values a result rests on', () => {
    const assumed = { 'catalogue/estate.yaml#/separation/minimumKm': { value: 300, source: 'assumption', note: 'ours' } };
    const { assumptions } = audited(assumed, undefined);
    expect(assumptions.find(({ policies }) => policies[0] === 'RED-002')?.text.en).toContain('six socio-economic regions');
    expect(assumptions.filter(({ pointer }) => pointer !== undefined)).toEqual([{ text: { vi: 'Khoảng cách tối thiểu, km: 300', en: 'Minimum distance, km: 300' }, policies: ['RED-003'], pointer: '/settings/separation/minimumKm' }]);
    expect(audited({}, undefined).assumptions.some(({ pointer }) => pointer !== undefined)).toBe(false);
  });

  it('refers to what blocks by fingerprint', () => {
    const result = audited({ 'ndc-03.yaml#/region': 'bac' }, offline(goodStacks()));
    const failed = result.verdicts.find(({ policy, status }) => policy === 'RED-002' && status === 'fail');
    expect(result.summary).toMatchObject({ exit: 1, applies: false, blocking: [failed?.fingerprint], blocksApply: [failed?.fingerprint] });
  });
});

describe('secrets', () => {
  const canary = 'c4nary-c4nary';

  it('a canary in every secret place reaches no verdict and no report', async () => {
    const stacks = applied(goodStacks());
    const tenant = 'ndc-01-tenant-bo-y-te';
    const secret = { metadata: { name: 's', namespace: 'ho-so-prod' }, data: { [canary]: canary } };
    add(stacks, tenant, 'kubernetes_secret_v1', 's', secret);
    add(stacks, tenant, 'kubernetes_manifest', 's', { manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 't', namespace: 'ho-so-prod' }, stringData: { [canary]: canary } } });
    add(stacks, tenant, 'helm_release', 's', { name: 's', namespace: 'other', chart: 'ndc/s', version: '1.0.0', set_sensitive: [{ name: 'a', value: canary }] });
    for (const stack of stacks) stack.plan = { variables: { password: { value: canary } }, checks: [{ instances: [{ problems: [{ message: canary }] }] }], output_changes: { o: { after: canary } } };
    // A rule looks at the very map that holds it: the quota is sensitive as a whole.
    Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota', 'spec', 'hard'), { 'requests.cpu': canary });
    const estate = targetOf(estateOf());
    const plain = await planset(estate, stacks);
    expect(JSON.stringify(audited({}, plain))).toContain(canary);

    const marked = await readPlanSet(fileOf(estate, stacks), (name) => {
      const draft = stackNamed(stacks, name.replace(/\.(tf|plan)\.json$/, ''));
      if (name.endsWith('.tf.json')) return Promise.resolve(synthesised(draft));
      const plan = JSON.parse(planned(draft)) as { resource_changes: { type: string; name: string; change: Record<string, unknown> }[] };
      for (const { type, name: resource, change } of plan.resource_changes)
        if (type === 'kubernetes_resource_quota_v1' && resource === 'quota') Object.assign(change, { before_sensitive: { spec: [{ hard: { 'requests.cpu': true } }] }, after_sensitive: { spec: [{ hard: { 'requests.cpu': true } }] } });
      return Promise.resolve(plan as never);
    });
    const result = audited({}, marked);
    expect(JSON.stringify(result)).not.toContain(canary);
    expect(result.verdicts.filter(({ policy, subject }) => policy === 'TEN-001' && subject.site === 'ndc-01').map(({ status, finding }) => [status, finding.en])).toEqual([['unknown', 'The quota of ho-so-prod in ndc-01 is not known: requests.cpu (sensitive).']]);
  });
});
