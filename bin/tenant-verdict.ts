import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import type { Text } from '../sites/model/text.js';
import type { Verdict } from '../sites/model/verdict.js';
import { unmeasuredShrink, type UseByNamespace } from '../sites/tenancy/approval-growth.js';
import { changesOf } from '../sites/tenancy/changes.js';
import type { FitVerdict } from '../sites/tenancy/fit.js';
import { measuredLive } from '../sites/tenancy/live-use.js';
import type { LiveUse } from './live-use.js';
import type { CheckedRequest } from './tenant-check-data.js';
import type { ReviewVerdict } from './tenant-review-data.js';

type Request = DeepReadonly<TenancyRequest>;

/** How `ndc tenant check`, the comment of a pull request and the queue come to the same verdict on the same request. */

export const verdictOf = (foreign: number, refused: boolean, unclear: boolean, approval: boolean): Exclude<ReviewVerdict, 'no-change'> => (foreign > 0 ? 'not-a-request' : refused ? 'refused' : unclear ? 'unclear' : approval ? 'approval' : 'accepted');

export function refusalsOf(requests: readonly Pick<CheckedRequest, 'organisation' | 'findings'>[], verdict: FitVerdict, onlyApart: boolean, verdicts: readonly Verdict[]): Text[] {
  const wrong = requests.flatMap(({ findings }) => findings).filter(({ weight }) => weight === 'refuse').length;
  const rules = [...new Set(verdicts.filter(({ blocks }) => blocks).map(({ policy }) => policy))].sort();
  return [
    ...(wrong === 0 ? [] : [{ vi: `${wrong} điểm cần sửa trong phiếu`, en: `${wrong} point${wrong === 1 ? '' : 's'} to mend in the request` }]),
    ...(rules.length === 0 ? [] : [{ vi: `không đạt quy tắc ${rules.join(', ')}`, en: `it fails ${rules.join(', ')}` }]),
    ...(verdict === 'does-not-fit' ? [{ vi: 'không đủ năng lực', en: 'it does not fit' }] : verdict === 'fits-until-loss' ? [{ vi: 'chỉ đủ năng lực khi không mất trung tâm nào', en: 'it fits only while no site is lost' }] : []),
    ...(onlyApart ? [{ vi: `từng phiếu thì đủ, cùng lúc thì không: ${requests.map(({ organisation }) => organisation).join(', ')}`, en: `each fits alone, together they do not: ${requests.map(({ organisation }) => organisation).join(', ')}` }] : []),
  ];
}

/** A request that changes something, and what is recorded of it. */
export interface Changing {
  readonly organisation: string;
  readonly base: Request | undefined;
  readonly head: Request | undefined;
}

/** What nobody has checked: whatever stands here makes a verdict unclear. `outdated`: requests that the base changed since. */
export function notCheckedOf({ base, files: { outdated } = { outdated: [] }, live }: { readonly base: Estate; readonly files?: { readonly outdated: readonly string[] }; readonly live?: LiveUse | undefined }, requests: readonly { readonly policies: { readonly unknown: number } }[], open: readonly Changing[], recorded: UseByNamespace): Text[] {
  const asOf = base.scenario.asOf;
  const shrinks = shrinksUnmeasured({ base, live }, open, recorded, asOf);
  const unknown = requests.reduce((sum, { policies }) => sum + policies.unknown, 0);
  return [
    ...(shrinks.length === 0 ? [] : [{ vi: 'mức đang dùng thật: hạn mức giảm có thể thấp hơn mức đang dùng', en: 'live use: a quota that shrinks may fall below what is in use' }]),
    ...(live?.unread ?? []).map(({ reason }) => ({ vi: `mức đang dùng thật: ${reason.vi}`, en: `live use: ${reason.en}` })),
    ...(unknown === 0 ? [] : [{ vi: `${unknown} kết luận của quy tắc chưa đủ căn cứ`, en: `${unknown} finding${unknown === 1 ? '' : 's'} of rules without enough to judge` }]),
    ...(outdated.length === 0 ? [] : [{ vi: `nhánh gốc đã đổi chính các phiếu này từ khi tách nhánh: ${outdated.join(', ')}; hãy cập nhật nhánh`, en: `the base changed the same requests since the branch parted: ${outdated.join(', ')}; update the branch` }]),
  ];
}

/** Quotas that shrink with nothing of late to compare with, neither recorded nor live. */
export function shrinksUnmeasured({ base, live }: { readonly base: Estate; readonly live?: LiveUse | undefined }, open: readonly Changing[], recorded: UseByNamespace, asOf: Estate['scenario']['asOf']): readonly string[] {
  const usage = { ...recorded, ...(live === undefined ? {} : measuredLive(live.environments, live.quotas, asOf)) };
  return open.flatMap(({ base: was, head: is }) => unmeasuredShrink({ changes: changesOf({ estate: base, request: was }, { estate: base, request: is }), usage, asOf }));
}
