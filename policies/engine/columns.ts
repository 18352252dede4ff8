import type { Text } from '../../sites/model/text.js';
import type { VerdictStatus } from '../../sites/model/verdict.js';
import { oneClause } from '../planset/completeness.js';
import type { Column } from '../planset/lookup.js';
import type { ReadPlanSet, ReadStack } from '../planset/read-model.js';
import { absenceText } from './absence.js';
import type { Judgement } from './rule.js';

/** A judgement of one column, without its subject. */
export type Finding = Omit<Judgement, 'subject' | 'recorded' | 'recordedFinding'>;

/** A finding that needs no evidence of its own. */
export const finding = (status: VerdictStatus, text: Text, more: Partial<Finding> = {}): Finding => ({ status, finding: text, evidence: [], ...more });

/**
 * Judges what will be, and what is recorded now. Nothing is recorded where no plan was read: then the second column is
 * unknown, so that synthesised JSON never shows an estate as redundant today.
 */
export function twoColumns(planset: ReadPlanSet | undefined, stacks: readonly ReadStack[], judge: (column: Column) => Finding): Omit<Judgement, 'subject'> {
  const before = planset?.mode === 'planset' && stacks.length > 0 && stacks.every(({ judgedFrom }) => judgedFrom === 'plan') ? judge('before') : undefined;
  const after = judge('after');
  return { ...after, recorded: before?.status ?? 'unknown', ...(before === undefined || before.status === after.status ? {} : { recordedFinding: before.finding }) };
}

export const nothingRead: Finding = finding('unknown', {
  vi: 'Chưa đọc bộ kế hoạch hay cấu hình đã tổng hợp nào.',
  en: 'Neither a plan set nor synthesised configuration was read.',
});

/** Unknown because stacks were not read; undefined where all of them were. */
export function absentFinding(stacks: readonly ReadStack[]): Finding | undefined {
  const absent = stacks.filter(({ judgedFrom }) => judgedFrom === 'absent');
  const [first] = absent;
  if (first === undefined) return undefined;
  const because = absenceText(first);
  return finding('unknown', { vi: `Chưa đủ căn cứ: ${because.vi}.`, en: `This cannot be known: ${because.en}.` }, { declaredAbsence: absent.every(({ absence }) => absence?.declared === true) });
}

/** Unknown because a plan is not whole, where something is missing from it that it might have held. */
export function incompleteFinding(stacks: readonly ReadStack[], missing: Text): Finding | undefined {
  const partial = stacks.find(({ incomplete }) => incomplete.length > 0);
  if (partial === undefined) return undefined;
  const why = oneClause(partial.incomplete);
  return finding(
    'unknown',
    { vi: `${missing.vi}, nhưng kế hoạch của phần ${partial.name} không đầy đủ, nên chưa đủ căn cứ.`, en: `${missing.en}, but the plan of stack ${partial.name} is not whole, so this cannot be known.` },
    { evidence: [{ what: { vi: `Vì sao kế hoạch không đầy đủ: ${why.vi}`, en: `Why the plan is not whole: ${why.en}` }, found: partial.document?.name ?? partial.name, document: partial.name }] },
  );
}
