import type { Lang, Text } from '../../sites/model/text.js';
import type { Verdict } from '../../sites/model/verdict.js';
import type { Absence, ReadPlanSet, ReadStack } from '../planset/read-model.js';
import type { Rule } from '../engine/rule.js';
import { some, unreadOf } from './assurance.js';

/** What keeps answers from being known, by what has to be handed in to know them. */
export const gaps = ['no-plan', 'no-planset-file', 'not-given', 'unreachable', 'not-selected', 'failed', 'deferred', 'partial', 'not-understood', 'no-cluster', 'not-refreshed', 'unseen-charts', 'deferred-changes', 'estate'] as const;
export type Gap = (typeof gaps)[number];

/** What to ask the operator for, with what it concerns. */
export interface Asked {
  readonly gap: Gap;
  /** Stacks it concerns; rules, for what the estate's data do not say. */
  readonly of: readonly string[];
  readonly because: Text;
  readonly ask: Text;
}

/** What can be decided from this input and what cannot. */
export interface Decidable {
  /** Rules with an answer for every subject. */
  readonly decided: readonly string[];
  /** Rules with nothing to judge in this input and estate: neither passed nor failed. */
  readonly notApplicable: readonly string[];
  /** Rules with an answer for some subjects only. */
  readonly partly: readonly { readonly policy: string; readonly unknown: number; readonly of: number }[];
  /** Rules without an answer for any subject. */
  readonly undecided: readonly string[];
  readonly ask: readonly Asked[];
}

/** Says of each rule that was run how far it was answered, and what is missing from the input. */
export function decidableFrom(rules: readonly Rule[], planset: ReadPlanSet | undefined, verdicts: readonly Verdict[]): Decidable {
  const answered = new Set<string>();
  const counts = new Map<string, { unknown: number; of: number }>(rules.map(({ id }) => [id, { unknown: 0, of: 0 }]));
  for (const { policy, status } of verdicts) {
    const count = counts.get(policy);
    if (count === undefined) continue;
    if (status === 'pass' || status === 'fail') answered.add(policy);
    count.of += 1;
    if (status === 'unknown') count.unknown += 1;
  }
  const rows = [...counts].map(([policy, count]) => ({ policy, ...count }));
  const estateOnly = rules.filter(({ id, reads }) => !reads.includes('planset') && (counts.get(id)?.unknown ?? 0) > 0).map(({ id }) => id);
  return {
    decided: rows.filter(({ policy, unknown }) => unknown === 0 && answered.has(policy)).map(({ policy }) => policy),
    notApplicable: rows.filter(({ policy, unknown }) => unknown === 0 && !answered.has(policy)).map(({ policy }) => policy),
    partly: rows.filter(({ unknown, of }) => unknown > 0 && unknown < of),
    undecided: rows.filter(({ unknown, of }) => unknown > 0 && unknown === of).map(({ policy }) => policy),
    ask: [...askForPlans(planset), ...asking('estate', estateOnly, estateSilent)],
  };
}

function askForPlans(planset: ReadPlanSet | undefined): Asked[] {
  if (planset?.mode !== 'planset') return [{ gap: 'no-plan', of: [], ...noPlan }];
  const { stacks } = planset;
  const named = (from: readonly ReadStack[]): string[] => from.map(({ name }) => name);
  const plans = stacks.filter(({ judgedFrom }) => judgedFrom === 'plan');
  const absent = (is: Absence['is']): readonly string[] => named(stacks.filter(({ judgedFrom, absence }) => judgedFrom === 'absent' && absence?.is === is));
  const partial = plans.filter(({ incomplete }) => incomplete.length > 0);
  return [
    ...(planset.file === undefined ? [{ gap: 'no-planset-file', of: [], ...noSetFile } as const] : []),
    ...asking('not-given', absent('not-given'), notGiven),
    ...asking('unreachable', absent('unreachable'), unreachable),
    ...asking('not-selected', absent('not-selected'), notSelected),
    ...asking('failed', absent('failed'), failed),
    ...asking('deferred', named(stacks.filter(({ judgedFrom }) => judgedFrom === 'configuration')), deferred),
    ...asking('partial', named(partial), {
      because: { vi: `kế hoạch không đầy đủ: ${reasonsOf(partial, 'vi')}`, en: `the plan is not whole: ${reasonsOf(partial, 'en')}` },
      ask: wholePlan,
    }),
    ...asking('not-understood', named(plans.filter(({ notUnderstood = [] }) => notUnderstood.length > 0)), notUnderstood),
    ...asking('no-cluster', named(plans.filter(({ clusterUid }) => clusterUid === undefined)), noCluster),
    ...asking('not-refreshed', named(unreadOf(plans)), notRefreshed),
    ...asking('unseen-charts', named(plans.filter(({ opaqueCharts }) => opaqueCharts.length > 0)), unseenCharts),
    ...asking('deferred-changes', named(plans.filter(({ deferred: changes = [] }) => changes.length > 0)), deferredChanges),
  ];
}

const asking = (gap: Gap, of: readonly string[], texts: Pick<Asked, 'because' | 'ask'>): Asked[] => (of.length === 0 ? [] : [{ gap, of, ...texts }]);

/** Distinct reasons, the first few. */
const reasonsOf = (stacks: readonly ReadStack[], lang: Lang): string => some([...new Set(stacks.flatMap(({ incomplete }) => incomplete.map((reason) => reason[lang])))], 3);

