import { mirrored, peersOf, type ComponentInput, type PlatformComponent } from './component.js';
import { deploymentOverRacks } from './rack-spread.js';

/**
 * Network, policies, encryption in transit, and the mesh between sites.
 * Source: https://docs.cilium.io/en/v1.20/helm-reference/
 */
export const cilium: PlatformComponent = {
  podSecurity: 'privileged',
  holdsData: false,
  values: (input) => {
    const { site, labels } = input;
    const image = (upstream: string) => ({ image: { repository: mirrored(site, upstream) } });
    const apart = (matchLabels: Readonly<Record<string, string>>) => ({ replicas: 2, topologySpreadConstraints: deploymentOverRacks(matchLabels), podDisruptionBudget: { enabled: true, maxUnavailable: 1 } });
    return {
      ...image('quay.io/cilium/cilium'),
      certgen: image('quay.io/cilium/certgen'),
      envoy: image('quay.io/cilium/cilium-envoy'),
      operator: { ...apart({ 'io.cilium/app': 'operator', name: 'cilium-operator' }), ...image('quay.io/cilium/operator') },
      cluster: { name: site.cluster.name, id: site.cluster.id },
      clustermesh: {
        useAPIServer: true,
        // Certificates and keys of peers lie in secrets, never in values; a peer that is lost is taken out of this list.
        config: { enabled: true, clusters: peersOf(input).map((peer) => ({ name: peer.cluster.name, address: peer.interSite.mesh, port: meshPort })) },
        // 255 or 511, equal at every site and never changed on a live mesh.
        maxConnectedClusters: 255,
        policyDefaultLocalCluster: true,
        cacheTTL: forgetAfter(input),
        // `helm` would make other certificates at every rendering, and the rendered twin would never be the same twice.
        apiserver: { ...apart({ 'k8s-app': 'clustermesh-apiserver' }), tls: { auto: { method: 'cronJob' } }, ...image('quay.io/cilium/clustermesh-apiserver') },
      },
      hubble: { tls: { auto: { method: 'cronJob' } } },
      // The default, 10.0.0.0/8, would overlap at every site.
      ipam: { mode: 'cluster-pool', operator: { clusterPoolIPv4PodCIDRList: [site.cluster.podCidr] } },
      // On all sites or on none.
      encryption: { enabled: true, type: 'wireguard' },
      commonLabels: { ...labels },
    };
  },
};

/** Where the chart's service of the mesh listens on each node. */
const meshPort = 32_379;

/**
 * How long a site that no longer answers is still sent traffic; by default for ever. A third of the shortest time to
 * recover leaves room to fail over within it.
 */
function forgetAfter({ estate }: ComponentInput): string {
  const shortest = Math.min(...Object.values(estate.protection.tiers).map(({ rtoMinutes }) => rtoMinutes));
  return `${Math.max(1, Math.floor(shortest / 3))}m0s`;
}
