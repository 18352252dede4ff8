import { Construct } from 'constructs';
import type { Protection } from '../../sites/model/kinds/protection.js';
import { cephNamespace } from '../ceph-storage.js';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';

const provisioner = `${cephNamespace}.rbd.csi.ceph.com`;
const apiVersion = 'replication.storage.openshift.io/v1alpha1';
const secret = 'rook-csi-rbd-provisioner';

export const replicationClassName = (tier: Protection): string => `ndc-${tier}`;
/** Class of groups, the same for every tier: what differs stands in the class of single volumes. */
export const groupClassName = 'ndc-volumes';

export interface ReplicationClassProps {
  readonly tier: Protection;
  readonly mode: 'journal' | 'snapshot';
  /** Minutes between snapshots. */
  readonly intervalMinutes?: number;
}

/**
 * How volumes of a tier are replicated.
 * Source: https://rook.io/docs/rook/v1.20/Storage-Configuration/Block-Storage-RBD/rbd-async-disaster-recovery-failover-failback/#volume-replication-custom-resources
 */
export class ReplicationClass extends Construct {
  constructor(scope: Construct, id: string, { tier, mode, intervalMinutes }: ReplicationClassProps) {
    super(scope, id);
    setLabels(this, { component: 'storage' });
    new KubernetesManifest(this, 'Class', {
      apiVersion,
      kind: 'VolumeReplicationClass',
      metadata: { name: replicationClassName(tier) },
      body: {
        spec: {
          provisioner,
          parameters: {
            mirroringMode: mode,
            ...(intervalMinutes === undefined ? {} : { schedulingInterval: `${intervalMinutes}m` }),
            'replication.storage.openshift.io/replication-secret-name': secret,
            'replication.storage.openshift.io/replication-secret-namespace': cephNamespace,
          },
        },
      },
    });
  }
}

/** Class of groups of volumes that are replicated as one. Source: https://github.com/csi-addons/kubernetes-csi-addons/blob/v0.14.0/docs/volumegroupreplicationclass.md */
export class GroupReplicationClass extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    setLabels(this, { component: 'storage' });
    new KubernetesManifest(this, 'Class', {
      apiVersion,
      kind: 'VolumeGroupReplicationClass',
      metadata: { name: groupClassName },
      body: {
        spec: {
          provisioner,
          parameters: {
            clusterID: cephNamespace,
            'replication.storage.openshift.io/group-replication-secret-name': secret,
            'replication.storage.openshift.io/group-replication-secret-namespace': cephNamespace,
          },
        },
      },
    });
  }
}
