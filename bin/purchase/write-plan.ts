import { join } from 'node:path';
import { plusQuarters, type Quarter } from '../../sites/model/calendar.js';
import { loadEstate } from '../../sites/model/load.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { SourceFile } from '../../sites/model/source-file.js';
import type { Verdict } from '../../sites/model/verdict.js';
import { differencesFrom, planDigest } from '../../sites/purchase/matches.js';
import type { PurchasePlan, PurchaseResult } from '../../sites/purchase/purchase.js';
import { approvalDay } from '../approvals.js';
import type { Context, Values } from '../command.js';
import { changeFiles } from '../edge/change-files.js';
import { CheckFailure, EnvironmentFailure, InputFailure } from '../failure.js';
import { edited, fileChanges, requireLoading, type Edits } from '../hand-over/hand-over.js';
import type { PurchaseData } from '../purchase-data.js';
import { sitesWith } from './edits.js';
import { worseThan } from './worse.js';
import { acceptedPlan, planFile, planText } from './record.js';

/** A plan that is written is made for what is recorded, for today or a day before, to the estate's horizon or beyond it. @throws InputFailure NDC-X359, NDC-X364 */
export function requireRecorded({ globals, now }: Context, options: Values, estate: Estate, horizon: Quarter): void {
  const supposed = [...(globals.with.length > 0 ? ['--with'] : []), ...(globals.lose.length > 0 ? ['--lose'] : []), ...(globals.delay.length > 0 ? ['--delay'] : []), ...(globals.scenario === undefined ? [] : ['--scenario']), ...(globals.connection === undefined ? [] : ['--connection'])];
  if (supposed.length > 0) throw new InputFailure('NDC-X359', { vi: `--write chỉ ghi kế hoạch của dữ liệu như đã ghi: hãy bỏ ${supposed.join(', ')}.`, en: `--write writes the plan of the data as recorded alone: leave ${supposed.join(', ')} out.` });
  const until = options['horizon'] as string | undefined;
  if (until !== undefined && until < horizon) throw new InputFailure('NDC-X359', { vi: `--write không ghi kế hoạch ngắn hơn thời hạn của dữ liệu (${horizon}): hãy bỏ --horizon ${until}, hoặc nêu quý sau đó.`, en: `--write writes no plan that ends before the horizon of the data (${horizon}): leave --horizon ${until} out, or name a later quarter.` });
  if (approvalDay(estate, now()) !== estate.scenario.asOf) throw new InputFailure('NDC-X364', { vi: `--as-of ${estate.scenario.asOf} ở tương lai; kế hoạch được ghi cho ngày hôm nay hoặc trước đó.`, en: `--as-of ${estate.scenario.asOf} is to come; a plan is written for today or a day before.` });
}

export interface Writing {
  readonly context: Context;
  /** The data directory as it was read before the plan was made. */
  readonly files: readonly SourceFile[];
  readonly estate: Estate;
  readonly plan: PurchasePlan;
  /** Plans again, over the estate as it would be written. */
  readonly again: (estate: Estate) => Promise<PurchaseResult>;
}

/**
 * The plan as node pools of the sites' files, and beside them as the plan that was accepted: all files or none. Before
 * anything is written the estate that would result is planned for once more, and has to want nothing.
 *
 * @throws InputFailure NDC-X362 for disks that a class of one named pool would not get; NDC-X224 and NDC-X225 as every change of files.
 * @throws CheckFailure NDC-X365 where `ndc check` would fail what it does not fail now.
 * @throws EnvironmentFailure NDC-X363 where the result would want more: a defect of ours.
 */
