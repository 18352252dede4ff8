import { z } from 'zod';
import { diagnose, type Diagnostic } from '../../sites/model/diagnostic.js';
import { diagnosticsOf } from '../../sites/model/issues.js';
import { dated, expecting, flag, id, positive, prose } from '../../sites/model/kinds/scalars.js';
import { verdictStatuses } from '../../sites/model/verdict.js';
import type { YamlFile } from '../../sites/model/yaml-file.js';
import { finding } from '../engine/columns.js';
import type { Judgement, Rule, RuleInput } from '../engine/rule.js';
import { moduleProblem } from './diagnostics.js';
import { idProblems } from './parse-rule.js';
import { ruleId } from './schema.js';
import { tools, type Tools } from './tools.js';

const text = (longest: number) => z.strictObject({ vi: prose(longest), en: prose(longest) });
const callable = z.custom<(input: RuleInput, tools: Tools) => unknown>((value) => typeof value === 'function').meta(expecting('một hàm check(input, tools)', 'a function check(input, tools)'));

/** What a rule module exports by default. */
const moduleSchema = z.strictObject({
  id: ruleId,
  version: positive(10_000),
  title: text(200),
  explanation: text(2000),
  severity: z.enum(['error', 'warning']),
  pack: z.enum(['design', 'operations']),
  legal: z.array(z.strictObject({ document: id(), clause: prose(80) })).max(20),
  engineering: z.strictObject({ statement: text(2000), link: z.string().max(400).optional() }).optional(),
  assumptions: z.array(text(2000)).max(50).optional(),
  effectiveFrom: dated().optional(),
  effectiveTo: dated().optional(),
  reads: z.array(z.enum(['estate', 'planset'])).min(1).max(2),
  unknownBlocks: flag(),
  emptyPopulation: z.enum(['fail', 'not-applicable']),
  check: callable,
  remedy: text(2000),
});

type Exported = z.output<typeof moduleSchema>;

/** A module has no lines to point at: every problem stands at its first. */
const placesIn = (name: string): YamlFile => {
  const place = { file: name, line: 1, column: 1 };
  return { name, value: undefined, placeOf: () => place, placeOfKey: () => place };
};

/** A module that could not be loaded at all. */
export const unloadable = (name: string, vi: string, en: string): Diagnostic => diagnose(moduleProblem, { pointer: '', place: placesIn(name).placeOf([]) }, { problem: { vi, en } });

/** The rule a module exports, guarded; or every problem of its shape. */
export function moduleRule(name: string, exported: unknown): { readonly rule: Rule } | { readonly diagnostics: readonly Diagnostic[] } {
  if (exported === undefined) return { diagnostics: [unloadable(name, 'tệp không có "export default"', 'the file has no default export')] };
  const parsed = moduleSchema.safeParse(exported, { reportInput: false });
  const file = placesIn(name);
  if (!parsed.success) return { diagnostics: diagnosticsOf(parsed.error.issues, moduleSchema, file, exported) };
  const wrong = idProblems(file, parsed.data.id);
  return wrong.length > 0 ? { diagnostics: wrong } : { rule: guarded(parsed.data) };
}

/** A module's rule whose own failures become verdicts: whatever it throws or returns, the audit goes on and cannot pass. */
function guarded(exported: Exported): Rule {
  const { engineering, assumptions, effectiveFrom, effectiveTo, unknownBlocks, check, ...rest } = exported;
  return {
    ...rest,
    ...(engineering === undefined ? {} : { engineering: { statement: engineering.statement, ...(engineering.link === undefined ? {} : { link: engineering.link }) } }),
    ...(assumptions === undefined ? {} : { assumptions }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
    // A defect blocks whatever the rule says of its unknowns; the rule's own unknowns are let through below.
    unknownBlocks: true,
    check: (input) => {
      let returned: unknown;
      try {
        returned = check(input, tools);
      } catch (error) {
        return [defect(exported.id, 'gây lỗi khi xét', 'threw while it judged', error instanceof Error ? error.message : String(error))];
      }
      const judged = judgements.safeParse(returned);
      if (!judged.success) {
        const [issue] = judged.error.issues;
        const promised = typeof returned === 'object' && returned !== null && 'then' in returned;
        const what = promised ? 'a promise; check must not be asynchronous' : `${(issue?.path ?? []).join('.') || 'the whole'}: ${issue?.message ?? ''}`;
        return [defect(exported.id, 'trả về giá trị không phải danh sách kết luận', 'returned what is no list of judgements', what)];
      }
      return judged.data.map((judgement) => (judgement.status === 'unknown' && !unknownBlocks ? { ...judgement, declaredAbsence: true } : judgement));
    },
  };
}

function defect(id: string, vi: string, en: string, detail: string): Judgement {
  return {
    subject: { object: `rule/${id}` },
    ...finding('unknown', { vi: `Quy tắc ${id} ${vi} (${detail}). Không kết luận nào của quy tắc này được dùng.`, en: `Rule ${id} ${en} (${detail}). Nothing it would have found is used.` }),
    severity: 'error',
    remedy: { vi: `Sửa mô-đun của quy tắc ${id}, chạy "ndc policy test", rồi kiểm tra lại.`, en: `Mend the module of rule ${id}, run "ndc policy test", then audit again.` },
  };
}

const status = z.enum(verdictStatuses);
const plain = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

/** What the engine takes from a module. */
const judgements: z.ZodType<Judgement[]> = z.array(
  z.strictObject({
    subject: z.strictObject({ object: z.string().min(1), site: z.string().exactOptional(), organisation: z.string().exactOptional(), address: z.string().exactOptional(), constructPath: z.string().exactOptional() }),
    status,
    recorded: status.exactOptional(),
    causes: z.array(z.string()).exactOptional(),
    finding: plain,
    evidence: z.array(z.strictObject({ what: plain, found: z.string(), pointer: z.string().exactOptional(), document: z.string().exactOptional() })),
    declaredAbsence: z.boolean().exactOptional(),
    remedy: plain.exactOptional(),
    severity: z.enum(['error', 'warning']).exactOptional(),
  }),
);
