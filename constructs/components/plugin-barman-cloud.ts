import { mirrored, type PlatformComponent } from './component.js';

/**
 * Archive of PostgreSQL's log in object storage. Its definitions go with the release, and the description of every
 * archive with them.
 * Source: https://github.com/cloudnative-pg/charts/blob/main/charts/plugin-barman-cloud/values.yaml
 */
export const pluginBarmanCloud: PlatformComponent = {
  podSecurity: 'restricted',
  holdsData: true,
  values: ({ site, labels }) => {
    const [registry = '', ...path] = mirrored(site, 'ghcr.io/cloudnative-pg/plugin-barman-cloud').split('/');
    const repository = path.join('/');
    return {
      crds: { create: true },
      image: { registry, repository },
      sidecarImage: { registry, repository: `${repository}-sidecar` },
      podLabels: { ...labels },
    };
  },
};
