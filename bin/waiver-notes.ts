import type { ListedWaiver, WaiverReport } from '../policies/engine/waivers.js';
import type { Estate } from '../sites/model/estate.js';
import type { Verdict } from '../sites/model/verdict.js';
import type { CheckData, UnusedWaiver } from './check-data.js';

/** What waivers were judged with. */
export interface WaiversJudged {
  readonly waivers: WaiverReport;
  /** Waivers that cover nothing under a what-if: no fault, and no reason to remove them. */
  readonly idle: readonly ListedWaiver[];
  readonly verdicts: readonly Verdict[];
}

/** Whether sites are taken as lost or late: what then covers nothing may be needed in the estate as recorded. */
export const supposes = ({ lose, delay }: Estate['scenario']): boolean => lose.length > 0 || Object.keys(delay).length > 0;

const on = ({ cause, fingerprint }: Pick<ListedWaiver, 'cause' | 'fingerprint'>): string => cause ?? fingerprint ?? '';

/** What a page says of waivers: refused ones with the reason, unused ones with why they cover nothing, those that end soon. */
export function waiversOf({ waivers: { unused, expiring, refused, used }, idle, verdicts }: WaiversJudged): CheckData['waivers'] {
  const valid = [...used, ...unused, ...idle];
  return {
    unused: [...unused.map((waiver) => unusedBecause(waiver, verdicts, valid)), ...idle.map((waiver): UnusedWaiver => ({ policy: waiver.policy, on: on(waiver), because: 'what-if' }))],
    expiring: expiring.map((waiver) => ({ policy: waiver.policy, on: on(waiver), expires: waiver.expires })),
    refused: refused.map((waiver) => ({ policy: waiver.policy, on: on(waiver), reason: waiver.text })),
  };
}

/** Unused waivers that nothing hides a use of: what a headline calls unused. */
export const needlessOf = (judged: WaiversJudged): readonly UnusedWaiver[] => waiversOf(judged).unused.filter(({ because }) => because === 'covers-nothing');

/**
 * A waiver covers a failure only when every cause of it is covered, so one that would be needed looks unused while the
 * same rule fails on something that no waiver covers.
 */
function unusedBecause(waiver: ListedWaiver, verdicts: readonly Verdict[], valid: readonly ListedWaiver[]): UnusedWaiver {
  const { policy, cause } = waiver;
  const head = { policy, on: on(waiver) };
  const open = verdicts.filter((verdict) => verdict.policy === policy && verdict.status === 'fail' && verdict.waived === undefined);
  // Another cause of the failure that this waiver names tells more than a failure elsewhere.
  const masking = open.find(({ causes }) => cause !== undefined && causes.includes(cause)) ?? open[0];
  if (masking === undefined) return { ...head, because: 'covers-nothing' };
  const uncovered = masking.causes.filter((each) => !valid.some((other) => other.policy === policy && other.cause === each));
  return { ...head, because: 'masked', by: { subject: masking.subject.object, finding: masking.finding, causes: uncovered } };
}
