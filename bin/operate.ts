import type { PlanSetFile } from '../policies/planset/format.js';
import { deriveIntent } from '../sites/intent/derive.js';
import { origin, type Estate } from '../sites/model/estate.js';
import { lastStep, lostSiteOf, overDeclarations, stageOf } from '../sites/model/losses.js';
import { pointer } from '../sites/model/pointer.js';
import type { Text } from '../sites/model/text.js';
import { failoverOrder, rollingOrder } from '../stacks/rolling.js';
import { synthesise, type SynthesisedStack } from '../stacks/synthesise.js';
import type { Context, OptionSpec, Values } from './command.js';
import { oldClusters, type OldCluster } from './disaster/old-clusters.js';
import { loadConnection, type Connection } from './edge/connection.js';
import { environment } from './edge/environment.js';
import { InputFailure } from './failure.js';
import { openEstate, underConnection } from './open-estate.js';
import { Heartbeat } from './heartbeat.js';
import { Pace } from './pace.js';
import { progressText, type OnProgress } from './runner/events.js';
import type { Quarantine } from './runner/quarantine.js';
import { withRunner, type Runner, type RunnerOptions } from './runner/runner.js';
import { scopeOf, type Scope } from './runner/scope.js';
import type { RollingOrder } from './runner/stack.js';
import { selectionOptions } from './selection.js';

export const operateOptions: readonly OptionSpec[] = [
  ...selectionOptions,
  { flags: '--jobs <n>', about: { vi: 'số stack làm cùng lúc', en: 'stacks worked on at once' } },
];

export const acceptOption: OptionSpec = {
  flags: '--accept-unreachable <site>',
  repeatable: true,
  about: { vi: 'chấp nhận trung tâm này không trả lời; được ghi vào báo cáo', en: 'accept that this site does not answer; named in every report' },
};

/** What the commands that reach clusters start from. */
export interface Operation {
  readonly estate: Estate;
  readonly connection: Connection;
  /** All stacks the estate expects under the scenario, whatever is selected. */
  readonly stacks: readonly SynthesisedStack[];
  readonly scope: Scope;
  readonly accept: readonly { readonly site: string; readonly by: string }[];
  /** Sites that are declared lost and have no stacks, and the declaration that says so. */
  readonly lost: readonly { readonly site: string; readonly by: string }[];
  /** Databases that are not woken at a survivor, because what stands there is of before the loss. */
  readonly asleep: readonly OldCluster[];
  /** Sites at which nobody knows how old such databases are, and why. */
  readonly unread: Readonly<Record<string, Text>>;
  /** In which order its stacks are applied: site by site, or in a failover the highest tier first. */
  readonly order: RollingOrder;
  readonly plansetEstate: PlanSetFile['estate'];
  readonly scenario: PlanSetFile['scenario'];
}

/** Reads estate and connection and synthesises. Nothing outside is reached yet, but while a loss is declared the survivors that recover databases. */
export async function openOperation(context: Context, options: Values, how: { readonly destroyable?: boolean } = {}): Promise<Operation> {
  const recorded = await openEstate(context);
  const connection = await loadConnection(context.home, context.globals.connection);
  const estate = underConnection(recorded, context, connection);
  const intent = deriveIntent(estate);
  const { old, unread } = how.destroyable === true ? { old: [], unread: {} } : await oldClusters(context, connection, estate, intent);
  const stacks = synthesise(estate, intent, { ...how, asleep: old });
  const losses = estate.losses ?? [];
  const lost = losses.filter(({ back }) => back === undefined).map(({ site, declaration }) => ({ site, by: declaration }));
  // A site on its way back may fall silent again: its declaration still stands.
  const returning = losses.filter(({ back }) => back !== undefined).map(({ site, declaration }) => ({ site, by: declaration }));
  const list = (name: string): readonly string[] => (options[name] as readonly string[] | undefined) ?? [];
  const { phase, lose, delay } = estate.scenario;
  const added = [...new Set(context.globals.with)];
  return {
    estate,
    connection,
    stacks,
    scope: scopeOf(stacks, { sites: list('site'), organisations: list('organisation'), stacks: list('stack') }, losses),
    accept: [...list('acceptUnreachable').filter((site) => !lost.some((one) => one.site === site)).map((site) => ({ site, by: '--accept-unreachable' })), ...returning.filter(({ site }) => stacks.some((stack) => stack.site === site))],
    lost,
    asleep: old,
    unread,
    order: losses.length === 0 ? rollingOrder : failoverOrder(intent),
    plansetEstate: { id: estate.settings.id, digest: estate.digest },
    scenario: { phase, lose, delay, ...(added.length === 0 ? {} : { with: added }) },
  };
}

