import { readdir } from 'node:fs/promises';
import { apiReady } from './health.js';
import { infoOf, type SandboxInfo } from './info.js';
import { layoutOf, siteLayoutOf } from './layout.js';
import { belongsTo } from './leftovers.js';
import { readIdentity } from './pki.js';
import { get } from './probe.js';
import { isRunning } from './process-identity.js';
import { listProcesses } from './process-table.js';
import { readState, type SiteRole, type SiteState } from './state.js';

/** How one program of a site is. */
export interface ProcessStatus {
  readonly role: SiteRole;
  readonly pid: number;
  readonly running: boolean;
}

/** How one site is. */
export interface SandboxSiteStatus {
  readonly id: string;
  readonly server: string;
  /** `stopped` on purpose; `unhealthy` when a program died or the API is not ready. */
  readonly condition: 'healthy' | 'unhealthy' | 'stopped';
  /** Why it is not healthy, in the API server's words. @default - healthy or stopped */
  readonly reason?: string;
  readonly processes: readonly ProcessStatus[];
}

/** How a sandbox is. */
export type SandboxStatus =
  | { readonly condition: 'absent'; readonly name: string }
  /** Processes or files of a start that goes on or was killed. */
  | { readonly condition: 'incomplete'; readonly name: string; readonly processes: number }
  | {
      readonly condition: 'healthy' | 'degraded';
      readonly name: string;
      readonly info: SandboxInfo;
      readonly charts: { readonly url: string; readonly healthy: boolean };
      readonly sites: readonly SandboxSiteStatus[];
    };

/**
 * Asks a sandbox how it is. Changes nothing.
 *
 * @throws SandboxFailure `sandbox/name-invalid`, `sandbox/state-unreadable`.
 */
export async function sandboxStatus(options: {
  readonly home: string;
  readonly name: string;
}): Promise<SandboxStatus> {
  const layout = layoutOf(options.home, options.name);
  const state = await readState(layout);
  if (state === undefined) {
    const processes = (await listProcesses()).filter((p) => belongsTo(layout.directory, p)).length;
    const files = await readdir(layout.directory).catch(() => undefined);
    return processes === 0 && files === undefined
      ? { condition: 'absent', name: layout.name }
      : { condition: 'incomplete', name: layout.name, processes };
  }
  const info = infoOf(layout.home, state);
  const [charts, ...sites] = await Promise.all([
    chartsAreServed(state.charts.port),
    ...state.sites.map((site) => siteStatus(layout.directory, site)),
  ]);
  const healthy = charts && sites.every((site) => site.condition === 'healthy');
  return {
    condition: healthy ? 'healthy' : 'degraded',
    name: layout.name,
    info,
    charts: { url: info.charts.url, healthy: charts },
    sites,
  };
}

async function chartsAreServed(port: number): Promise<boolean> {
  return (await get(port, '/index.yaml')).status === 200;
}

async function siteStatus(directory: string, site: SiteState): Promise<SandboxSiteStatus> {
  const server = `https://127.0.0.1:${String(site.ports.api)}`;
  const processes = await Promise.all(
    Object.entries(site.processes).map(async ([role, identity]) => ({
      role: role as SiteRole,
      pid: identity.pid,
      running: await isRunning(identity),
    })),
  );
  if (processes.length === 0) {
    return { id: site.id, server, condition: 'stopped', processes };
  }
  const dead = processes.filter((entry) => !entry.running).map((entry) => entry.role);
  const platform = await readIdentity(siteLayoutOf(directory, site.id), 'platform');
  const reason =
    dead.length > 0
      ? `${dead.join(', ')} ended`
      : await apiReady(site.ports.api, platform)();
  return reason === undefined
    ? { id: site.id, server, condition: 'healthy', processes }
    : { id: site.id, server, condition: 'unhealthy', reason, processes };
}
