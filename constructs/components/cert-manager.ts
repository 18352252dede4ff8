import { mirrored, type PlatformComponent } from './component.js';
import { deploymentOverRacks } from './rack-spread.js';

/** Source: https://artifacthub.io/packages/helm/cert-manager/cert-manager */
export const certManager: PlatformComponent = {
  podSecurity: 'restricted',
  holdsData: false,
  values: ({ site, labels }) => {
    const image = (name: string) => ({ image: { repository: mirrored(site, `quay.io/jetstack/cert-manager-${name}`) } });
    const apart = (component: string, replicaCount: number) => ({
      replicaCount,
      topologySpreadConstraints: deploymentOverRacks({ 'app.kubernetes.io/instance': 'cert-manager', 'app.kubernetes.io/component': component }),
      podDisruptionBudget: { enabled: true },
    });
    return {
      // Off by default; kept when the release goes, or every certificate would go with them.
      crds: { enabled: true, keep: true },
      global: { commonLabels: { ...labels } },
      ...apart('controller', 2),
      ...image('controller'),
      webhook: { ...apart('webhook', 3), ...image('webhook') },
      cainjector: { ...apart('cainjector', 2), ...image('cainjector') },
      acmesolver: image('acmesolver'),
      startupapicheck: image('startupapicheck'),
    };
  },
};
