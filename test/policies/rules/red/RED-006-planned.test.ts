import { describe, expect, it } from 'vitest';
import { estateOf, targetOf } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft } from '../../planset-builder.js';

const target = targetOf(estateOf());
const pair = 'relation/ndc-01--ndc-02';
const judged = async (change: (stacks: StackDraft[]) => unknown, from: StackDraft[] = applied(goodStacks())) => {
  change(from);
  return verdictOn(verdictsOf('RED-006', target, await planset(target, from)), pair);
};

describe('RED-006: planned releases', () => {
  it('passes in both columns when nothing changes, and knows nothing of what is recorded offline', async () => {
    expect(await judged(() => undefined)).toMatchObject({ status: 'pass', recorded: 'pass' });
    expect(statuses(verdictsOf('RED-006', target, offline(goodStacks())))[pair]).toBe('pass (now unknown)');
  });

  it.each([
    ['a release more at one site', (stacks: StackDraft[]) => add(stacks, 'ndc-02-platform', 'helm_release', 'extra', { name: 'extra', namespace: 'x', chart: 'ndc/extra', version: '1.0.0' }), 'fail', /extra runs in ndc-02 and not in ndc-01/],
    ['a release less', (stacks: StackDraft[]) => drop(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), 'fail', /cilium runs in ndc-01 and not in ndc-02/],
    ['another version than declared', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), { version: '1.20.1' }), 'fail', /ndc-02 declares cilium 1\.20\.0, the plan holds 1\.20\.1/],
    ['a chart released once more', (stacks: StackDraft[]) => add(stacks, 'ndc-02-platform', 'helm_release', 'again', { name: 'again', namespace: 'x', chart: 'ndc/cilium', version: '1.20.0' }), 'fail', /cilium is released 1× in ndc-01, 2× in ndc-02/],
    ['a second release at another version', (stacks: StackDraft[]) => ['ndc-01-platform', 'ndc-02-platform'].forEach((name, index) => add(stacks, name, 'helm_release', 'again', { name: 'again', namespace: 'x', chart: 'ndc/cilium', version: `1.20.${index}` })), 'fail', /ndc-02 declares cilium 1\.20\.0, the plan holds 1\.20\.0, 1\.20\.1/],
    ['a version that is not known', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), { version: '${x.y}' }), 'unknown', /helm_release\.cilium: references x\.y/],
    ['a platform that was not read', (stacks: StackDraft[]) => (stackNamed(stacks, 'ndc-02-platform').status = { is: 'failed', reason: 'exit 1' }), 'unknown', /planning stack ndc-02-platform failed/],
    ['a plan that is not whole', (stacks: StackDraft[]) => (stackNamed(stacks, 'ndc-02-platform').plan = { resource_changes: [] }), 'unknown', /is not whole/],
  ])('%s', async (_name, change, status, finding) => {
    const verdict = await judged(change);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toMatch(finding);
  });

  it('what is recorded may lag a version, but must be there', async () => {
    const older = applied(goodStacks());
    for (const stack of older) if (stack.kind === 'platform') Object.assign(stack.recorded?.['helm_release']?.['cilium'] ?? {}, { version: '1.19.0' });
    expect(await judged(() => undefined, older)).toMatchObject({ status: 'pass', recorded: 'pass' });
    expect(await judged(() => undefined, goodStacks())).toMatchObject({ status: 'pass', recorded: 'fail' });
  });
});

