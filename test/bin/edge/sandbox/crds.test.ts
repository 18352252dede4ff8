import { describe, expect, it } from 'vitest';
import { readDefinitions } from './crds.js';

const definitions = await readDefinitions();

describe('custom resource definitions', () => {
  it('are exactly these', () => {
    const kinds = definitions.map(({ crd }) => {
      const { group, names, versions, scope } = crd.spec;
      return `${group}/${versions.map(({ name }) => name).join(',')} ${names.kind} ${scope}`;
    });
    expect(kinds.sort()).toMatchInlineSnapshot(`
      [
        "acme.cert-manager.io/v1 Challenge Namespaced",
        "acme.cert-manager.io/v1 Order Namespaced",
        "barmancloud.cnpg.io/v1 ObjectStore Namespaced",
        "ceph.rook.io/v1 CephBlockPool Namespaced",
        "ceph.rook.io/v1 CephCluster Namespaced",
        "ceph.rook.io/v1 CephFilesystem Namespaced",
        "ceph.rook.io/v1 CephObjectRealm Namespaced",
        "ceph.rook.io/v1 CephObjectStore Namespaced",
        "ceph.rook.io/v1 CephObjectStoreUser Namespaced",
        "ceph.rook.io/v1 CephObjectZone Namespaced",
        "ceph.rook.io/v1 CephObjectZoneGroup Namespaced",
        "ceph.rook.io/v1 CephRBDMirror Namespaced",
        "cert-manager.io/v1 Certificate Namespaced",
        "cert-manager.io/v1 CertificateRequest Namespaced",
        "cert-manager.io/v1 ClusterIssuer Cluster",
        "cert-manager.io/v1 Issuer Namespaced",
        "cilium.io/v2 CiliumClusterwideNetworkPolicy Cluster",
        "cilium.io/v2 CiliumNetworkPolicy Namespaced",
        "csi.ceph.io/v1 CephConnection Namespaced",
        "csi.ceph.io/v1 ClientProfile Namespaced",
        "csi.ceph.io/v1 Driver Namespaced",
        "csi.ceph.io/v1 OperatorConfig Namespaced",
        "postgresql.cnpg.io/v1 Backup Namespaced",
        "postgresql.cnpg.io/v1 Cluster Namespaced",
        "postgresql.cnpg.io/v1 Pooler Namespaced",
        "postgresql.cnpg.io/v1 ScheduledBackup Namespaced",
        "replication.storage.openshift.io/v1alpha1 VolumeGroupReplication Namespaced",
        "replication.storage.openshift.io/v1alpha1 VolumeGroupReplicationClass Cluster",
        "replication.storage.openshift.io/v1alpha1 VolumeReplication Namespaced",
        "replication.storage.openshift.io/v1alpha1 VolumeReplicationClass Cluster",
        "trust.cert-manager.io/v1alpha1 Bundle Cluster",
        "velero.io/v1 Backup Namespaced",
        "velero.io/v1 BackupRepository Namespaced",
        "velero.io/v1 BackupStorageLocation Namespaced",
        "velero.io/v1 DeleteBackupRequest Namespaced",
        "velero.io/v1 DownloadRequest Namespaced",
        "velero.io/v1 PodVolumeBackup Namespaced",
        "velero.io/v1 PodVolumeRestore Namespaced",
        "velero.io/v1 Restore Namespaced",
        "velero.io/v1 Schedule Namespaced",
        "velero.io/v1 ServerStatusRequest Namespaced",
        "velero.io/v1 VolumeSnapshotLocation Namespaced",
        "velero.io/v2alpha1 DataDownload Namespaced",
        "velero.io/v2alpha1 DataUpload Namespaced",
      ]
    `);
  });

  it.each(definitions.map(({ crd }) => [crd.metadata.name, crd] as const))(
    '%s has a schema of its own',
    (name, crd) => {
      expect(name).toBe(`${crd.spec.names.plural}.${crd.spec.group}`);
      for (const version of crd.spec.versions) {
        const root = version.schema.openAPIV3Schema;
        // Without a schema at the root, every update through Terraform would be a replacement.
        expect(root['x-kubernetes-preserve-unknown-fields']).toBeUndefined();
        expect(root.properties?.['spec']?.['x-kubernetes-preserve-unknown-fields']).toBeUndefined();
        expect(root.properties?.['spec']?.type).toBe('object');
      }
    },
  );
});
