import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { destroyedWithoutApproval } from '../../../../bin/destroyed-data.js';
import { dataLosses } from '../../../../policies/derived/data-losses.js';
import type { ApprovalsOnDay, GivenApproval, RefusedApproval } from '../../../../sites/model/approval.js';
import type { PlanSetFile } from '../../../../policies/planset/format.js';
import { readPlan } from '../../../../policies/planset/read-plan.js';
import { day, type Day } from '../../../../sites/model/calendar.js';
import { estateOf, today, type Changes } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { add, drop } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

const tenant = 'ndc-01-tenant-bo-y-te';
const platform = 'ndc-01-platform';
const labels = { 'ndc.gov.vn/role': 'primary', 'ndc.gov.vn/organisation': 'bo-y-te', 'ndc.gov.vn/system': 'ho-so' };
const metadata = (name = 'x'): Values => ({ name, namespace: 'ho-so-prod', labels });

/** An object that is recorded and goes, by the actions given. */
const lost = (type: string, values: Values, actions: readonly string[] = ['delete'], stack = tenant) => (stacks: StackDraft[]) => {
  const draft = stackNamed(stacks, stack);
  (draft.recorded ??= {})[type] = { ...draft.recorded[type], x: values };
  if (actions.length > 1 && !actions.includes('forget')) add(stacks, stack, type, 'x', values);
  draft.actions = { ...draft.actions, [`${type}.x`]: actions };
};
const manifest = (kind: string, apiVersion = 'x/v1', more: Values = {}): Values => ({ manifest: { apiVersion, kind, metadata: { name: 'x', namespace: 'ho-so-prod' }, ...more } });
const claim = ['kubernetes_persistent_volume_claim_v1', { metadata: metadata() }] as const;

async function setOf(change: (stacks: StackDraft[]) => unknown, changes: Changes = {}, more: Partial<PlanSetFile> = {}) {
  const stacks = applied(goodStacks('ndc-01'));
  const other = change(stacks);
  const estate = estateOf(changes);
  return { estate, set: await planset(estate, Array.isArray(other) ? (other as StackDraft[]) : stacks, more) };
}
const judged = async (change: (stacks: StackDraft[]) => unknown, stack = tenant, changes: Changes = {}, asOf: Day = today) => {
  const { estate, set } = await setOf(change, changes);
  return verdictOn(verdictsOf('CHG-001', estate, set, asOf), `stack/${stack}`);
};

