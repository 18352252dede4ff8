import { Construct } from 'constructs';
import type { Protection } from '../../sites/model/kinds/protection.js';
import { setLabels } from '../estate-labels.js';
import { replicatedLabel } from '../volume-policy.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import { groupClassName, replicationClassName } from './replication-class.js';

export interface EnvironmentVolumesProps {
  readonly namespace: string;
  readonly tier: Protection;
  /** Whether the volumes are written here; everywhere else they are received, or wait. */
  readonly written: boolean;
}

/**
 * All volumes of an environment, replicated as one group, so that they are of one moment wherever they are taken over. A
 * group, because tenants make their claims themselves: a `VolumeReplication` names one that must be known. Admission sees
 * to it that claims of the pair's class carry the label, and no others; databases replicate by themselves.
 *
 * Nothing resynchronises by itself: what a site took while it was cut off would be lost before anyone has looked at it.
 * Source: https://github.com/csi-addons/kubernetes-csi-addons/blob/v0.14.0/docs/volumegroupreplication.md,
 * https://github.com/ceph/ceph-csi/issues/3209
 */
export class EnvironmentVolumes extends Construct {
  constructor(scope: Construct, id: string, { namespace, tier, written }: EnvironmentVolumesProps) {
    super(scope, id);
    setLabels(this, { component: 'volumes' });
    new KubernetesManifest(this, 'Group', {
      apiVersion: 'replication.storage.openshift.io/v1alpha1',
      kind: 'VolumeGroupReplication',
      metadata: { name: 'ndc-volumes', namespace },
      body: {
        spec: {
          volumeReplicationClassName: replicationClassName(tier),
          volumeGroupReplicationClassName: groupClassName,
          replicationState: written ? 'primary' : 'secondary',
          autoResync: false,
          source: { selector: { matchLabels: { [replicatedLabel]: 'true' } } },
        },
      },
      holdsData: true,
      takesOver: true,
    });
  }
}
