import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { listed } from '../../derived/figures.js';
import { comparedQuota, type Difference } from '../../derived/quota-comparison.js';
import { pairsOfEstate, type PairsOf } from '../../derived/pair-classes.js';
import { expectedHard } from '../../derived/quota-keys.js';
import { finding, incompleteFinding, type Finding } from '../../engine/columns.js';
import { judgeEnvironments, type RowView } from '../../engine/environment-rows.js';
import type { Rule } from '../../engine/rule.js';

const words: Readonly<Record<Difference['kind'], Text>> = {
  missing: { vi: 'thiếu', en: 'is missing' },
  higher: { vi: 'cao hơn mức đã duyệt', en: 'is higher than approved' },
  lower: { vi: 'thấp hơn mức đã duyệt', en: 'is lower than approved' },
  extra: { vi: 'không có trong mức đã duyệt', en: 'is in no approved request' },
  unreadable: { vi: 'không phải một lượng tài nguyên', en: 'is no quantity' },
  unknown: { vi: 'chưa biết', en: 'is not known' },
};

function described({ key, kind, found, expected }: Difference): Text {
  const [vi, en] = [words[kind].vi, words[kind].en];
  const tail = (found === undefined ? '' : `: ${found}`) + (expected === undefined ? '' : ` / ${expected}`);
  return { vi: `${key} ${vi}${tail}`, en: `${key} ${en}${tail}` };
}

function judge({ row, column, lookup, stacks }: RowView, site: DeepReadonly<Site>, pairs: PairsOf): Finding {
  const { environment, allowance } = row;
  const { namespace, consumesOtherSectors } = environment;
  const where: Text = { vi: `${namespace} ở ${site.id}`, en: `${namespace} in ${site.id}` };
  const absent = (what: Text): Finding => {
    const text = { vi: `${where.vi} không có ${what.vi}`, en: `${where.en} has no ${what.en}` };
    return incompleteFinding(stacks, text) ?? finding('fail', { vi: `${text.vi} trong kế hoạch.`, en: `${text.en} in the plan.` });
  };
  if (lookup.clusterWide(site.id, column, 'Namespace', namespace).length === 0) return absent({ vi: 'namespace', en: 'namespace' });
  const quotas = lookup.inNamespace(site.id, column, 'ResourceQuota', namespace);
  if (quotas.length === 0) return absent({ vi: 'ResourceQuota', en: 'ResourceQuota' });
  const differences = comparedQuota(quotas.map(({ object }) => object), expectedHard(site, allowance, { sessionOnly: consumesOtherSectors, pairs: pairs(environment, site.id) }));
  const source = quotas[0]?.resource;
  const evidence: Evidence[] = differences.map((difference) => ({
    what: described({ ...difference, found: undefined, expected: undefined }),
    found: `${difference.found ?? '–'} / ${difference.expected ?? '–'}`,
    ...(source === undefined ? {} : { pointer: source.pointer, document: source.stack }),
  }));
  const wrong = differences.filter(({ kind }) => kind !== 'unknown');
  if (wrong.length > 0) {
    const [vi, en] = [listed(wrong.map((difference) => described(difference).vi)).vi, listed(wrong.map((difference) => described(difference).en)).en];
    return finding('fail', { vi: `Hạn mức của ${where.vi} không đúng mức đã duyệt: ${vi}.`, en: `The quota of ${where.en} is not what was approved: ${en}.` }, { evidence });
  }
  if (differences.length > 0) {
    const keys = listed(differences.map(({ key, found }) => `${key} (${found ?? ''})`));
    return finding('unknown', { vi: `Chưa biết hạn mức của ${where.vi}: ${keys.vi}.`, en: `The quota of ${where.en} is not known: ${keys.en}.` }, { evidence });
  }
  const role = row.role === 'primary' ? { vi: 'đủ mức đã duyệt', en: 'the full approved size' } : { vi: 'phần dành cho nơi dự phòng', en: "the standby's share" };
  return finding(
    'pass',
    { vi: `Hạn mức của ${where.vi} đúng ${role.vi}.`, en: `The quota of ${where.en} is ${role.en}.` },
    {
      evidence: quotas.map(({ resource, object }) => ({ what: { vi: 'ResourceQuota đã đọc', en: 'ResourceQuota read' }, found: object.name, pointer: resource.pointer, document: resource.stack })),
    },
  );
}

export const ten001: Rule = {
  id: 'TEN-001',
  version: 3,
  title: { vi: 'Hạn mức của mỗi môi trường đúng bằng mức đã duyệt', en: 'The quota of each environment equals its approved request' },
  explanation: {
    vi: 'Mỗi namespace của cơ quan phải có hạn mức về bộ xử lý, bộ nhớ, lưu trữ theo loại, GPU và số đối tượng, bằng đúng phiếu đăng ký ở nơi chạy chính và bằng phần quy định của mức bảo vệ ở nơi dự phòng. Số đối tượng do nền tảng chọn, nhưng phải có, phải biết được, lớn hơn 0 và không quá vài lần mức mà số pod được cấp có thể cần. Một hạn mức theo lớp ưu tiên (PriorityClass) không cho pod nào mang lớp ưu tiên ngoài mức bảo vệ của hệ thống. Lưu trữ khối của hệ thống có nhân bản sang nơi dự phòng được chia cho lớp thường (cơ sở dữ liệu, tự nhân bản) và lớp của cặp trung tâm; cộng lại phải bằng đúng phiếu. Mức kỳ vọng được tính lại từ phiếu đăng ký, không lấy từ phần mềm sinh ra kế hoạch. Môi trường dùng dữ liệu của ngành khác không được có lưu trữ.',
    en: 'Each tenant namespace carries a quota on CPU, memory, storage per class, GPUs and objects: the approved request at its primary, the tier\'s share of it at its standby. How many objects there may be is the platform\'s choice, yet it must be there, be known, be above zero and no more than several times what the granted pods can need. A quota scoped by PriorityClass lets no pod take another priority class than its tier\'s. Block storage of a system that replicates to its standby is split between the plain class (databases, which replicate by themselves) and the class of the pair of sites; together they are exactly the request. What is expected is derived again from the request, never taken from the software that made the plan. An environment that consumes other sectors\' fields gets no storage.',
  },
  severity: 'error',
  pack: 'design',
  legal: [
    { document: 'c', clause: 'III.2' },
    { document: 'c', clause: 'V.3' },
  ],
  engineering: {
    statement: { vi: 'C III.2 yêu cầu liệt kê nhu cầu tài nguyên; buộc hạn mức bằng nhu cầu đã duyệt là biện pháp kỹ thuật. Không cấp lưu trữ cho môi trường dùng dữ liệu ngành khác là cách thực thi C V.3.', en: 'C III.2 has needs listed; making the quota equal to them is engineering. No storage for consumers of other sectors\' data is how C V.3 is enforced.' },
    link: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-object', 'drop-stack', 'drop-quota-key', 'change-figure', 'widen', 'weaken', 'known-to-unknown'],
  check: (input) => {
    const pairs = pairsOfEstate(input.estate);
    return judgeEnvironments(input, (view) => {
      const site = input.estate.sites[view.row.site];
      if (site === undefined) throw new Error(`the estate has no site ${view.row.site}`);
      return judge(view, site, pairs);
    });
  },
  remedy: { vi: 'Sửa phiếu đăng ký nếu nhu cầu đã đổi và được duyệt, hoặc tổng hợp và lập kế hoạch lại để hạn mức đúng với phiếu.', en: 'Change the request if the need has changed and was approved; otherwise synthesise and plan again so that the quota follows the request.' },
};