export async function writePlan({ context, files, estate, plan, again }: Writing): Promise<NonNullable<PurchaseData['written']>> {
  const { purchasePlan } = estate;
  if (plan.orders.length === 0 && purchasePlan !== undefined && planDigest(purchasePlan) === purchasePlan.digest && differencesFrom(purchasePlan, estate).length === 0) return { digest: purchasePlan.digest, files: [] };
  for (const site of Object.values(estate.sites)) requireWritable(site, plan);
  const bytes = new Map(files.flatMap((file) => ('bytes' in file ? [[file.name, file.bytes] as const] : [])));
  const { asOf } = estate.scenario;
  const sites = sitesWith(estate, plan, asOf, (site) => new TextDecoder().decode(bytes.get(`${site}.yaml`)));
  const siteEdits: Edits = Object.fromEntries([...sites].map(([site, text]) => [`${site}.yaml`, text]));
  const accepted = acceptedPlan(estate, requireLoading(loadEstate(edited(files, siteEdits), asOf)), plan, asOf);
  const edits: Edits = { ...siteEdits, [planFile]: planText(accepted) };
  const after = requireLoading(loadEstate(edited(files, edits), asOf));
  const record = after.purchasePlan;
  if (record === undefined || planDigest(record) !== accepted.digest || differencesFrom(record, after).length > 0) throw new Error('the plan that was written is not the one that was made');
  const more = await again(after);
  if (more.status !== 'plan' || more.orders.length > 0) throw wantsMore(more);
  requireNoWorse(worseThan(estate, after), plan);
  await changeFiles(fileChanges(context.sites, edits, bytes));
  return { digest: accepted.digest, files: Object.keys(edits).map((name) => ({ file: join(context.sites, name), change: bytes.has(name) ? ('changed' as const) : ('new' as const) })) };
}

/** A class that names one pool would not hold what a new pool brings. @throws InputFailure NDC-X362 */
function requireWritable({ id, nodePools, storage }: DeepReadonly<Site>, { pools }: PurchasePlan): void {
  const one = storage.find(({ pool: named }) => named !== undefined && pools.some(({ site, like, id: pool }) => site === id && like.id === named && pool !== named && nodePools.some((there) => there.id === named && there.purpose === 'storage')));
  if (one === undefined) return;
  throw new InputFailure('NDC-X362', {
    vi: `${id}: lớp lưu trữ ${one.class} chỉ nằm trên nhóm máy ${one.pool ?? ''}, nên không dùng đĩa của nhóm máy mà kế hoạch thêm vào; chưa ghi gì. Hãy bỏ pool của lớp đó, hoặc ghi nhóm máy mới bằng tay.`,
    en: `${id}: the storage class ${one.class} lies on the pool ${one.pool ?? ''} alone and would not use the disks of the pool that the plan adds; nothing was written. Drop the class's pool, or write the new pool by hand.`,
  });
}

/** @throws CheckFailure NDC-X365 */
function requireNoWorse(worse: readonly Verdict[], { quarters }: PurchasePlan): void {
  if (worse.length === 0) return;
  const last = quarters.at(-1);
  const later = last === undefined ? '' : plusQuarters(last, 4);
  const lines = (lang: 'vi' | 'en'): string => worse.slice(0, 8).map(({ policy, finding }) => `  ${policy}: ${finding[lang]}`).join('\n');
  throw new CheckFailure('NDC-X365', {
    vi: `chưa ghi gì: với kế hoạch này ndc check sẽ không đạt, vì xét cả khi mọi trung tâm đã hoạt động:\n${lines('vi')}\nHãy lập kế hoạch xa hơn, ví dụ --horizon ${later}: điều tích lũy sau khi trung tâm mở khi đó cũng được mua.`,
    en: `nothing was written: with this plan ndc check would fail, since it judges all sites operating too:\n${lines('en')}\nPlan further, such as --horizon ${later}: what accumulates after a site opens is then bought too.`,
  });
}

function wantsMore(result: PurchaseResult): EnvironmentFailure {
  const orders = result.status === 'plan' ? result.orders.map(({ site, hall, kind, count, orderBy }) => `${site} ${hall} ${kind} ${count} (${orderBy})`).join(', ') : result.status;
  return new EnvironmentFailure('NDC-X363', {
    vi: `lỗi của bộ công cụ: sau khi ghi, dữ liệu sẽ còn đòi mua thêm (${orders}), nên chưa ghi gì. Hãy báo lỗi kèm dữ liệu này.`,
    en: `a failure of the toolkit: once written, the data would want more bought (${orders}), so nothing was written. Report it with these data.`,
  });
}