describe('RED-006: what stands beside the charts', () => {
  const platforms = ['ndc-01-platform', 'ndc-02-platform', 'ndc-03-platform'];
  const manifest = (kind: string) => ({ manifest: { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'ndc-more' } } });
  const kinds: readonly [string, string, object, string][] = [
    ['a namespace', 'kubernetes_namespace_v1', { metadata: { name: 'ndc-more' } }, 'Namespace ndc-more'],
    ['a storage class nobody declares', 'kubernetes_storage_class_v1', { metadata: { name: 'ndc-more' } }, 'StorageClass ndc-more'],
    ['a priority class', 'kubernetes_priority_class_v1', { metadata: { name: 'ndc-more' } }, 'PriorityClass ndc-more'],
    ['a disruption budget', 'kubernetes_pod_disruption_budget_v1', { metadata: { name: 'ndc-more', namespace: 'cnpg-system' } }, 'PodDisruptionBudget cnpg-system/ndc-more'],
    ['a ConfigMap', 'kubernetes_config_map_v1', { metadata: { name: 'ndc-more', namespace: 'ndc-system' } }, 'ConfigMap ndc-system/ndc-more'],
    ['an admission policy', 'kubernetes_manifest', manifest('ValidatingAdmissionPolicy'), 'ValidatingAdmissionPolicy ndc-more'],
    ['the binding of one', 'kubernetes_manifest', manifest('ValidatingAdmissionPolicyBinding'), 'ValidatingAdmissionPolicyBinding ndc-more'],
  ];
  const everywhere = (type: string, values: object) => (stacks: StackDraft[]) => platforms.forEach((name) => add(stacks, name, type, 'more', structuredClone({ ...values })));

  it.each(kinds)('%s stands in every site, or in none', async (_name, type, values, named) => {
    expect((await judged(everywhere(type, values))).status).toBe('pass');
    const verdict = await judged((stacks) => [everywhere(type, values)(stacks), drop(stacks, 'ndc-02-platform', type, 'more')]);
    expect(verdict.status).toBe('fail');
    expect(verdict.finding.en).toContain(`${named} stands in ndc-01 and not in ndc-02`);
  });

  it('another kind of object may stand in one site alone', async () => {
    expect((await judged((stacks) => add(stacks, 'ndc-02-platform', 'kubernetes_service_account_v1', 'more', { metadata: { name: 'x', namespace: 'y' } }))).status).toBe('pass');
  });

  it('a storage class that one site alone declares need not stand in the other', async () => {
    const [own = ''] = (target.sites['ndc-01']?.storage ?? []).map((entry) => entry.class);
    const estate = { ...target, sites: { ...target.sites, 'ndc-02': { ...target.sites['ndc-02'], storage: (target.sites['ndc-02']?.storage ?? []).filter((entry) => entry.class !== own) } } } as typeof target;
    const stacks = applied(goodStacks());
    Reflect.deleteProperty(stackNamed(stacks, 'ndc-02-platform').resources['kubernetes_storage_class_v1'] ?? {}, own);
    const on = async (of: typeof target) => verdictOn(verdictsOf('RED-006', of, await planset(of, stacks)), pair).status;
    expect([await on(target), await on(estate)]).toEqual(['fail', 'pass']);
  });

  it('a class of a pair stands in both its sites, and need not stand in a third', async () => {
    const of = (name: string) => (stacks: StackDraft[]) => {
      Reflect.deleteProperty(stackNamed(stacks, 'ndc-02-platform').resources['kubernetes_storage_class_v1'] ?? {}, name);
      add(stacks, 'ndc-01-platform', 'kubernetes_storage_class_v1', 'more', { metadata: { name } });
    };
    expect((await judged(of('ndc-block-ndc-01-ndc-03'))).status).toBe('pass');
    for (const name of ['ndc-block-ndc-01-ndc-02', 'ndc-block-ndc-03-ndc-04', 'ndc-other-ndc-01-ndc-03', 'ndc-block-ndc-01-']) {
      const verdict = await judged(of(name));
      expect(verdict.status, name).toBe('fail');
      expect(verdict.finding.en).toContain(`StorageClass ${name} stands in ndc-01 and not in ndc-02`);
    }
  });

  it('a name that is not known is unknown', async () => {
    const verdict = await judged((stacks) => add(stacks, 'ndc-02-platform', 'kubernetes_namespace_v1', 'more', { metadata: { name: '${x.y}' } }));
    expect(verdict.status).toBe('unknown');
    expect(verdict.finding.en).toContain('kubernetes_namespace_v1.more: its name is known only at apply');
  });
});
