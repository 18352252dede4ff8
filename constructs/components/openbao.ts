import { mirrored, type PlatformComponent } from './component.js';
import { statefulSetOverRacks } from './rack-spread.js';

/** Secret with the listener's certificate, issued by the site's own authority. */
const certificate = 'openbao-tls';
const mounted = `/openbao/userconfig/${certificate}`;

/**
 * Keeper of secrets: three servers with one log, each on its own node and in a rack of its own. The chart's default listener speaks in clear.
 * Source: https://github.com/openbao/openbao-helm/blob/main/charts/openbao/values.yaml
 */
export const openbao: PlatformComponent = {
  podSecurity: 'baseline',
  holdsData: true,
  values: ({ site, labels }) => {
    const [registry = '', ...path] = mirrored(site, 'quay.io/openbao/openbao').split('/');
    return {
      global: { tlsDisable: false },
      injector: { enabled: false },
      server: {
        image: { registry, repository: path.join('/') },
        extraLabels: { ...labels },
        extraEnvironmentVars: { BAO_CACERT: `${mounted}/ca.crt` },
        volumes: [{ name: certificate, secret: { secretName: certificate, defaultMode: 288 } }],
        volumeMounts: [{ name: certificate, mountPath: mounted, readOnly: true }],
        topologySpreadConstraints: statefulSetOverRacks({ 'app.kubernetes.io/name': 'openbao', 'app.kubernetes.io/instance': 'openbao', component: 'server' }),
        ha: { enabled: true, replicas: 3, raft: { enabled: true, setNodeId: true, config: configuration } },
      },
    };
  },
};

const configuration = `ui = false
listener "tcp" {
  address         = "[::]:8200"
  cluster_address = "[::]:8201"
  tls_cert_file   = "${mounted}/tls.crt"
  tls_key_file    = "${mounted}/tls.key"
}
storage "raft" {
  path = "/openbao/data"
}
service_registration "kubernetes" {}
`;
