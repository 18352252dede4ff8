import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  apiServerFlags,
  controllerManagerFlags,
  etcdFlags,
} from './control-plane-flags.js';
import { startDetached, type DetachedProcess } from './detached.js';
import {
  apiReady,
  controllersWork,
  etcdHealthy,
  readClusterUid,
  waitHealthy,
} from './health.js';
import { kubeconfigText } from './kubeconfig.js';
import type { SiteLayout } from './layout.js';
import { PLATFORM_USER, readIdentity } from './pki.js';
import type { ProcessIdentity } from './process-identity.js';
import type { ControlPlaneBinaries, SitePorts, SiteRole, SiteState } from './state.js';
import { writeWhole } from './write-file.js';

/** One site's control plane to start; keys and certificates are there already. */
export interface ControlPlaneOptions {
  readonly id: string;
  readonly serviceCidr: string;
  readonly platformGroup: string;
  readonly layout: SiteLayout;
  readonly ports: SitePorts;
  readonly binaries: ControlPlaneBinaries;
  /** Told of each process at once, so that a failure later can stop it. */
  readonly started: (identity: ProcessIdentity) => void;
  readonly signal: AbortSignal;
}

/**
 * Starts etcd, the API server and the controller manager of one site, each when the one before is
 * healthy, and writes the site's kubeconfig.
 *
 * @throws SandboxFailure as `startDetached` and `waitHealthy`.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<SiteState> {
  const { id, layout, ports, binaries, serviceCidr, platformGroup, signal } = options;
  await mkdir(layout.etcdData, { recursive: true, mode: 0o700 });
  await mkdir(layout.logs, { recursive: true, mode: 0o700 });
  const start = (
    role: SiteRole,
    file: string,
    args: readonly string[],
  ): Promise<DetachedProcess> => {
    const logFile = join(layout.logs, `${role}.log`);
    return startDetached({ file, args, logFile, place: `${id}: ${role}` }, options.started);
  };

  const store = await readIdentity(layout, 'etcd-client');
  const etcd = await start('etcd', binaries.etcd, etcdFlags(layout, ports));
  await waitHealthy(etcdHealthy(ports.etcd, store), [etcd], signal);

  const platform = await readIdentity(layout, 'platform');
  const flags = apiServerFlags(layout, ports, serviceCidr);
  const api = await start('kube-apiserver', binaries.kubeApiserver, flags);
  await waitHealthy(apiReady(ports.api, platform), [etcd, api], signal);

  const kubeconfig = await writeControllerKubeconfig(options);
  const controllers = await start(
    'kube-controller-manager',
    binaries.kubeControllerManager,
    controllerManagerFlags(layout, kubeconfig, serviceCidr),
  );
  let uid: string | undefined;
  const work = controllersWork(ports.api, platform);
  const check = async (): Promise<string | undefined> => {
    uid = await readClusterUid(ports.api, platform);
    return uid === undefined ? 'no namespace kube-system' : work();
  };
  await waitHealthy(check, [etcd, api, controllers], signal);
  const server = serverOf(ports);
  await writeWhole(layout.kubeconfig, kubeconfigText(id, server, PLATFORM_USER, platform));
  return {
    id,
    serviceCidr,
    platformGroup,
    ports,
    uid: uid ?? '',
    processes: {
      etcd: etcd.identity,
      'kube-apiserver': api.identity,
      'kube-controller-manager': controllers.identity,
    },
  };
}

/** The address of a site's API server. */
export function serverOf(ports: SitePorts): string {
  return `https://127.0.0.1:${String(ports.api)}`;
}

async function writeControllerKubeconfig(options: ControlPlaneOptions): Promise<string> {
  const { id, layout, ports } = options;
  const path = join(layout.directory, 'controller-manager.kubeconfig');
  const identity = await readIdentity(layout, 'controller-manager');
  const user = 'system:kube-controller-manager';
  await writeWhole(path, kubeconfigText(id, serverOf(ports), user, identity));
  return path;
}
