import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../sites/intent/derive.js';
import { applyScenario } from '../../sites/model/scenario.js';
import { classKeysAt } from '../../stacks/class-keys.js';
import { synthesise } from '../../stacks/synthesise.js';
import { readTexts } from '../constructs/probe.js';
import { shippedEstate } from '../sites/data/shipped.js';

type Declared = Record<string, Record<string, Record<string, unknown>>>;

const target = (edits: Parameters<typeof shippedEstate>[0] = {}) => {
  const recorded = shippedEstate(edits);
  return applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
};
const at = (estate: ReturnType<typeof target>, id: string) => {
  const site = estate.sites[id];
  if (site === undefined) throw new Error(`no site ${id}`);
  return classKeysAt(estate, site);
};

describe('keys of storage classes', () => {
  const estate = target();
  const { resource } = readTexts(JSON.parse(synthesise(estate, deriveIntent(estate)).find(({ name }) => name === 'ndc-02-platform')?.json ?? '')) as { resource: Declared };
  const parameters = (name: string) => resource['kubernetes_storage_class_v1']?.[`storage-${name}`]?.['parameters'];

  it('bind the classes of volumes, and those of pairs, to the key of the site; buckets are bound by none', () => {
    for (const name of ['ndc-block', 'ndc-file', 'ndc-block-ndc-01-ndc-02']) expect(parameters(name), name).toMatchObject({ encrypted: 'true', encryptionKMSID: 'ndc-02-volumes' });
    expect(parameters('ndc-object')).not.toHaveProperty('encrypted');
  });

  it('leave the class of raw disks alone, which nothing provisions and no tenant may claim', () => {
    expect(resource['kubernetes_storage_class_v1']?.['disks-ndc-disk']).toMatchObject({ metadata: { name: 'ndc-disk' }, storage_provisioner: 'kubernetes.io/no-provisioner', volume_binding_mode: 'WaitForFirstConsumer', reclaim_policy: 'Retain' });
    const tenants = synthesise(estate, deriveIntent(estate)).filter(({ name }) => name.startsWith('ndc-02-tenant-'));
    const quotas = tenants.flatMap(({ json }) => Object.values((readTexts(JSON.parse(json)) as { resource: Declared }).resource['kubernetes_resource_quota_v1'] ?? {}));
    const hard = quotas.map(({ spec }) => (spec as { hard: Record<string, string> }).hard).filter((one) => 'requests.storage' in one);
    expect(hard.length).toBeGreaterThan(0);
    expect(new Set(hard.map((one) => one['ndc-disk.storageclass.storage.k8s.io/requests.storage']))).toEqual(new Set(['0']));
  });

  it('stand beside those of the sites whose volumes are restored here, each with a credential of its own', () => {
    const details = Object.values(resource['kubernetes_config_map_v1'] ?? {}).find(({ metadata }) => (metadata as { name?: string }).name === 'csi-kms-connection-details');
    const data = details?.['data'] as Record<string, string>;
    expect(details?.['metadata']).toMatchObject({ namespace: 'rook-ceph' });
    expect(Object.keys(data)).toEqual(['ndc-01-volumes', 'ndc-02-volumes', 'ndc-03-volumes']);
    expect(JSON.parse(data['ndc-01-volumes'] ?? '')).toEqual({ KMS_PROVIDER: 'kmip', KMS_SERVICE_NAME: 'ndc-01-volumes', KMIP_ENDPOINT: 'kmip.ndc-02.internal:5696', KMIP_SECRET_NAME: 'csi-kmip-ndc-01-volumes', TLS_SERVER_NAME: 'kmip.ndc-02.internal' });
  });

  it('are bound nowhere without KMIP, or where they lie in no HSM of the site', () => {
    expect(at(target({ 'ndc-02.yaml': (text) => text.replace(/ {2}kmip: .*\n/, '') }), 'ndc-02')).toBeUndefined();
    const elsewhere = target({ 'keys/ndc-02.yaml': (text) => text.replace('{hsm: {site: ndc-02, partition: ndc-02-storage, label: ndc-02-volumes}}', '{store: {site: ndc-01, path: transit/volumes}}') });
    expect([...(at(elsewhere, 'ndc-02')?.of ?? [])]).toEqual([]);
    expect(at(elsewhere, 'ndc-02')?.held).toEqual(['ndc-01-volumes', 'ndc-03-volumes']);
  });
});
