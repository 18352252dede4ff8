import type { CheckData } from '../../check-data.js';
import type { Context } from '../../command.js';
import { command as check } from '../../commands/check.js';
import { bringUp, type UpData } from '../../commands/up.js';
import type { Values } from '../../command.js';
import { DrillProject, drillConnection } from '../../edge/drill-project.js';
import { instant } from '../../edge/laboratory/clock.js';
import type { SandboxInfo } from '../../edge/sandbox/info.js';
import { sandboxUp } from '../../edge/sandbox/up.js';
import { openEstate } from '../../open-estate.js';
import type { Steps } from '../steps.js';
import { requireFine, runCommand } from './run-command.js';

export interface PlanesOptions {
  readonly context: Context;
  readonly organisations: readonly string[];
  /** The program terraform or tofu. @default - found on PATH */
  readonly engine?: string;
}

/** A project of the drill's own and its control planes. */
export interface Planes {
  readonly project: DrillProject;
  /** Commands run in it as a person would run them. */
  readonly context: Context;
  readonly info: SandboxInfo;
}

/** Sets up a project with three control planes and hands it to the work; afterwards nothing of it is left, however it ended. */
export async function onPlanes<T>(steps: Steps, { context: outer, organisations, engine }: PlanesOptions, work: (planes: Planes) => Promise<T>): Promise<T> {
  const project = await DrillProject.make(outer.home, outer.sites, organisations);
  const { asOf } = outer.globals;
  const context: Context = { ...outer, sites: project.data, home: project.home, globals: { lose: [], delay: [], with: [], connection: drillConnection, ...(asOf === undefined ? {} : { asOf }) }, progress: () => undefined };
  try {
    const info = await steps.take('control-planes', undefined, async () => {
      // Before its control planes stand there is no connection to check under.
      const { connection: _none, ...globals } = context.globals;
      const checked = await runCommand<CheckData>({ ...context, globals }, check, []);
      await project.dropWaivers(checked.data.waivers.unused);
      const estate = await openEstate(context);
      const sites = Object.values(estate.sites).filter(({ phase }) => phase !== 'retired').map(({ id, cluster }) => ({ id, serviceCidr: cluster.serviceCidr, platformGroup: estate.settings.platformIdentity.group }));
      const value = await sandboxUp({ home: project.home, name: drillConnection, sites, packageRoot: context.root, onProgress: () => undefined, signal: context.signal });
      if (engine !== undefined) await project.useEngine(engine);
      return { value, found: { vi: `${String(sites.length)} control plane đã chạy`, en: `${String(sites.length)} control planes are up` } };
    });
    return await work({ project, context, info });
  } finally {
    await project.remove();
  }
}

/** Stacks that were applied, and how long each took, milliseconds. */
export interface Applied {
  readonly stacks: number;
  readonly took: readonly number[];
}

/** Plans, audits and applies what is selected. @throws EnvironmentFailure NDC-X428 where that does not end well */
export async function applyStacks({ context }: Pick<Planes, 'context'>, step: string, options: Values = {}): Promise<Applied> {
  const started = new Map<string, number>();
  const took: number[] = [];
  const outcome = await bringUp(context, options, (event) => {
    if (event.is !== 'stack') return;
    if (event.step === 'applying') started.set(event.stack, instant());
    const at = started.get(event.stack);
    if (event.step === 'done' && at !== undefined) {
      took.push(Math.round(instant() - at));
      started.delete(event.stack);
    }
  });
  context.signal.throwIfAborted();
  requireFine(step, outcome, { vi: brokenOff(outcome.data, 'vi'), en: brokenOff(outcome.data, 'en') });
  return { stacks: took.length, took };
}

/** What it ended with and what broke, as one sentence without its end. */
export function brokenOff({ message, findings, waves }: Pick<UpData, 'message' | 'findings' | 'waves'>, lang: 'vi' | 'en'): string {
  const last = waves.at(-1);
  const reasons = [
    ...findings.slice(0, 5).map(({ policy, found }) => `${policy}: ${found[0]?.finding[lang] ?? '–'}`),
    ...(last?.plan.rows ?? []).flatMap(({ name, status }) => (status.is === 'failed' ? [`${name}: ${status.reason}`] : [])).slice(0, 3),
    // What broke, before what waits for it.
    ...[...(last?.apply?.rows ?? [])]
      .sort((a, b) => Number(a.status === 'not-started') - Number(b.status === 'not-started'))
      .flatMap(({ name, reason }) => (reason === undefined ? [] : [`${name}: ${reason[lang]}`]))
      .slice(0, 3),
  ];
  return [message[lang], ...reasons].map((part) => part.replace(/[\s.]+$/, '')).filter((part) => part !== '').join('; ');
}
