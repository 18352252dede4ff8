import { pause } from '../../edge/laboratory/clock.js';
import type { PostgresServer } from '../../edge/laboratory/postgres.js';
import type { Text } from '../../../sites/model/text.js';
import type { Stand } from './stand.js';

/** How far a copy's log reaches, as PostgreSQL writes it: `0/3A8F210`. */
export interface CopyPosition {
  readonly name: string;
  readonly lsn: string;
}

/** A position in the log as a number. @throws RangeError for what is none: to take it as nothing would promote the wrong copy. */
export function lsnValue(lsn: string): bigint {
  const [, high = '', low = ''] = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(lsn) ?? [];
  if (high === '') throw new RangeError(`"${lsn}" is no position in a log`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** The copy whose log reaches farthest; of equals the first, which is the one the estate would promote. */
export function freshestOf(copies: readonly [CopyPosition, ...CopyPosition[]]): CopyPosition {
  return copies.reduce((best, one) => (lsnValue(one.lsn) > lsnValue(best.lsn) ? one : best));
}

/** Where every copy stands, in one sentence. */
export function positionsSaid(copies: readonly [CopyPosition, ...CopyPosition[]]): Text {
  const { name } = freshestOf(copies);
  const listed = copies.map((one) => `${one.name} ${one.lsn}`).join(', ');
  const equal = copies.every(({ lsn }) => lsnValue(lsn) === lsnValue(copies[0].lsn));
  return equal ? { vi: `các bản sao ngang nhau (${listed})`, en: `the copies are level (${listed})` } : { vi: `${name} có bản mới nhất (${listed})`, en: `${name} has the freshest copy (${listed})` };
}

/** What was received may not be replayed yet; a promotion replays it. */
const received = async (server: PostgresServer): Promise<CopyPosition> => ({ name: server.name, lsn: await server.value(`select coalesce(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), '0/0')`) });

/** Both copies of a stand, its standby first. */
export const positions = async ({ standby, third }: Pick<Stand, 'standby' | 'third'>): Promise<readonly [CopyPosition, CopyPosition]> => [await received(standby), await received(third)];

/** The stand with its copies in the order of who is promoted: the freshest first. */
export async function byFreshest(stand: Stand): Promise<{ readonly stand: Stand; readonly said: Text }> {
  const found = await positions(stand);
  const said = positionsSaid(found);
  if (freshestOf(found).name === stand.standby.name) return { stand, said };
  const { plan, standby, third } = stand;
  return { said, stand: { ...stand, plan: { ...plan, standby: plan.third, third: plan.standby }, standby: third, third: standby } };
}

/**
 * Where the third copy received more than the standby that is to be promoted, the standby takes that from it first: placement
 * stays as the estate says, and nothing is lost that some survivor has.
 */
export async function takeFreshest({ laboratory, plan, standby, third, settings }: Stand): Promise<Text> {
  const found = await positions({ standby, third });
  const said = positionsSaid(found);
  if (freshestOf(found).name === standby.name) return said;
  const end = await settled(third, laboratory.signal);
  const { host, port } = laboratory.reach(plan.third);
  await standby.stop();
  await standby.follow({ ...settings(plan.standby), waitsFor: [] }, host, port);
  await standby.start();
  await standby.replayed(end);
  return { vi: `${said.vi}; ${plan.standby} đã lấy phần còn thiếu từ đó, tới ${end}`, en: `${said.en}; ${plan.standby} took what it lacked from there, up to ${end}` };
}

/** Where replay comes to rest: a record that was cut off in the middle is received and never replayed. */
async function settled(server: PostgresServer, signal: AbortSignal): Promise<string> {
  const here = (): Promise<string> => server.value(`select coalesce(pg_last_wal_replay_lsn(), '0/0')`);
  for (let before = await here(); ; ) {
    await pause(300, signal);
    const now = await here();
    if (now === before) return now;
    before = now;
  }
}
