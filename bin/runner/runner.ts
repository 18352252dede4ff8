import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Lang } from '../../sites/model/text.js';
import type { ExitCode } from '../outcome.js';
import { EnvironmentFailure } from '../failure.js';
import { chartFiles } from '../edge/charts.js';
import { openCluster, type ClusterReader } from '../edge/cluster.js';
import type { Connection, SiteConnection } from '../edge/connection.js';
import { Engine } from '../edge/engine.js';
import { cliConfiguration, type CliConfiguration } from '../edge/engine-configuration.js';
import { findEngine, type EngineProgram } from '../edge/engine-locate.js';
import { acquireLock, isRefusal } from '../edge/sandbox/lock.js';
import { StackLedger } from '../edge/stack-ledger.js';
import { removeUnfinishedPlans } from '../edge/unfinished-plans.js';
import { encryptionFor, type StateEncryptions } from '../edge/state-encryption/encryption-for.js';
import type { OnProgress } from './events.js';
import { nothingHeld, type Quarantine } from './quarantine.js';
import type { RunnerStack } from './stack.js';

/** Everything the runner's functions work with. */
export interface Runner {
  /** `.ndc`, absolute. */
  readonly home: string;
  readonly connection: Connection;
  readonly engine: Engine;
  readonly ledger: StackLedger;
  readonly stacks: readonly RunnerStack[];
  /** uid of kube-system that the estate pins, by site, with the file that says so. */
  readonly pins: Readonly<Record<string, { readonly uid: string; readonly where: string }>>;
  /** What the data say of who may serve. */
  readonly quarantine: Quarantine;
  readonly open: (site: SiteConnection) => Promise<ClusterReader>;
  readonly now: () => Date;
  /** Stacks worked on at once. */
  readonly jobs: number;
  readonly interrupt: AbortSignal;
  readonly onProgress: OnProgress;
  readonly planEncrypted: boolean;
  /** Sites whose states are encrypted by what the connection itself says. */
  readonly rekeyable: ReadonlySet<string>;
}

export interface RunnerOptions {
  readonly home: string;
  readonly connection: Connection;
  readonly stacks: readonly RunnerStack[];
  /** The package's own root: programs of its own are started beside the engine. */
  readonly root: string;
  /** Language of what the engine passes on from them. @default en */
  readonly lang?: Lang;
  readonly pins?: Runner['pins'];
  /** @default - no declaration and no release */
  readonly quarantine?: Quarantine;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Date;
  readonly jobs?: number;
  readonly interrupt: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Whether only states are read and put back: no chart is fetched, and what of former keys is left the work itself says. @default false */
  readonly statesAlone?: boolean;
}

/** Engines mostly wait for API servers; twice the processors keeps them busy, and memory bounds the rest. */
const jobsByDefault = (): number => Math.min(16, 2 * availableParallelism());

/** Worst first: an environment failure hides nothing, a failed check is next. */
export const worst = (...codes: readonly ExitCode[]): ExitCode => [3, 2, 1, 0].find((code): code is ExitCode => codes.includes(code as ExitCode)) ?? 0;

/** Sortable: time first. Two commands within a second differ by chance. */
export const runId = (at: Date): string => `${at.toISOString().replace(/[-:]/g, '').replace(/\.\d+Z$/, 'Z')}-${randomBytes(3).toString('hex')}`;

/**
 * Finds the engine and prepares what all stacks share, then runs `work` while no other command of this checkout uses the
 * same connection.
 *
 * @throws EnvironmentFailure NDC-X138 while another command is at work, NDC-X13n for the engine.
 */
export async function withRunner<T>(options: RunnerOptions, work: (runner: Runner) => Promise<T>): Promise<T> {
  const { connection, env } = options;
  const home = resolve(options.home);
  const program = await findEngine(connection.engine, env);
  const cli = await cliConfiguration(home, env);
  const encryption = await encryptionFor(connection, program.kind, { env, root: options.root, lang: options.lang ?? 'en' });
  try {
    return await locked(options, { home, program, cli, encryption }, work);
  } finally {
    const former = encryption.former();
    if (former.length > 0 && options.statesAlone !== true) options.onProgress?.({ is: 'former-keys', keys: former });
    await encryption.close();
  }
}

interface Prepared {
  readonly home: string;
  readonly program: EngineProgram;
  readonly cli: CliConfiguration;
  readonly encryption: StateEncryptions;
}

async function locked<T>(options: RunnerOptions, { home, program, cli, encryption }: Prepared, work: (runner: Runner) => Promise<T>): Promise<T> {
  const { connection, env, stacks, now } = options;
  const lockFile = join(home, 'work', `${connection.name}.lock`);
  const lock = await acquireLock(lockFile, 1_000, options.interrupt);
  if (isRefusal(lock))
    throw new EnvironmentFailure('NDC-X138', {
      vi: `một lệnh khác đang dùng kết nối ${connection.name} (${lock.heldBy}). Hãy chờ lệnh đó xong.`,
      en: `another command is using the connection ${connection.name} (${lock.heldBy}). Wait until it is done.`,
    });
  try {
    await removeUnfinishedPlans(home, lockFile);
    const usesCharts = options.statesAlone !== true && stacks.some(({ json }) => json.includes('"helm_release"') || json.includes('"helm_template"'));
    const charts = connection.charts !== undefined && usesCharts ? await chartFiles(home, connection.name, connection.charts.url) : undefined;
    const ledger = await StackLedger.open(home, connection.name);
    const engine = new Engine({
      program,
      connection,
      home,
      env,
      cli,
      ledger,
      logs: join(home, 'log', `${runId(now())}-${connection.name}`),
      interrupt: options.interrupt,
      ...(charts === undefined ? {} : { charts }),
      encryption: encryption.bySite,
      encryptionAlone: encryption.aloneBySite,
    });
    return await work({
      home,
      connection,
      engine,
      ledger,
      stacks,
      pins: options.pins ?? {},
      quarantine: options.quarantine ?? nothingHeld,
      open: (site) => openCluster(site),
      now,
      jobs: Math.max(1, options.jobs ?? jobsByDefault()),
      interrupt: options.interrupt,
      onProgress: options.onProgress ?? (() => undefined),
      planEncrypted: stacks.length > 0 && stacks.every(({ site }) => encryption.enforced.has(site)),
      rekeyable: new Set(encryption.aloneBySite.keys()),
    });
  } finally {
    await lock.release();
  }
}

