import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { expectedStacksOf, type DerivedStack } from '../../derived/stacks.js';
import { absentFinding, finding, incompleteFinding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import { oneClause } from '../../planset/completeness.js';
import type { PlannedStack, PlanSetFile } from '../../planset/format.js';
import { plainText } from '../../planset/known.js';
import { isKnownObject } from '../../planset/kubernetes-object.js';
import { inScope } from '../../planset/read-planset.js';
import { isUnknown, type ReadPlanSet, type ReadStack } from '../../planset/read-model.js';

const siteLabel = 'ndc.gov.vn/site';

const bare = (digest: string): string => digest.replace(/^sha256:/, '');

/** What a stack's plan says of itself against what it should be. */
function identityProblems(estate: Estate, file: PlanSetFile | undefined, stack: ReadStack): { readonly wrong: readonly Text[]; readonly unknown: readonly Text[] } {
  const wrong: Text[] = [];
  const unknown: Text[] = [];
  const expected = { ndc_site: stack.site, ndc_stack: stack.name, ndc_estate: estate.settings.id };
  if (!stack.destroys)
    for (const [name, value] of Object.entries(expected)) {
      const found = stack.outputs[name];
      if (found === undefined || isUnknown(found)) unknown.push({ vi: `không có giá trị ${name}`, en: `it has no output ${name}` });
      else if (found !== value) wrong.push({ vi: `${name} là "${plainText(found)}", phải là "${value}"`, en: `${name} is "${plainText(found)}", it must be "${value}"` });
    }
  const labelled = stack.resources.filter(({ after }) => isKnownObject(after?.labels) && after.labels[siteLabel] !== undefined && !isUnknown(after.labels[siteLabel]) && after.labels[siteLabel] !== stack.site);
  const [first] = labelled;
  if (first !== undefined) wrong.push({ vi: `${labelled.length} đối tượng mang nhãn của trung tâm khác, như ${first.address}`, en: `${labelled.length} objects are labelled as another site's, such as ${first.address}` });
  const uid = file?.clusters[stack.site];
  if (typeof uid === 'string' && stack.clusterUid !== undefined && stack.clusterUid !== uid)
    wrong.push({ vi: `kế hoạch được lập trên cụm ${stack.clusterUid}, bộ kế hoạch ghi ${uid}`, en: `the plan was made against cluster ${stack.clusterUid}, the set names ${uid}` });
  return { wrong, unknown };
}

/** Whether the bytes read are those the set names. */
function digestProblem(planned: PlannedStack, stack: ReadStack): Text | undefined {
  const declared = stack.judgedFrom === 'plan' ? planned.plan?.json : planned.configuration;
  const found = stack.document?.digest;
  return declared === undefined || found === undefined || bare(found) === bare(declared) ? undefined : { vi: 'nội dung đã đọc không khớp mã băm ghi trong bộ kế hoạch', en: 'what was read does not match the digest in the set' };
}

/** What the plan's own configuration says and the plan will not do: `ignore_changes` leaves no other trace. */
function ignoredProblem({ resources }: ReadStack): Text | undefined {
  const ignored = resources.flatMap(({ address, notEnforced = [] }) => notEnforced.map(({ path }) => `${address} ${path}`));
  const [first] = ignored;
  return first === undefined
    ? undefined
    : { vi: `${ignored.length} giá trị trong cấu hình sẽ không được áp dụng (ignore_changes), như ${first}`, en: `${ignored.length} configured value${ignored.length === 1 ? '' : 's'} will not be enforced (ignore_changes), such as ${first}` };
}

function notWhole({ incomplete }: ReadStack): Text {
  const why = oneClause(incomplete);
  return { vi: `kế hoạch không đầy đủ (${why.vi})`, en: `the plan is not whole (${why.en})` };
}

/** Whether the stack still is what the estate synthesises; undefined where that cannot be told. */
function isFresh(estate: Estate, planset: ReadPlanSet, file: PlanSetFile, planned: PlannedStack): boolean | undefined {
  const now = planset.synthesised?.[planned.name];
  if (now !== undefined) return bare(now) === bare(planned.configuration);
  return bare(file.estate.digest) === bare(estate.digest) ? true : undefined;
}

function judgeStack(estate: Estate, planset: ReadPlanSet, file: PlanSetFile, expected: DerivedStack): Finding {
  const planned = file.stacks.find(({ name }) => name === expected.name);
  const stack = planset.stacks.find(({ name }) => name === expected.name);
  const where: Text = { vi: `Phần ${expected.name}`, en: `Stack ${expected.name}` };
  if (planned === undefined || stack === undefined) {
    const declared = !inScope(file.scope, expected);
    return declared
      ? finding('not-applicable', { vi: `${where.vi} ngoài phạm vi của bộ kế hoạch.`, en: `${where.en} is outside the scope of the set.` })
      : finding('fail', { vi: `${where.vi} thuộc phạm vi mà không có trong bộ kế hoạch.`, en: `${where.en} is in scope and not in the set.` });
  }
  if (stack.absence?.is === 'not-selected')
    return stack.absence.declared
      ? finding('not-applicable', { vi: `${where.vi} ngoài phạm vi của bộ kế hoạch.`, en: `${where.en} is outside the scope of the set.` })
      : finding('fail', { vi: `${where.vi} thuộc phạm vi mà không được chọn.`, en: `${where.en} is in scope and was not selected.` });
  const absent = absentFinding([stack]);
  if (absent !== undefined) return stack.absence?.is === 'failed' ? { ...absent, status: 'fail' } : absent;
  const evidence: Evidence[] = [
    { what: { vi: 'Đọc từ', en: 'Read from' }, found: stack.document?.name ?? expected.name, document: expected.name },
    { what: { vi: 'Mã băm cấu hình trong bộ kế hoạch', en: 'Configuration digest in the set' }, found: planned.configuration },
  ];
  const { wrong, unknown } = identityProblems(estate, file, stack);
  const bytes = digestProblem(planned, stack);
  const fresh = isFresh(estate, planset, file, planned);
  const stale: readonly Text[] = fresh === false ? [{ vi: 'cấu hình đã đổi sau khi lập kế hoạch', en: 'its configuration has changed since it was planned' }] : [];
  const ignored = ignoredProblem(stack);
  const problems = [...wrong, ...(bytes === undefined ? [] : [bytes]), ...stale, ...(ignored === undefined ? [] : [ignored])];
  if (problems.length > 0) return finding('fail', { vi: `${where.vi}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${where.en}: ${problems.map(({ en }) => en).join('; ')}.` }, { evidence });
  const partial = incompleteFinding([stack], { vi: `${where.vi} có trong bộ kế hoạch`, en: `${where.en} is in the set` });
  const why = notWhole(stack);
  if (partial !== undefined) return { ...partial, status: 'fail', finding: { vi: `${where.vi}: ${why.vi}.`, en: `${where.en}: ${why.en}.` } };
  const open = [...unknown, ...(fresh === undefined ? [{ vi: 'dữ liệu đã đổi và không có cấu hình hiện tại để so', en: 'the estate has changed and there is no current configuration to compare with' }] : [])];
  if (open.length > 0) return finding('unknown', { vi: `${where.vi}: chưa đủ căn cứ vì ${open.map(({ vi }) => vi).join('; ')}.`, en: `${where.en} cannot be judged: ${open.map(({ en }) => en).join('; ')}.` }, { evidence });
  return finding('pass', planned.status.is === 'deferred' ? { vi: `${where.vi} chờ đợt sau (cần ${planned.status.needs.join(', ')}), cấu hình còn mới.`, en: `${where.en} waits for a later wave (needs ${planned.status.needs.join(', ')}); its configuration is current.` } : { vi: `${where.vi}: kế hoạch đầy đủ và còn mới.`, en: `${where.en}: the plan is whole and current.` }, { evidence });
}

/**
 * Plans that lie in no set: what each says of itself is judged, whether it is whole and what it enforces. Which scope was
 * chosen, and whether the plan is of the current configuration, only `planset.json` says.
 */
function loosePlans(estate: Estate, { stacks }: ReadPlanSet): readonly Judgement[] {
  return stacks
    .filter(({ judgedFrom }) => judgedFrom === 'plan')
    .map((stack): Judgement => {
      const subject = { object: `stack/${stack.name}`, ...(stack.site === '' ? {} : { site: stack.site }), ...(stack.organisation === undefined ? {} : { organisation: stack.organisation }) };
      const evidence: Evidence[] = [{ what: { vi: 'Đọc từ', en: 'Read from' }, found: stack.document?.name ?? stack.name, document: stack.name }];
      const where: Text = { vi: `Phần ${stack.name}`, en: `Stack ${stack.name}` };
      const ignored = ignoredProblem(stack);
      const partial: readonly Text[] = stack.incomplete.length === 0 ? [] : [notWhole(stack)];
      const problems = [...identityProblems(estate, undefined, stack).wrong, ...partial, ...(ignored === undefined ? [] : [ignored])];
      if (problems.length > 0) return { subject, ...finding('fail', { vi: `${where.vi}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${where.en}: ${problems.map(({ en }) => en).join('; ')}.` }, { evidence }) };
      return {
        subject,
        ...finding('unknown', { vi: `${where.vi}: kế hoạch đầy đủ và tự nhận đúng; không có planset.json nên không biết phạm vi đã chọn và cấu hình có còn mới không.`, en: `${where.en}: the plan is whole and names itself rightly; without planset.json neither the scope that was chosen nor whether its configuration is current can be known.` }, { evidence, declaredAbsence: true }),
      };
    });
}

/** Stacks of the set that the estate does not expect: another estate's, or left over. */
function strangers(expected: readonly DerivedStack[], file: PlanSetFile): readonly Judgement[] {
  const names = new Set(expected.map(({ name }) => name));
  const twice = file.stacks.filter(({ name }, index) => file.stacks.findIndex((other) => other.name === name) !== index);
  const row = ({ name, site }: PlannedStack, vi: string, en: string): Judgement => ({ subject: { object: `stack/${name}`, site }, status: 'fail', evidence: [], finding: { vi, en } });
  return [
    ...file.stacks.filter(({ name }) => !names.has(name) && file.purpose !== 'destroy').map((stack) => row(stack, `Phần ${stack.name} không thuộc cấu hình hiện tại.`, `Stack ${stack.name} is not part of this estate as it stands.`)),
    ...(file.orphans ?? []).map((name): Judgement => ({
      subject: { object: `stack/${name}` },
      status: 'fail',
      severity: 'warning',
      evidence: [{ what: { vi: 'Phần không còn được tổng hợp', en: 'Stack that is no longer synthesised' }, found: name, document: 'planset.json' }],
      finding: { vi: `Phần ${name} vẫn còn đối tượng nhưng không còn trong cấu hình; bộ kế hoạch này không xóa chúng.`, en: `Stack ${name} still holds objects and is no longer part of the configuration; nothing in this set removes them.` },
    })),
    ...twice.map((stack) => row(stack, `Phần ${stack.name} có mặt hai lần.`, `Stack ${stack.name} is there twice.`)),
  ];
}

function ofOneEstate(estate: Estate, file: PlanSetFile): Judgement {
  const same = file.estate.id === estate.settings.id;
  return {
    subject: { object: `estate/${estate.settings.id}` },
    status: same ? 'pass' : 'fail',
    finding: same ? { vi: `Bộ kế hoạch ${file.id} thuộc hệ thống ${estate.settings.id}.`, en: `Plan set ${file.id} is of the estate ${estate.settings.id}.` } : { vi: `Bộ kế hoạch ${file.id} thuộc hệ thống "${file.estate.id}", không phải ${estate.settings.id}.`, en: `Plan set ${file.id} is of the estate "${file.estate.id}", not of ${estate.settings.id}.` },
    evidence: [{ what: { vi: 'Hệ thống ghi trong bộ kế hoạch', en: 'Estate named by the set' }, found: file.estate.id, document: 'planset.json' }],
  };
}

export const chg002: Rule = {
  id: 'CHG-002',
  version: 2,
  title: { vi: 'Bộ kế hoạch đủ phạm vi đã khai báo, còn mới, của đúng một hệ thống', en: 'The plan set covers its declared scope, is fresh and of one estate' },
  explanation: {
    vi: 'Một kế hoạch thiếu phần, đã cũ hoặc của hệ thống khác vẫn áp dụng được mà engine không báo. Vì vậy mỗi phần mà dữ liệu yêu cầu phải có mặt trong phạm vi đã khai báo, đầy đủ (tính lại, không tin cờ của engine), được lập từ đúng cấu hình hiện tại, thi hành mọi giá trị ghi trong cấu hình đó (ignore_changes không để lại dấu vết nào khác) và tự nhận đúng trung tâm, phần và hệ thống của nó.',
    en: 'A plan that lacks a part, is old or of another estate still applies, and the engine says nothing. So each stack the data call for must be there within the declared scope, whole (computed again, flags are not believed), made from the current configuration, enforce every value that is written there (ignore_changes leaves no other trace), and name its own site, stack and estate.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [],
  engineering: { statement: { vi: 'Chỉ kết luận được từ bộ kế hoạch đầy đủ, đúng và mới.', en: 'Nothing can be concluded from a set that is partial, foreign or stale.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-stack', 'mislabel', 'partial-plan', 'weaken'],
  check: ({ estate, planset }) => {
    const file = planset?.file;
    if (planset === undefined) return [];
    if (file === undefined) return planset.mode === 'planset' ? loosePlans(estate, planset) : [];
    const expected = expectedStacksOf(estate);
    return [
      ofOneEstate(estate, file),
      ...expected.map((stack): Judgement => ({ subject: { object: `stack/${stack.name}`, site: stack.site, ...(stack.organisation === undefined ? {} : { organisation: stack.organisation }) }, ...judgeStack(estate, planset, file, stack) })),
      ...strangers(expected, file),
    ];
  },
  remedy: { vi: 'Lập lại bộ kế hoạch trên dữ liệu hiện tại, không dùng -target, và nêu rõ phạm vi nếu chỉ lập một phần.', en: 'Plan the set again from the current data, without -target, and declare the scope where only a part is planned.' },
};
