import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Estate } from '../../../sites/model/estate.js';
import { withSitesOperating } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../../sites/data/shipped.js';
import { smallEstate } from '../estate-small.js';
import { diffOf, resourcesAt } from '../resources.js';

const opening = (estate: Estate) => diffOf(resourcesAt(estate, 'ndc-01'), resourcesAt(withSitesOperating(estate, ['ndc-02']), 'ndc-01'));

describe('NDC 02 turned to operating, as NDC 01 sees it', () => {
  it('is a diff that can be read', () => {
    const { estate } = smallEstate('as-recorded');
    const diff = opening(estate);
    const text = (['added', 'changed', 'removed'] as const).map((what) => `${what}\n${diff[what].map((line) => `  ${line}\n`).join('')}`).join('');
    const file = new URL('../../golden/ndc-02-opens.txt', import.meta.url).pathname;
    if (process.env['NDC_GOLDEN'] === 'write') writeFileSync(file, text);
    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  });

  it('takes nothing away in the shipped estate, and changes only who is mirrored, streamed, or talked to', () => {
    const { added, removed, changed: values } = opening(shippedEstate());
    expect(removed).toEqual([]);
    const kinds = new Set(values.map((line) => line.replace(/^ndc-01-(platform|protection)\/(kubernetes_manifest|kubernetes_config_map_v1|helm_release)\.(?:[a-z0-9-]+_)*/, '$1/')));
    expect([...new Set([...kinds].map((line) => line.replace(/\/(\d+)(?=\/|$)/g, '/*').replace(/^(protection)\/(?:restore)\/.*/, '$1/restore').replace(/^(protection)\/pool-[a-z0-9-]+/, '$1/pool')))].sort()).toEqual([
      'platform/cilium/values/*/clustermesh/config/clusters',
      'protection/cluster/depends_on',
      'protection/cluster/manifest/spec/externalClusters',
      'protection/cluster/manifest/spec/managed',
      'protection/cluster/manifest/spec/plugins/*/parameters/barmanObjectName',
      'protection/cluster/manifest/spec/replica',
      'protection/databases/manifest/spec/egress',
      'protection/databases/manifest/spec/egress/*/toFQDNs',
      'protection/databases/manifest/spec/ingress',
      'protection/pool/manifest/spec/mirroring',
      'protection/restore',
    ]);
    expect(values.filter((line) => line.includes('/kubernetes_manifest.pool-') && !line.includes('pool-ndc-block-ndc-01-ndc-02/'))).toEqual([]);
    expect(added.every((address) => address.startsWith('ndc-01-platform/helm_release.openbao-of-ndc-02') || address.startsWith('ndc-01-protection/'))).toBe(true);
    // Both phases of the whole shipped estate are synthesised.
  }, 120_000);

  it('touches no tenant’s stack: volumes lie in the class of their pair from the first day', () => {
    const diff = opening(shippedEstate());
    expect([...diff.added, ...diff.changed].filter((address) => address.includes('-tenant-'))).toEqual([]);
  });
});
