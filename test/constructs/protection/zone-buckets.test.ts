import { describe, expect, it } from 'vitest';
import { buckets } from '../../../constructs/object-store.js';
import { ZoneBuckets } from '../../../constructs/protection/zone-buckets.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { smallEstate } from '../../stacks/estate-small.js';
import { probe } from '../probe.js';

interface Steps {
  readonly bucket: string;
  readonly run: string;
  readonly check: string;
  readonly why: { readonly vi: string; readonly en: string };
}

const stepsIn = (tree: unknown): readonly Steps[] => {
  const maps = (tree as { resource?: { kubernetes_config_map_v1?: Record<string, { metadata: { name: string; namespace: string }; data: Record<string, string> }> } }).resource?.kubernetes_config_map_v1 ?? {};
  const found = Object.values(maps).find(({ metadata }) => metadata.name === 'object-zone-buckets');
  return found === undefined ? [] : (JSON.parse(found.data['steps.json'] ?? '[]') as Steps[]);
};

describe('buckets of backups in a zone', () => {
  it('each have the command that stops their replication, at the zone that holds the realm, and its check', () => {
    const steps = stepsIn(probe((scope) => void new ZoneBuckets(scope, 'zone-buckets', { namespace: 'ndc-system', master: 'ndc-01' })));
    expect(steps.map(({ bucket }) => bucket)).toEqual(Object.values(buckets));
    for (const { bucket, run, check, why } of steps) {
      expect(run).toBe(`radosgw-admin bucket sync disable --bucket=${bucket}`);
      expect(check).toBe(`radosgw-admin bucket sync status --bucket=${bucket}`);
      expect(why.vi).toContain('Chạy ở ndc-01');
      expect(why.en).toContain('Run it at ndc-01');
    }
  });

  it('are told of wherever a site has a zone, and nowhere else', () => {
    const { estate, intent } = smallEstate();
    for (const { site, json } of synthesise(estate, intent).filter(({ kind }) => kind === 'protection'))
      expect(stepsIn(JSON.parse(json)).length > 0, site).toBe(json.includes('CephObjectZone"'));
  });
});
