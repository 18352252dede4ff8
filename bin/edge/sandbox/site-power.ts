import { startControlPlane } from './control-plane.js';
import { didYouMean, nearest } from '../../../sites/model/nearest.js';
import type { Text } from '../../../sites/model/text.js';
import { SandboxFailure, sandboxNamed } from './failure.js';
import type { SandboxInfo } from './info.js';
import { layoutOf, siteLayoutOf, type SandboxLayout } from './layout.js';
import { isRunning } from './process-identity.js';
import { StartGuard } from './start-guard.js';
import { readState, withSite, writeState, type SandboxState, type SiteState } from './state.js';
import { stopProcesses } from './stop-processes.js';
import { withLock } from './with-lock.js';

/** Milliseconds to wait for another command on the same sandbox. */
const WAIT = 60_000;

/** How a site is switched on. */
export interface StartSiteOptions {
  readonly signal?: AbortSignal;
}

/**
 * Stops one site's control plane, as a disaster would; its data stays. Stopping a stopped site
 * does nothing.
 *
 * @throws SandboxFailure `sandbox/absent`, `sandbox/site-unknown`, `sandbox/not-stopped`, `sandbox/busy`.
 */
export async function stopSite(info: SandboxInfo, siteId: string): Promise<void> {
  const layout = layoutOf(info.home, info.name);
  await withLock(layout, WAIT, undefined, async () => {
    const { state, site } = await requireSite(layout, siteId);
    await stopProcesses(Object.values(site.processes));
    await writeState(layout, withSite(state, { ...site, processes: {} }));
  });
}

/**
 * Brings a stopped site back on the same ports with the same data, and waits until it is healthy.
 * Starting a running site does nothing.
 *
 * @throws SandboxFailure `sandbox/absent`, `sandbox/site-unknown`, `sandbox/process-exited` (another program has taken a
 *   port), `sandbox/not-healthy`, `sandbox/aborted`; the site is then stopped again.
 */
export async function startSite(
  info: SandboxInfo,
  siteId: string,
  options: StartSiteOptions = {},
): Promise<void> {
  const layout = layoutOf(info.home, info.name);
  await withLock(layout, WAIT, options.signal, async () => {
    const { state, site } = await requireSite(layout, siteId);
    await reviveSite(layout, state, site, options.signal);
  });
}

/**
 * The work of `startSite`, for a caller that holds the sandbox's lock.
 *
 * @returns the state as written, or the same one when all three programs run.
 */
export async function reviveSite(
  layout: SandboxLayout,
  state: SandboxState,
  site: SiteState,
  signal: AbortSignal | undefined,
): Promise<SandboxState> {
  const kept = Object.values(site.processes);
  const running = await Promise.all(kept.map((identity) => isRunning(identity)));
  if (running.length === 3 && running.every(Boolean)) {
    return state;
  }
  // A control plane with a dead part is started anew as a whole: its ports are only free then.
  await stopProcesses(kept);
  const guard = new StartGuard();
  try {
    const revived = await startControlPlane({
      id: site.id,
      serviceCidr: site.serviceCidr,
      platformGroup: site.platformGroup,
      layout: siteLayoutOf(layout.directory, site.id),
      ports: site.ports,
      binaries: state.binaries,
      started: guard.started,
      signal: signal ?? new AbortController().signal,
    });
    const next = withSite(state, revived);
    await writeState(layout, next);
    guard.done();
    return next;
  } catch (error) {
    await guard.undo();
    await writeState(layout, withSite(state, { ...site, processes: {} }));
    throw error;
  }
}

async function requireSite(
  layout: SandboxLayout,
  siteId: string,
): Promise<{ state: SandboxState; site: SiteState }> {
  const state = await readState(layout);
  if (state === undefined) {
    throw missing(
      'sandbox/absent',
      layout,
      { vi: 'không có cụm thử nghiệm nào đang chạy', en: 'no sandbox that is up' },
      { vi: 'một cụm thử nghiệm đang chạy', en: 'a running sandbox' },
    );
  }
  const site = state.sites.find((candidate) => candidate.id === siteId);
  if (site === undefined) {
    const ids = state.sites.map((candidate) => candidate.id).join(', ');
    const hint = didYouMean(nearest(siteId, state.sites.map((candidate) => candidate.id)));
    throw missing(
      'sandbox/site-unknown',
      layout,
      { vi: `không có trung tâm ${JSON.stringify(siteId)}`, en: `no site ${JSON.stringify(siteId)}` },
      { vi: `một trong ${ids}`, en: `one of ${ids}` },
      hint,
    );
  }
  return { state, site };
}

function missing(
  code: 'sandbox/absent' | 'sandbox/site-unknown',
  layout: SandboxLayout,
  found: Text,
  expected: Text,
  hint: Text = { vi: '', en: '' },
): SandboxFailure {
  return new SandboxFailure(code, {
    place: sandboxNamed(layout.name, layout.home),
    found,
    expected,
    remedy: {
      vi: `"ndc sandbox up" khởi động một cụm, "ndc sandbox status" cho xem những gì đang có.${hint.vi}`,
      en: `"ndc sandbox up" starts one, "ndc sandbox status" shows what there is.${hint.en}`,
    },
  });
}
