import type { Estate } from '../../sites/model/estate.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';
import type { Pack, Severity, Verdict } from '../../sites/model/verdict.js';
import type { Input, Rule } from '../engine/rule.js';
import type { WaiverReport } from '../engine/waivers.js';

/** A clause as a report quotes it, with the time its document is in force. */
export interface CitedClause {
  readonly document: string;
  /** Q, C, N, T …, as facts and reports abbreviate the document. */
  readonly label: string;
  readonly title: Text;
  readonly clause: string;
  readonly inForceFrom?: string;
  readonly inForceTo?: string;
}

/** A rule as a report cites it: law and engineering stay two fields. */
export interface CitedRule {
  readonly id: string;
  readonly version: number;
  readonly title: Text;
  readonly explanation: Text;
  readonly severity: Severity;
  readonly pack: Pack;
  readonly reads: readonly Input[];
  readonly legal: readonly CitedClause[];
  readonly engineering?: { readonly statement: Text; readonly link?: string };
  readonly remedy: Text;
  /** When the rule itself applies, where that is bounded. */
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
}

/** A waiver in full, as it is quoted beside what it covers. */
export interface QuotedWaiver {
  /** Its place in the estate's data. */
  readonly waiver: Pointer;
  readonly policy: string;
  readonly cause?: string;
  readonly fingerprint?: string;
  readonly owner: string;
  readonly approver: string;
  readonly reason: Text;
  readonly basis?: CitedClause;
  readonly expires: string;
}

export function citedClause(estate: Pick<Estate, 'legal'>, { document, clause }: { readonly document: string; readonly clause: string }): CitedClause {
  const source = estate.legal[document];
  return {
    document,
    label: source?.label ?? document,
    title: source?.title ?? { vi: document, en: document },
    clause,
    ...(source?.inForceFrom === undefined ? {} : { inForceFrom: source.inForceFrom }),
    ...(source?.inForceTo === undefined ? {} : { inForceTo: source.inForceTo }),
  };
}

export function citedRule({ id, version, title, explanation, severity, pack, reads, legal, engineering, remedy, effectiveFrom, effectiveTo }: Rule, estate: Estate): CitedRule {
  return {
    id,
    version,
    title,
    explanation,
    severity,
    pack,
    reads,
    legal: legal.map((basis) => citedClause(estate, basis)),
    ...(engineering === undefined ? {} : { engineering }),
    remedy,
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
  };
}

/** Every waiver of the estate's data, used or not. */
export function quotedWaivers(estate: Estate): QuotedWaiver[] {
  return estate.waivers.map(({ policy, cause, fingerprint, owner, approver, reason, basis, expires }, index) => ({
    waiver: pointer('waivers', index),
    policy,
    ...(cause === undefined ? {} : { cause }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    owner,
    approver,
    reason,
    ...(basis === undefined ? {} : { basis: citedClause(estate, basis) }),
    expires,
  }));
}

/**
 * For each verdict the waivers that cover it, that which ends first in front. A failure of two causes is covered by two of
 * them; one waived by its fingerprint by that waiver alone.
 */
export function coveringOf({ used }: Pick<WaiverReport, 'used'>, quoted: readonly QuotedWaiver[]): (verdict: Verdict) => readonly QuotedWaiver[] {
  const applied = new Set(used.map(({ waiver }) => waiver));
  const byPlace = new Map(quoted.map((each) => [each.waiver, each]));
  return ({ policy, causes, waived }) => {
    const first = waived === undefined ? undefined : byPlace.get(waived.waiver);
    if (first === undefined) return [];
    const others = first.cause === undefined ? [] : quoted.filter((each) => each !== first && each.policy === policy && each.cause !== undefined && causes.includes(each.cause) && applied.has(each.waiver));
    return [first, ...others];
  };
}
