import { StorageClassV1 } from '@cdktf/provider-kubernetes/lib/storage-class-v1/index.js';
import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import { resource } from './resource.js';

export interface DiskClassProps {
  readonly name: string;
}

/**
 * Class of the volumes that are a site's disks. Nothing provisions them: whoever installs a node makes a volume of each disk.
 * A claim waits for its pod, so that it binds a disk of the node the pod runs on.
 * Source: https://kubernetes.io/docs/concepts/storage/storage-classes/#local
 */
export class DiskClass extends Construct {
  constructor(scope: Construct, id: string, { name }: DiskClassProps) {
    super(scope, id);
    setLabels(this, { component: 'storage' });
    resource(StorageClassV1, this, 'Class', {
      metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'false' } },
      storageProvisioner: 'kubernetes.io/no-provisioner',
      // A disk that nobody claims any more still holds what was written to it.
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: false,
    });
  }
}
