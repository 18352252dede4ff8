import { asDeadline, daysBetween, readDay, type Day } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Waiver } from '../../sites/model/kinds/waivers.js';
import type { Text } from '../../sites/model/text.js';

/** Longest a waiver may reach ahead without a legal clause, days. */
export const longestAhead = 400;

export type Refusal = 'expired' | 'same-person' | 'too-far-ahead' | 'clause-without-date' | 'beyond-clause' | 'unknown-policy' | 'unknown-site' | 'lapsed';

export interface RefusedBecause {
  readonly reason: Refusal;
  readonly text: Text;
}

/** Names are compared as people read them: composed characters, no case, single spaces, nothing invisible. */
export const personKey = (name: string): string => name.normalize('NFC').replace(/\p{Cf}/gu, '').replace(/\s+/gu, ' ').trim().toLowerCase();

/**
 * Last day a clause can carry: the latest date the estate records for it (targets and milestones that name it as their
 * basis), never after its document goes out of force.
 */
export function clauseDate(estate: Pick<Estate, 'settings' | 'sites' | 'legal'>, { document, clause }: { readonly document: string; readonly clause: string }): Day | undefined {
  const names = ({ basis }: { readonly basis: { readonly document: string; readonly clause: string } }): boolean => basis.document === document && basis.clause === clause;
  const own = [...estate.settings.milestones, ...estate.settings.targets].filter(names).map(({ due }) => asDeadline(due));
  // A site's milestone counts only where the estate's own do not name the clause: it moves with `--delay`, the law does not.
  const dates = own.length > 0 ? own : Object.values(estate.sites).filter(({ milestones }) => names(milestones)).map(({ milestones }) => asDeadline(milestones.commissioning));
  const latest = dates.sort().at(-1);
  const outOfForce = estate.legal[document]?.inForceTo;
  const end = outOfForce === undefined ? undefined : asDeadline(outOfForce);
  return latest === undefined || (end !== undefined && end < latest) ? end : latest;
}

const refused = (reason: Refusal, vi: string, en: string): RefusedBecause => ({ reason, text: { vi, en } });

/** Why a waiver does not hold on a day; undefined where it does. Which findings it covers is judged elsewhere. */
export function refusalOf(estate: Estate, waiver: DeepReadonly<Waiver>, asOf: Day, policies: ReadonlySet<string>): RefusedBecause | undefined {
  const { policy, cause, basis, expires, owner, approver } = waiver;
  if (!policies.has(policy)) return refused('unknown-policy', `Không có quy tắc ${policy}. Hãy ghi mã của một quy tắc có thật.`, `There is no rule ${policy}. Name a rule that exists.`);
  if (asOf > expires) return refused('expired', `Đã hết hạn sau ngày ${readDay(expires)}. Hãy khắc phục hoặc đề nghị miễn lại.`, `It expired after ${expires}. Fix the finding or ask for a new waiver.`);
  if (personKey(owner) === personKey(approver))
    return refused('same-person', 'Người đề nghị và người phê duyệt là một. Hãy để một người khác phê duyệt.', 'Owner and approver are the same person. Let somebody else approve it.');
  const ahead = daysBetween(asOf, expires);
  if (basis === undefined) {
    if (ahead > longestAhead)
      return refused(
        'too-far-ahead',
        `Còn ${ahead} ngày, quá ${longestAhead} ngày, mà không nêu căn cứ pháp lý. Hãy rút ngắn thời hạn hoặc ghi điều khoản làm căn cứ.`,
        `It reaches ${ahead} days ahead, more than ${longestAhead}, without a legal clause. Shorten it or name the clause.`,
      );
  } else {
    const limit = clauseDate(estate, basis);
    const clause = `${estate.legal[basis.document]?.label ?? basis.document} ${basis.clause}`;
    if (limit === undefined && ahead > longestAhead)
      return refused(
        'clause-without-date',
        `Điều khoản ${clause} không có ngày trong dữ liệu, nên không thể miễn quá ${longestAhead} ngày. Hãy ghi mốc thời gian của điều khoản hoặc rút ngắn thời hạn.`,
        `Clause ${clause} has no date in the data, so it carries no more than ${longestAhead} days. Record the clause's milestone or shorten the waiver.`,
      );
    if (limit !== undefined && expires > limit)
      return refused('beyond-clause', `Thời hạn ${readDay(expires)} vượt quá ngày ${readDay(limit)} của điều khoản ${clause}. Hãy rút ngắn.`, `${expires} is past ${limit}, the date of clause ${clause}. Shorten it.`);
  }
  if (cause === undefined) return undefined;
  const site = siteOf(cause);
  if (site === undefined || estate.sites[site] === undefined)
    return refused(
      'unknown-site',
      `Nguyên nhân "${cause}" không phải một trung tâm đã khai báo, nên không kiểm được điều miễn. Hãy ghi site/<mã trung tâm> hoặc dùng fingerprint.`,
      `Cause "${cause}" is no declared site, so what the waiver promises cannot be tested. Write site/<site id>, or use the fingerprint.`,
    );
  if (estate.sites[site].phase === 'operating')
    return refused('lapsed', `Trung tâm ${site} đã hoạt động, nên điều miễn không còn hiệu lực. Hãy xóa mục này.`, `Site ${site} operates, so the waiver has lapsed. Remove it.`);
  return undefined;
}

/** `site/ndc-02` names ndc-02; other causes cannot be tried out by letting a site operate. */
export const siteOf = (cause: string): string | undefined => /^site\/([^/]+)$/.exec(cause)?.[1];
