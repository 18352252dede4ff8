import { mirrored, type PlatformComponent } from './component.js';
import { deploymentOverRacks } from './rack-spread.js';

/** Source: https://github.com/cert-manager/trust-manager/blob/main/deploy/charts/trust-manager/values.yaml */
export const trustManager: PlatformComponent = {
  podSecurity: 'restricted',
  holdsData: false,
  values: ({ site, labels }) => ({
    crds: { enabled: true, keep: true },
    replicaCount: 2,
    topologySpreadConstraints: deploymentOverRacks({ app: 'trust-manager' }),
    podDisruptionBudget: { enabled: true },
    image: { repository: mirrored(site, 'quay.io/jetstack/trust-manager') },
    // The package of public authorities: nothing here trusts them.
    defaultPackage: { enabled: false },
    app: { trust: { namespace: 'cert-manager' } },
    commonLabels: { ...labels },
  }),
};
