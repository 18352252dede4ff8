import { mkdir, rm } from 'node:fs/promises';
import type { Text } from '../../../sites/model/text.js';
import { startChartProcess } from './chart-process.js';
import { writeConnection } from './connection-file.js';
import { startControlPlane } from './control-plane.js';
import { SandboxFailure, sandboxNamed } from './failure.js';
import { requireNotAborted } from './health.js';
import { infoOf, type SandboxInfo } from './info.js';
import { siteLayoutOf, type SandboxLayout } from './layout.js';
import { removeEverything } from './leftovers.js';
import { writePki } from './pki.js';
import { choosePorts } from './ports.js';
import type { SandboxSite } from './site-request.js';
import { StartGuard } from './start-guard.js';
import {
  writeState,
  type ChartServerState,
  type ControlPlaneBinaries,
  type SiteState,
} from './state.js';
import { stopProcesses } from './stop-processes.js';
import type { ProcessIdentity } from './process-identity.js';

/** How often other ports are tried when somebody else was faster. */
const PORT_ATTEMPTS = 5;
const ADDRESS_IN_USE = /address already in use|EADDRINUSE/i;

/** A sandbox to start where none is. */
export interface FreshStartOptions {
  readonly layout: SandboxLayout;
  readonly sites: readonly SandboxSite[];
  readonly binaries: ControlPlaneBinaries;
  readonly packageRoot: string;
  readonly chartsDirectory?: string;
  readonly onProgress: (line: Text) => void;
  readonly signal?: AbortSignal;
}

/**
 * Starts every site and the chart repository side by side. If one fails, or the signal comes, the
 * others are stopped too and every file is removed.
 *
 * @throws SandboxFailure
 */
export async function startFresh(options: FreshStartOptions): Promise<SandboxInfo> {
  const { layout, onProgress } = options;
  const guard = new StartGuard(layout.directory);
  const failed = new AbortController();
  const signal =
    options.signal === undefined
      ? failed.signal
      : AbortSignal.any([options.signal, failed.signal]);
  const first: { error?: unknown } = {};
  const orStopTheRest = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      // The others then fail as aborted; the one that matters is kept.
      first.error ??= error;
      failed.abort();
      throw error;
    }
  };
  try {
    requireNotAborted(options.signal, sandboxNamed(layout.name));
    await mkdir(layout.directory, { recursive: true, mode: 0o700 });
    const taken = new Set<number>();
    const begun = { ...options, signal, taken, guard };
    const charts = orStopTheRest(startCharts(begun));
    const sites = options.sites.map((site) => orStopTheRest(startSite(begun, site)));
    await Promise.allSettled([charts, ...sites]);
    requireNotAborted(options.signal, sandboxNamed(layout.name));
    const state = {
      version: 1,
      name: layout.name,
      binaries: options.binaries,
      charts: await charts,
      sites: await Promise.all(sites),
    } as const;
    const info = infoOf(layout.home, state);
    await writeConnection(info);
    // Last: from here on the sandbox counts as up.
    await writeState(layout, state);
    guard.done();
    return info;
  } catch (error) {
    onProgress({
      vi: `sandbox ${layout.name}: khởi động không thành, đang dừng những gì đã chạy`,
      en: `sandbox ${layout.name}: start failed, stopping what was started`,
    });
    await guard.undo();
    await removeEverything(layout);
    requireNotAborted(options.signal, sandboxNamed(layout.name));
    throw first.error ?? error;
  }
}

interface Begun extends FreshStartOptions {
  readonly signal: AbortSignal;
  readonly taken: Set<number>;
  readonly guard: StartGuard;
}

async function startSite(begun: Begun, site: SandboxSite): Promise<SiteState> {
  const started = Date.now();
  const layout = siteLayoutOf(begun.layout.directory, site.id);
  await mkdir(layout.directory, { recursive: true, mode: 0o700 });
  await writePki(layout, site, new Date());
  const state = await onFreePorts(begun, 3, async ([etcd = 0, etcdPeer = 0, api = 0], track) => {
    await rm(layout.etcdData, { recursive: true, force: true });
    return startControlPlane({
      id: site.id,
      serviceCidr: site.serviceCidr,
      platformGroup: site.platformGroup,
      layout,
      ports: { etcd, etcdPeer, api },
      binaries: begun.binaries,
      started: track,
      signal: begun.signal,
    });
  });
  const after = inSeconds(Date.now() - started);
  begun.onProgress({ vi: `${site.id}: control plane đã chạy, sau ${after}`, en: `${site.id}: control plane is up, ${after}` });
  return state;
}

async function startCharts(begun: Begun): Promise<ChartServerState> {
  const state = await onFreePorts(begun, 1, ([port = 0], track) =>
    startChartProcess({
      layout: begun.layout,
      port,
      packageRoot: begun.packageRoot,
      ...(begun.chartsDirectory === undefined ? {} : { chartsDirectory: begun.chartsDirectory }),
      started: track,
      signal: begun.signal,
    }),
  );
  const url = `http://127.0.0.1:${String(state.port)}`;
  begun.onProgress({ vi: `kho chart: ${url}`, en: `chart repository: ${url}` });
  return state;
}

/** Runs `start` on free ports, and again on others when one was taken in between. */
export async function onFreePorts<T>(
  begun: Pick<Begun, 'taken' | 'guard'>,
  count: number,
  start: (ports: readonly number[], track: (identity: ProcessIdentity) => void) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await choosePorts(count, begun.taken);
    const mine: ProcessIdentity[] = [];
    try {
      return await start(ports, (identity) => {
        mine.push(identity);
        begun.guard.started(identity);
      });
    } catch (error) {
      if (attempt >= PORT_ATTEMPTS || !lostItsPort(error)) {
        throw error;
      }
      await stopProcesses(mine);
    }
  }
}

function lostItsPort(error: unknown): boolean {
  return (
    error instanceof SandboxFailure &&
    error.code === 'sandbox/process-exited' &&
    ADDRESS_IN_USE.test(error.text.en)
  );
}

/** Milliseconds as a person reads them. */
export function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
