import { readFile } from 'node:fs/promises';
import { errorText, hasErrorCode } from './errno.js';
import { shownPath } from '../shown-path.js';
import { SandboxFailure, type Words } from './failure.js';
import type { SandboxLayout } from './layout.js';
import type { ProcessIdentity } from './process-identity.js';
import { writeWhole } from './write-file.js';

/** The three programs of one site's control plane. */
export type SiteRole = 'etcd' | 'kube-apiserver' | 'kube-controller-manager';

/** Loopback ports of one site; they stay the same over a stop and a start. */
export interface SitePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly api: number;
}

/** What is kept of one site. */
export interface SiteState {
  readonly id: string;
  readonly serviceCidr: string;
  /** In the certificate of the platform's identity, which is issued once. */
  readonly platformGroup: string;
  readonly ports: SitePorts;
  /** uid of the namespace `kube-system`, which tells one cluster from another. */
  readonly uid: string;
  /** Empty while the site is stopped. */
  readonly processes: Readonly<Partial<Record<SiteRole, ProcessIdentity>>>;
}

/** Programs a sandbox was started with; a stopped site starts with the same ones. */
export interface ControlPlaneBinaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
}

/** What is kept of the chart repository. */
export interface ChartServerState {
  readonly port: number;
  readonly process: ProcessIdentity;
}

/** `state.json`: written once everything is healthy, so a folder without one is a leftover. */
export interface SandboxState {
  readonly version: 1;
  readonly name: string;
  readonly binaries: ControlPlaneBinaries;
  readonly charts: ChartServerState;
  readonly sites: readonly SiteState[];
}

/**
 * Reads the state of a sandbox.
 *
 * @returns `undefined` when there is none: no sandbox, or one whose start did not end well.
 * @throws SandboxFailure `sandbox/state-unreadable`.
 */
export async function readState(layout: SandboxLayout): Promise<SandboxState | undefined> {
  let text: string;
  try {
    text = await readFile(layout.stateFile, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) {
      return undefined;
    }
    throw unreadable(layout, errorText(error));
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'version' in value && value.version === 1) {
      return value as SandboxState;
    }
  } catch (error) {
    throw unreadable(layout, errorText(error));
  }
  throw unreadable(layout, { vi: 'trạng thái của phiên bản khác', en: 'a state of another version' });
}

/** Writes the state whole or not at all. */
export async function writeState(layout: SandboxLayout, state: SandboxState): Promise<void> {
  await writeWhole(layout.stateFile, `${JSON.stringify(state, undefined, 2)}\n`);
}

/** The state with one of its sites replaced. */
export function withSite(state: SandboxState, site: SiteState): SandboxState {
  return {
    ...state,
    sites: state.sites.map((other) => (other.id === site.id ? site : other)),
  };
}

function unreadable(layout: SandboxLayout, found: Words): SandboxFailure {
  return new SandboxFailure('sandbox/state-unreadable', {
    place: shownPath(layout.stateFile),
    found,
    expected: {
      vi: 'trạng thái do "ndc sandbox up" ghi, phiên bản 1',
      en: 'the state that "ndc sandbox up" wrote, version 1',
    },
    remedy: {
      vi: `Hãy chạy "ndc sandbox down --name ${layout.name}": lệnh này tìm được tiến trình mà không cần tệp đó.`,
      en: `Run "ndc sandbox down --name ${layout.name}": it finds the processes without it.`,
    },
  });
}
