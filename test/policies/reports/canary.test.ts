import { describe, expect, it } from 'vitest';
import type { ReadPlanSet } from '../../../policies/planset/read-model.js';
import { readPlanSet } from '../../../policies/planset/read-planset.js';
import { estateOf, targetOf } from '../estate-builder.js';
import { add, mapAt } from '../mutate.js';
import { applied, fileOf, goodStacks, planned, stackNamed, synthesised, type Values } from '../planset-builder.js';
import { allFormats, dataOf, rendered, reported } from './reported.js';

const canary = 'c4nary-c4nary-c4nary';
const tenant = 'ndc-01-tenant-bo-y-te';

interface Plan extends Values {
  readonly resource_changes: { readonly type: string; readonly name: string; readonly change: Values }[];
  readonly resource_drift: Values[];
  readonly planned_values: { readonly outputs: Values };
  readonly configuration: { readonly root_module: Values };
}

/** A plan set with a secret in every place a plan may hold one; the quota, which a rule looks at, is marked or not. */
async function secretSet({ marked }: { readonly marked: boolean }): Promise<ReadPlanSet> {
  const stacks = applied(goodStacks());
  add(stacks, tenant, 'kubernetes_secret_v1', 's', { metadata: { name: 's', namespace: 'ho-so-prod' }, data: { [canary]: canary }, binary_data: { a: canary } });
  add(stacks, tenant, 'kubernetes_manifest', 's', { manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 't', namespace: 'ho-so-prod' }, stringData: { [canary]: canary } } });
  add(stacks, tenant, 'helm_release', 's', { name: 's', namespace: 'ho-so-prod', chart: 'ndc/s', version: '1.0.0', set_sensitive: [{ name: 'a', value: canary }] });
  Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota', 'spec', 'hard'), { 'requests.cpu': canary });
  const sensitive = { spec: [{ hard: { 'requests.cpu': true } }] };
  return readPlanSet(fileOf(targetOf(estateOf()), stacks), (name) => {
    const draft = stackNamed(stacks, name.replace(/\.(tf|plan)\.json$/, ''));
    if (name.endsWith('.tf.json')) return Promise.resolve(synthesised(draft));
    const plan = JSON.parse(planned(draft)) as Plan;
    for (const { type, name: resource, change } of plan.resource_changes) if (marked && type === 'kubernetes_resource_quota_v1' && resource === 'quota') Object.assign(change, { before_sensitive: sensitive, after_sensitive: sensitive });
    plan.resource_drift.push({ address: 'kubernetes_secret_v1.s', mode: 'managed', type: 'kubernetes_secret_v1', name: 's', change: { actions: ['update'], before: { data: { a: canary } }, after: { data: { a: `${canary}2` } } } });
    plan.planned_values.outputs['secret'] = { sensitive: true, value: canary };
    plan.configuration.root_module['variables'] = { password: { default: canary, sensitive: true } };
    const more = { variables: { password: { value: canary } }, checks: [{ address: { to_display: 'check.x' }, status: 'fail', instances: [{ problems: [{ message: canary }] }] }], output_changes: { secret: { actions: ['create'], after: canary, after_sensitive: true } } };
    return Promise.resolve(JSON.stringify({ ...plan, ...more }));
  });
}

/** The secret as it may also appear: encoded, or cut. */
const forms = [canary, Buffer.from(canary).toString('base64').slice(0, -2), encodeURIComponent(canary), canary.slice(0, 12)];

describe('no report shows a secret', () => {
  it.each(['vi', 'en'] as const)('of a plan, in six formats, in %s', async (lang) => {
    const result = reported({ set: await secretSet({ marked: true }) });
    const quota = result.verdicts.filter(({ policy, subject }) => policy === 'TEN-001' && subject.site === 'ndc-01');
    expect(quota.map(({ status, finding }) => [status, finding.en])).toEqual([['unknown', 'The quota of ho-so-prod in ndc-01 is not known: requests.cpu (sensitive).']]);
    for (const format of allFormats) {
      const report = await rendered(dataOf(result), format, lang, true);
      for (const form of forms) expect(report.includes(form), `${format} holds ${form}`).toBe(false);
      // The verdict on what is secret is there all the same.
      expect(report).toContain('TEN-001');
    }
  });

  it('and each would show it, were it not marked: the search is no empty one', async () => {
    const result = reported({ set: await secretSet({ marked: false }) });
    for (const format of allFormats) expect(await rendered(dataOf(result), format), format).toContain(canary);
  });
});