const noPlan = {
  because: { vi: 'không đọc kế hoạch nào, nên không biết gì về hiện trạng', en: 'no plan was read, so nothing is known of what is recorded now' },
  ask: { vi: 'Hãy đề nghị bộ kế hoạch do ndc plan lập, hoặc kết quả "terraform show -json" / "tofu show -json" của từng phần.', en: 'Ask for the plan set that ndc plan writes, or the output of "terraform show -json" or "tofu show -json" for each stack.' },
};
const noSetFile = {
  because: { vi: 'các kế hoạch không có planset.json: không biết phạm vi đã chọn, phiên bản provider và cụm đã đọc', en: 'the plans come without planset.json: the scope that was chosen, the provider versions and the clusters that were read are not known' },
  ask: { vi: 'Hãy đề nghị cả thư mục bộ kế hoạch, gồm planset.json.', en: 'Ask for the whole folder of the plan set, planset.json included.' },
};
const notGiven = {
  because: { vi: 'dữ liệu cần phần này mà không có kế hoạch nào của nó', en: 'the estate calls for the stack and no plan of it was handed in' },
  ask: { vi: 'Hãy đề nghị kế hoạch của các phần này.', en: 'Ask for the plans of these stacks.' },
};
const unreachable = {
  because: { vi: 'trung tâm không trả lời khi lập kế hoạch', en: 'the site did not answer when the set was planned' },
  ask: { vi: 'Hãy đề nghị lập lại kế hoạch khi trung tâm đã có liên lạc, hoặc văn bản tuyên bố mất liên lạc.', en: 'Ask for plans made once the site answers again, or for the declaration of its loss.' },
};
const notSelected = {
  because: { vi: 'phần này không được chọn khi lập bộ kế hoạch', en: 'the stack was not selected for the set' },
  ask: { vi: 'Hãy đề nghị bộ kế hoạch lập không kèm --site, --organisation, --stack.', en: 'Ask for a set planned without --site, --organisation or --stack.' },
};
const failed = {
  because: { vi: 'lập kế hoạch không thành công', en: 'planning failed' },
  ask: { vi: 'Hãy đề nghị khắc phục lỗi rồi lập lại kế hoạch của các phần này.', en: 'Ask that the failure be mended and these stacks planned again.' },
};
const deferred = {
  because: { vi: 'phần này chưa lập kế hoạch được vì điều kiện tiên quyết chưa có; chỉ xét theo cấu hình', en: 'the stack could not be planned before what it needs is there; only its configuration was judged' },
  ask: { vi: 'Hãy đề nghị kế hoạch của đợt sau, khi các định nghĩa tài nguyên (CRD) đã có.', en: 'Ask for the plans of the next wave, once the definitions (CRDs) they need are there.' },
};
const wholePlan: Text = {
  vi: 'Hãy đề nghị kế hoạch đầy đủ: không dùng -target, -refresh-only hay -destroy, và không có lỗi.',
  en: 'Ask for a whole plan: without -target, -refresh-only or -destroy, and without errors.',
};
const notUnderstood = {
  because: { vi: 'kế hoạch có phần mà công cụ này chưa biết', en: 'the plan holds parts that this tool does not know' },
  ask: { vi: 'Hãy dùng phiên bản ndc mới hơn, hoặc đề nghị kế hoạch lập bằng phiên bản engine đã biết.', en: 'Use a newer ndc, or ask for a plan made by a version of the engine that this one knows.' },
};
const noCluster = {
  because: { vi: 'kế hoạch không cho biết cụm nào: không có uid của namespace kube-system', en: 'the plan does not say which cluster: it holds no uid of the kube-system namespace' },
  ask: { vi: 'Hãy đề nghị kế hoạch có đọc namespace kube-system (nguồn dữ liệu kubernetes_namespace_v1).', en: 'Ask for plans that read the namespace kube-system (a data source, kubernetes_namespace_v1).' },
};
const notRefreshed = {
  because: { vi: 'trạng thái có ghi đối tượng, mà không kế hoạch nào của trung tâm này cho thấy đã đọc chúng; có thể đã lập với -refresh=false', en: 'it records objects, and no plan of the site shows that they were read; it may have been planned with -refresh=false' },
  ask: { vi: 'Hãy đề nghị kế hoạch có làm mới trạng thái, hoặc số đo trực tiếp (ndc drift).', en: 'Ask for a plan made with refresh, or for live readings (ndc drift).' },
};
const unseenCharts = {
  because: { vi: 'có bản phát hành Helm mà không thấy được đối tượng bên trong', en: 'a Helm release whose objects cannot be seen' },
  ask: { vi: 'Hãy đề nghị khai báo data.helm_template cùng đầu vào bên cạnh mỗi helm_release.', en: 'Ask for a data.helm_template with the same inputs beside each helm_release.' },
};
const deferredChanges = {
  because: { vi: 'kế hoạch để lại một số thay đổi cho lần sau', en: 'the plan puts changes off to a later one' },
  ask: { vi: 'Hãy đề nghị kế hoạch kế tiếp, sau khi áp dụng kế hoạch này.', en: 'Ask for the next plan, after this one is applied.' },
};
const estateSilent = {
  because: { vi: 'dữ liệu chưa cho biết điều mà các quy tắc này cần', en: 'the data do not say what these rules need' },
  ask: { vi: 'Hãy đề nghị bổ sung dữ liệu theo phần "Cần làm" của từng kết luận.', en: "Ask for the data that each finding's remedy names." },
};
