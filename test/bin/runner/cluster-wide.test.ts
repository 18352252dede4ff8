import { expect, it } from 'vitest';
import { clusterWide } from '../../../bin/runner/cluster-wide.js';
import { estateOf, smallEstateFiles } from '../../stacks/estate-small.js';
import { resourcesAt } from '../../stacks/resources.js';

/** API groups of the typed resources that stacks declare without a namespace. */
const typed: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_namespace_v1: ['v1', 'Namespace'],
  kubernetes_priority_class_v1: ['scheduling.k8s.io/v1', 'PriorityClass'],
  kubernetes_storage_class_v1: ['storage.k8s.io/v1', 'StorageClass'],
};

it('every kind without a namespace that the stacks declare is one of those looked at for foreign objects', () => {
  const { estate } = estateOf(smallEstateFiles());
  const declared = new Map<string, readonly [string, string]>();
  for (const site of Object.keys(estate.sites))
    for (const [address, values] of resourcesAt(estate, site)) {
      const type = /\/([a-z0-9_]+)\./.exec(address)?.[1] ?? '';
      const object = (type === 'kubernetes_manifest' ? values['manifest'] : values) as { apiVersion?: string; kind?: string; metadata?: { namespace?: string } };
      if (type === 'helm_release' || object.metadata === undefined || object.metadata.namespace !== undefined) continue;
      const [apiVersion, kind] = typed[type] ?? [object.apiVersion ?? type, object.kind ?? type];
      declared.set(`${apiVersion} ${kind}`, [apiVersion, kind]);
    }
  expect(declared.size).toBeGreaterThan(5);
  expect([...declared].filter(([, [apiVersion, kind]]) => !clusterWide({ apiVersion, kind, plural: '', namespaced: false, listable: true })).map(([name]) => name)).toEqual([]);
});
