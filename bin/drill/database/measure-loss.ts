import { pause, wallClock } from '../../edge/laboratory/clock.js';
import type { Steps } from '../steps.js';
import { compareLoss, lossSettings, type ComparedLoss, type Cut, type LossSetting } from './loss-settings.js';
import { lossOf } from './rows.js';
import { clientOf, keysOf, logEnd, type Stand } from './stand.js';

/** How long clients write before the link goes, milliseconds: as many cuts, spread evenly. */
const moments = [1_500, 2_000, 2_500, 3_000, 3_500];

/** Cuts the link to the standby again and again, under every setting, and holds what was lost against the simulation. */
export async function measureLosses(stand: Stand, steps: Steps, settings: readonly LossSetting[] = lossSettings): Promise<readonly ComparedLoss[]> {
  const { laboratory, plan } = stand;
  const roundTripMs = 2 * laboratory.delayBetween(plan.primary, plan.standby);
  const compared: ComparedLoss[] = [];
  for (const [index, setting] of settings.entries())
    compared.push(
      await steps.take(`loss-${String(index + 1)}`, undefined, async () => {
        const cuts: Cut[] = [];
        for (const ms of moments) cuts.push(await cutOnce(stand, setting, ms));
        const value = compareLoss(setting, cuts, roundTripMs);
        const [low, high] = [Math.round(value.simulated.p5), Math.round(value.simulated.p95)];
        const rates = `${(value.writeBytesPerSecond / 1_000).toFixed(0)} kB/s, ${(setting.bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;
        return { value, held: value.holds, found: { vi: `${rates}: đo được ${String(Math.round(value.medianMs))} ms (giữa ${String(cuts.length)} lần), mô phỏng ${String(low)}–${String(high)} ms`, en: `${rates}: ${String(Math.round(value.medianMs))} ms measured (median of ${String(cuts.length)}), ${String(low)}–${String(high)} ms simulated` } };
      }),
    );
  return compared;
}

/** One loss of the link: what clients were answered for until then, less what had arrived. */
async function cutOnce(stand: Stand, setting: LossSetting, writeMs: number): Promise<Cut> {
  const { laboratory, plan, primary, standby } = stand;
  const [here, there] = [laboratory.node(plan.primary), laboratory.node(plan.standby)];
  await standby.replayed(await logEnd(primary));
  await laboratory.network.shape(here, there, { bitsPerSecond: setting.bitsPerSecond });
  const firstKey = Number(await primary.value('select coalesce(max(key), 0) + 1 from ledger'));
  const from = await logEnd(primary);
  const client = clientOf(stand, primary, { firstKey, mark: 'x', rate: () => setting.commitsPerSecond, rowBytes: setting.rowBytes });
  try {
    await client.reached(1, laboratory.signal);
    const begun = client.acknowledged[0]?.at ?? wallClock();
    await pause(Math.max(0, begun + writeMs - wallClock()), laboratory.signal);
    await laboratory.cut(plan.primary, plan.standby);
    const cutAt = wallClock();
    await client.stop();
    const logBytes = Number(await primary.value(`select pg_current_wal_flush_lsn() - '${from}'::pg_lsn`));
    await settled(stand);
    const answered = client.acknowledged.filter(({ at }) => at <= cutAt);
    const { ms, rows } = lossOf(answered, await keysOf(standby));
    const all = client.acknowledged.length;
    return { wroteMs: cutAt - begun, lossMs: ms, lostCommits: rows, acknowledged: all, logBytes };
  } finally {
    await client.stop();
    // What has piled up goes over at once: only what is lost is measured here, not how long it takes to catch up.
    await laboratory.network.unshape(here, there);
    await laboratory.heal(plan.primary, plan.standby);
  }
}

/** Waits until nothing more arrives at the standby: what had crossed the link is written and replayed. */
async function settled({ standby, laboratory }: Stand): Promise<void> {
  let [last, same] = ['', 0];
  while (same < 4) {
    laboratory.signal.throwIfAborted();
    const now = await standby.value('select pg_last_wal_receive_lsn() || pg_last_wal_replay_lsn()::text');
    same = now === last ? same + 1 : 0;
    last = now;
    await pause(100, laboratory.signal);
  }
}
