/**
 * Which schema judges each kind the protection stacks make, where a server or a test accepts it. `velero`: the definitions
 * that the program itself prints. `npm`: schemas as the project publishes them. `own`: structural ones of the sandbox, whose
 * fields were compared with the project's own (bin/edge/sandbox/charts/README.md). `kubernetes`: the API server's.
 */
export const judgedBy: Readonly<Record<string, string>> = {
  BackupStorageLocation: 'velero v1.18.3, install --crds-only',
  Schedule: 'velero v1.18.3, install --crds-only',
  CiliumNetworkPolicy: 'npm @kubernetes-models/cilium',
  Cluster: 'npm @kubernetes-models/cloudnative-pg',
  ScheduledBackup: 'npm @kubernetes-models/cloudnative-pg',
  CephBlockPool: 'own',
  CephObjectRealm: 'own',
  CephObjectStore: 'own',
  CephObjectZone: 'own',
  CephObjectZoneGroup: 'own',
  CephRBDMirror: 'own',
  ObjectStore: 'own',
  VolumeGroupReplication: 'own',
  VolumeGroupReplicationClass: 'own',
  VolumeReplicationClass: 'own',
  Service: 'kubernetes',
};
