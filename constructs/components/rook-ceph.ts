import { mirrored, type PlatformComponent } from './component.js';

/**
 * Operator of the storage, with the definitions of its custom resources.
 * Source: https://github.com/rook/rook/blob/release-1.20/deploy/charts/rook-ceph/values.yaml
 */
export const rookCeph: PlatformComponent = {
  podSecurity: 'privileged',
  holdsData: true,
  values: ({ site, labels }) => {
    const repository = (upstream: string) => ({ repository: mirrored(site, upstream) });
    return {
      image: repository('docker.io/rook/ceph'),
      crds: { enabled: true },
      operatorPodLabels: { ...labels },
      'ceph-csi-operator': { controllerManager: { manager: { image: repository('quay.io/cephcsi/ceph-csi-operator') } } },
      csi: {
        cephcsi: repository('quay.io/cephcsi/cephcsi'),
        registrar: repository('registry.k8s.io/sig-storage/csi-node-driver-registrar'),
        provisioner: repository('registry.k8s.io/sig-storage/csi-provisioner'),
        snapshotter: repository('registry.k8s.io/sig-storage/csi-snapshotter'),
        attacher: repository('registry.k8s.io/sig-storage/csi-attacher'),
        resizer: repository('registry.k8s.io/sig-storage/csi-resizer'),
        csiAddons: repository('quay.io/csiaddons/k8s-sidecar'),
      },
    };
  },
};
