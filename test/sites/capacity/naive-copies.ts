/** One environment of a random estate: whole TiB, and where it lies. */
export interface CopiedAsk {
  readonly tier: 'platinum' | 'gold' | 'silver' | 'bronze';
  readonly primary: string;
  readonly standby: string;
  readonly backup: string;
  readonly block: number;
  readonly object: number;
  readonly database: number;
  /** Whether the platform runs the database. */
  readonly operated: boolean;
}

export interface Taken {
  block: number;
  object: number;
  cpu: number;
}

const gibi = 1024;
const share = { platinum: { compute: 1, storage: 1 }, gold: { compute: 0.5, storage: 1 }, silver: { compute: 0, storage: 0 }, bronze: { compute: 0, storage: 0 } };

/** Two weekly full backups, halved: what a week of what does not change takes. */
const local = (tebi: number): number => tebi;

/** What one replica of the database gets of one core: half of it split by the instances, less the archiver; twice, for the pod that takes over. */
function replicaCores({ tier, block, database }: CopiedAsk): number {
  const disk = Math.ceil(database * 1.1 * gibi);
  const instances = Math.max(1, Math.min(tier === 'platinum' ? 3 : 2, Math.floor((block * gibi) / disk)));
  return 2 * (Math.max(0.1, Math.floor((500 / instances - 200) / 100) / 10) + 0.2);
}

/**
 * What environments take of one site but for the backups it keeps for others, the slow and obvious way: each asked about
 * the site by itself. TiB and cores; shares nothing with the planner but the question.
 */
export function takenAt(site: string, asks: readonly CopiedAsk[], lost: string | undefined): Taken {
  const taken: Taken = { block: 0, object: 0, cpu: 0 };
  for (const ask of asks) {
    const { tier, primary, standby, backup, block, object, database, operated } = ask;
    const streams = tier === 'platinum' || tier === 'gold';
    const home = primary !== lost;
    const moves = !home && standby !== lost && tier !== 'bronze';
    const runsHere = home ? site === primary : moves && site === standby;
    const waitsHere = home && site === standby;
    // Runs, or waits.
    const part = runsHere ? { compute: 1, storage: 1 } : waitsHere ? share[tier] : { compute: 0, storage: 0 };
    taken.cpu += part.compute;
    taken.block += block * part.storage;
    taken.object += object * part.storage;
    // Every zone has every bucket.
    if (site !== primary && !runsHere) taken.object += object * (1 - part.storage);
    // A week beside whatever runs, unless it is the site of the backups; databases that have one archiver send it there.
    if (runsHere && backup !== site) taken.object += local(block - database) + (streams || !operated ? local(database) : 0);
    // The archive of the standby's replica.
    if (waitsHere && backup !== site && streams && operated) taken.object += local(database);
    // The third replica stays whatever becomes of the others.
    if (site === backup && backup !== primary && backup !== standby && streams && operated && database > 0) {
      taken.block += Math.ceil(database * 1.1 * gibi) / gibi;
      taken.cpu += replicaCores(ask);
    }
  }
  return taken;
}
