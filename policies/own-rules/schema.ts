import { z } from 'zod';
import { count, dated, expecting, flag, head, id, positive, prose } from '../../sites/model/kinds/scalars.js';
import { nanoOf } from '../derived/quantity.js';
import { kindOfType } from '../planset/kinds.js';
import { longestPath } from './path.js';
import { longestPattern } from './pattern.js';

/** A short text, and one of several sentences, in both languages. */
const title = z.strictObject({ vi: prose(200), en: prose(200) });
const sentences = z.strictObject({ vi: prose(2000), en: prose(2000) });

export const ruleIdPattern = /^[A-Z]{3}-\d{3}$/;

export const ruleId = z.string().regex(ruleIdPattern).meta(expecting('mã quy tắc: ba chữ in hoa, gạch nối, ba chữ số, ví dụ ORG-001', 'a rule id: three capitals, a dash, three digits, such as ORG-001'));

/** One or several of something, written plainly or as a list. */
const some = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1).max(200)]);

const word = z.string().min(1).max(253).meta(expecting('một tên', 'a name'));
const pattern = z.string().min(1).max(longestPattern).meta(expecting('một mẫu RE2', 'an RE2 pattern'));
const named = z.union([word, z.array(word).min(1).max(200), z.strictObject({ matches: pattern })]).meta(expecting('một tên, một danh sách tên, hoặc {matches: mẫu}', 'a name, a list of names, or {matches: pattern}'));

const type = z
  .string()
  .max(100)
  .refine((text) => text === 'helm_release' || text === 'kubernetes_manifest' || kindOfType(text) !== undefined)
  .meta(expecting('loại tài nguyên là một đối tượng Kubernetes trọn vẹn, ví dụ kubernetes_deployment_v1, kubernetes_manifest, hoặc helm_release', 'a resource type that is a whole Kubernetes object, such as kubernetes_deployment_v1, kubernetes_manifest, or helm_release'));

const selector = z
  .strictObject({
    kind: some(word).optional(),
    apiVersion: some(word).optional(),
    type: some(type).optional(),
    site: some(id(40)).optional(),
    namespace: named.optional(),
    name: named.optional(),
    labels: z.record(z.string().min(1).max(317), named).optional(),
  })
  .refine(({ kind, type: types }) => kind !== undefined || types !== undefined)
  .meta(expecting('một nhóm khóa có kind hoặc type (hoặc cả hai)', 'a map with kind or type (or both)'));

const scalar = z.union([z.string().max(4000), z.number(), z.boolean()]).meta(expecting('một chữ, số, true hoặc false', 'a text, a number, true or false'));
const scalars = z.array(scalar).min(1).max(1000);
const quantity = z
  .union([z.string().max(80), z.number()])
  .refine((written) => nanoOf(String(written)) !== undefined)
  .meta(expecting('một số hoặc lượng tài nguyên Kubernetes, ví dụ 3, 500m, 4Gi', 'a number or a Kubernetes quantity such as 3, 500m, 4Gi'));
const yes = z.literal(true).meta(expecting('true', 'true'));
const bounds = z
  .strictObject({ equals: count().optional(), atLeast: count().optional(), atMost: count().optional() })
  .refine((given) => Object.keys(given).length > 0 && (given.atLeast ?? 0) <= (given.atMost ?? Infinity))
  .meta(expecting('equals, hoặc atLeast và atMost (atLeast không lớn hơn atMost)', 'equals, or atLeast and atMost (atLeast not above atMost)'));

const comparisons = ['equals', 'notEquals', 'in', 'notIn', 'matches', 'notMatches', 'exists', 'absent', 'atLeast', 'atMost', 'count'].join(', ');
const comparison = z
  .strictObject({
    equals: scalar.optional(),
    notEquals: scalar.optional(),
    in: scalars.optional(),
    notIn: scalars.optional(),
    matches: pattern.optional(),
    notMatches: pattern.optional(),
    exists: yes.optional(),
    absent: yes.optional(),
    atLeast: quantity.optional(),
    atMost: quantity.optional(),
    count: bounds.optional(),
  })
  .refine((given) => Object.keys(given).length === 1)
  .meta(expecting(`đúng một phép so sánh: ${comparisons}`, `exactly one comparison: ${comparisons}`));

const path = z.string().min(1).max(longestPath).meta(expecting('một đường dẫn, ví dụ spec.template.spec.containers[*].image', 'a path such as spec.template.spec.containers[*].image'));

const basis = z
  .strictObject({
    legal: z.array(z.strictObject({ document: id(), clause: prose(80) })).min(1).max(20).optional(),
    engineering: z.strictObject({ statement: sentences, link: z.string().max(400).regex(/^https?:\/\/[^\s"'<>]+$/).meta(expecting('một địa chỉ https://', 'an address https://')).optional() }).optional(),
  })
  .refine(({ legal, engineering }) => legal !== undefined || engineering !== undefined)
  .meta(expecting('legal (điều khoản), engineering (lý do kỹ thuật), hoặc cả hai', 'legal (clauses), engineering (a reason), or both'));

/** One rule an auditor wrote, as its file holds it. */
export const ruleSchema = z.strictObject({
  apiVersion: head('Rule').apiVersion,
  kind: head('Rule').kind,
  id: ruleId,
  /** Raised with every change of meaning: part of each fingerprint. */
  version: positive(10_000),
  title,
  texts: z.strictObject({ explanation: sentences, remedy: sentences }),
  severity: z.enum(['error', 'warning']),
  /** `design` rules also keep a plan set from being applied. @default operations */
  pack: z.enum(['design', 'operations']).optional(),
  basis,
  effectiveFrom: dated().optional(),
  effectiveTo: dated().optional(),
  selector,
  path: some(path),
  comparison,
  expect: z.enum(['all', 'any', 'none']).optional(),
  population: z.strictObject({
    /** Who gets a verdict: each object that is there, each site that operates, each environment of a tenant at its sites. */
    of: z.enum(['objects', 'sites', 'environments']),
    /** What it means where nothing was there to judge. */
    empty: z.enum(['fail', 'not-applicable']),
  }),
  /** Whether an unknown verdict fails the audit. @default true */
  unknownBlocks: flag().optional(),
});

export type RuleFile = z.output<typeof ruleSchema>;
