import { approvalDigest, approvalsNeeded, approvalStatement, peopleOf, type ApprovalsOnDay, type CheckedApprovals, type GivenApproval, type RefusedApproval } from '../sites/model/approval.js';
import { dayInVietNam, plusDays, type Day } from '../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Transition } from '../sites/model/kinds/ledger.js';
import type { Signer } from '../sites/model/kinds/signers.js';
import { isTenants } from '../sites/model/offboarding.js';
import type { Text } from '../sites/model/text.js';
import { visible } from '../sites/model/visible.js';
import { verifySignature } from './edge/ssh-signature.js';
import type { ForbiddenStack } from './forbidden-stack.js';

type Approval = DeepReadonly<Transition>['approvals'][number];

/** A signer and the days on which the key counts: both on the day of the signature and on the day it is relied on. */
export const validOn = ({ validFrom, validUntil }: DeepReadonly<Signer>, day: Day): boolean => (validFrom === undefined || validFrom <= day) && (validUntil === undefined || day <= validUntil);

/** The list OpenSSH reads. Names are of a kind that it takes literally, keys are two words of its own alphabet. */
export const allowedSigners = (signers: readonly DeepReadonly<Signer>[]): string => signers.map(({ name, key }) => `${name} namespaces="ndc" ${key}\n`).join('');

/** People who are listed as contractors under any role: their signatures are known for what they are and never count. */
const contractors = ({ approvals }: Pick<Estate, 'approvals'>): ReadonlySet<string> =>
  new Set((approvals?.roles ?? []).flatMap(({ approvers = [] }) => approvers.filter(({ standing }) => standing === 'contractor').map(({ principal }) => principal)));

/** Files that decide whose signature counts, and over what. A what-if file is nobody's approved text. */
const decisive = /^(catalogue\/(signers|approvals|estate)\.yaml|transitions\/.*)$/;

/** The day by which approvals are judged: the one supposed, never later than today. To suppose a later day ends no retention. */
export const approvalDay = ({ scenario }: Pick<Estate, 'scenario'>, now: Date): Day => {
  const today = dayInVietNam(now);
  return scenario.asOf < today ? scenario.asOf : today;
};

/**
 * Checks every signature of the transitions that are open. Whatever does not hold is named with the reason and counts for
 * nothing; without signatures no program is run.
 *
 * @throws EnvironmentFailure NDC-X042 where there is something to check and no ssh-keygen.
 */
export async function checkApprovals(estate: Estate, now: Date): Promise<ApprovalsOnDay> {
  const on = approvalDay(estate, now);
  const checked: [string, CheckedApprovals][] = [];
  for (const transition of Object.values(estate.transitions)) if (transition.state === 'open' && transition.approvals.length > 0) checked.push([transition.id, await checkTransition(estate, transition, on)]);
  return { on, transitions: Object.fromEntries(checked) };
}

/** Checks the approvals of one transition, on a day. */
export async function checkTransition(estate: Estate, transition: DeepReadonly<Transition>, on: Day): Promise<CheckedApprovals> {
  const given: GivenApproval[] = [];
  const refused: RefusedApproval[] = [];
  const digest = approvalDigest(estate, transition);
  for (const approval of transition.approvals) {
    const { by, on: signedOn } = approval;
    const because = refusal(estate, approval, digest, on) ?? signedEarly(transition, approval.on);
    const check = because === undefined ? await signedBy(estate, transition.id, approval, on) : { because };
    if ('key' in check) given.push({ by, on: signedOn, key: check.key });
    else refused.push({ by, on: signedOn, because: check.because });
  }
  return { given, refused };
}

