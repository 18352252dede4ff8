import { describe, expect, it } from 'vitest';
import { estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

const tenant = 'ndc-01-tenant-bo-y-te';
const environment = 'environment/ho-so-prod';
const target = targetOf(estateOf());
const hard = (stacks: StackDraft[]): Values => mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota', 'spec', 'hard');

const plainKey = 'ndc-block.storageclass.storage.k8s.io/requests.storage';
const pairKey = 'ndc-block-ndc-01-ndc-02.storageclass.storage.k8s.io/requests.storage';

const judged = (change: (stacks: StackDraft[]) => unknown, changes: Changes = {}) => {
  const stacks = goodStacks();
  change(stacks);
  return verdictOn(verdictsOf('TEN-001', targetOf(estateOf(changes)), offline(stacks)), environment, 'ndc-01');
};

describe('TEN-001: what is compared', () => {
  it('passes at the primary and, with its share, at the standby; nowhere else is anything owed', () => {
    expect(statuses(verdictsOf('TEN-001', target, offline(goodStacks())))).toEqual({ [`${environment}@ndc-01`]: 'pass (now unknown)', [`${environment}@ndc-02`]: 'pass (now unknown)' });
  });

  it.each([
    ['another spelling of the same amount', { 'requests.cpu': '4000m', 'requests.memory': '17179869184', pods: '0.021k' }, 'pass', ''],
    ['a thousandth more', { 'requests.cpu': '4001m' }, 'fail', 'requests.cpu is higher than approved: 4001m / 4'],
    ['a thousandth less', { 'requests.cpu': '3999m' }, 'fail', 'requests.cpu is lower than approved: 3999m / 4'],
    ['one byte more', { 'requests.memory': '17179869185' }, 'fail', 'requests.memory is higher than approved: 17179869185 / 17179869184'],
    ['one node port', { 'services.nodeports': '1' }, 'fail', 'services.nodeports is higher than approved: 1 / 0'],
    ['storage of a class that was not granted', { 'ndc-file.storageclass.storage.k8s.io/requests.storage': '1Gi' }, 'fail', 'ndc-file.storageclass.storage.k8s.io/requests.storage is higher'],
    ['storage of a class nobody has', { 'nvme.storageclass.storage.k8s.io/requests.storage': '0' }, 'fail', 'is in no approved request'],
    ['no quantity', { 'requests.cpu': 'four' }, 'fail', 'requests.cpu is no quantity: four'],
    ['more object counts: the platform chooses', { 'count/ingresses.networking.k8s.io': '5', services: '7' }, 'pass', ''],
    // 21 pods: at most max(100, 4 × 21 = 84) services, max(500, 8 × 21 = 168) secrets, and at least one.
    ['the most services that bound anything', { services: '100' }, 'pass', ''],
    ['one service more', { services: '101' }, 'fail', 'services is higher than approved: 101 / 1–100'],
    ['the most secrets', { secrets: '0.5k' }, 'pass', ''],
    ['one secret more', { secrets: '501' }, 'fail', 'secrets is higher than approved: 501 / 1–500'],
    ['no ConfigMap at all', { configmaps: '0' }, 'fail', 'configmaps is lower than approved: 0 / 1–500'],
    ['one ConfigMap', { configmaps: '1' }, 'pass', ''],
    ['a count that bounds nothing', { 'count/jobs.batch': '1M' }, 'fail', 'count/jobs.batch is higher than approved: 1M / 1–500'],
    ['both spellings, one of them too high', { 'count/secrets': '501' }, 'fail', 'count/secrets is higher'],
    ['a count that is no quantity', { 'count/jobs.batch': 'many' }, 'fail', 'count/jobs.batch is no quantity: many'],
    ['a count that is not known', { secrets: '${x.y}' }, 'unknown', 'secrets (references x.y)'],
    ['a count of a kind nobody granted', { 'count/widgets.example.com': '9M' }, 'pass', ''],
    ['not known', { 'requests.cpu': '${terraform_data.later.output}' }, 'unknown', 'requests.cpu (references terraform_data.later.output)'],
    ['one not known and another wrong', { 'requests.cpu': '${x.y}', pods: '22' }, 'fail', 'pods is higher than approved'],
  ])('%s', (_name, keys, status, finding) => {
    const verdict = judged((stacks) => Object.assign(hard(stacks), keys));
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it.each([
    ['there is none', (stacks: StackDraft[]) => drop(stacks, tenant, 'kubernetes_resource_quota_v1', 'priority'), 'fail', 'pods (PriorityClass) is missing'],
    ['it lets pods in', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'priority', 'spec', 'hard'), { pods: '1' }), 'fail', 'pods (PriorityClass) is missing'],
    ['it is scoped by something else', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'priority', 'spec'), { scope_selector: { match_expression: [{ scope_name: 'BestEffort', operator: 'Exists' }] } }), 'fail', 'pods (PriorityClass) is missing'],
    ['its figure is not known', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'priority', 'spec', 'hard'), { pods: '${x.y}' }), 'unknown', 'pods (PriorityClass) (references x.y)'],
    ['its scope is not known', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'priority', 'spec'), { scope_selector: '${x.y}' }), 'unknown', 'pods (PriorityClass) (references x.y)'],
  ])('the quota of priority classes: %s', (_name, change, status, finding) => {
    const verdict = judged(change);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it('accepts either spelling of an object count, and asks for one of them', () => {
    const spell = (stacks: StackDraft[]) => Reflect.deleteProperty(hard(stacks), 'secrets') && Object.assign(hard(stacks), { 'count/secrets': '10' });
    expect(judged(spell).status).toBe('pass');
    expect(judged((stacks) => Reflect.deleteProperty(hard(stacks), 'secrets')).finding.en).toContain('secrets is missing');
  });

  it('the smallest of several quotas counts, scoped ones are no approved figures', () => {
    const second = (key: Values, spec: Values = {}) => (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_resource_quota_v1', 'second', { metadata: { name: 'second', namespace: 'ho-so-prod' }, spec: { hard: key, ...spec } });
    expect(judged(second({ 'requests.cpu': '5' })).status).toBe('pass');
    expect(judged(second({ 'requests.cpu': '3' })).finding.en).toContain('requests.cpu is lower than approved: 3 / 4');
    expect(judged(second({ 'requests.cpu': '3' }, { scopes: ['BestEffort'] })).status).toBe('pass');
  });

  it('a consumer of other sectors\' fields gets no storage', () => {
    const consumer = { [`${system}/flows`]: [{ from: 'bo-cong-an', fields: 'other-sector', purpose: 'đối chiếu' }] };
    expect(judged(() => undefined, consumer).finding.en).toContain('requests.storage is higher than approved: 100Gi / 0');
    const none = { 'requests.storage': '0', 'ndc-block.storageclass.storage.k8s.io/requests.storage': '0', persistentvolumeclaims: '0' };
    // What stores nothing replicates nothing: no class of a pair stands.
    const stored = (stacks: StackDraft[]) => Reflect.deleteProperty(hard(stacks), pairKey) && Object.assign(hard(stacks), none);
    expect(judged(stored, consumer).status).toBe('pass');
    expect(judged((stacks) => Object.assign(hard(stacks), none), { [`${system}/flows`]: [{ from: 'bo-cong-an', fields: 'own-sector', purpose: 'x' }] }).status).toBe('fail');
  });

  it.each([
    ['part in each class', { [plainKey]: '60Gi', [pairKey]: '40Gi' }, 'pass', ''],
    ['all in the plain class', { [plainKey]: '100Gi', [pairKey]: '0' }, 'pass', ''],
    ['a byte more in both', { [plainKey]: '1', [pairKey]: '100Gi' }, 'fail', `${plainKey} + ${pairKey} is higher than approved: 107374182401 / 107374182400`],
    ['a byte less', { [plainKey]: '0', [pairKey]: '107374182399' }, 'fail', 'is lower than approved'],
    ['twice: once in each', { [plainKey]: '100Gi', [pairKey]: '100Gi' }, 'fail', 'is higher than approved'],
    ['less than nothing in one', { [plainKey]: '-1Gi', [pairKey]: '101Gi' }, 'fail', `${plainKey} is lower than approved: -1Gi / ≥ 0`],
    ['one of them not known', { [pairKey]: '${x.y}' }, 'unknown', `${pairKey} (references x.y)`],
    ['no quantity', { [pairKey]: 'all' }, 'fail', `${pairKey} is no quantity: all`],
    ['a pair that is not its own', { 'ndc-block-ndc-01-ndc-03.storageclass.storage.k8s.io/requests.storage': '0' }, 'fail', 'is in no approved request'],
  ])('volumes that replicate lie in the class of their pair, databases in the plain one: %s', (_name, keys, status, finding) => {
    const verdict = judged((stacks) => Object.assign(hard(stacks), keys));
    expect(verdict.finding.en).toContain(finding);
    expect(verdict.status).toBe(status);
  });

  it('without a key for one of both classes, that class is unbounded', () => {
    for (const key of [plainKey, pairKey]) expect(judged((stacks) => Reflect.deleteProperty(hard(stacks), key)).finding.en).toContain(`${key} is missing`);
  });

  it('a size is looked up, the tier sets the share', () => {
    const small = { [`${system}/environments/0/quota`]: { size: 'm' }, [`${system}/protection`]: 'silver' };
    const stacks = goodStacks();
    Object.assign(hard(stacks), { pods: '20', 'services.loadbalancers': '0' });
    for (const site of ['ndc-01', 'ndc-02']) Reflect.deleteProperty(mapAt(stacks, `${site}-tenant-bo-y-te`, 'kubernetes_resource_quota_v1', 'quota', 'spec', 'hard'), pairKey);
    hard(stacks)['ndc-block.storageclass.storage.k8s.io/requests.storage'] = '100Gi';
    const zero = mapAt(stacks, 'ndc-02-tenant-bo-y-te', 'kubernetes_resource_quota_v1', 'quota', 'spec', 'hard');
    for (const key of ['requests.cpu', 'limits.cpu', 'requests.memory', 'limits.memory', 'pods', 'requests.storage', 'ndc-block.storageclass.storage.k8s.io/requests.storage']) zero[key] = '0';
    expect(Object.values(statuses(verdictsOf('TEN-001', targetOf(estateOf(small)), offline(stacks))))).toEqual(['pass (now unknown)', 'pass (now unknown)']);
  });

  it('object storage needs no key, and may have a zero', () => {
    const bucket = { 'ndc-01.yaml#/storage/2': { class: 'ndc-object', backend: 'rgw', redundancy: { replicas: 3 }, failureDomain: 'rack', encrypted: true, raw: '1Ti' } };
    const key = 'ndc-object.storageclass.storage.k8s.io/requests.storage';
    expect(judged(() => undefined, bucket).status).toBe('pass');
    expect(judged((stacks) => Object.assign(hard(stacks), { [key]: '0' }), bucket).status).toBe('pass');
    expect(judged((stacks) => Object.assign(hard(stacks), { [key]: '1' }), bucket).status).toBe('fail');
  });
});

describe('TEN-001: what is missing', () => {
  it.each([
    ['the namespace', (stacks: StackDraft[]) => drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment'), 'ho-so-prod in ndc-01 has no namespace in the plan.'],
    ['every quota', (stacks: StackDraft[]) => (drop(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota'), drop(stacks, tenant, 'kubernetes_resource_quota_v1', 'priority')), 'ho-so-prod in ndc-01 has no ResourceQuota in the plan.'],
  ])('%s fails and is named', (_name, change, finding) => {
    expect(judged(change)).toMatchObject({ status: 'fail', finding: { en: finding } });
  });

  it('is not applicable without requests', () => {
    expect(verdictsOf('TEN-001', estateOf({ 'tenants/bo-y-te.yaml#': undefined }), offline([])).map(({ status }) => status)).toEqual(['not-applicable']);
  });

  it('is unknown where nothing was read', () => {
    expect(verdictsOf('TEN-001', target).map(({ status, recorded }) => [status, recorded])).toEqual([['unknown', 'unknown'], ['unknown', 'unknown']]);
  });
});

describe('TEN-001 on a plan set', () => {
  const on = async (stacks: StackDraft[], more = {}) => verdictOn(verdictsOf('TEN-001', target, await planset(target, stacks, more)), environment, 'ndc-01');

  it('a first plan will be right and is not yet', async () => {
    expect(await on(goodStacks())).toMatchObject({ status: 'pass', recorded: 'fail' });
    expect(await on(applied(goodStacks()))).toMatchObject({ status: 'pass', recorded: 'pass' });
  });

  it('an edit behind its back is recorded wrong and mended by the plan', async () => {
    const stacks = applied(goodStacks());
    Object.assign((stackNamed(stacks, tenant).recorded?.['kubernetes_resource_quota_v1']?.['quota'] as { spec: { hard: Values } }).spec.hard, { 'requests.cpu': '64' });
    expect(await on(stacks)).toMatchObject({ status: 'pass', recorded: 'fail' });
  });

  it('a deferred stack is judged from its configuration, with nothing recorded', async () => {
    const stacks = goodStacks();
    stackNamed(stacks, tenant).status = { is: 'deferred', needs: ['x'] };
    expect(await on(stacks)).toMatchObject({ status: 'pass', recorded: 'unknown' });
  });

  it.each([
    ['not selected, outside the scope', { is: 'not-selected' }, { scope: { sites: ['ndc-02'], organisations: 'all', stacks: 'all' } }, false],
    ['not selected, within the scope', { is: 'not-selected' }, {}, true],
    ['unreachable', { is: 'unreachable', since: '2026-11-22T01:00:00Z', reason: 'timeout' }, {}, true],
    ['unreachable and accepted', { is: 'unreachable', since: '2026-11-22T01:00:00Z', reason: 'timeout' }, { accepted: [{ site: 'ndc-01', by: 'command line' }] }, false],
    ['failed', { is: 'failed', reason: 'exit 1' }, {}, true],
  ] as const)('a stack that was %s leaves it unknown', async (_name, status, more, blocks) => {
    const stacks = goodStacks();
    stackNamed(stacks, tenant).status = status;
    expect(await on(stacks, more)).toMatchObject({ status: 'unknown', recorded: 'unknown', blocks });
  });

  it('a site no plan of which was read leaves it unknown', async () => {
    expect(await on(goodStacks().filter(({ site }) => site !== 'ndc-01'))).toMatchObject({ status: 'unknown', blocks: true });
  });

  it('what a partial plan does not hold is not known to be missing', async () => {
    const stacks = goodStacks();
    stackNamed(stacks, tenant).plan = { resource_changes: [] };
    const verdict = await on(stacks);
    expect(verdict.status).toBe('unknown');
    expect(verdict.finding.en).toContain('the plan of stack ndc-01-tenant-bo-y-te is not whole');
  });

  it('a set that destroys on purpose is not judged by what it leaves', async () => {
    const stacks = applied(goodStacks());
    const gone = stackNamed(stacks, tenant);
    for (const type of Object.keys(gone.resources)) Reflect.deleteProperty(gone.resources, type);
    expect(await on(stacks, { purpose: 'destroy' })).toMatchObject({ status: 'not-applicable', recorded: 'pass' });
    expect(await on(stacks)).toMatchObject({ status: 'fail', recorded: 'pass' });
  });

  it('a namespace that leaves management is gone', async () => {
    const stacks = applied(goodStacks());
    drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment');
    expect(await on(stacks)).toMatchObject({ status: 'fail', recorded: 'pass' });
  });
});