describe('CHG-001: what holds data', () => {
  it.each([
    ['a tenant namespace', 'kubernetes_namespace_v1', { metadata: { name: 'ho-so-prod', labels } }],
    ['a namespace without labels', 'kubernetes_namespace_v1', { metadata: { name: 'x' } }],
    ['a namespace that calls itself the platform, but is none of its catalogue', 'kubernetes_namespace_v1', { metadata: { name: 'x', labels: { 'ndc.gov.vn/role': 'platform' } } }],
    ['a namespace of an environment that bears the name of one of the platform', 'kubernetes_namespace_v1', { metadata: { name: 'cilium-system', labels } }],
    ['a claim', ...claim],
    ['a claim by its old resource name', 'kubernetes_persistent_volume_claim', { metadata: metadata() }],
    ['a volume', 'kubernetes_persistent_volume_v1', { metadata: { name: 'x' } }],
    ['a StatefulSet', 'kubernetes_stateful_set_v1', { metadata: metadata() }],
    ['a key', 'kubernetes_secret_v1', { metadata: metadata(), type: 'Opaque' }],
    ['a database', 'kubernetes_manifest', manifest('Cluster', 'postgresql.cnpg.io/v1')],
    ['a pool', 'kubernetes_manifest', manifest('CephBlockPool')],
    ['a file system', 'kubernetes_manifest', manifest('CephFilesystem')],
    ['an object store', 'kubernetes_manifest', manifest('CephObjectStore')],
    ['a backup location', 'kubernetes_manifest', manifest('BackupStorageLocation')],
    ['the definition of databases', 'kubernetes_manifest', { manifest: { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'clusters.postgresql.cnpg.io' } } }],
    ['a password made by the engine', 'random_password', { length: 32 }],
  ])('%s', async (_name, type, values) => {
    expect(await judged(lost(type, values as Values))).toMatchObject({ status: 'fail', blocks: true });
  });

  it.each([
    ['a quota', 'kubernetes_resource_quota_v1', { metadata: metadata() }],
    ['a token of an account', 'kubernetes_secret_v1', { metadata: metadata(), type: 'kubernetes.io/service-account-token' }],
    ['the definition of network policies', 'kubernetes_manifest', { manifest: { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'ciliumnetworkpolicies.cilium.io' } } }],
    ['a namespace of the platform that keeps nothing', 'kubernetes_namespace_v1', { metadata: { name: 'cilium-system', labels: { 'ndc.gov.vn/role': 'platform' } } }],
    ['the same without labels', 'kubernetes_namespace_v1', { metadata: { name: 'cilium-system' } }],
    ["the engine's own", 'terraform_data', { input: '1' }],
    ['labels of an object that stays', 'kubernetes_labels', { kind: 'Namespace' }],
  ])('%s holds none', async (_name, type, values) => {
    expect((await judged(lost(type, values as Values))).status).toBe('pass');
  });

  it.each([
    ['of a component that keeps data', { chart: 'ndc/rook-ceph-cluster' }, 'fail'],
    ['of a chart nobody knows', { chart: 'ndc/khac' }, 'fail'],
    ['whose chart is known later', { chart: '${x.y}' }, 'fail'],
    ['of a component that keeps none', { chart: 'ndc/cilium' }, 'pass'],
  ])('a release %s: %s', async (_name, values, status) => {
    expect((await judged(lost('helm_release', { name: 'x', namespace: 'rook-ceph', version: '1', ...values }, ['delete'], platform), platform)).status).toBe(status);
  });

  it('a namespace of the platform into which a data-holding component is installed as well', async () => {
    const rook: Changes = { 'catalogue/components.yaml#/components/1': { id: 'rook-ceph', namespace: 'cilium-system', chart: 'rook-ceph', version: '1.0.0', appVersion: '1', upstream: 'x' } };
    const namespace = lost('kubernetes_namespace_v1', { metadata: { name: 'cilium-system', labels: { 'ndc.gov.vn/role': 'platform' } } }, ['delete'], platform);
    expect((await judged(namespace, platform, rook)).status).toBe('fail');
    expect((await judged(namespace, platform)).status).toBe('pass');
  });

  it('namespaces are named before what else goes', async () => {
    const stack = (stacks: StackDraft[]): void => {
      lost('kubernetes_namespace_v1', { metadata: { name: 'zz' } })(stacks);
      for (const name of ['a', 'b', 'c', 'd', 'e']) (stackNamed(stacks, tenant).recorded ??= {})['kubernetes_secret_v1'] = { ...stackNamed(stacks, tenant).recorded?.['kubernetes_secret_v1'], [name]: { metadata: metadata(name), type: 'Opaque' } };
    };
    expect((await judged(stack)).finding.en).toContain('would delete Namespace zz, delete Secret');
  });

  it('what a chart no longer renders is deleted with the update of its release', async () => {
    const pool = { apiVersion: 'ceph.rook.io/v1', kind: 'CephBlockPool', metadata: { name: 'p', namespace: 'rook-ceph' } };
    const { set } = await setOf(() => undefined);
    const release = set.stacks.find(({ name }) => name === platform);
    const chart = release?.resources.find((resource) => resource.chart !== undefined);
    if (release === undefined || chart === undefined) throw new Error('no chart');
    const gone = { ...chart, action: 'update' as const, before: { ...pool, name: 'p', namespace: 'rook-ceph', labels: {}, annotations: {}, body: {} } };
    const { after: _after, ...recorded } = gone;
    const updated = release.resources.map((resource) => (resource.chart === undefined ? resource : { ...resource, action: 'update' as const }));
    expect(dataLosses({ stacks: [{ ...release, resources: [...updated, recorded] }] }).map(({ action, object }) => `${action} ${object}`)).toEqual(['delete CephBlockPool rook-ceph/p']);
  });

  it('a type of another provider that nobody knows is unknown, and blocks', async () => {
    expect(await judged(lost('minio_s3_bucket', { bucket: 'x' }))).toMatchObject({ status: 'unknown', blocks: true });
  });
});

