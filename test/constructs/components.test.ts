import { describe, expect, it } from 'vitest';
import { componentOf } from '../../constructs/components/all.js';
import { shippedEstate } from '../sites/data/shipped.js';
import { smallEstate } from '../stacks/estate-small.js';

const { estate } = smallEstate();
const shipped = shippedEstate();
const valuesOf = (component: string, site: string) => {
  const of = estate.sites[site];
  if (of === undefined) throw new Error(`no site ${site}`);
  return componentOf(component).values({ estate, site: of, labels: { 'ndc.gov.vn/site': site } });
};
/** Every text below a value. */
const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []);

describe('values of the components', () => {
  it('cilium knows its cluster, its networks and the mesh', () => {
    expect(valuesOf('cilium', 'ndc-02')).toMatchObject({
      cluster: { name: 'ndc-02', id: 2 },
      clustermesh: { useAPIServer: true, config: { enabled: true }, maxConnectedClusters: 255, policyDefaultLocalCluster: true, cacheTTL: '5m0s' },
      ipam: { operator: { clusterPoolIPv4PodCIDRList: ['10.32.0.0/13'] } },
      encryption: { enabled: true, type: 'wireguard' },
      commonLabels: { 'ndc.gov.vn/site': 'ndc-02' },
    });
  });

  it('what must be equal at every site of a mesh is', () => {
    const meshes = Object.keys(estate.sites).map((site) => valuesOf('cilium', site) as { clustermesh: { maxConnectedClusters: number }; encryption: object; ipam: { mode: string } });
    expect(new Set(meshes.map(({ clustermesh, encryption, ipam }) => JSON.stringify([clustermesh.maxConnectedClusters, encryption, ipam.mode]))).size).toBe(1);
  });

  it('no chart makes certificates of its own at every rendering', () => {
    expect(valuesOf('cilium', 'ndc-01')).toMatchObject({ clustermesh: { apiserver: { tls: { auto: { method: 'cronJob' } } } }, hubble: { tls: { auto: { method: 'cronJob' } } } });
  });

  it.each([
    ['cert-manager', { crds: { enabled: true, keep: true } }],
    ['trust-manager', { crds: { enabled: true, keep: true } }],
    ['ceph-csi-drivers', { drivers: { rbd: { deployCsiAddons: true, generateOMapInfo: true, enableFencing: true } } }],
    ['rook-ceph-cluster', { cephClusterSpec: { mon: { count: 5 }, network: { connections: { encryption: { enabled: true }, requireMsgr2: true } }, storage: { config: { encryptedDevice: 'true' } } } }],
    ['velero', { configuration: { features: 'EnableCSI', defaultSnapshotMoveData: true }, deployNodeAgent: true, backupsEnabled: false }],
    ['openbao', { global: { tlsDisable: false }, server: { ha: { enabled: true, replicas: 3, raft: { enabled: true, setNodeId: true } } } }],
  ])('%s has %o', (component, expected) => {
    expect(valuesOf(component, 'ndc-01')).toMatchObject(expected);
  });

  it('openbao’s listener speaks TLS', () => {
    const config = texts(valuesOf('openbao', 'ndc-01')).find((text) => text.includes('listener'));
    expect(config).toContain('tls_cert_file');
    expect(config).not.toContain('tls_disable');
  });

  const apart = (matchLabels: object, more: object = { matchLabelKeys: ['pod-template-hash'] }) => ({
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.rook.io/rack', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels }, ...more }],
  });
  const certManager = (component: string) => apart({ 'app.kubernetes.io/instance': 'cert-manager', 'app.kubernetes.io/component': component });
  const enabled = { podDisruptionBudget: { enabled: true } };
  const cnpg = { 'app.kubernetes.io/name': 'cloudnative-pg', 'app.kubernetes.io/instance': 'cloudnative-pg' };
  it.each([
    ['cilium', { operator: { replicas: 2, ...apart({ 'io.cilium/app': 'operator', name: 'cilium-operator' }), ...enabled }, clustermesh: { apiserver: { replicas: 2, ...apart({ 'k8s-app': 'clustermesh-apiserver' }), ...enabled } } }],
    ['cert-manager', { replicaCount: 2, ...certManager('controller'), ...enabled, webhook: { replicaCount: 3, ...certManager('webhook'), ...enabled }, cainjector: { replicaCount: 2, ...certManager('cainjector'), ...enabled } }],
    ['trust-manager', { replicaCount: 2, ...apart({ app: 'trust-manager' }), ...enabled }],
    ['cloudnative-pg', { replicaCount: 2, ...apart(cnpg) }],
    ['openbao', { server: apart({ 'app.kubernetes.io/name': 'openbao', 'app.kubernetes.io/instance': 'openbao', component: 'server' }, {}) }],
  ])('no rack takes %s along, nor does maintenance', (component, expected) => {
    expect(valuesOf(component, 'ndc-01')).toMatchObject(expected);
  });

  it('a chart without a disruption budget gets one that selects its pods', () => {
    expect(componentOf('cloudnative-pg').budgets).toEqual({ 'cloudnative-pg': cnpg });
  });

  it.each([
    [3, 3],
    [4, 3],
    [5, 5],
  ])('with %i storage nodes Ceph has %i monitors', (nodes, count) => {
    const site = estate.sites['ndc-02'];
    if (site === undefined) throw new Error('no site ndc-02');
    const nodePools = site.nodePools.map((pool) => (pool.purpose === 'storage' ? { ...pool, count: nodes } : pool));
    expect(componentOf('rook-ceph-cluster').values({ estate, site: { ...site, nodePools }, labels: {} })).toMatchObject({ cephClusterSpec: { mon: { count, allowMultiplePerNode: false } } });
  });

  it('Ceph has the tools that runbooks and ceremonies call, from the image of the cluster', () => {
    const { toolbox, cephImage } = valuesOf('rook-ceph-cluster', 'ndc-02') as { toolbox: object; cephImage: { repository: string } };
    // No image of its own: the chart then takes the cluster's.
    expect(toolbox).toEqual({ enabled: true });
    expect(cephImage.repository).toMatch(/^registry\.ndc-02\./);
  });

  it('Ceph’s disks are encrypted where the site says so', () => {
    const { cephClusterSpec } = valuesOf('rook-ceph-cluster', 'ndc-02') as { cephClusterSpec: { storage: object } };
    expect(cephClusterSpec.storage).toEqual({ useAllNodes: true, useAllDevices: true });
  });

  describe('where a site declares a class of its disks, Ceph claims each', () => {
    const ceph = (changes: Partial<typeof shipped.sites[string]> = {}, keys = shipped.keys) => {
      const site = { ...shipped.sites['ndc-01'], ...changes } as NonNullable<typeof shipped.sites[string]>;
      const values = componentOf('rook-ceph-cluster').values({ estate: { ...shipped, keys }, site, labels: {} }) as { cephClusterSpec: { storage: { storageClassDeviceSets: { name: string; count: number; encrypted: boolean }[] }; security?: object } };
      return values.cephClusterSpec;
    };

    it('and keeps its key in the HSM, over KMIP', () => {
      const { storage, security } = ceph();
      expect(storage).toEqual({
        useAllNodes: false,
        useAllDevices: false,
        // 20 nodes of 24 disks.
        storageClassDeviceSets: [{ name: 'storage-1-1', count: 480, portable: false, encrypted: true, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName: 'ndc-disk', volumeMode: 'Block', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '16Ti' } } } }] }],
      });
      expect(security).toEqual({ kms: { connectionDetails: { KMS_PROVIDER: 'kmip', KMIP_ENDPOINT: 'kmip.ndc-01.internal:5696', TLS_SERVER_NAME: 'kmip.ndc-01.internal' }, tokenSecretName: 'rook-kmip' } });
    });

    it('or in the secret store of another site', () => {
      const { 'ndc-01-osd': osd, ...others } = shipped.keys;
      const keys = { ...others, 'ndc-01-osd': { ...osd, home: { store: { site: 'ndc-02', path: 'rook-ndc-01' } } } } as typeof shipped.keys;
      const host = shipped.sites['ndc-02']?.interSite?.secrets ?? '';
      expect(host).not.toBe('');
      expect(ceph({}, keys).security).toMatchObject({ kms: { connectionDetails: { KMS_PROVIDER: 'vault', VAULT_ADDR: `https://${host}:8200`, VAULT_BACKEND_PATH: 'rook-ndc-01', VAULT_AUTH_METHOD: 'kubernetes' } } });
      // Ceremonies run the jobs that change passphrases, nothing else does.
      expect(ceph({}, keys).security).toMatchObject({ keyRotation: { enabled: true, schedule: '0 0 31 2 *' } });
      // Rook signs in with its own account: there is no token to keep.
      expect(JSON.stringify(ceph({}, keys).security)).not.toContain('token');
    });

    it('but none of nodes that are not there yet, or not any more', () => {
      const [pool] = (shipped.sites['ndc-01']?.nodePools ?? []).filter(({ id }) => id === 'storage-1');
      const on = (asOf: string) => {
        const site = { ...shipped.sites['ndc-01'], nodePools: [{ ...pool, count: 4, retires: '2028-Q1' }, { ...pool, id: 'storage-2', count: 1, available: '2027-Q2' }] };
        const values = componentOf('rook-ceph-cluster').values({ estate: { ...shipped, scenario: { ...shipped.scenario, asOf } }, site, labels: {} } as never) as { cephClusterSpec: { mon: { count: number }; storage: { storageClassDeviceSets: { name: string }[] } } };
        return [values.cephClusterSpec.mon.count, ...values.cephClusterSpec.storage.storageClassDeviceSets.map(({ name }) => name)];
      };
      expect(on('2027-03-31')).toEqual([3, 'storage-1-1']);
      expect(on('2027-04-01')).toEqual([5, 'storage-1-1', 'storage-2-1']);
      expect(on('2027-12-31')).toEqual([5, 'storage-1-1', 'storage-2-1']);
      expect(on('2028-01-01')).toEqual([3, 'storage-2-1']);
    });

    it('and asks nobody where the inventory has no key of them; a pool without nodes has no disks to claim', () => {
      const { 'ndc-01-osd': _gone, ...keys } = shipped.keys;
      expect(ceph({}, keys)).not.toHaveProperty('security');
      expect(ceph({}, keys).storage.storageClassDeviceSets[0]).toMatchObject({ encrypted: true });
      const nodePools = (shipped.sites['ndc-01']?.nodePools ?? []).map((pool) => ({ ...pool, count: 0 }));
      expect(ceph({ nodePools }).storage.storageClassDeviceSets).toEqual([]);
    });
  });

  const withImages = ['cilium', 'cert-manager', 'trust-manager', 'rook-ceph', 'rook-ceph-cluster', 'velero', 'cloudnative-pg', 'plugin-barman-cloud', 'openbao'];
  it.each(withImages)('%s takes its images from the site’s own registry', (component) => {
    const hosts = /(?:^|\/)(?:quay\.io|docker\.io|ghcr\.io|registry\.k8s\.io)\//;
    const images = texts(valuesOf(component, 'ndc-03')).filter((text) => text.startsWith('registry.ndc-03.example.vn') || hosts.test(`${text}/`));
    expect(images.length).toBeGreaterThan(0);
    // A chart that takes the registry apart from the path names the path alone.
    const apart = images.includes('registry.ndc-03.example.vn');
    for (const image of images) expect(apart || image.startsWith('registry.ndc-03.example.vn/')).toBe(true);
  });

  it('a component nobody configured comes as its chart does, and is not destroyed', () => {
    expect(componentOf('metrics-server')).toMatchObject({ podSecurity: 'privileged', holdsData: true });
    expect(valuesOf('constructor', 'ndc-01')).toEqual({});
  });
});
