import { mirrored, type PlatformComponent } from './component.js';

/** Source: https://artifacthub.io/packages/helm/cert-manager/cert-manager */
export const certManager: PlatformComponent = {
  podSecurity: 'restricted',
  holdsData: false,
  values: ({ site, labels }) => {
    const image = (name: string) => ({ image: { repository: mirrored(site, `quay.io/jetstack/cert-manager-${name}`) } });
    return {
      // Off by default; kept when the release goes, or every certificate would go with them.
      crds: { enabled: true, keep: true },
      global: { commonLabels: { ...labels } },
      replicaCount: 2,
      podDisruptionBudget: { enabled: true },
      ...image('controller'),
      webhook: { replicaCount: 3, podDisruptionBudget: { enabled: true }, ...image('webhook') },
      cainjector: { replicaCount: 2, podDisruptionBudget: { enabled: true }, ...image('cainjector') },
      acmesolver: image('acmesolver'),
      startupapicheck: image('startupapicheck'),
    };
  },
};
