import type { Recovery } from './context.js';
import type { Recovered } from './event.js';
import { alreadyLost } from './where.js';
import { loadsWith, wayFrom } from './ways.js';

/** One link one way while survivors catch up; bits a second on the wire. */
export interface LinkCatchUp {
  readonly link: string;
  readonly from: string;
  readonly to: string;
  /** What replication and copies may take of it. */
  readonly share: bigint;
  /** Replication on a mean day before the loss, and after it. */
  readonly before: bigint;
  readonly after: bigint;
  /** Bytes restored over it, and when the first of them sets out and the last arrives, every step at its median. */
  readonly restored: bigint;
  readonly restoring?: { readonly startMs: bigint; readonly endMs: bigint };
  /** Load from each moment on. */
  readonly load: readonly { readonly atMs: bigint; readonly rate: bigint }[];
}

/** What crosses the links between survivors from the loss on: replication as it then runs, and everything that is restored from another site. */
export function catchUpOf(recovery: Recovery, { event, steps: { steps }, times: { typical } }: Recovered): readonly LinkCatchUp[] {
  const { sites, parts } = alreadyLost(recovery);
  const key = ({ link, from }: { readonly link: string; readonly from: string }): string => `${link} ${from}`;
  const before = new Map(loadsWith(recovery, sites, parts).map((load) => [key(load), load]));
  const after = new Map(loadsWith(recovery, event.lost, parts).map((load) => [key(load), load]));
  const crossing = new Map<string, { link: string; from: string; to: string; transfers: { start: number; end: number; rate: bigint; bytes: bigint }[] }>();
  for (const load of after.values()) crossing.set(key(load), { link: load.link, from: load.from, to: load.to, transfers: [] });
  const { payloadPercent } = recovery.estate.planning.links;
  steps.forEach(({ kind, from, site, bytes, rate }, index) => {
    const timed = typical[index];
    if (kind !== 'transfer' || from === undefined || site === undefined || from === site || bytes === undefined || rate === undefined || timed === undefined) return;
    for (const hop of wayFrom(recovery, from, site, event.lost, parts)?.hops ?? []) {
      const known = crossing.get(key(hop)) ?? { link: hop.link, from: hop.from, to: hop.to, transfers: [] };
      crossing.set(key(hop), known);
      known.transfers.push({ start: timed.start, end: timed.end, rate: (rate * 100n) / BigInt(payloadPercent), bytes: bytes.mid });
    }
  });
  return [...crossing.keys()].sort().flatMap((name): LinkCatchUp[] => {
    const found = crossing.get(name);
    if (found === undefined) return [];
    const { link, from, to, transfers } = found;
    const [was, is] = [before.get(name), after.get(name)];
    const share = is?.share ?? was?.share ?? wayFrom(recovery, from, to, event.lost, parts)?.free.p50 ?? 0n;
    const steady = is?.mean.mid ?? 0n;
    const moments = [...new Set([0, ...transfers.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    const all = moments.map((at) => ({ atMs: BigInt(Math.ceil(at)), rate: steady + transfers.reduce((sum, { start, end, rate }) => (start <= at && at < end ? sum + rate : sum), 0n) }));
    const [starts, ends] = [transfers.map(({ start }) => start), transfers.map(({ end }) => end)];
    return [
      {
        link,
        from,
        to,
        share,
        before: was?.mean.mid ?? 0n,
        after: steady,
        restored: transfers.reduce((sum, { bytes }) => sum + bytes, 0n),
        ...(transfers.length === 0 ? {} : { restoring: { startMs: BigInt(Math.floor(Math.min(...starts))), endMs: BigInt(Math.ceil(Math.max(...ends))) } }),
        load: all.filter(({ rate }, index) => index === 0 || rate !== all[index - 1]?.rate),
      },
    ];
  });
}