describe('CHG-001: what is done to it', () => {
  it.each([
    ['deleted', ['delete'], 'fail', 'would delete PersistentVolumeClaim ho-so-prod/x without'],
    ['replaced', ['delete', 'create'], 'fail', 'would replace'],
    ['replaced the other way round', ['create', 'delete'], 'fail', 'would replace'],
    ['replaced, the old one let go', ['create', 'forget'], 'fail', 'PersistentVolumeClaim ho-so-prod/x without'],
    ['let go', ['forget'], 'fail', 'would let go of'],
    ['updated', ['update'], 'pass', 'neither deletes'],
    ['left alone', ['no-op'], 'pass', 'neither deletes'],
  ])('%s: %s', async (_name, actions, status, finding) => {
    const verdict = await judged(lost(...claim, actions));
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });
});

const id = 'thoi-dung';
const limit = { namespace: 'ho-so-prod', site: 'ndc-01', cpu: 1, memory: '1Gi', storage: {}, pods: 1 };
const steps = {
  offboarding: {
    organisation: 'bo-y-te',
    cordon: { on: '2026-09-01', figures: 'stated', limits: [limit] },
    export: { on: '2026-09-02', location: 'x', digest: `sha256:${'a'.repeat(64)}`, confirmedBy: 'Trần Thị B' },
    retention: { on: '2026-09-03', until: '2026-11-21' },
  },
  released: '2026-11-22',
};
const kept = (until: string): object => ({ offboarding: { ...steps.offboarding, retention: { on: '2026-09-03', until } } });
const offboarding = (more: object = {}): Changes => ({
  'tenants/bo-y-te.yaml#': undefined,
  [`transitions/${id}.yaml#`]: { apiVersion: 'ndc.gov.vn/v1', kind: 'Transition', id, transition: 'offboard', from: ['environment/ho-so-prod'], to: [], state: 'open', approvals: [], ...steps, ...more },
});
/** One of the platform's own: no steps. */
const platforms = (from: readonly string[], more: object = {}): Changes => offboarding({ from, offboarding: undefined, released: undefined, ...more });

const signed = (by: string, key = by, on = '2026-11-22'): GivenApproval => ({ by, on: day(on), key: `SHA256:${key}` });
const [a, b] = [signed('a@x'), signed('b@x')];
const approved = (given: readonly GivenApproval[] = [a, b], { on = today, of = id, refused = [] as RefusedApproval[] } = {}): ApprovalsOnDay => ({ on, transitions: { [of]: { given, refused } } });

