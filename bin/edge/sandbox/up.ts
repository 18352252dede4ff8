import type { Text } from '../../../sites/model/text.js';
import { controlPlaneBinaries, KUBERNETES_VERSION } from './binaries.js';
import { startChartProcess } from './chart-process.js';
import { requireOwnConnection, writeConnection } from './connection-file.js';
import { SandboxFailure, sandboxNamed } from './failure.js';
import { inSeconds, startFresh } from './fresh-start.js';
import { infoOf, type SandboxInfo } from './info.js';
import { layoutOf, siteLayoutOf, type SandboxLayout } from './layout.js';
import { removeEverything } from './leftovers.js';
import { isRunning } from './process-identity.js';
import { requireSites, type SandboxSite } from './site-request.js';
import { reviveSite } from './site-power.js';
import { StartGuard } from './start-guard.js';
import { readState, writeState, type SandboxState } from './state.js';
import { withLock } from './with-lock.js';

/** What to start, and where. */
export interface SandboxUpOptions {
  /** The project's `.ndc` folder; made where missing. */
  readonly home: string;
  /** Also the name of the connection. */
  readonly name: string;
  readonly sites: readonly SandboxSite[];
  /** Root of the installed package or checkout. */
  readonly packageRoot: string;
  /** Folder with one folder per chart. @default - the charts that come with the toolkit */
  readonly charts?: string;
  readonly onProgress: (line: Text) => void;
  /** Abort it on SIGINT, SIGTERM and SIGHUP: what was started is then stopped and removed. */
  readonly signal?: AbortSignal;
}

/**
 * Starts one control plane per site and the chart repository, and writes the connection file. The
 * processes outlive this one; `sandboxDown` ends them. Where the sandbox is up already, what is
 * stopped or has died is started again with its data, and the rest left alone.
 *
 * @throws SandboxFailure; a start that fails or is aborted leaves neither process nor file.
 */
export async function sandboxUp(options: SandboxUpOptions): Promise<SandboxInfo> {
  requireSites(options.sites);
  const layout = layoutOf(options.home, options.name);
  for (const site of options.sites) {
    siteLayoutOf(layout.directory, site.id);
  }
  return withLock(layout, 0, options.signal, async () => {
    const state = await readState(layout);
    if (state !== undefined) {
      return resume(options, layout, state);
    }
    await requireOwnConnection(layout.connectionFile, layout.name);
    const stopped = await removeEverything(layout);
    if (stopped > 0) {
      options.onProgress({
        vi: `sandbox ${layout.name}: đã dừng ${String(stopped)} tiến trình của một lần khởi động dở dang`,
        en: `sandbox ${layout.name}: stopped ${String(stopped)} processes of a start that did not finish`,
      });
    }
    const binaries = await controlPlaneBinaries(options);
    sayVersions(options);
    const started = Date.now();
    const info = await startFresh({
      layout,
      sites: options.sites,
      binaries,
      packageRoot: options.packageRoot,
      ...(options.charts === undefined ? {} : { chartsDirectory: options.charts }),
      onProgress: options.onProgress,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const after = inSeconds(Date.now() - started);
    options.onProgress({ vi: `sandbox ${layout.name}: đã chạy sau ${after}`, en: `sandbox ${layout.name}: up after ${after}` });
    return info;
  });
}

async function resume(
  options: SandboxUpOptions,
  layout: SandboxLayout,
  found: SandboxState,
): Promise<SandboxInfo> {
  requireSameSites(options, layout, found);
  options.onProgress({
    vi: `sandbox ${layout.name}: đã có sẵn, ở ${layout.directory}`,
    en: `sandbox ${layout.name}: already there, in ${layout.directory}`,
  });
  let state = await reviveCharts(options, layout, found);
  for (const site of found.sites) {
    const before = state;
    state = await reviveSite(layout, state, site, options.signal);
    if (state !== before) {
      options.onProgress({
        vi: `${site.id}: control plane đã chạy lại, cùng dữ liệu cũ`,
        en: `${site.id}: control plane is back, with its data`,
      });
    }
  }
  const info = infoOf(layout.home, state);
  await writeConnection(info);
  return info;
}

async function reviveCharts(
  options: SandboxUpOptions,
  layout: SandboxLayout,
  state: SandboxState,
): Promise<SandboxState> {
  if (await isRunning(state.charts.process)) {
    return state;
  }
  const guard = new StartGuard();
  try {
    const charts = await startChartProcess({
      layout,
      port: state.charts.port,
      packageRoot: options.packageRoot,
      ...(options.charts === undefined ? {} : { chartsDirectory: options.charts }),
      started: guard.started,
      signal: options.signal ?? new AbortController().signal,
    });
    const next = { ...state, charts };
    await writeState(layout, next);
    guard.done();
    return next;
  } catch (error) {
    await guard.undo();
    throw error;
  }
}

function requireSameSites(
  options: SandboxUpOptions,
  layout: SandboxLayout,
  state: SandboxState,
): void {
  const describe = (sites: readonly Pick<SandboxSite, 'id' | 'serviceCidr' | 'platformGroup'>[]): string =>
    sites
      .map((site) => `${site.id} (services ${site.serviceCidr}, group ${site.platformGroup})`)
      .sort()
      .join(', ');
  if (describe(options.sites) !== describe(state.sites)) {
    throw new SandboxFailure('sandbox/other-sites', {
      place: sandboxNamed(layout.name, layout.directory),
      found: describe(state.sites),
      expected: describe(options.sites),
      remedy: {
        vi: 'Các trung tâm đã thay đổi từ khi khởi động: hãy chạy "ndc sandbox down" rồi "up" lại.',
        en: 'The sites changed since it was started: "ndc sandbox down", then "up" again.',
      },
    });
  }
}

function sayVersions(options: SandboxUpOptions): void {
  const minor = (version: string): string => version.replace(/^v/, '').split('.').slice(0, 2).join('.');
  for (const { id, kubernetesVersion } of options.sites) {
    if (kubernetesVersion !== undefined && minor(kubernetesVersion) !== minor(KUBERNETES_VERSION)) {
      options.onProgress({
        vi: `${id}: dữ liệu ghi Kubernetes ${kubernetesVersion}, sandbox chạy ${KUBERNETES_VERSION}`,
        en: `${id}: the estate says Kubernetes ${kubernetesVersion}, the sandbox runs ${KUBERNETES_VERSION}`,
      });
    }
  }
}
