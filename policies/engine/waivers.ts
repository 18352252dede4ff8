import { daysBetween, type Day } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Waiver } from '../../sites/model/kinds/waivers.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import { withSitesOperating } from '../../sites/model/scenario.js';
import type { Subject, Verdict } from '../../sites/model/verdict.js';
import type { ReadPlanSet } from '../planset/read-model.js';
import { judge } from './run.js';
import type { Rule } from './rule.js';
import { refusalOf, siteOf, type RefusedBecause } from './waiver-validity.js';

/** Days before its expiry from which a waiver is listed as expiring. */
export const expiringWithin = 30;

export interface WaiverContext {
  readonly estate: Estate;
  readonly asOf: Day;
  readonly rules: readonly Rule[];
  /** The target is judged with all sites operating: waivers on a cause have lapsed there, and that is no news. */
  readonly view: 'today' | 'target';
  /** Unused waivers are reported only when the whole estate was judged: a part of it says nothing of the rest. */
  readonly wholeEstate: boolean;
  /** The offline set with all sites operating, for rules that read the plan set. Asked for only when needed. */
  readonly targetPlanset?: () => ReadPlanSet;
  /** Organisations whose verdicts alone are judged. */
  readonly about?: ReadonlySet<string>;
}

export interface ListedWaiver {
  readonly waiver: Pointer;
  readonly policy: string;
  readonly cause?: string;
  readonly fingerprint?: string;
  readonly owner: string;
  readonly approver: string;
  readonly expires: Day;
}

export interface WaiverReport {
  readonly used: readonly (ListedWaiver & { readonly subjects: readonly string[] })[];
  /** Valid and covering nothing: each fails a whole-estate audit of today. */
  readonly unused: readonly ListedWaiver[];
  readonly expiring: readonly (ListedWaiver & { readonly days: number })[];
  /** Not valid, with the reason: each fails the audit. */
  readonly refused: readonly (ListedWaiver & RefusedBecause)[];
}

interface Entry {
  readonly waiver: DeepReadonly<Waiver>;
  readonly at: Pointer;
}

/**
 * Marks the failures that a waiver covers, and reports on every waiver.
 * A failure is waived by cause only when each cause it names has a valid waiver for its policy and the same rule passes
 * for the same subject once those sites operate.
 */
export function applyWaivers(verdicts: readonly Verdict[], context: WaiverContext): { readonly verdicts: readonly Verdict[]; readonly report: WaiverReport } {
  const { estate, asOf, rules } = context;
  const policies = new Set(rules.map(({ id }) => id));
  const entries = estate.waivers.map((waiver, index): Entry => ({ waiver, at: pointer('waivers', index) }));
  const refusals = new Map(entries.map((entry) => [entry, refusalOf(estate, entry.waiver, asOf, policies)]));
  const valid = entries.filter((entry) => refusals.get(entry) === undefined);
  const used = new Map<Entry, Subject[]>();
  const passes = passesOnceOperating(context);

  const judged = verdicts.map((verdict): Verdict => {
    if (verdict.status !== 'fail') return verdict;
    const covering = coveringWaivers(verdict, valid, passes);
    const [first, ...others] = covering;
    if (first === undefined) return verdict;
    for (const entry of covering) used.set(entry, [...(used.get(entry) ?? []), verdict.subject]);
    const soonest = others.reduce((a, b) => (b.waiver.expires < a.waiver.expires ? b : a), first);
    const { basis, reason, expires } = soonest.waiver;
    const label = basis === undefined ? '' : `${estate.legal[basis.document]?.label ?? basis.document} ${basis.clause}`;
    return { ...verdict, blocks: false, waived: { until: expires, basis: label, reason, waiver: soonest.at } };
  });

  const expiring = valid.map((entry) => ({ ...listed(entry), days: daysBetween(asOf, entry.waiver.expires) })).filter(({ days }) => days <= expiringWithin);
  const speaksOfUnused = context.view === 'today' && context.wholeEstate;
  return {
    verdicts: judged,
    report: {
      used: valid.flatMap((entry) => {
        const subjects = used.get(entry);
        return subjects === undefined ? [] : [{ ...listed(entry), subjects: subjects.map(({ object }) => object) }];
      }),
      unused: speaksOfUnused ? valid.filter((entry) => !used.has(entry)).map(listed) : [],
      expiring,
      refused: entries.flatMap((entry) => {
        const refusal = refusals.get(entry);
        return refusal === undefined || (refusal.reason === 'lapsed' && context.view === 'target') ? [] : [{ ...listed(entry), ...refusal }];
      }),
    },
  };
}

function listed({ waiver: { policy, cause, fingerprint, owner, approver, expires }, at }: Entry): ListedWaiver {
  return { waiver: at, policy, ...(cause === undefined ? {} : { cause }), ...(fingerprint === undefined ? {} : { fingerprint }), owner, approver, expires };
}

/** The waivers that together cover a failure; none where one of its causes is left open. */
function coveringWaivers(verdict: Verdict, valid: readonly Entry[], passes: (verdict: Verdict, sites: readonly string[]) => boolean): readonly Entry[] {
  const own = valid.filter(({ waiver }) => waiver.policy === verdict.policy);
  const byFingerprint = own.find(({ waiver }) => waiver.fingerprint !== undefined && verdict.fingerprint.startsWith(waiver.fingerprint));
  if (byFingerprint !== undefined) return [byFingerprint];
  const byCause = verdict.causes.map((cause) => own.find(({ waiver }) => waiver.cause === cause));
  const sites = verdict.causes.map(siteOf);
  if (byCause.length === 0 || byCause.includes(undefined) || sites.includes(undefined)) return [];
  return passes(verdict, sites.flatMap((site) => site ?? [])) ? byCause.flatMap((entry) => entry ?? []) : [];
}

/** Runs each rule once per set of sites and remembers which subjects pass then. */
function passesOnceOperating({ estate, asOf, rules, targetPlanset, about }: WaiverContext): (verdict: Verdict, sites: readonly string[]) => boolean {
  const remembered = new Map<string, ReadonlyMap<string, boolean>>();
  // One estate for each set of sites, so that what rules derive of it is derived once.
  const operating = new Map<string, Estate>();
  let target: ReadPlanSet | undefined;
  return ({ policy, subject }, sites) => {
    const rule = rules.find(({ id }) => id === policy);
    if (rule === undefined) return false;
    const needsPlanset = rule.reads.includes('planset');
    if (needsPlanset && targetPlanset === undefined) return false;
    const opened = [...sites].sort().join(' ');
    const key = `${policy} ${opened}`;
    let results = remembered.get(key);
    if (results === undefined) {
      if (needsPlanset) target ??= targetPlanset?.();
      const estateThen = operating.get(opened) ?? withSitesOperating(estate, sites);
      operating.set(opened, estateThen);
      const passed = new Map<string, boolean>();
      for (const verdict of judge(rule, { estate: estateThen, asOf, ...(about === undefined ? {} : { about }), ...(needsPlanset && target !== undefined ? { planset: target } : {}) })) {
        const id = subjectKey(verdict.subject);
        passed.set(id, verdict.status === 'pass' && passed.get(id) !== false);
      }
      results = passed;
      remembered.set(key, results);
    }
    return results.get(subjectKey(subject)) === true;
  };
}

const subjectKey = ({ object, site, organisation }: Subject): string => JSON.stringify([object, site, organisation]);
