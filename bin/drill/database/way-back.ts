import type { Text } from '../../../sites/model/text.js';
import type { Steps } from '../steps.js';
import { logEnd, tableDigest, type Stand } from './stand.js';

/** How the old primary came back under the new one. */
export interface ReturnWay {
  readonly rewind: 'possible' | 'impossible';
  /** What pg_rewind said where it could not. */
  readonly said: string;
  readonly took: 'rewound' | 'cloned';
}

/** The old primary under the new one: wound back only where pg_rewind says it can and the result holds, else copied anew. */
export async function bringBack({ laboratory, plan, primary, settings }: Stand): Promise<{ readonly value: ReturnWay; readonly found: Text }> {
  await primary.stop();
  await laboratory.heal(plan.primary, plan.standby);
  await laboratory.heal(plan.primary, plan.third);
  const host = laboratory.addressFor(plan.standby, plan.primary);
  const follow = laboratory.reach(plan.standby);
  const own = { ...settings(plan.primary), waitsFor: [] };
  const dry = await primary.rewind(host, { dryRun: true });
  const wound = dry.code === 0 ? await primary.rewind(host, { dryRun: false }) : dry;
  const possible = wound.code === 0;
  if (possible) await primary.follow(own, follow.host, follow.port);
  else await primary.cloneFrom(host, own, follow);
  await primary.start();
  const value: ReturnWay = { rewind: possible ? 'possible' : 'impossible', said: possible ? '' : wound.said, took: possible ? 'rewound' : 'cloned' };
  return {
    value,
    found: possible
      ? { vi: `pg_rewind lùi được ${plan.primary} về chỗ hai bên tách nhau`, en: `pg_rewind took ${plan.primary} back to where the two parted` }
      : { vi: `pg_rewind không lùi được (${wound.said}); đã chép lại toàn bộ`, en: `pg_rewind cannot (${wound.said}); copied anew` },
  };
}

/** Whether the table is the same at all three sites, once both standbys have caught up. */
export function sameEverywhere({ plan, primary, standby, third }: Stand, steps: Steps): Promise<Readonly<Record<string, string>>> {
  return steps.take('checksums', 'verify', async () => {
    const end = await logEnd(standby);
    await Promise.all([primary.replayed(end), third.replayed(end)]);
    const value = { [plan.standby]: await tableDigest(standby), [plan.primary]: await tableDigest(primary), [plan.third]: await tableDigest(third) };
    const equal = new Set(Object.values(value)).size === 1;
    return { value, held: equal, found: equal ? { vi: 'ba trung tâm cùng một nội dung bảng', en: 'the table is the same at all three sites' } : { vi: 'nội dung bảng khác nhau', en: 'the tables differ' } };
  });
}

/** The new primary stops in order, where both others have got to. @returns that position */
export function demote({ laboratory, plan, primary, standby, third }: Stand, steps: Steps): Promise<string> {
  return steps.take('demote', undefined, async () => {
    // No commit may come after the position that is handed over.
    await laboratory.withdraw(plan.standby);
    await standby.rows('alter system set default_transaction_read_only = on');
    await standby.rows('select pg_reload_conf()');
    const value = await logEnd(standby);
    await primary.replayed(value);
    await third.replayed(value);
    await standby.stop();
    return { value, found: { vi: `${plan.standby} dừng ở ${value}; ${plan.primary} đã tới đó`, en: `${plan.standby} stopped at ${value}; ${plan.primary} has got there` } };
  });
}

/** The old primary is one again, from exactly that position, and clients are let in. @returns commits that were lost: none may be */
export function promoteAgain({ laboratory, plan, primary, standby, third, settings }: Stand, steps: Steps, from: string, answered: readonly number[]): Promise<number> {
  return steps.take('promote-again', 'promote-database', async () => {
    await primary.promote();
    const { host, port } = laboratory.reach(plan.primary);
    await standby.follow({ ...settings(plan.standby), waitsFor: [] }, host, port);
    await standby.start();
    await third.stop();
    await third.follow({ ...settings(plan.third), waitsFor: [] }, host, port);
    await third.start();
    await laboratory.admit(plan.primary);
    await laboratory.admit(plan.standby);
    const last = await logEnd(primary);
    await Promise.all([standby.replayed(last), third.replayed(last)]);
    const rows = new Set((await primary.rows('select key from ledger')).map(Number));
    const lost = answered.filter((key) => !rows.has(key)).length;
    const equal = new Set([await tableDigest(primary), await tableDigest(standby), await tableDigest(third)]).size === 1;
    return { value: lost, held: lost === 0 && equal, found: { vi: `${plan.primary} lại là bản chính từ ${from}; mất ${String(lost)} giao dịch; ba nơi ${equal ? 'như nhau' : 'khác nhau'}`, en: `${plan.primary} is the primary again from ${from}; ${String(lost)} commits lost; the three are ${equal ? 'equal' : 'not equal'}` } };
  });
}
