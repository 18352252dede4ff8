import { RootConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { operatingSites } from '../../sites/model/scenario.js';
import { digestOf } from '../../sites/model/estate.js';
import { ProtectionStack } from '../../stacks/protection.js';
import { synthesise, written } from '../../stacks/synthesise.js';
import { readTexts } from '../constructs/probe.js';
import { edited, estateOf, smallEstate, smallEstateFiles } from './estate-small.js';

type Declared = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
interface Tree {
  readonly resource?: Declared;
  readonly data: Declared;
  readonly output: unknown;
  readonly provider: unknown;
  readonly terraform: { readonly backend: unknown; readonly required_providers: Record<string, unknown> };
}

const { estate, intent } = smallEstate();
const stacks = synthesise(estate, intent);
const named = (name: string) => {
  const stack = stacks.find((candidate) => candidate.name === name);
  if (stack === undefined) throw new Error(`no stack ${name}`);
  return stack;
};
const treeOf = (json: string): Tree => readTexts(JSON.parse(json)) as Tree;
const resourcesOf = (tree: Tree) => Object.entries(tree.resource ?? {}).flatMap(([type, declared]) => Object.entries(declared).map(([name, attributes]) => ({ type, name, attributes })));

describe('synthesise', () => {
  it('gives platform, tenants and protection of each operating site, in order', () => {
    expect(stacks.map(({ name }) => name)).toEqual([
      'ndc-01-platform',
      'ndc-01-tenant-bo-a',
      'ndc-01-tenant-so-b',
      'ndc-01-protection',
      'ndc-02-platform',
      'ndc-02-tenant-bo-a',
      'ndc-02-protection',
      'ndc-03-platform',
      'ndc-03-tenant-bo-a',
      'ndc-03-tenant-so-b',
      'ndc-03-protection',
    ]);
  });

  it('GIVEN the estate as recorded THEN only the site that operates has stacks', () => {
    const today = smallEstate('as-recorded');
    expect(operatingSites(today.estate).map(({ id }) => id)).toEqual(['ndc-01']);
    expect(new Set(synthesise(today.estate, today.intent).map(({ site }) => site))).toEqual(new Set(['ndc-01']));
  });

  it.each([
    [{ sites: ['ndc-02'] }, ['ndc-02-platform', 'ndc-02-tenant-bo-a', 'ndc-02-protection']],
    [{ organisations: ['so-b'] }, ['ndc-01-tenant-so-b', 'ndc-03-tenant-so-b']],
    [{ stacks: ['ndc-03-protection'] }, ['ndc-03-protection']],
    [{ sites: ['ndc-01'], organisations: ['so-b'] }, ['ndc-01-tenant-so-b']],
    [{ stacks: [] }, []],
  ])('%o selects', (options, expected) => {
    const picked = synthesise(estate, intent, options);
    expect(picked.map(({ name }) => name)).toEqual(expected);
    // A selection changes nothing of what it selects.
    for (const stack of picked) expect(stack).toEqual(named(stack.name));
  });

  it('says what comes before: the platform before tenants, both before protection', () => {
    expect(named('ndc-01-platform').after).toEqual([]);
    expect(named('ndc-01-tenant-bo-a').after).toEqual(['ndc-01-platform']);
    expect(named('ndc-01-protection').after).toEqual(['ndc-01-platform', 'ndc-01-tenant-bo-a', 'ndc-01-tenant-so-b']);
  });

  it('says which definitions must exist first', () => {
    const needed = new Map(stacks.map(({ name, needs }) => [name, needs.map(({ kind }) => kind)]));
    expect(stacks.filter(({ needs }) => needs.length > 0).map(({ name }) => name)).toEqual(['ndc-01-protection', 'ndc-02-protection', 'ndc-03-protection']);
    const common = ['ObjectStore', 'CephBlockPool', 'CephRBDMirror', 'CiliumNetworkPolicy', 'Cluster', 'ScheduledBackup', 'VolumeGroupReplication', 'VolumeGroupReplicationClass', 'VolumeReplicationClass', 'BackupStorageLocation'];
    for (const kinds of [needed.get('ndc-01-protection'), needed.get('ndc-02-protection'), needed.get('ndc-03-protection')]) expect(kinds).toEqual(expect.arrayContaining(common));
    // A service is of the API every cluster serves.
    expect([...needed.values()].flat()).not.toContain('Service');
  });

  it('is the same bytes again, and does not depend on the order of files', () => {
    const again = estateOf([...smallEstateFiles()].reverse());
    expect(synthesise(estate, intent)).toEqual(stacks);
    expect(synthesise(again.estate, again.intent)).toEqual(stacks);
    for (const { json, digest } of stacks) expect(digest).toBe(digestOf(json));
  });

  it('does not depend on the order of systems, classes or components either', () => {
    const files = smallEstateFiles();
    const reversed = edited(files, 'catalogue/components.yaml', (text) => {
      const [head, ...entries] = text.trimEnd().split(/\n(?= {2}- )/);
      return `${[head, ...entries.reverse()].join('\n')}\n`;
    });
    const changed = estateOf(reversed);
    expect(synthesise(changed.estate, changed.intent).map(({ json }) => json)).toEqual(stacks.map(({ json }) => json));
  });

  it('counts the objects it manages', () => {
    for (const { json, resources } of stacks) expect(resources).toBe(resourcesOf(treeOf(json)).length);
  });

  it('omits `resource` where there is none: Terraform refuses an empty one', () => {
    const site = estate.sites['ndc-03'];
    if (site === undefined) throw new Error('the small estate has a third site');
    const empty = new ProtectionStack(new RootConstruct(), 'ndc-03-protection', { estate, site, protection: { environments: [], pairs: [] } });
    expect(JSON.parse(written(empty).json)).not.toHaveProperty('resource');
  });
});

describe.each(stacks.map(({ name, json, site }) => [name, treeOf(json), site] as const))('%s', (name, tree, site) => {
  it('has empty providers, a backend, and nothing of this machine', () => {
    for (const blocks of Object.values(tree.provider as Record<string, unknown>)) expect(blocks).toEqual([{}]);
    expect(tree.terraform.backend).toEqual({ local: { path: 'terraform.tfstate' } });
    const { json } = named(name);
    for (const path of [process.cwd(), 'file:', '/home', '/root', '/tmp']) expect(json).not.toContain(path);
  });

  it('pins its providers', () => {
    for (const provider of Object.values(tree.terraform.required_providers)) expect((provider as { version: string }).version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('says in its plan which stack of which estate it is, and reads which cluster', () => {
    expect(tree.output).toEqual({ ndc_site: { value: site }, ndc_stack: { value: name }, ndc_estate: { value: 'vn-ndc-small' } });
    expect(tree.data['kubernetes_namespace_v1']?.['kube-system']).toMatchObject({ metadata: { name: 'kube-system' } });
    for (const declared of Object.values(tree.data)) for (const attributes of Object.values(declared)) expect(attributes).not.toHaveProperty('depends_on');
  });

  it('carries the estate’s labels on every object', () => {
    for (const { type, attributes } of resourcesOf(tree)) {
      if (type === 'helm_release') continue;
      const { metadata } = (type === 'kubernetes_manifest' ? attributes['manifest'] : attributes) as { metadata: { labels: Record<string, string> } };
      for (const label of ['site', 'organisation', 'system', 'environment', 'role', 'component']) expect(metadata.labels[`ndc.gov.vn/${label}`]).toMatch(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/);
      expect(metadata.labels['ndc.gov.vn/site']).toBe(site);
    }
  });

  it('ignores no change', () => {
    for (const { attributes } of resourcesOf(tree)) expect(attributes['lifecycle'] ?? {}).not.toHaveProperty('ignore_changes');
  });

  it('keeps where each object comes from', () => {
    for (const { name: address, attributes } of resourcesOf(tree)) {
      const { metadata } = attributes['//'] as { metadata: { path: string; uniqueId: string } };
      expect(metadata.path.startsWith(`${name}/`)).toBe(true);
      expect(metadata.uniqueId).toBe(address);
    }
  });
});

describe('prevent_destroy', () => {
  const guarded = (json: string) => resourcesOf(treeOf(json)).filter(({ attributes }) => (attributes['lifecycle'] as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true);

  it('stands on every tenant’s namespace', () => {
    for (const { kind, json } of stacks) {
      if (kind !== 'tenant') continue;
      const namespaces = Object.keys(treeOf(json).resource?.['kubernetes_namespace_v1'] ?? {});
      expect(guarded(json).map(({ name }) => name)).toEqual(namespaces);
    }
  });

  it('stands on releases that would take data along, and on their namespaces', () => {
    expect(guarded(named('ndc-01-platform').json).map(({ type, name }) => `${type}.${name}`)).toEqual([
      'helm_release.cloudnative-pg',
      'helm_release.metrics-server',
      'helm_release.openbao',
      'helm_release.openbao-of-ndc-02',
      'helm_release.openbao-of-ndc-03',
      'helm_release.plugin-barman-cloud',
      'helm_release.rook-ceph',
      'helm_release.rook-ceph-cluster',
      'kubernetes_namespace_v1.cnpg-system',
      'kubernetes_namespace_v1.openbao',
      'kubernetes_namespace_v1.rook-ceph',
    ]);
  });

  it('GIVEN stacks made for destruction THEN it stands nowhere, and nothing else differs', () => {
    const destroyable = synthesise(estate, intent, { destroyable: true });
    for (const [index, { json }] of destroyable.entries()) {
      expect(guarded(json)).toEqual([]);
      const before = JSON.parse(stacks[index]?.json ?? '') as { resource?: Declared };
      for (const declared of Object.values(before.resource ?? {})) for (const attributes of Object.values(declared)) delete attributes['lifecycle'];
      expect(JSON.parse(json)).toEqual(before);
    }
  });
});
