import { join } from 'node:path';
import type { SiteLayout } from './layout.js';
import type { SitePorts } from './state.js';

/**
 * Controllers that have nothing to do, or would do harm, where no node and no pod runs. Node
 * lifecycle would taint and evict from the nodes that tests make up.
 */
const IDLE_CONTROLLERS = [
  'node-ipam-controller',
  'node-lifecycle-controller',
  'taint-eviction-controller',
  'service-lb-controller',
  'node-route-controller',
  'cloud-node-lifecycle-controller',
  'horizontal-pod-autoscaler-controller',
  'certificatesigningrequest-signing-controller',
  'bootstrap-signer-controller',
  'token-cleaner-controller',
] as const;

/** etcd on loopback; clients and peers show certificates, so another sandbox cannot get in. */
export function etcdFlags(layout: SiteLayout, ports: SitePorts): readonly string[] {
  const client = `https://127.0.0.1:${String(ports.etcd)}`;
  const peer = `https://127.0.0.1:${String(ports.etcdPeer)}`;
  const pki = (file: string): string => join(layout.pki, file);
  return [
    '--name=sandbox',
    `--data-dir=${layout.etcdData}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=sandbox=${peer}`,
    '--client-cert-auth',
    `--cert-file=${pki('etcd.crt')}`,
    `--key-file=${pki('etcd.key')}`,
    `--trusted-ca-file=${pki('etcd-ca.crt')}`,
    '--peer-client-cert-auth',
    `--peer-cert-file=${pki('etcd.crt')}`,
    `--peer-key-file=${pki('etcd.key')}`,
    `--peer-trusted-ca-file=${pki('etcd-ca.crt')}`,
    // A sandbox need not survive a power cut, and syncing three stores is most of a slow start.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

/** The API server: default admission plugins, RBAC, client certificates, no anonymous access. */
export function apiServerFlags(
  layout: SiteLayout,
  ports: SitePorts,
  serviceCidr: string,
): readonly string[] {
  const pki = (file: string): string => join(layout.pki, file);
  return [
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${String(ports.api)}`,
    `--cert-dir=${layout.pki}`,
    `--tls-cert-file=${pki('apiserver.crt')}`,
    `--tls-private-key-file=${pki('apiserver.key')}`,
    `--client-ca-file=${pki('cluster-ca.crt')}`,
    '--anonymous-auth=false',
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    `--etcd-servers=https://127.0.0.1:${String(ports.etcd)}`,
    `--etcd-cafile=${pki('etcd-ca.crt')}`,
    `--etcd-certfile=${pki('etcd-client.crt')}`,
    `--etcd-keyfile=${pki('etcd-client.key')}`,
    `--service-cluster-ip-range=${serviceCidr}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${pki('service-account.pub')}`,
    `--service-account-signing-key-file=${pki('service-account.key')}`,
    '--endpoint-reconciler-type=none',
    '--shutdown-delay-duration=0s',
  ];
}

/**
 * The controller manager. Each controller acts as its own service account, as on a real cluster:
 * admission policies that look at the user name then behave the same.
 */
export function controllerManagerFlags(
  layout: SiteLayout,
  kubeconfig: string,
  serviceCidr: string,
): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${join(layout.pki, 'service-account.key')}`,
    `--root-ca-file=${join(layout.pki, 'cluster-ca.crt')}`,
    `--service-cluster-ip-range=${serviceCidr}`,
    '--leader-elect=false',
    `--controllers=${['*', ...IDLE_CONTROLLERS.map((name) => `-${name}`)].join(',')}`,
    // A namespace with everything in it should be gone in seconds, also in three sites at once.
    '--kube-api-qps=300',
    '--kube-api-burst=600',
    '--secure-port=0',
  ];
}
