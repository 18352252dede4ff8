import { describe, expect, it } from 'vitest';
import { chartFrom, pinOf } from '../../../../policies/derived/images.js';
import { documents, estateOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';
import { below, renderedAt } from '../mutants-of-plans.js';

const platform = 'ndc-01-platform';
const tenant = 'ndc-01-tenant-bo-y-te';
const sha = `sha256:${'d'.repeat(64)}`;
const mine = (path: string): string => `registry.ndc-01.internal/${path}`;
const component = 'component/cilium';

const judged = async (change: (stacks: StackDraft[]) => unknown, object = component, changes: Changes = documents) => {
  const stacks = applied(goodStacks('ndc-01'));
  change(stacks);
  const estate = estateOf(changes);
  return verdictOn(verdictsOf('SUP-001', estate, await planset(estate, stacks)), object, 'ndc-01');
};
const image = (value: unknown, list = 'containers', kind = 'Deployment') => (stacks: StackDraft[]) => Object.assign(below(renderedAt(stacks, kind, platform), 'spec', 'template', 'spec', list, 0), { image: value });
const release = (values: Values) => (stacks: StackDraft[]) => Object.assign(mapAt(stacks, platform, 'helm_release', 'cilium'), values);
const pod = (spec: Values, namespace = 'ho-so-prod', stack = tenant) => (stacks: StackDraft[]) => add(stacks, stack, 'kubernetes_pod_v1', 'p', { metadata: { name: 'p', namespace, labels: {} }, spec });
const ceph = (reference: unknown) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_manifest', 'ceph', { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephCluster', metadata: { name: 'c', namespace: 'rook-ceph' }, spec: { cephVersion: { image: reference } } } });
const database = (reference: unknown) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_manifest', 'db', { manifest: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'd', namespace: 'ho-so-prod' }, spec: { imageName: reference } } });

describe('references to images', () => {
  it.each([
    [`${mine('a/b')}@${sha}`, { registry: true, by: 'digest' }],
    [`${mine('a/b')}:1.0@${sha}`, { registry: true, by: 'digest' }],
    [mine('a/b:1.0'), { registry: true, by: 'tag' }],
    [mine('a/b:latest'), { registry: true, by: 'nothing' }],
    [mine('a/b'), { registry: true, by: 'nothing' }],
    [`${mine('a/b')}@sha256:${'d'.repeat(63)}`, { registry: true, by: 'nothing' }],
    [`quay.io/a/b@${sha}`, { registry: false, by: 'digest' }],
    [`registry.ndc-01.internal.evil.example/a@${sha}`, { registry: false, by: 'digest' }],
    [`a/registry.ndc-01.internal/b:1`, { registry: false, by: 'tag' }],
    ['localhost:5000/a/b', { registry: false, by: 'nothing' }],
    ['', { registry: false, by: 'nothing' }],
  ])('%s', (reference, expected) => {
    expect(pinOf(reference, 'registry.ndc-01.internal')).toEqual(expected);
  });
});

describe('where a chart is from', () => {
  it.each([
    ['oci://registry.ndc-01.internal', true],
    ['oci://registry.ndc-01.internal/charts/x', true],
    ['https://registry.ndc-01.internal:5000/charts', true],
    ['https://registry.ndc-01.internal.evil.example/charts', false],
    ['https://registry.ndc-01.internal@evil.example/charts', false],
    ['https://evil.example/registry.ndc-01.internal', false],
    ['http://registry.ndc-01.internal/charts', false],
    ['registry.ndc-01.internal/charts', false],
    ['', false],
  ])('%s: %s', (source, own) => {
    expect(chartFrom(source, 'registry.ndc-01.internal')).toBe(own);
  });
});

