import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Text } from '../../../sites/model/text.js';
import { EnvironmentFailure } from '../../failure.js';
import { schedulingBinaries, type SchedulingBinaries } from '../sandbox/binaries.js';
import { apiServerFlags, etcdFlags } from '../sandbox/control-plane-flags.js';
import { serverOf } from '../sandbox/control-plane.js';
import { exitFailure, startDetached, type DetachedProcess } from '../sandbox/detached.js';
import { onFreePorts } from '../sandbox/fresh-start.js';
import { apiReady, etcdHealthy, requireNotAborted, waitHealthy } from '../sandbox/health.js';
import { kubeconfigText } from '../sandbox/kubeconfig.js';
import { siteLayoutOf, type SiteLayout } from '../sandbox/layout.js';
import { issueIdentity, readIdentity, writePki, type Identity } from '../sandbox/pki.js';
import type { ProcessIdentity } from '../sandbox/process-identity.js';
import { StartGuard } from '../sandbox/start-guard.js';
import type { SitePorts } from '../sandbox/state.js';
import { writeWhole } from '../sandbox/write-file.js';
import { claim, proofPrefix, removeRemains } from './remains.js';

export interface PlaneOptions {
  readonly packageRoot: string;
  readonly onProgress: (line: Text) => void;
  readonly signal: AbortSignal;
}

/** etcd, kube-apiserver and kube-scheduler on loopback, in a temporary folder; no kubelet, no controller. */
export interface Plane {
  readonly port: number;
  readonly identity: Identity;
  /** What kube-scheduler says of itself, `v1.35.4`. */
  readonly scheduler: string;
  readonly folder: string;
  /** @throws SandboxFailure with the log's last lines where one of the three has ended, or the command was interrupted. */
  readonly requireAlive: () => Promise<void>;
  /** Stops everything and removes the folder. */
  readonly end: () => Promise<void>;
}

const name = 'prove';
const serviceCidr = '10.96.0.0/16';
const place = { vi: 'cụm điều khiển để chứng minh', en: 'the control plane of the proof' } as const;

/**
 * What would keep pods from being emitted as they are: service accounts that no controller makes, defaults of namespaces,
 * and the taint that new nodes bear until the node lifecycle controller, which does not run, has seen their kubelet.
 */
const left = ['ServiceAccount', 'LimitRanger', 'ResourceQuota', 'TaintNodesByCondition'];
const apiFlags = [`--disable-admission-plugins=${left.join(',')}`, '--enable-priority-and-fairness=false', '--max-requests-inflight=0', '--max-mutating-requests-inflight=0'];

/** Longest time, seconds, for which the scheduler lays a pod aside that it refused, once something has changed. */
export const longestBackOff = 1;

/**
 * The scheduler with its own defaults, all that decides among them. Only how fast it may talk is raised, since everything is
 * on one machine; and a refused pod is tried again after a second instead of after up to ten, since a proof waits for that.
 */
const schedulerConfiguration = (kubeconfig: string): string =>
  JSON.stringify({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig, qps: 5000, burst: 10_000 },
    leaderElection: { leaderElect: false },
    podInitialBackoffSeconds: longestBackOff,
    podMaxBackoffSeconds: longestBackOff,
  });

/**
 * Starts a control plane that schedules and does nothing else. Whatever ends this process, nothing of it stays; what one that was killed left behind goes now.
 *
 * @throws SandboxFailure where programs are missing or cannot be built, do not start, or the command is interrupted.
 * @throws EnvironmentFailure NDC-X391 where the scheduler found does not say its version.
 */
