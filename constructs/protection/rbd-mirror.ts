import { Construct } from 'constructs';
import { cephNamespace } from '../ceph-storage.js';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';

/**
 * Daemons that pull what peers wrote; two, so that one may fail.
 * Source: https://rook.io/docs/rook/v1.20/CRDs/Block-Storage/ceph-rbd-mirror-crd/
 */
export class RbdMirror extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    setLabels(this, { component: 'storage' });
    new KubernetesManifest(this, 'Daemons', {
      apiVersion: 'ceph.rook.io/v1',
      kind: 'CephRBDMirror',
      metadata: { name: 'ndc-rbd-mirror', namespace: cephNamespace },
      body: { spec: { count: 2 } },
    });
  }
}
