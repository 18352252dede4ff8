import { mirrored, type PlatformComponent } from './component.js';

/**
 * Operator of PostgreSQL clusters. Its definitions go with the release, and every database with them.
 * Source: https://github.com/cloudnative-pg/charts/blob/main/charts/cloudnative-pg/values.yaml
 */
export const cloudnativePg: PlatformComponent = {
  podSecurity: 'restricted',
  holdsData: true,
  values: ({ site, labels }) => ({
    crds: { create: true },
    replicaCount: 2,
    image: { repository: mirrored(site, 'ghcr.io/cloudnative-pg/cloudnative-pg') },
    podLabels: { ...labels },
  }),
};
