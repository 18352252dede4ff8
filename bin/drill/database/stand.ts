import { join } from 'node:path';
import { Laboratory, type LaboratoryLink } from '../../edge/laboratory/laboratory.js';
import type { PostgresServer } from '../../edge/laboratory/postgres.js';
import { postgresPort, type ReplicationSettings } from '../../edge/laboratory/postgres-settings.js';
import { ledgerTable, Writer } from '../../edge/laboratory/writer.js';
import type { Text } from '../../../sites/model/text.js';
import type { LedgerRow } from './rows.js';

/** What a database drill plays out. */
export interface DatabasePlan {
  readonly primary: string;
  readonly standby: string;
  readonly third: string;
  readonly links: readonly LaboratoryLink[];
  /** Whether a commit waits for the standby. */
  readonly commit: 'asynchronous' | 'synchronous';
  readonly commitsPerSecond: number;
  readonly rowBytes: number;
  /** Megabytes of log the servers keep for standbys that are away. */
  readonly keepMegabytes: number;
}

/** Three servers that stream as the estate says, and what is needed to reach them. */
export interface Stand {
  readonly laboratory: Laboratory;
  readonly plan: DatabasePlan;
  readonly primary: PostgresServer;
  readonly standby: PostgresServer;
  readonly third: PostgresServer;
  readonly settings: (site: string) => ReplicationSettings;
}

export interface StandOptions {
  readonly packageRoot: string;
  readonly onProgress: (line: Text) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes a laboratory, lays out the servers and hands them to the work; afterwards nothing of it is left, however it ended.
 * Links get their rates once the copies are laid out.
 */
export async function onStand<T>(plan: DatabasePlan, options: StandOptions, work: (stand: Stand) => Promise<T>, more: Partial<ReplicationSettings> = {}): Promise<T> {
  const laboratory = await Laboratory.make({ sites: [plan.primary, plan.standby, plan.third], links: plan.links, ...options });
  try {
    const settings = (site: string): ReplicationSettings => ({ keepMegabytes: plan.keepMegabytes, waitsFor: plan.commit === 'synchronous' ? [plan.standby, plan.primary].filter((one) => one !== site) : [], ...(site === plan.primary ? more : {}) });
    const [primary, standby, third] = [laboratory.server(plan.primary), laboratory.server(plan.standby), laboratory.server(plan.third)];
    // Nobody is there to wait for until the standby stands.
    await primary.init({ ...settings(plan.primary), waitsFor: [] });
    await primary.start();
    await primary.rows(ledgerTable);
    for (const copy of [standby, third]) {
      await copy.cloneFrom(laboratory.addressFor(plan.primary, copy.name), { ...settings(copy.name), waitsFor: [] }, laboratory.reach(plan.primary));
      await copy.start();
    }
    if (plan.commit === 'synchronous') {
      await primary.configure(settings(plan.primary));
      await primary.rows('select pg_reload_conf()');
    }
    await laboratory.shape();
    return await work({ laboratory, plan, primary, standby, third, settings });
  } finally {
    await laboratory.remove();
  }
}

let writers = 0;

/** A client of one site, at the plan's rate unless another is given. */
export function clientOf({ laboratory, plan }: Stand, server: PostgresServer, { firstKey, mark, rate = () => plan.commitsPerSecond, rowBytes = plan.rowBytes }: { readonly firstKey: number; readonly mark: string; readonly rate?: (sinceMs: number) => number; readonly rowBytes?: number }): Writer {
  writers += 1;
  return new Writer({ network: laboratory.network, node: laboratory.clients, psql: server.psql, host: laboratory.addressForClients(server.name), port: postgresPort, logFile: join(laboratory.folder, `client-${String(writers)}.log`), firstKey, rowBytes, rate, mark });
}

const number = (text: string): number => Number(text);

/** Keys a server holds. */
export const keysOf = async (server: PostgresServer): Promise<ReadonlySet<number>> => new Set((await server.rows('select key from ledger order by key')).map(number));

/** Every row by key and digest. */
export async function ledgerOf(server: PostgresServer): Promise<readonly LedgerRow[]> {
  const rows = await server.rows(`select key, md5(mark || ' ' || body) from ledger order by key`);
  return rows.map((row): LedgerRow => {
    const [key = '', digest = ''] = row.split('|');
    return { key: number(key), digest };
  });
}

/** One digest over all rows in the order of their keys. */
export const tableDigest = async (server: PostgresServer): Promise<string> => server.value(`select coalesce(encode(sha256(convert_to(string_agg(key || ' ' || mark || ' ' || md5(body), E'\\n' order by key), 'UTF8')), 'hex'), 'empty') from ledger`);

/** Where a primary's log ends. */
export const logEnd = (server: PostgresServer): Promise<string> => server.value('select pg_current_wal_flush_lsn()');

/**
 * Lets the third site follow a promoted server. Where it had received more of the old primary's log than the promoted one,
 * its history is another: it is copied anew.
 */
export async function thirdFollows({ laboratory, plan, third, settings }: Stand, promoted: PostgresServer): Promise<'followed' | 'cloned'> {
  const own = { ...settings(plan.third), waitsFor: [] };
  const { host, port } = laboratory.reach(promoted.name);
  // What was received may not be replayed yet; both are of the old history.
  const ahead = (await third.value(`select greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) > '${await promoted.partedAt()}'::pg_lsn`)) === 't';
  await third.stop();
  if (ahead) await third.cloneFrom(laboratory.addressFor(promoted.name, plan.third), own, { host, port });
  else await third.follow(own, host, port);
  await third.start();
  return ahead ? 'cloned' : 'followed';
}
