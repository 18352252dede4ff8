import { approvalsNeeded, type CheckedApprovals, peopleOf } from '../model/approval.js';
import { readDay, type Day } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Transition } from '../model/kinds/ledger.js';
import type { CordonLimit, Offboarding } from '../model/kinds/offboarding.js';
import { nextStep, offboardingSteps, stepsTaken, type OffboardingStep } from '../model/offboarding.js';
import type { Text } from '../model/text.js';

/** A step somebody wants to take, with what it needs. */
export type StepTaken =
  | { readonly step: 'cordon'; readonly organisation: string; readonly figures: Offboarding['cordon']['figures']; readonly limits: readonly DeepReadonly<CordonLimit>[] }
  | { readonly step: 'export'; readonly location: string; readonly digest: string; readonly confirmedBy: string }
  | { readonly step: 'retain'; readonly until: Day }
  | { readonly step: 'release'; readonly approvals: CheckedApprovals }
  /** Environments that a cluster still has: `ho-so-prod@ndc-01`. */
  | { readonly step: 'tombstone'; readonly standing: readonly string[] };

/** The part of a transition that steps write. */
export type Steps = Pick<DeepReadonly<Transition>, 'state' | 'offboarding' | 'released' | 'tombstone'>;

/** What each step needs, in words a person can act on. */
export const stepNames: Readonly<Record<OffboardingStep, Text>> = {
  cordon: { vi: 'khóa hạn mức ở mức đang dùng', en: 'cordon: the quota is cut to current use' },
  export: { vi: 'xuất dữ liệu', en: 'export of the data' },
  retain: { vi: 'lưu giữ đến một ngày', en: 'retention until a day' },
  release: { vi: 'gỡ khỏi phiếu khi hai người đã ký', en: 'release from the request, once two people signed' },
  tombstone: { vi: 'bia mộ khi cụm không còn', en: 'tombstone, once the clusters are without it' },
};

/** Before the first step nothing is there. */
export const beforeSteps: Steps = { state: 'open' };

/** Why a step is not the one to take now, whatever it would be taken with; undefined where it is. What was taken is not taken again. */
export function earlyRefusalOf(steps: Steps, wanted: OffboardingStep): Text | undefined {
  const due = nextStep(steps);
  const taken = stepsTaken(steps);
  const before = taken.find(({ step }) => step === wanted);
  if (before !== undefined) return { vi: `bước ${wanted} đã làm ngày ${readDay(before.on)}${due === undefined ? '' : `; bước tiếp theo là ${due}`}`, en: `the step ${wanted} was taken on ${before.on}${due === undefined ? '' : `; the next one is ${due}`}` };
  if (steps.state !== 'open') return { vi: `thủ tục đang ở trạng thái ${steps.state}; chỉ thủ tục đang mở (open) đi tiếp được`, en: `its state is ${steps.state}; only an open one goes on` };
  if (due !== wanted) {
    const missing = offboardingSteps.slice(taken.length, offboardingSteps.indexOf(wanted));
    const words = (lang: 'vi' | 'en'): string => missing.map((step) => `${step} (${stepNames[step][lang]})`).join(', ');
    return { vi: `chưa đến bước ${wanted}; còn thiếu: ${words('vi')}`, en: `it is too early for ${wanted}; missing: ${words('en')}` };
  }
  return undefined;
}

/** Why a step cannot be taken on a day; undefined where it can. One step follows another, none earlier than the last. */
export function refusalOf(steps: Steps, wanted: StepTaken, on: Day): Text | undefined {
  const early = earlyRefusalOf(steps, wanted.step);
  if (early !== undefined) return early;
  const last = stepsTaken(steps).at(-1);
  if (last !== undefined && on < last.on) return { vi: `ngày ${readDay(on)} sớm hơn bước ${last.step} (${readDay(last.on)})`, en: `${on} is earlier than the step ${last.step} (${last.on})` };
  return needsOf(steps, wanted, on);
}

function needsOf(steps: Steps, wanted: StepTaken, on: Day): Text | undefined {
  switch (wanted.step) {
    case 'cordon':
      return wanted.limits.length > 0 ? undefined : { vi: 'không có môi trường nào ở trung tâm đang vận hành để khóa', en: 'there is no environment at a site that operates' };
    case 'export':
      return undefined;
    case 'retain':
      return wanted.until >= on ? undefined : { vi: `ngày giữ cuối cùng ${readDay(wanted.until)} đã qua (${readDay(on)})`, en: `the last day of retention, ${wanted.until}, has gone by (${on})` };
    case 'release': {
      const until = steps.offboarding?.retention?.until;
      if (until !== undefined && on <= until) return { vi: `mọi thứ được giữ đến hết ${readDay(until)}; hôm nay là ${readDay(on)}`, en: `everything is kept until the end of ${until}; today is ${on}` };
      const people = peopleOf(wanted.approvals.given);
      if (people.length >= approvalsNeeded) return undefined;
      const worthless = (lang: 'vi' | 'en'): string => wanted.approvals.refused.map(({ by, because }) => `; ${by}: ${because[lang]}`).join('');
      return {
        vi: `cần chữ ký của ${approvalsNeeded} người, hiện có ${people.length}${worthless('vi')}. Mỗi người chạy ndc approve`,
        en: `the signatures of ${approvalsNeeded} people are needed, there are ${people.length}${worthless('en')}. Each of them runs ndc approve`,
      };
    }
    case 'tombstone':
      return wanted.standing.length === 0 ? undefined : { vi: `cụm vẫn còn ${wanted.standing.join(', ')}; hãy chạy ndc up trước`, en: `the clusters still have ${wanted.standing.join(', ')}; run ndc up first` };
  }
}

/** The transition's steps after one more. @throws Error where `refusalOf` refuses: asking first is the caller's part. */
export function withStep(steps: Steps, wanted: StepTaken, on: Day): Steps {
  const refused = refusalOf(steps, wanted, on);
  if (refused !== undefined) throw new Error(`${wanted.step}: ${refused.en}`);
  if (wanted.step === 'cordon') return { ...steps, offboarding: { organisation: wanted.organisation, cordon: { on, figures: wanted.figures, limits: wanted.limits } } };
  const { offboarding } = steps;
  if (offboarding === undefined) throw new Error(`${wanted.step} without a cordon`);
  switch (wanted.step) {
    case 'export':
      return { ...steps, offboarding: { ...offboarding, export: { on, location: wanted.location, digest: wanted.digest, confirmedBy: wanted.confirmedBy } } };
    case 'retain':
      return { ...steps, offboarding: { ...offboarding, retention: { on, until: wanted.until } } };
    case 'release':
      return { ...steps, released: on };
    case 'tombstone':
      return { ...steps, state: 'done', tombstone: on };
  }
}
