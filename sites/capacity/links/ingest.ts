import { asStart, lastDay, type Quarter } from '../../model/calendar.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { BitsPerSecond } from '../../model/units.js';
import { protectedIn, type ProtectedEnvironment } from '../backup/protected.js';
import type { Plan } from '../headroom.js';
import { dayOutcome } from './days.js';
import { mbps, peakRate } from './rates.js';

/** A database's way from its owner to the NDC in a quarter (N III.2.b: continuously, in real time). */
export interface IngestLoad {
  readonly id: string;
  readonly organisation: string;
  readonly system: string;
  readonly network: string;
  readonly rate: BitsPerSecond;
  /** Bits a second in the busiest minutes. Absent where the system's request names no database: then nothing is known of its changes. */
  readonly peak?: BitsPerSecond;
  /** Longest wait of a change, milliseconds, on a typical and on a peak day. */
  readonly typicalLagMs?: bigint;
  readonly peakLagMs?: bigint;
  readonly targetMs: bigint;
  readonly holds: 'yes' | 'no' | 'unknown';
  readonly inputs: readonly Pointer[];
}

/**
 * Every ingest link in use in a quarter. It has a network of its own: all its bits carry changes at the links' payload
 * share. What the owner's end changes is taken to be what the copy at the NDC logs.
 */
export function ingestIn({ estate, growth }: Plan, environments: readonly ProtectedEnvironment[], quarter: Quarter): readonly IngestLoad[] {
  const { planning } = estate;
  return Object.values(estate.ingest).flatMap((link): IngestLoad[] => {
    if (link.from !== undefined && asStart(link.from) > lastDay(quarter)) return [];
    const holder = environments.find(({ promise, databases }) => promise.system === link.system && databases.length > 0);
    const data = holder === undefined ? undefined : protectedIn(estate, holder, quarter, growth);
    const rate = mbps(link.mbps);
    const targetMs = BigInt(Math.round(link.lagTargetSeconds * 1000));
    const head = { id: link.id, organisation: link.organisation, system: link.system, network: link.network, rate, targetMs };
    const own = [pointer('ingest', link.id), pointer('planning', 'links')];
    if (holder === undefined || data === undefined) return [{ ...head, holds: 'unknown', inputs: own }];
    const bytes = { replication: data.log, copies: 0n };
    const [typical, peak] = [dayOutcome(bytes, rate, planning.links, 'typical'), dayOutcome(bytes, rate, planning.links, 'peak')];
    return [
      {
        ...head,
        peak: peakRate(data.log, planning.links),
        typicalLagMs: typical.lagMs,
        peakLagMs: peak.lagMs,
        holds: peak.keepsUp && peak.lagMs <= targetMs ? 'yes' : 'no',
        inputs: [...own, ...holder.databases.map((database) => database.pointer)],
      },
    ];
  });
}
