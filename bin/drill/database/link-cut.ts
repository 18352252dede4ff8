import type { PostgresServer } from '../../edge/laboratory/postgres.js';
import { keepRows } from '../../edge/laboratory/kept-rows.js';
import type { Text } from '../../../sites/model/text.js';
import type { Steps } from '../steps.js';
import { judgeFences } from './fence-judge.js';
import { divergenceOf, keyRuns, type Divergence } from './rows.js';
import { answersClients } from './site-dead.js';
import { clientOf, ledgerOf, thirdFollows, type Stand } from './stand.js';
import { bringBack, demote, promoteAgain, sameEverywhere, type ReturnWay } from './way-back.js';

/** What can be said of each fence of a primary, tried from where clients stand. */
export interface FenceFinding {
  readonly fence: 'edge-withdrawn' | 'replication-revoked' | 'power-off';
  readonly state: 'proven' | 'unproven';
  readonly evidence: Text;
}

export interface LinkCutResult {
  readonly fencesBefore: readonly FenceFinding[];
  /** Why nothing is promoted without evidence. */
  readonly refused: Text;
  readonly divergence: Divergence;
  /** Rows of the old primary that the new one does not hold, kept as they were. */
  readonly kept: { readonly file: string; readonly sha256: string; readonly rows: number };
  readonly way: ReturnWay;
  readonly digests: Readonly<Record<string, string>>;
  /** Commits lost when the sites changed places again: none may be. */
  readonly lostInReturn: number;
}

export interface LinkCutOptions {
  readonly commits: number;
  /** Folder in which diverged rows are kept. */
  readonly keepIn: string;
  /** Lets the old primary's log of the parting be recycled, as a busy site does within hours. */
  readonly forgetLog?: boolean;
}

/**
 * Cuts the links between the sites while clients still reach the old primary: without evidence nothing is promoted; forced,
 * there are two primaries, and whatever the old one took is listed, kept, and given up only then. The old primary comes
 * back as a standby, and the sites change places without loss.
 */
