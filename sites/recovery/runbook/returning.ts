import type { DatabaseAt } from './database-lines.js';
import type { Placed, RunbookPlan } from './plan.js';

/** A database that the platform operates: where it lay, and where it writes now. */
export interface Written extends DatabaseAt {
  readonly to: string;
  readonly replicates: boolean;
}

/** A database that its owner replicates with the engine's own means. */
export interface OwnRun {
  readonly namespace: string;
  readonly organisation: string;
  readonly to: string;
  readonly id: string;
  readonly engine: string;
  /** What it is replicated with, as its request says. */
  readonly means?: string;
}

/** What comes back to a site, by the way it does. */
export interface Returning {
  /** Neither streams nor is mirrored: it comes back as it went, by a backup. */
  readonly byBackup: readonly Placed[];
  /** All the others: what they hold is cloned while somebody else writes, then handed over. */
  readonly handedOver: readonly Placed[];
  readonly mirrored: readonly Placed[];
  readonly written: readonly Written[];
  readonly streaming: readonly Written[];
  readonly ownRun: readonly OwnRun[];
}

export function returningIn(plan: RunbookPlan): Returning {
  const { order } = plan;
  const byBackup = order.filter(({ fate: { subject } }) => subject.protection.pair === undefined && subject.protection.databases.every(({ replicates }) => !replicates));
  const written = order.flatMap((one) => databasesIn(plan, one));
  return {
    byBackup,
    handedOver: order.filter((one) => !byBackup.includes(one)),
    mirrored: order.filter(({ fate: { subject } }) => subject.protection.pair !== undefined),
    written,
    streaming: written.filter(({ replicates }) => replicates),
    ownRun: order.flatMap(ownRunIn),
  };
}

/** Databases the platform operates in an environment. */
export const databasesIn = ({ lost, names }: RunbookPlan, { namespace, to = '', databases }: Placed): readonly Written[] => databases.filter(({ operated }) => operated).map(({ cluster, replicates }) => ({ at: lost, to, namespace, cluster, database: names.databaseName(cluster), replicates }));

/** Databases in an environment that it does not. */
export const ownRunIn = ({ namespace, organisation, to = '', databases }: Placed): readonly OwnRun[] =>
  databases.filter(({ operated }) => !operated).map(({ database: { id, engine, nativeReplication } }) => ({ namespace, organisation, to, id, engine, ...(nativeReplication === undefined ? {} : { means: nativeReplication }) }));
