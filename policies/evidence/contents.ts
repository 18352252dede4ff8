import type { Rule } from '../engine/rule.js';
import type { OwnRule } from '../own-rules/gather.js';
import type { QuotedWaiver } from '../reports/cited.js';
import type { AuditResult } from '../reports/json.js';
import { declaredDigest } from './rule-digest.js';

/** A rule as evidence names it: exactly which one judged. */
export interface EvidenceRule {
  readonly id: string;
  readonly version: number;
  /** Of what a rule of the catalogue declares; of the bytes of an own rule's file. */
  readonly digest: string;
  readonly from: 'toolkit' | 'own';
  /** File of an own rule in the folder it was loaded from; a copy stands below `rules/` by the rule's id. */
  readonly file?: string;
}

/** A document that was judged, with the digest of its bytes. */
export interface EvidenceInput {
  readonly stack: string;
  readonly site: string;
  readonly from: 'plan' | 'configuration' | 'absent';
  readonly document?: string;
  readonly digest?: string;
}

/** The scenario and day an audit was made under: what judging it again needs. */
export interface EvidenceEstate {
  readonly id: string;
  readonly digest: string;
  readonly asOf: string;
  readonly view: AuditResult['view'];
  readonly packs: AuditResult['packs'];
  readonly scenario: AuditResult['estate']['scenario'];
}

export interface EvidenceParts {
  readonly inputs: { readonly planset?: { readonly id: string; readonly digest?: string }; readonly documents: readonly EvidenceInput[] };
  readonly rules: readonly EvidenceRule[];
  readonly waivers: { readonly used: readonly (QuotedWaiver & { readonly subjects: readonly string[] })[]; readonly refused: readonly { readonly waiver: string; readonly policy: string; readonly reason: string }[]; readonly unused: readonly { readonly waiver: string; readonly policy: string }[] };
  readonly estate: EvidenceEstate;
}

/** What a folder of evidence holds beside the report: the facts to check it by, each in a file of its own. */
export function evidenceParts(result: Omit<AuditResult, 'kind'>, ran: readonly Rule[], own: readonly OwnRule[]): EvidenceParts {
  const { estate, asOf, view, packs, planset, read, waivers, quoted } = result;
  const ownById = new Map(own.map((each) => [each.rule.id, each]));
  return {
    inputs: {
      ...(planset === undefined ? {} : { planset: { id: planset.id, ...(planset.digest === undefined ? {} : { digest: planset.digest }) } }),
      documents: read.map(({ stack, site, from, document, digest }) => ({ stack, site, from, ...(document === undefined ? {} : { document }), ...(digest === undefined ? {} : { digest }) })),
    },
    rules: ran.map((rule) => ruleOf(rule, ownById.get(rule.id))),
    waivers: {
      used: waivers.used.flatMap(({ waiver, subjects }) => quoted.filter((each) => each.waiver === waiver).map((each) => ({ ...each, subjects }))),
      refused: waivers.refused.map(({ waiver, policy, reason }) => ({ waiver, policy, reason })),
      unused: waivers.unused.map(({ waiver, policy }) => ({ waiver, policy })),
    },
    estate: { id: estate.id, digest: estate.digest, asOf, view, packs, scenario: estate.scenario },
  };
}

const ruleOf = (rule: Rule, own: OwnRule | undefined): EvidenceRule => ({
  id: rule.id,
  version: rule.version,
  ...(own === undefined ? { digest: declaredDigest(rule), from: 'toolkit' } : { digest: own.digest, from: 'own', file: own.file }),
});

/** The parts as files, by name. */
export function partFiles({ inputs, rules, waivers, estate }: EvidenceParts): ReadonlyMap<string, string> {
  const text = (part: object): string => `${JSON.stringify(part, null, 2)}\n`;
  return new Map([
    ['estate.json', text(estate)],
    ['inputs.json', text(inputs)],
    ['rules.json', text({ rules })],
    ['waivers.json', text(waivers)],
  ]);
}
