import { StorageClassV1 } from '@cdktf/provider-kubernetes/lib/storage-class-v1/index.js';
import { Construct } from 'constructs';
import { provisioning, type SiteStorage } from './ceph-storage.js';
import { setLabels } from './estate-labels.js';
import { resource } from './resource.js';

export interface SiteStorageClassProps {
  readonly storage: SiteStorage;
  /** Volumes of the class are mirrored to another site. @default false */
  readonly mirrored?: boolean;
  /** Key in the site's HSM under which the keys of its volumes are wrapped. @default - volumes are encrypted by their disks alone */
  readonly key?: string | undefined;
}

/** A storage class of a site. None is the default: a claim that names no class would escape its quota. */
export class SiteStorageClass extends Construct {
  constructor(scope: Construct, id: string, props: SiteStorageClassProps) {
    super(scope, id);
    setLabels(this, { component: 'storage' });
    const { provisioner, parameters } = provisioning(props.storage);
    const isBucket = props.storage.backend === 'rgw';
    resource(StorageClassV1, this, 'Class', {
      metadata: { name: props.storage.class, annotations: { 'storageclass.kubernetes.io/is-default-class': 'false' } },
      storageProvisioner: provisioner,
      parameters: { ...parameters, ...(props.mirrored === true ? mirroredImages : {}), ...(props.key === undefined ? {} : { encrypted: 'true', encryptionKMSID: props.key }) },
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
      allowVolumeExpansion: !isBucket,
    });
  }
}

/**
 * Images that a peer can take over need exclusive locks, and a journal where the tier wants one: the kernel's client knows
 * no journals, so the driver falls back to rbd-nbd for those.
 * Source: https://docs.ceph.com/en/latest/rbd/rbd-mirroring/#enable-image-journaling-feature,
 * https://github.com/ceph/ceph-csi/blob/devel/docs/rbd/deploy.md (tryOtherMounters)
 */
const mirroredImages = { imageFeatures: 'layering,exclusive-lock', tryOtherMounters: 'true' };