export async function startPlane({ packageRoot, onProgress, signal }: PlaneOptions): Promise<Plane> {
  const binaries = await schedulingBinaries({ packageRoot, onProgress, signal });
  const scheduler = await versionOf(binaries.kubeScheduler);
  const ended = await removeRemains();
  if (ended > 0) onProgress({ vi: `Đã kết thúc ${ended} tiến trình mà một lần chứng minh bị ngắt ngang để lại`, en: `Ended ${ended} process${ended === 1 ? '' : 'es'} left behind by a proof that was killed` });
  const folder = await mkdtemp(join(tmpdir(), proofPrefix));
  const guard = new StartGuard(folder);
  const end = async (): Promise<void> => {
    await guard.undo();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    await claim(folder);
    const layout = siteLayoutOf(folder, name);
    await mkdir(layout.directory, { recursive: true, mode: 0o700 });
    await writePki(layout, { id: name, serviceCidr, platformGroup: 'ndc:proof' }, new Date());
    const { port, identity, processes } = await onFreePorts({ taken: new Set(), guard }, 3, ([etcd = 0, etcdPeer = 0, api = 0], track) => start(layout, { etcd, etcdPeer, api }, binaries, track, signal));
    const requireAlive = async (): Promise<void> => {
      requireNotAborted(signal, place);
      const ended = processes.find((one) => one.ended() !== undefined);
      if (ended !== undefined) throw await exitFailure(ended);
    };
    return { port, identity, scheduler, folder, requireAlive, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function start(layout: SiteLayout, ports: SitePorts, binaries: SchedulingBinaries, track: (identity: ProcessIdentity) => void, signal: AbortSignal): Promise<{ readonly port: number; readonly identity: Identity; readonly processes: readonly DetachedProcess[] }> {
  // Of an attempt on other ports, nothing is left over.
  await rm(layout.etcdData, { recursive: true, force: true });
  await mkdir(layout.etcdData, { recursive: true, mode: 0o700 });
  await mkdir(layout.logs, { recursive: true, mode: 0o700 });
  const begin = (role: string, file: string, args: readonly string[]): Promise<DetachedProcess> => startDetached({ file, args, logFile: join(layout.logs, `${role}.log`), place: role }, track);
  const etcd = await begin('etcd', binaries.etcd, etcdFlags(layout, ports));
  await waitHealthy(etcdHealthy(ports.etcd, await readIdentity(layout, 'etcd-client')), [etcd], signal);
  const api = await begin('kube-apiserver', binaries.kubeApiserver, [...apiServerFlags(layout, ports, serviceCidr), ...apiFlags]);
  const identity = await readIdentity(layout, 'platform');
  await waitHealthy(apiReady(ports.api, identity), [etcd, api], signal);
  const user = 'system:kube-scheduler';
  const kubeconfig = join(layout.directory, 'scheduler.kubeconfig');
  await writeWhole(kubeconfig, kubeconfigText(name, serverOf(ports), user, await issueIdentity(layout, user, [], new Date())));
  const configuration = join(layout.directory, 'scheduler.json');
  await writeWhole(configuration, schedulerConfiguration(kubeconfig));
  const scheduler = await begin('kube-scheduler', binaries.kubeScheduler, [`--config=${configuration}`, '--secure-port=0']);
  return { port: ports.api, identity, processes: [etcd, api, scheduler] };
}

/** `Kubernetes v1.35.4` is what it prints. */
async function versionOf(file: string): Promise<string> {
  const { stdout, stderr, failed } = await execa(file, ['--version'], { reject: false, timeout: 20_000, stdin: 'ignore' });
  const version = /^Kubernetes (v\d+\.\d+\.\d+[\w.+-]*)/m.exec(stdout)?.[1];
  if (version !== undefined && !failed) return version;
  const said = `${stdout}${stderr}`.slice(0, 200).replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
  throw new EnvironmentFailure('NDC-X391', {
    vi: `${file} --version trả lời "${said}"; cần "Kubernetes vX.Y.Z". Tệp này không phải kube-scheduler chạy được trên máy này: hãy xóa tệp để được dựng lại, hoặc sửa KUBEBUILDER_ASSETS.`,
    en: `${file} --version says "${said}"; expected "Kubernetes vX.Y.Z". The file is no kube-scheduler for this machine: remove it to have it built again, or correct KUBEBUILDER_ASSETS.`,
  });
}
