import { cephNamespace } from '../ceph-storage.js';
import type { PlatformComponent } from './component.js';

/**
 * Drivers that attach Ceph volumes; Rook no longer deploys them itself.
 * Source: https://github.com/rook/rook/blob/release-1.20/deploy/charts/ceph-csi-drivers/values.yaml
 */
export const cephCsiDrivers: PlatformComponent = {
  podSecurity: 'privileged',
  holdsData: false,
  values: () => ({
    operatorConfig: { namespace: cephNamespace, driverSpecDefaults: { imageSet: { name: 'rook-csi-operator-image-set-configmap' } } },
    drivers: {
      // What replication between sites needs of the driver: its sidecar, image maps that survive a failover, fencing.
      rbd: { enabled: true, name: `${cephNamespace}.rbd.csi.ceph.com`, deployCsiAddons: true, generateOMapInfo: true, enableFencing: true },
      cephfs: { enabled: true, name: `${cephNamespace}.cephfs.csi.ceph.com` },
      nfs: { enabled: false },
      nvmeof: { enabled: false },
    },
  }),
};
