import { mirrored, type PlatformComponent } from './component.js';
import { deploymentOverRacks } from './rack-spread.js';

const pods = { 'app.kubernetes.io/name': 'cloudnative-pg', 'app.kubernetes.io/instance': 'cloudnative-pg' };

/**
 * Operator of PostgreSQL clusters. Its definitions go with the release, and every database with them.
 * Source: https://github.com/cloudnative-pg/charts/blob/main/charts/cloudnative-pg/values.yaml
 */
export const cloudnativePg: PlatformComponent = {
  podSecurity: 'restricted',
  holdsData: true,
  // The chart has no disruption budget of its own.
  budgets: { 'cloudnative-pg': pods },
  values: ({ site, labels }) => ({
    crds: { create: true },
    replicaCount: 2,
    topologySpreadConstraints: deploymentOverRacks(pods),
    image: { repository: mirrored(site, 'ghcr.io/cloudnative-pg/cloudnative-pg') },
    podLabels: { ...labels },
  }),
};
