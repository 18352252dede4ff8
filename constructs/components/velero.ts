import { mirrored, type PlatformComponent } from './component.js';

/**
 * Backups of objects and volumes. Locations and schedules are custom resources of the protection stack, one schedule
 * per target site, since one backup goes to one location.
 * Source: https://github.com/vmware-tanzu/helm-charts/blob/main/charts/velero/values.yaml
 */
export const velero: PlatformComponent = {
  podSecurity: 'privileged',
  holdsData: false,
  values: ({ site, labels }) => ({
    image: { repository: mirrored(site, 'docker.io/velero/velero') },
    kubectl: { image: { repository: mirrored(site, 'registry.k8s.io/kubectl') } },
    labels: { ...labels },
    backupsEnabled: false,
    snapshotsEnabled: false,
    // Each location names its own credential.
    credentials: { useSecret: false },
    configuration: { features: 'EnableCSI', defaultSnapshotMoveData: true },
    deployNodeAgent: true,
    initContainers: [
      {
        name: 'velero-plugin-for-aws',
        image: mirrored(site, 'docker.io/velero/velero-plugin-for-aws:v1.14.3'),
        volumeMounts: [{ mountPath: '/target', name: 'plugins' }],
      },
    ],
  }),
};
