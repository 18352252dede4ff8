import { finding, incompleteFinding, type Finding } from '../../engine/columns.js';
import { judgeEnvironments, type RowView } from '../../engine/environment-rows.js';
import type { Rule } from '../../engine/rule.js';
import { isUnknown } from '../../planset/read-model.js';
import { isKnownObject } from '../../planset/kubernetes-object.js';

const enforce = 'pod-security.kubernetes.io/enforce';

function judge({ row, column, lookup, stacks }: RowView): Finding {
  const { namespace } = row.environment;
  const where = { vi: `${namespace} ở ${row.site}`, en: `${namespace} in ${row.site}` };
  const [seen] = lookup.clusterWide(row.site, column, 'Namespace', namespace);
  if (seen === undefined) {
    const text = { vi: `Không có namespace ${where.vi}`, en: `There is no namespace ${where.en}` };
    return incompleteFinding(stacks, text) ?? finding('fail', { vi: `${text.vi} trong kế hoạch.`, en: `${text.en} in the plan.` });
  }
  const { labels } = seen.object;
  const value = isUnknown(labels) ? labels : isKnownObject(labels) && Object.hasOwn(labels, enforce) ? labels[enforce] : undefined;
  const evidence = [
    {
      what: { vi: `Nhãn ${enforce}`, en: `Label ${enforce}` },
      found: isUnknown(value) ? value.because : typeof value === 'string' ? value : '–',
      pointer: seen.resource.pointer,
      document: seen.resource.stack,
    },
  ];
  if (isUnknown(value)) return finding('unknown', { vi: `Chưa biết mức Pod Security của ${where.vi}: ${value.because}.`, en: `The Pod Security level of ${where.en} is not known: ${value.because}.` }, { evidence });
  if (value === 'restricted') return finding('pass', { vi: `${where.vi} bắt buộc mức restricted.`, en: `${where.en} enforces restricted.` }, { evidence });
  const found = typeof value === 'string' ? value : undefined;
  return finding(
    'fail',
    {
      vi: found === undefined ? `${where.vi} không bắt buộc mức Pod Security nào.` : `${where.vi} chỉ bắt buộc mức "${found}", phải là restricted.`,
      en: found === undefined ? `${where.en} enforces no Pod Security level.` : `${where.en} enforces "${found}" only; it must be restricted.`,
    },
    { evidence },
  );
}

export const ten002: Rule = {
  id: 'TEN-002',
  version: 1,
  title: { vi: 'Pod Security mức restricted là bắt buộc', en: 'Pod Security "restricted" is enforced' },
  explanation: {
    vi: 'Mức restricted ngăn vùng chứa chạy với quyền quản trị máy chủ, nhờ đó một hệ thống bị xâm nhập không lan sang hệ thống của cơ quan khác trên cùng máy chủ. Nhãn chỉ cảnh báo hoặc ghi nhật ký thì không đủ.',
    en: 'The restricted level keeps containers from running with the rights of their node, so that one breached system does not reach another organisation\'s on the same node. Warning or auditing labels alone are not enough.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Chuẩn Pod Security của Kubernetes.', en: 'Kubernetes Pod Security Standards.' }, link: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['weaken', 'known-to-unknown'],
  check: (input) => judgeEnvironments(input, judge),
  remedy: { vi: `Đặt nhãn ${enforce}=restricted cho namespace.`, en: `Label the namespace ${enforce}=restricted.` },
};