/** uids of clusters that the estate pins, each with the place that says so. */
export function pinsOf(estate: Estate): Runner['pins'] {
  const pins = Object.values(estate.sites).flatMap(({ id, cluster: { uid } }) => {
    if (uid === undefined) return [];
    const place = origin(estate, pointer('sites', id, 'cluster', 'uid'));
    return [[id, { uid, where: place === undefined ? `${id}.yaml` : `${place.file}:${place.line}` }] as const];
  });
  return Object.fromEntries(pins);
}

/** What the data say of who may serve. A site that is restored serves again, and asks like any other. */
export function quarantineOf({ transitions, losses = [], releases = [] }: Pick<Estate, 'transitions' | 'losses' | 'releases'>): Quarantine {
  const open = Object.values(transitions).filter(({ transition, state }) => transition === 'release' && (state === 'open' || state === 'draft'));
  return {
    declarations: Object.values(transitions).flatMap(({ id, transition }) => (transition === 'declare' ? [id] : [])),
    over: overDeclarations({ transitions }).map(({ declaration }) => declaration),
    ways: Object.fromEntries(
      Object.values(transitions).flatMap(({ id, transition, state, return: back }) => (transition !== 'return' ? [] : [[id, state === 'open' ? (back === undefined ? undefined : lastStep(back)) : state === 'draft' ? undefined : 'over'] as const])),
    ),
    held: losses.map(({ site }) => site).filter((site) => ['lost', 'quarantined', 'yielding'].includes(stageOf({ losses }, site))),
    releases,
    pending: open.flatMap(({ id, from }) => {
      const site = lostSiteOf({ from });
      return site === undefined || releases.some(({ transition }) => transition === id) ? [] : [{ site, transition: id }];
    }),
  };
}

/** Runs `work` with the engine and the clusters of the connection. `listen` is told what the runner tells. */
export async function operate<T>(context: Context, options: Values, { estate, connection, stacks }: Operation, work: (runner: Runner) => Promise<T>, listen: OnProgress = () => undefined, how: Pick<RunnerOptions, 'statesAlone'> = {}): Promise<T> {
  const jobs = jobsOf(options);
  const pace = new Pace(context.now);
  const heartbeat = new Heartbeat((line) => context.progress(line[context.lang]), context.now);
  const running = withRunner(
    {
      home: context.home,
      root: context.root,
      lang: context.lang,
      connection,
      stacks,
      pins: pinsOf(estate),
      quarantine: quarantineOf(estate),
      env: environment(),
      now: context.now,
      interrupt: context.signal,
      ...how,
      ...(jobs === undefined ? {} : { jobs }),
      onProgress: (event) => {
        listen(event);
        heartbeat.event(event);
        if (event.is === 'wave') pace.restart();
        const text = progressText(event);
        if (text === undefined) return;
        heartbeat.heard();
        context.progress((event.is === 'stack' ? pace.line(text, event.finished, event.total) : text)[context.lang]);
      },
    },
    work,
  );
  try {
    return await running;
  } finally {
    heartbeat.stop();
  }
}

function jobsOf(options: Values): number | undefined {
  const given = options['jobs'] as string | undefined;
  if (given === undefined) return undefined;
  if (/^[1-9]\d?$/.test(given)) return Number(given);
  throw new InputFailure('NDC-X008', {
    vi: `--jobs là "${given}"; cần một số từ 1 đến 99.`,
    en: `--jobs is "${given}"; expected a number from 1 to 99.`,
  });
}
