import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Text } from '../../../sites/model/text.js';
import { cacheRoot } from './cache.js';
import { ensureGoPrograms, type GoBuildOptions } from './go-build.js';
import type { GoModule } from './go-module.js';
import type { ControlPlaneBinaries } from './state.js';

/** Release of Kubernetes that the wrapper module pins. */
export const KUBERNETES_VERSION = '1.35.4';

/** Where to look for the programs of a control plane. */
export interface BinariesOptions {
  /** Root of the installed package or checkout: the wrapper modules lie below it. */
  readonly packageRoot: string;
  readonly onProgress: (line: Text) => void;
  readonly signal?: AbortSignal;
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The programs of a control plane, each taken from the first place that has it: the folder named
 * by `KUBEBUILDER_ASSETS`, the cache, a build with Go.
 *
 * @throws SandboxFailure as `ensureGoPrograms`.
 */
export async function controlPlaneBinaries(
  options: BinariesOptions,
): Promise<ControlPlaneBinaries> {
  // One after the other: two builds at once only take each other's time.
  const etcd = await programsOf(etcdModule(options.packageRoot), ['etcd'], options);
  const kubernetes = await programsOf(
    controlPlaneModule(options.packageRoot),
    ['kube-apiserver', 'kube-controller-manager'],
    options,
  );
  return {
    etcd: etcd['etcd'] ?? '',
    kubeApiserver: kubernetes['kube-apiserver'] ?? '',
    kubeControllerManager: kubernetes['kube-controller-manager'] ?? '',
  };
}

/** The programs that place pods: nothing runs them. */
export interface SchedulingBinaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubeScheduler: string;
}

/**
 * The programs of a control plane that only schedules, found like the others. `kube-scheduler` is built when it is first
 * asked for, beside what is in the cache already.
 *
 * @throws SandboxFailure as `ensureGoPrograms`.
 */
export async function schedulingBinaries(options: BinariesOptions): Promise<SchedulingBinaries> {
  const etcd = await programsOf(etcdModule(options.packageRoot), ['etcd'], options);
  const kubernetes = await programsOf(controlPlaneModule(options.packageRoot), ['kube-apiserver', 'kube-scheduler'], options);
  return { etcd: etcd['etcd'] ?? '', kubeApiserver: kubernetes['kube-apiserver'] ?? '', kubeScheduler: kubernetes['kube-scheduler'] ?? '' };
}

/** The module that pins etcd. */
export function etcdModule(packageRoot: string): GoModule {
  return {
    name: 'etcd',
    directory: join(packageRoot, 'bin', 'edge', 'sandbox', 'toolchain', 'etcd'),
    programs: { etcd: 'go.etcd.io/etcd/server/v3' },
    ldflags: '-s -w',
  };
}

/** The module that pins Kubernetes: also `kube-scheduler`, for proofs, and `kubectl`, which tests build. */
export function controlPlaneModule(packageRoot: string): GoModule {
  const [major, minor] = KUBERNETES_VERSION.split('.');
  const stamps = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap(
    (variable) => [
      `-X ${variable}.gitVersion=v${KUBERNETES_VERSION}`,
      `-X ${variable}.gitMajor=${major ?? ''}`,
      `-X ${variable}.gitMinor=${minor ?? ''}`,
      `-X ${variable}.gitTreeState=clean`,
    ],
  );
  return {
    name: 'control-plane',
    directory: join(packageRoot, 'bin', 'edge', 'sandbox', 'toolchain', 'control-plane'),
    programs: Object.fromEntries(
      ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'].map((program) => [
        program,
        `k8s.io/kubernetes/cmd/${program}`,
      ]),
    ),
    ldflags: ['-s -w', ...stamps].join(' '),
  };
}

async function programsOf(
  module: GoModule,
  programs: readonly string[],
  options: BinariesOptions,
): Promise<Readonly<Record<string, string>>> {
  const env = options.env ?? process.env;
  const assets = env['KUBEBUILDER_ASSETS'];
  const found: Record<string, string> = {};
  if (assets !== undefined && assets !== '') {
    for (const program of programs) {
      const path = resolve(assets, program);
      if (await isExecutable(path)) {
        found[program] = path;
      }
    }
  }
  const missing = programs.filter((program) => found[program] === undefined);
  if (missing.length === 0) {
    return found;
  }
  const build: GoBuildOptions = {
    cacheRoot: cacheRoot(env),
    alreadySearched: [
      assets === undefined || assets === ''
        ? 'KUBEBUILDER_ASSETS (not set)'
        : `KUBEBUILDER_ASSETS ${resolve(assets)}`,
    ],
    onProgress: options.onProgress,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  return { ...found, ...(await ensureGoPrograms(module, missing, build)) };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
