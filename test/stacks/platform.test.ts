import { describe, expect, it } from 'vitest';
import { synthesise } from '../../stacks/synthesise.js';
import { readTexts } from '../constructs/probe.js';
import { smallEstate } from './estate-small.js';

type Declared = Record<string, Record<string, Record<string, unknown>>>;

const { estate, intent } = smallEstate();
const platforms = synthesise(estate, intent).filter(({ kind }) => kind === 'platform');
const treeOf = (site: string) => readTexts(JSON.parse(platforms.find((stack) => stack.site === site)?.json ?? '')) as { resource: Declared; data: Declared };

/** Pairs whose volumes replicate in the small estate, by site. */
const pairsOf: Readonly<Record<string, readonly string[]>> = {
  'ndc-01': ['ndc-block-ndc-01-ndc-02'],
  'ndc-02': ['ndc-block-ndc-01-ndc-02', 'ndc-block-ndc-02-ndc-03'],
  'ndc-03': ['ndc-block-ndc-02-ndc-03'],
};

describe.each(['ndc-01', 'ndc-02', 'ndc-03'])('%s-platform', (site) => {
  const { resource, data } = treeOf(site);

  it('has a twin beside every release, with identical inputs', () => {
    const [releases, twins] = [resource['helm_release'] ?? {}, data['helm_template'] ?? {}];
    expect(Object.keys(twins)).toEqual(Object.keys(releases));
    const standbys = Object.keys(estate.sites).filter((id) => id !== site).map((id) => `openbao-of-${id}`);
    expect(Object.keys(releases)).toEqual([...Object.keys(estate.components), ...standbys].sort());
    for (const [name, release] of Object.entries(releases))
      for (const input of ['name', 'namespace', 'chart', 'version', 'values', 'timeout']) expect(twins[name]?.[input], `${name}.${input}`).toEqual(release[input]);
  });

  it('waits for the releases each component needs', () => {
    const needs = (name: string) => resource['helm_release']?.[name]?.['depends_on'];
    expect(needs('rook-ceph-cluster')).toEqual(['kubernetes_namespace_v1.rook-ceph', 'helm_release.rook-ceph', 'helm_release.ceph-csi-drivers']);
    expect(needs('metrics-server')).toBeUndefined();
  });

  it('makes each component’s namespace, and none that Kubernetes makes', () => {
    const namespaces = Object.keys(resource['kubernetes_namespace_v1'] ?? {});
    expect(namespaces).toEqual(['cert-manager', 'cilium-system', 'cnpg-system', 'ndc-ingress', 'ndc-system', 'openbao', 'rook-ceph', 'velero']);
  });

  it('has a priority class per tier and a storage class per class of the site', () => {
    expect(Object.values(resource['kubernetes_priority_class_v1'] ?? {}).map(({ value }) => value)).toEqual([100_000, 300_000, 400_000, 200_000]);
    expect(Object.keys(resource['kubernetes_storage_class_v1'] ?? {})).toEqual([...(estate.sites[site]?.storage ?? []).map((storage) => storage.class), ...(pairsOf[site] ?? [])].map((name) => `storage-${name}`).sort());
  });

  it('holds its admission policies against its own registry', () => {
    const images = resource['kubernetes_manifest']?.['admission-images']?.['manifest'];
    expect(JSON.stringify(images)).toContain(`registry.${site}.example.vn/`);
    expect(Object.keys(resource['kubernetes_manifest'] ?? {})).toEqual(['images', 'namespaces', 'nodes', 'services', 'tokens', 'volumes'].flatMap((name) => [`admission-${name}`, `admission-${name}_binding`]));
  });
});

it('a site may run another version while an upgrade rolls', () => {
  const version = (site: string) => [treeOf(site).resource['helm_release'], treeOf(site).data['helm_template']].map((declared) => declared?.['velero']?.['version']);
  expect(version('ndc-01')).toEqual(['12.1.0', '12.1.0']);
  expect(version('ndc-03')).toEqual(['12.0.1', '12.0.1']);
});