describe('SUP-001: components of the catalogue', () => {
  it.each([
    ['everything pinned', () => undefined, 'pass', 'chart 1.20.0 and 3 images come from registry.ndc-01.internal, pinned by digest'],
    ['an image of the internet', image(`quay.io/cilium/operator@${sha}`), 'fail', 'which is not from registry.ndc-01.internal'],
    ['an init container of another registry', image(`docker.io/x@${sha}`, 'initContainers', 'DaemonSet'), 'fail', 'DaemonSet agent, init container mount runs docker.io/x'],
    ['a container without an image', image(undefined), 'fail', 'not from registry'],
    ['an image pinned by nothing', image(mine('a:latest')), 'fail', 'pinned by nothing'],
    ['an image whose digest nobody has read', image(mine('a:1.0')), 'unknown', 'has no digest; it is to be read and pinned'],
    ['another chart version than the catalogue’s', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, platform, 'helm_release', 'cilium'), { version: '1.20.1' }), 'fail', 'installs chart 1.20.1, the catalogue names 1.20.0'],
    ['no chart version', (stacks: StackDraft[]) => Reflect.deleteProperty(mapAt(stacks, platform, 'helm_release', 'cilium'), 'version'), 'fail', 'pins no chart version'],
    ['a version known later', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, platform, 'helm_release', 'cilium'), { version: '${x.y}' }), 'unknown', 'helm_release.cilium version: references x.y'],
    ['a repository of the internet', release({ repository: 'https://helm.cilium.io' }), 'fail', 'helm_release.cilium takes its chart from https://helm.cilium.io, which is not registry.ndc-01.internal'],
    ['a chart by its address', release({ chart: 'oci://ghcr.io/x/cilium' }), 'fail', 'takes its chart from oci://ghcr.io/x/cilium'],
    ['a chart from a folder', release({ chart: './charts/cilium' }), 'fail', 'takes its chart from ./charts/cilium'],
    ["a chart of the site's own registry", release({ repository: 'oci://registry.ndc-01.internal/charts' }), 'pass', 'chart 1.20.0'],
    ['a chart of it by its address', release({ chart: 'oci://registry.ndc-01.internal/charts/cilium' }), 'pass', 'chart 1.20.0'],
    ['a repository known later', release({ repository: '${x.y}' }), 'unknown', 'helm_release.cilium repository: references x.y'],
    ['no release', (stacks: StackDraft[]) => drop(stacks, platform, 'helm_release', 'cilium'), 'fail', 'no release installs its chart cilium'],
    ['a chart nobody rendered', (stacks: StackDraft[]) => void Reflect.deleteProperty(stackNamed(stacks, platform).rendered, 'cilium'), 'unknown', 'no helm_template data source renders it'],
  ])('%s: %s', async (_name, change, status, finding) => {
    const verdict = await judged(change);
    expect(verdict).toMatchObject({ status, pack: 'operations', blocks: status === 'fail' });
    expect(verdict.finding.en).toContain(finding);
  });

  it('a chart whose digest nobody has read is unknown, and asked for', async () => {
    const { finding } = await judged(() => undefined, component, {});
    expect(finding.en).toContain('it is to be recorded in catalogue/components.yaml');
    expect(finding.vi).toMatch(/chưa ai đọc mã băm của chart cilium 1\.20\.0; cần ghi vào catalogue\/components\.yaml/);
    expect(finding.vi).not.toContain('has not been read');
  });

  it("a site's own version counts while an upgrade rolls", async () => {
    const ahead: Changes = { ...documents, 'ndc-01.yaml#/components': [{ id: 'cilium', version: '1.20.1' }] };
    expect((await judged((stacks) => Object.assign(mapAt(stacks, platform, 'helm_release', 'cilium'), { version: '1.20.1' }), component, ahead)).status).toBe('pass');
  });
});

describe('SUP-001: tenants, and everything else', () => {
  const environment = 'environment/ho-so-prod';

  it.each([
    ['nothing runs in the plan', () => undefined, environment, 'pass', '0 images in the plan'],
    ['a pinned image', pod({ container: [{ name: 'a', image: `${mine('a')}@${sha}` }] }), environment, 'pass', '1 images in the plan'],
    ['a tag alone', pod({ container: [{ name: 'a', image: mine('a:1') }] }), environment, 'fail', 'without a digest'],
    ['an init container', pod({ init_container: [{ name: 'i', image: `x@${sha}` }], container: [] }), environment, 'fail', 'Pod p, init container i'],
    ['an image mounted as a volume', pod({ container: [], volume: [{ name: 'v', image: { reference: `x@${sha}` } }] }), environment, 'fail', 'Pod p, volume v'],
    ['known later', pod({ container: [{ name: 'a', image: '${x.y}' }] }), environment, 'unknown', 'Pod p, container a: references x.y'],
    ['a pod beside the components', pod({ container: [{ name: 'a', image: mine('a:1') }] }, 'ndc-system', platform), 'site/ndc-01', 'fail', 'without a digest'],
    ['what a Ceph cluster will run', ceph('quay.io/ceph/ceph:v20'), 'site/ndc-01', 'fail', 'CephCluster c runs quay.io/ceph/ceph:v20'],
    ['an image by the name every registry answers to', pod({ container: [{ name: 'a', image: `registry.example/a@${sha}` }] }), environment, 'pass', '1 images in the plan'],
    ['a host that begins like that name', pod({ container: [{ name: 'a', image: `registry.example.evil/a@${sha}` }] }), environment, 'fail', 'which is not from registry.ndc-01.internal'],
    ['the catalogue’s database server, whose digest is to be read', database('registry.example/ghcr.io/cloudnative-pg/postgresql:17.6'), 'site/ndc-01', 'unknown', 'has no digest; it is to be read and pinned'],
    ['another database server by its tag', database('registry.example/ghcr.io/cloudnative-pg/postgresql:16.1'), 'site/ndc-01', 'fail', 'without a digest'],
    ['the same, pinned', ceph(`${mine('quay.io/ceph/ceph')}@${sha}`), 'site/ndc-01', 'pass', '1 images'],
  ])('%s: %s is %s', async (_name, change, object, status, finding) => {
    const verdict = await judged(change, object);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it('works offline as far as anything can be seen, and knows nothing of what is recorded', () => {
    expect(statuses(verdictsOf('SUP-001', estateOf(documents), offline(goodStacks('ndc-01'))))).toEqual({ 'component/cilium@ndc-01': 'unknown', 'environment/ho-so-prod@ndc-01': 'pass (now unknown)', 'site/ndc-01': 'pass (now unknown)' });
  });

  it('an all-create set has nothing of the components now; nothing to judge at all fails', async () => {
    const estate = estateOf(documents);
    expect(verdictOn(verdictsOf('SUP-001', estate, await planset(estate, goodStacks('ndc-01'))), component)).toMatchObject({ status: 'pass', recorded: 'fail' });
    expect(verdictsOf('SUP-001', estateOf({ 'ndc-01.yaml#/phase': 'planned' })).map(({ status }) => status)).toEqual(['fail']);
  });
});