export async function linkCut(stand: Stand, steps: Steps, options: LinkCutOptions): Promise<LinkCutResult> {
  const { laboratory, plan, primary, standby } = stand;
  const old = clientOf(stand, primary, { firstKey: 1, mark: 'old' });
  let fresh: ReturnType<typeof clientOf> | undefined;
  try {
    await old.reached(options.commits, laboratory.signal);
    await steps.take('cut-links', undefined, async () => {
      await laboratory.cut(plan.primary, plan.standby);
      await laboratory.cut(plan.primary, plan.third);
      return { value: undefined, found: { vi: `đường truyền từ ${plan.primary} tới hai trung tâm kia đã đứt; máy khách vẫn tới được`, en: `the links of ${plan.primary} to both others are cut; clients still reach it` } };
    });
    const before = old.acknowledged.length;
    await old.reached(before + options.commits, laboratory.signal);
    const answers = await answersClients(laboratory, primary);
    const fencesBefore = await fencesOf(stand, primary);
    const refused = await steps.take('refuse', undefined, () => {
      const because = judgeFences({ site: plan.primary, others: [plan.standby, plan.third], fences: fencesBefore, siteAnswers: answers });
      return Promise.resolve({ value: because ?? { vi: '', en: '' }, held: because !== undefined, found: because ?? { vi: 'không ai từ chối dù chưa có bằng chứng cách ly', en: 'nobody refused although no fence is proven' } });
    });
    await steps.take('force-promotion', 'promote-database', async () => {
      await standby.promote();
      await standby.configure({ ...stand.settings(plan.standby), waitsFor: [] });
      await standby.rows('select pg_reload_conf()');
      return { value: undefined, found: { vi: `${plan.standby} được ép thành bản chính: hai nơi cùng ghi`, en: `${plan.standby} was forced to be a primary: two sites take writes` } };
    });
    await steps.take('follow', undefined, async () => {
      const how = await thirdFollows(stand, standby);
      return { value: how, found: how === 'followed' ? { vi: `${plan.third} theo ${plan.standby}`, en: `${plan.third} follows ${plan.standby}` } : { vi: `${plan.third} đã nhận nhiều hơn ${plan.standby}, nên được chép lại toàn bộ`, en: `${plan.third} had received more than ${plan.standby} and was copied anew` } };
    });
    const known = Number(await standby.value('select coalesce(max(key), 0) from ledger'));
    fresh = clientOf(stand, standby, { firstKey: known + 1, mark: 'new' });
    await fresh.reached(options.commits, laboratory.signal);
    await old.reached(old.acknowledged.length + options.commits, laboratory.signal);
    await steps.take('fence', 'fence', async () => {
      await laboratory.withdraw(plan.primary);
      await old.stop();
      const still = await answersClients(laboratory, primary);
      return { value: undefined, held: !still, found: still ? { vi: `máy khách vẫn tới được ${plan.primary}`, en: `clients still reach ${plan.primary}` } : { vi: `máy khách không còn tới được ${plan.primary}`, en: `clients reach ${plan.primary} no longer` } };
    });
    const divergence = await steps.take('compare', undefined, async () => {
      const found = divergenceOf(await ledgerOf(primary), await ledgerOf(standby));
      const parted = found.onlyOld.length + found.differing.length;
      return { value: found, held: parted > 0, found: { vi: `${String(parted)} dòng chỉ có ở ${plan.primary} (khóa ${keyRuns([...found.onlyOld, ...found.differing])})`, en: `${String(parted)} rows are ${plan.primary}'s alone (keys ${keyRuns([...found.onlyOld, ...found.differing])})` } };
    });
    const kept = await steps.take('keep', undefined, async () => {
      const value = await keepRows(primary, [...divergence.onlyOld, ...divergence.differing], options.keepIn);
      return { value, held: value.rows === divergence.onlyOld.length + divergence.differing.length, found: { vi: `giữ ${String(value.rows)} dòng trong ${value.file} (sha256 ${value.sha256.slice(0, 16)}…)`, en: `${String(value.rows)} rows kept in ${value.file} (sha256 ${value.sha256.slice(0, 16)}…)` } };
    });
    if (options.forgetLog === true) await recycleLog(primary);
    const way = await steps.take('re-clone', 'restore-database', () => bringBack(stand));
    await fresh.stop();
    const digests = await sameEverywhere(stand, steps);
    const lostInReturn = await promoteAgain(stand, steps, await demote(stand, steps), fresh.acknowledged.map(({ key }) => key));
    return { fencesBefore, refused, divergence, kept, way, digests, lostInReturn };
  } finally {
    await old.stop();
    await fresh?.stop();
  }
}

/** Asked from where clients stand: what a fence claims is tried, not believed. */
async function fencesOf({ laboratory, plan }: Stand, server: PostgresServer): Promise<readonly FenceFinding[]> {
  const answers = await answersClients(laboratory, server);
  const finding = (fence: FenceFinding['fence'], proven: boolean, vi: string, en: string): FenceFinding => ({ fence, state: proven ? 'proven' : 'unproven', evidence: { vi, en } });
  return [
    finding('edge-withdrawn', !answers, answers ? `máy khách vẫn được ${plan.primary} trả lời` : `máy khách không tới được ${plan.primary}`, answers ? `clients are still answered by ${plan.primary}` : `clients do not reach ${plan.primary}`),
    // Nobody can take a credential from a site nobody reaches.
    finding('replication-revoked', false, `không thu hồi được quyền đồng bộ ở nơi không tới được`, `rights to replicate cannot be taken from a site that cannot be reached`),
    finding('power-off', !answers, answers ? `nơi còn trả lời thì chưa mất điện` : `không có gì trả lời`, answers ? `what answers has power` : `nothing answers`),
  ];
}

/** Parting and log move apart: what was written when the histories parted is recycled. */
async function recycleLog(server: PostgresServer): Promise<void> {
  await server.rows(`alter system set wal_keep_size = 0`);
  await server.rows('select pg_reload_conf()');
  for (let round = 0; round < 3; round += 1) {
    await server.rows('select pg_switch_wal()');
    await server.rows(`insert into ledger select 900000000 + ${String(round)}, 'old', 'x' on conflict do nothing`);
    await server.rows('checkpoint');
  }
}