describe('CHG-001: two people', () => {
  const verdict = async (changes: Changes, approvals?: ApprovalsOnDay, asOf: Day = today) => {
    const { estate, set } = await setOf(lost(...claim), changes);
    return verdictOn(verdictsOf('CHG-001', estate, set, asOf, approvals), `stack/${tenant}`);
  };

  it.each<[string, Changes, string]>([
    ['the environment named', offboarding(), 'pass'],
    ['the system named', offboarding({ from: ['system/ho-so'] }), 'pass'],
    ['the organisation named', offboarding({ from: ['organisation/bo-y-te'] }), 'pass'],
    ['the stack named', platforms([`stack/${tenant}`]), 'pass'],
    ['the resource named by its address', platforms([`${tenant}/kubernetes_persistent_volume_claim_v1.x`]), 'pass'],
    ['the same address in another stack', platforms([`${platform}/kubernetes_persistent_volume_claim_v1.x`]), 'fail'],
    ['the environment at another site', offboarding({ offboarding: { ...steps.offboarding, cordon: { ...steps.offboarding.cordon, limits: [{ ...limit, site: 'ndc-02' }] } } }), 'fail'],
    ['kept until today', offboarding({ ...kept('2026-11-22'), released: '2026-11-23' }), 'fail'],
    ['kept until yesterday', offboarding(kept('2026-11-21')), 'pass'],
    ['not open yet', offboarding({ state: 'draft', released: undefined }), 'fail'],
    ['opened tomorrow', offboarding({ opened: '2026-11-23' }), 'fail'],
    ['a rename permits no destroy', platforms([`${tenant}/kubernetes_persistent_volume_claim_v1.x`], { transition: 'rename', to: [`${tenant}/kubernetes_persistent_volume_claim_v1.y`] }), 'fail'],
  ])('%s: %s', async (_name, changes, status) => {
    expect((await verdict(changes, approved())).status).toBe(status);
  });

  it.each<[string, ApprovalsOnDay | undefined, RegExp]>([
    ['nobody checked a signature', undefined, /valid signatures of 0 of 2 people/],
    ['one person', approved([a]), /valid signatures of 1 of 2/],
    ['one person with two keys', approved([a, signed('a@x', 'other')]), /of 1 of 2/],
    ['one key under two names', approved([a, signed('b@x', 'a@x')]), /of 1 of 2/],
    ['two, of whom a third shows that they are one', approved([a, b, signed('a@x', 'b@x')]), /of 1 of 2/],
    ['two people who signed another transition', approved([a, b], { of: 'khac' }), /of 0 of 2/],
    ['the second signs tomorrow', approved([a, signed('b@x', 'b@x', '2026-11-23')]), /of b@x on thoi-dung is dated after 2026-11-22/],
    ['a signature that does not hold', approved([a], { refused: [{ by: 'b@x', on: today, because: { vi: 'khác', en: 'signed another text' } }] }), /The signature of b@x on thoi-dung does not count: signed another text/],
    ['checked on a day before the release, whatever day is supposed', approved([a, b], { on: day('2026-11-21') }), /keeps everything until the end of 2026-11-21/],
  ])('%s: refused, and says what is missing', async (_name, approvals, message) => {
    const { status, blocks, finding } = await verdict(offboarding(), approvals);
    expect([status, blocks]).toEqual(['fail', true]);
    expect(finding.en).toMatch(message);
  });

  it('a third person does no harm, and a supposed later day ends no retention', async () => {
    expect((await verdict(offboarding(), approved([a, signed('a@x', 'other'), b]))).status).toBe('pass');
    expect((await verdict(offboarding({ ...kept('2027-01-31'), released: '2027-02-01' }), approved(), day('2027-02-02'))).status).toBe('fail');
  });

  it('names who approved, and which of several is not covered', async () => {
    const { estate, set } = await setOf((stacks) => (lost(...claim)(stacks), lost('kubernetes_persistent_volume_v1', { metadata: { name: 'y' } })(stacks)), offboarding());
    const found = verdictOn(verdictsOf('CHG-001', estate, set, today, approved()), `stack/${tenant}`);
    expect(found.status).toBe('fail');
    expect(found.finding.en).toContain('would delete PersistentVolume y without');
    expect(found.finding.en).not.toContain('PersistentVolumeClaim');
    expect(found.evidence.find(({ what }) => what.en.startsWith('Approved'))?.found).toBe('a@x, b@x');
  });

  it('the guard before apply reads the same losses and the same approvals', async () => {
    const { estate, set } = await setOf(lost(...claim), offboarding());
    expect(destroyedWithoutApproval(set, estate, today).map(({ object }) => object)).toEqual(['PersistentVolumeClaim ho-so-prod/x']);
    expect(destroyedWithoutApproval(set, estate, today, approved())).toEqual([]);
    expect(destroyedWithoutApproval(set, estate, day('2026-11-21'), approved())).toHaveLength(1);
  });
});

