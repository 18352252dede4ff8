import { describe, expect, it } from 'vitest';
import type { PlanSetFile } from '../../../../policies/planset/format.js';
import type { ReadPlanSet } from '../../../../policies/planset/read-model.js';
import { readPlanSet } from '../../../../policies/planset/read-planset.js';
import { digestOf } from '../../../../sites/model/estate.js';
import { estateOf, targetOf } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { drop, mapAt } from '../../mutate.js';
import { applied, fileOf, goodStacks, offline, planned, planset, stackNamed, synthesised, type StackDraft } from '../../planset-builder.js';

const target = targetOf(estateOf());
const platform = 'ndc-02-platform';
const judged = async (change: (stacks: StackDraft[]) => unknown, more: Partial<PlanSetFile> = {}) => {
  const stacks = goodStacks();
  const changed = change(stacks);
  return verdictsOf('CHG-002', target, await planset(target, Array.isArray(changed) ? (changed as StackDraft[]) : stacks, more));
};
const on = async (change: (stacks: StackDraft[]) => unknown, more: Partial<PlanSetFile> = {}) => verdictOn(await judged(change, more), `stack/${platform}`);

describe('CHG-002', () => {
  it('passes a whole, current set; offline there is none to judge', async () => {
    expect(new Set(Object.values(statuses(await judged(() => undefined))))).toEqual(new Set(['pass']));
    expect(verdictsOf('CHG-002', target, offline(goodStacks())).map(({ status }) => status)).toEqual(['not-applicable']);
    expect(verdictsOf('CHG-002', target).map(({ status }) => status)).toEqual(['not-applicable']);
  });

  it.each([
    ['a stack in scope is missing', (stacks: StackDraft[]) => stacks.filter(({ name }) => name !== platform), {}, 'fail', 'is in scope and not in the set'],
    ['a stack outside the scope is missing', (stacks: StackDraft[]) => stacks.filter(({ name }) => name !== platform), { scope: { sites: ['ndc-01'], organisations: 'all', stacks: 'all' } }, 'not-applicable', 'outside the scope'],
    ['not selected, in scope', (stacks: StackDraft[]) => (stackNamed(stacks, platform).status = { is: 'not-selected' }), {}, 'fail', 'was not selected'],
    ['not selected, outside the scope', (stacks: StackDraft[]) => (stackNamed(stacks, platform).status = { is: 'not-selected' }), { scope: { sites: ['ndc-01'], organisations: 'all', stacks: 'all' } }, 'not-applicable', 'outside the scope'],
    ['failed', (stacks: StackDraft[]) => (stackNamed(stacks, platform).status = { is: 'failed', reason: 'exit 1' }), {}, 'fail', 'planning stack ndc-02-platform failed (exit 1)'],
    ['unreachable', (stacks: StackDraft[]) => (stackNamed(stacks, platform).status = { is: 'unreachable', since: 'then', reason: 'timeout' }), {}, 'unknown', 'unreachable since then'],
    ['deferred', (stacks: StackDraft[]) => (stackNamed(stacks, platform).status = { is: 'deferred', needs: ['cilium.io/v2 CiliumNode'] }), {}, 'pass', 'waits for a later wave (needs cilium.io/v2 CiliumNode)'],
    ['of another stack', (stacks: StackDraft[]) => Object.assign(stackNamed(stacks, platform).outputs, { ndc_stack: 'x' }), {}, 'fail', 'ndc_stack is "x", it must be "ndc-02-platform"'],
    ['of another estate', (stacks: StackDraft[]) => Object.assign(stackNamed(stacks, platform).outputs, { ndc_estate: 'x' }), {}, 'fail', 'ndc_estate is "x", it must be "thu"'],
    ['it does not say of which', (stacks: StackDraft[]) => Reflect.deleteProperty(stackNamed(stacks, platform).outputs, 'ndc_estate'), {}, 'unknown', 'it has no output ndc_estate'],
    ['errored', (stacks: StackDraft[]) => (stackNamed(stacks, platform).plan = { errored: true }), {}, 'fail', 'the plan is not whole (the plan errored)'],
    ['made against another cluster than the set names', (stacks: StackDraft[]) => stacks, { clusters: { 'ndc-02': '99999999-0000-4000-8000-000000000002' } }, 'fail', 'the plan was made against cluster'],
  ] as const)('%s', async (_name, change, more, status, finding) => {
    const verdict = await on(change, more);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  describe('of plans that lie in no set', () => {
    const loose = async (change: (stacks: StackDraft[]) => unknown) => {
      const stacks = goodStacks();
      change(stacks);
      const { file: _file, ...read } = await planset(target, stacks);
      return verdictOn(verdictsOf('CHG-002', target, read), `stack/${platform}`);
    };

    it('knows neither scope nor freshness, and does not block for that', async () => {
      expect(await loose(() => undefined)).toMatchObject({ status: 'unknown', blocks: false, finding: { en: expect.stringContaining('without planset.json neither the scope') as string } });
    });

    it.each<[string, (stacks: StackDraft[]) => unknown, string]>([
      ['of another stack', (stacks) => Object.assign(stackNamed(stacks, platform).outputs, { ndc_stack: 'x' }), 'ndc_stack is "x"'],
      ['not whole', (stacks) => (stackNamed(stacks, platform).plan = { errored: true }), 'the plan is not whole (the plan errored)'],
    ])('fails one that is %s', async (_what, change, says) => {
      expect(await loose(change)).toMatchObject({ status: 'fail', blocks: true, finding: { en: expect.stringContaining(says) as string } });
    });
  });

  it('an unreachable site that was accepted does not block', async () => {
    const down = (stacks: StackDraft[]) => (stackNamed(stacks, platform).status = { is: 'unreachable', since: 'then', reason: 'timeout' });
    expect((await on(down, { accepted: [{ site: 'ndc-02', by: 'declaration' }] })).blocks).toBe(false);
    expect((await on(down)).blocks).toBe(true);
  });

  it('a label of another site is named', async () => {
    const verdicts = await judged((stacks) => Object.assign(mapAt(stacks, 'ndc-02-tenant-bo-y-te', 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), { 'ndc.gov.vn/site': 'ndc-03' }));
    expect(verdictOn(verdicts, 'stack/ndc-02-tenant-bo-y-te').finding.en).toContain("1 objects are labelled as another site's, such as kubernetes_namespace_v1.environment");
  });

  it('stacks nobody expects, and one that is there twice', async () => {
    const stranger = await judged((stacks) => [...stacks, { ...stackNamed(stacks, 'ndc-01-protection'), name: 'ndc-09-platform' }]);
    expect(verdictOn(stranger, 'stack/ndc-09-platform')).toMatchObject({ status: 'fail', blocks: true });
    const twice = await judged((stacks) => [...stacks, stackNamed(stacks, platform)]);
    expect(twice.filter(({ subject, status }) => subject.object === `stack/${platform}` && status === 'fail').map(({ finding }) => finding.en)).toEqual([`Stack ${platform} is there twice.`]);
  });

  it('a stack left behind is a warning', async () => {
    expect(verdictOn(await judged(() => undefined, { orphans: ['ndc-01-tenant-bo-cu'] }), 'stack/ndc-01-tenant-bo-cu')).toMatchObject({ status: 'fail', severity: 'warning', blocks: false });
  });

  it('a set of another estate', async () => {
    expect(verdictOn(await judged(() => undefined, { estate: { id: 'khac', digest: target.digest } }), 'estate/thu').status).toBe('fail');
  });
});

describe('CHG-002: freshness', () => {
  const set = async (digest: string, current: (stacks: StackDraft[]) => Record<string, string> | undefined): Promise<ReadPlanSet> => {
    const stacks = goodStacks();
    const read = await planset(target, stacks, { estate: { id: 'thu', digest } });
    const synthesisedNow = current(stacks);
    return synthesisedNow === undefined ? read : { ...read, synthesised: synthesisedNow };
  };
  const digests = (stacks: StackDraft[]) => Object.fromEntries(stacks.map((stack) => [stack.name, digestOf(synthesised(stack))]));

  it.each([
    ['the same estate', target.digest, () => undefined, 'pass'],
    ['another digest of the estate, nothing to compare with', 'sha256:0', () => undefined, 'unknown'],
    ['another digest of the estate, the same configuration', 'sha256:0', digests, 'pass'],
    ['the same digest, another configuration', target.digest, (stacks: StackDraft[]) => ({ ...digests(stacks), [platform]: 'sha256:0' }), 'fail'],
  ])('%s: %s', async (_name, digest, current, status) => {
    expect(verdictOn(verdictsOf('CHG-002', target, await set(digest, current)), `stack/${platform}`).status).toBe(status);
  });

  it('bytes other than those the set names fail', async () => {
    const stacks = applied(goodStacks());
    const file = fileOf(target, stacks);
    drop(stacks, platform, 'helm_release', 'cilium');
    const read = await readPlanSet(file, (name) => {
      const draft = stackNamed(stacks, name.replace(/\.(tf|plan)\.json$/, ''));
      return Promise.resolve(name.endsWith('.tf.json') ? synthesised(draft) : planned(draft));
    });
    expect(verdictOn(verdictsOf('CHG-002', target, read), `stack/${platform}`).finding.en).toContain('does not match the digest in the set');
  });
});

describe('CHG-002: what the configuration says and the plan does not do', () => {
  /** A plan of what is recorded whose configuration says otherwise in one constant, as `ignore_changes` leaves it. */
  const ignoring = async (name: string, type: string, id: string, expressions: object) => {
    const stacks = applied(goodStacks());
    const stack = stackNamed(stacks, name);
    const { configuration } = JSON.parse(planned(stack)) as { configuration: { root_module: { resources: { address: string; expressions: object }[] } } };
    const block = configuration.root_module.resources.find(({ address }) => address === `${type}.${id}`);
    if (block === undefined) throw new Error(`there is no ${type}.${id}`);
    block.expressions = expressions;
    stack.plan = { configuration };
    return verdictOn(verdictsOf('CHG-002', target, await planset(target, stacks)), `stack/${name}`);
  };
  const egress = (port: string) => ({ manifest: { constant_value: { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'ndc-egress-hosts', namespace: 'ho-so-prod' }, spec: { endpointSelector: {}, egress: [{ toFQDNs: [{ matchName: 'api.example.vn' }], toPorts: [{ ports: [{ port, protocol: 'TCP' }] }] }] } } } });

  it.each([
    ['a release of the platform', platform, 'helm_release', 'cilium', { version: { constant_value: '1.21.0' } }, 'helm_release.cilium /version'],
    ['a custom resource of the protection', 'ndc-02-protection', 'kubernetes_manifest', 'egress', egress('8443'), 'kubernetes_manifest.egress /spec/egress/0/toPorts/0/ports/0/port'],
    ['a quota of a tenant', 'ndc-02-tenant-bo-y-te', 'kubernetes_resource_quota_v1', 'quota', { spec: [{ hard: { constant_value: { pods: '12' } } }] }, 'kubernetes_resource_quota_v1.quota /spec/hard'],
  ])('%s fails', async (_name, stack, type, id, expressions, place) => {
    const verdict = await ignoring(stack, type, id, expressions);
    expect(verdict).toMatchObject({ status: 'fail', blocks: true });
    expect(verdict.finding.en).toContain('will not be enforced (ignore_changes), such as');
    expect(verdict.finding.en).toContain(place);
  });

  it('the same constants written as they will be pass', async () => {
    expect((await ignoring(platform, 'helm_release', 'cilium', { version: { constant_value: '1.20.0' } })).status).toBe('pass');
    expect((await ignoring('ndc-02-protection', 'kubernetes_manifest', 'egress', egress('443'))).status).toBe('pass');
  });
});