/** What makes an approval worth nothing before its signature is looked at. */
function refusal(estate: Estate, approval: Approval, digest: string, day: Day): Text | undefined {
  const { by, on } = approval;
  const file = estate.scenario.add.find(({ name }) => decisive.test(name));
  if (file !== undefined) return { vi: `${file.name} được thay bằng tệp giả định (--with); chữ ký chỉ tính trên dữ liệu đã duyệt`, en: `a what-if file (--with) stands in for ${file.name}; signatures count over approved data alone` };
  if (estate.signers === undefined) return { vi: 'danh mục không có catalogue/signers.yaml, nên không biết chữ ký của ai được tính', en: 'the catalogue has no catalogue/signers.yaml, so nobody knows whose signatures count' };
  const own = estate.signers.filter(({ name }) => name === by);
  if (own.length === 0) return { vi: 'người này không có trong catalogue/signers.yaml', en: 'is not in catalogue/signers.yaml' };
  if (contractors(estate).has(by)) return { vi: 'là nhà thầu; nhà thầu không được phê duyệt', en: 'is a contractor; contractors cannot approve' };
  if (on > day) return { vi: `ký cho ngày ${on}, sau ngày ${day}: đồng hồ của máy đã ký hoặc của máy này sai (so date -u ở hai máy), hoặc --as-of lùi về trước`, en: `signed for ${on}, which is after ${day}: the clock of the machine that signed or of this one is wrong (compare date -u on both), or --as-of supposes an earlier day` };
  if (approval.digest !== digest) return { vi: 'ký một nội dung khác: thủ tục đã thay đổi sau khi ký, hoặc chữ ký lấy từ thủ tục khác', en: 'signed another text: the transition changed after it was signed, or the signature is of another one' };
  if (!own.some((signer) => validOn(signer, on) && validOn(signer, day))) return { vi: `khóa của người này không có hiệu lực vào ngày ký ${on} và ngày xét ${day}`, en: `no key of this signer is valid both on ${on}, when it was signed, and on ${day}, when it is relied on` };
  return undefined;
}

/** Declarations, returns and releases name the second; a signature dated before the day of what it signs comes from a clock that is wrong. One day is let pass: around midnight two clocks need not agree. */
function signedEarly({ declaration, return: back, release }: DeepReadonly<Transition>, on: Day): Text | undefined {
  const at = back?.verify?.at ?? declaration?.at ?? release?.at;
  if (at === undefined) return undefined;
  const day = dayInVietNam(new Date(at));
  return on >= plusDays(day, -1) ? undefined : { vi: `ký ngày ${on}, trước khi có nội dung này (${day}): đồng hồ của một trong hai máy sai`, en: `signed on ${on}, before this text was written (${day}): one of both clocks is wrong` };
}

async function signedBy({ signers = [] }: Estate, transition: string, { by, on, digest, signature }: Approval, day: Day): Promise<{ readonly key: string } | { readonly because: Text }> {
  const own = signers.filter((signer) => signer.name === by && validOn(signer, on) && validOn(signer, day));
  const encoder = new TextEncoder();
  const check = await verifySignature(encoder.encode(approvalStatement(transition, digest, on)), encoder.encode(signature.endsWith('\n') ? signature : `${signature}\n`), { text: allowedSigners(own) });
  return check.good ? { key: check.key } : { because: check.because };
}

/**
 * Of some stacks, those that may not be destroyed as a whole: no open offboarding names `stack/<name>`, or it lacks the
 * signatures of two people. A staged offboarding of what tenants have names no stack, and permits no destroy of one.
 */
export function forbiddenStacks(estate: Estate, { on, transitions }: ApprovalsOnDay, stacks: readonly string[]): readonly ForbiddenStack[] {
  return stacks.flatMap((stack): ForbiddenStack[] => {
    const naming = Object.values(estate.transitions).filter(({ transition, state, opened, from }) => transition === 'offboard' && state === 'open' && (opened === undefined || opened <= on) && from.includes(`stack/${stack}`) && !from.some(isTenants));
    const checked = naming.map(({ id }) => ({ id, ...(transitions[id] ?? { given: [], refused: [] }) }));
    if (checked.some(({ given }) => peopleOf(given).length >= approvalsNeeded)) return [];
    if (checked.length === 0) return [{ stack, because: { vi: `không có thủ tục offboard đang mở nào nêu stack/${stack}`, en: `no open offboarding names stack/${stack}` } }];
    const said = (lang: 'vi' | 'en'): string =>
      checked
        .map(({ id, given, refused }) => {
          const count = peopleOf(given).length;
          const worthless = refused.map(({ by, because }) => (lang === 'vi' ? `chữ ký của ${by} không được tính: ${because.vi}` : `the signature of ${by} does not count: ${because.en}`));
          return [lang === 'vi' ? `${id} có chữ ký hợp lệ của ${count}/${approvalsNeeded} người` : `${id} has valid signatures of ${count} of ${approvalsNeeded} people`, ...worthless].map((each) => visible(each, 400)).join('; ');
        })
        .join('; ');
    return [{ stack, because: { vi: said('vi'), en: said('en') } }];
  });
}