describe('CHG-001: what was read', () => {
  const without = (stacks: StackDraft[]): StackDraft[] => stacks.filter(({ name }) => name !== tenant);
  const broken = (how: Partial<StackDraft>) => (stacks: StackDraft[]): void => void Object.assign(stackNamed(stacks, tenant), how);
  const partial: Partial<StackDraft> = { plan: { errored: true } };
  it.each([
    ['a stack in scope that is not in the set', without, {}, 'unknown', true],
    ['one outside the scope', without, { scope: { sites: 'all', organisations: 'all', stacks: [platform] } }, 'not-applicable', false],
    ['one that failed', broken({ status: { is: 'failed', reason: 'exit 1' } }), {}, 'unknown', true],
    ['one at a site accepted as unreachable', broken({ status: { is: 'unreachable', since: 'then', reason: 'x' } }), { accepted: [{ site: 'ndc-01', by: 'x' }] }, 'unknown', false],
    ['a partial plan', broken(partial), {}, 'unknown', true],
    ['a partial plan that shows a loss', (stacks: StackDraft[]): void => (lost(...claim)(stacks), broken(partial)(stacks)), {}, 'fail', true],
  ] as const)('%s: %s', async (_name, change, more, status, blocks) => {
    const { estate, set } = await setOf(change, {}, more);
    expect(verdictOn(verdictsOf('CHG-001', estate, set), `stack/${tenant}`)).toMatchObject({ status, blocks });
  });

  it('judges a stack the estate no longer expects: what vanished from the data is where data go', async () => {
    const stacks = applied(goodStacks('ndc-01'));
    drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment');
    const recorded = stackNamed(stacks, tenant).recorded?.['kubernetes_namespace_v1']?.['environment'] as { metadata: { labels: Values } };
    recorded.metadata.labels['ndc.gov.vn/role'] = 'primary';
    const estate = estateOf({ 'tenants/bo-y-te.yaml#': undefined });
    expect(verdictOn(verdictsOf('CHG-001', estate, await planset(estate, stacks)), `stack/${tenant}`).finding.en).toContain('would delete Namespace ho-so-prod');
  });

  it('offline there is nothing to judge', () => {
    expect(verdictsOf('CHG-001', estateOf(), offline(goodStacks('ndc-01'))).map(({ status }) => status)).toEqual(['not-applicable']);
    expect(verdictsOf('CHG-001', estateOf()).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe.each(['terraform-1.11.4', 'opentofu-1.12.6'])('CHG-001 on real plans of %s', (engine) => {
  const losses = (file: string) => {
    const stack = readPlan({ name: 's', kind: 'tenant', site: 'ndc-01', organisation: 'bo-y-te' }, file, readFileSync(new URL(`../../../fixtures/plans/${engine}/${file}.json`, import.meta.url)));
    const counts: Record<string, number> = {};
    for (const { action } of dataLosses({ stacks: [stack] })) counts[action] = (counts[action] ?? 0) + 1;
    return counts;
  };

  // No namespace of these bears a label; what else `destroy` loses is the secret and the release.
  it.each([
    ['create', {}],
    ['no-op', {}],
    ['update', {}],
    ['destroy', { delete: 7 }],
    ['delete-one', { delete: 2 }],
    ['rename-key', { delete: 2 }],
    ['replace', {}],
    ['rename-namespace-replaces', { replace: 2 }],
  ])('%s', (file, expected) => {
    expect(losses(file)).toEqual(expected);
  });
});
