import type { DeepReadonly, Estate } from '../model/estate.js';
import type { ApprovalCondition } from '../model/kinds/approvals.js';
import type { Text } from '../model/text.js';
import { plainConditionsOf, touched, type Grounds } from './approval-conditions.js';
import { belowUse, grown, measurable, overgrown, unmeasuredShrink, unproven, type GrowthInput } from './approval-growth.js';

/** One rule of the catalogue, judged: who, whether, and why or why not. */
export interface Approval {
  /** Id of the rule. */
  readonly rule: string;
  /** Id of the role, and its name for a reader. */
  readonly role: string;
  readonly name: Text;
  readonly required: boolean;
  readonly because: Text;
  /** What of the request makes it so, `ho-so-prod quota.cpu`; ids and hosts, and names of groups (hostile until escaped). */
  readonly grounds: Grounds;
}

/**
 * Who has to approve a request, rule by rule, those required first. Rules, groups and domestic hosts are the base's.
 * Without rules in the base nothing is automatic.
 */
export function approvalsOf(input: GrowthInput): readonly Approval[] {
  const rules = input.estate.approvals;
  if (rules === undefined) return [withoutRules];
  if (input.changes.length === 0) return [];
  const judged = rules.rules.map(({ id, when, role, because }): Approval => {
    const { grounds, otherwise, unknown } = judge(when, input);
    const required = grounds.length > 0;
    const name = rules.roles.find((one) => one.id === role)?.name ?? { vi: role, en: role };
    return { rule: id, role, name, required, grounds, because: required ? (unknown === undefined ? because : { vi: `${because.vi} ${unknown.vi}`, en: `${because.en} ${unknown.en}` }) : otherwise };
  });
  return [...judged.filter(({ required }) => required), ...judged.filter(({ required }) => !required)];
}

/** The people of a role whose signatures count. Contractors never do. */
export const approversOf = (estate: Pick<Estate, 'approvals'>, role: string): readonly string[] =>
  (estate.approvals?.roles.find(({ id }) => id === role)?.approvers ?? []).filter(({ standing }) => standing === 'official').map(({ principal }) => principal);

const withoutRules: Approval = {
  rule: 'no-rules',
  role: 'platform-owner',
  name: { vi: 'Người chịu trách nhiệm về nền tảng', en: 'Owner of the platform' },
  required: true,
  because: { vi: 'Danh mục không có catalogue/approvals.yaml, nên không thay đổi nào được tự động chấp nhận.', en: 'The catalogue has no catalogue/approvals.yaml, so nothing is accepted automatically.' },
  grounds: ['catalogue/approvals.yaml'],
};

interface Judged {
  readonly grounds: Grounds;
  /** Why not, where there are no grounds. */
  readonly otherwise: Text;
  /** What was not known and counts as a ground. */
  readonly unknown?: Text;
}

function judge(when: DeepReadonly<ApprovalCondition>, input: GrowthInput): Judged {
  if ('securityLevelAtLeast' in when) {
    const grounds = [...new Set(touched(input).filter(({ securityLevel }) => securityLevel >= when.securityLevelAtLeast).map(({ id }) => id))];
    return { grounds, otherwise: { vi: `không hệ thống nào bị tác động có cấp độ từ ${when.securityLevelAtLeast}`, en: `no system it touches is of level ${when.securityLevelAtLeast} or above` } };
  }
  if ('growth' in when) {
    const { overPercent, withinDays } = when.growth;
    const found = overgrown(input, overPercent, withinDays);
    // Without its past a small growth may be the third in a row.
    const blind = found.length === 0 && input.history === undefined && input.base !== undefined ? grown(input).map(({ subject, field }) => `${subject} ${field}`) : [];
    return {
      grounds: found.length > 0 ? found : blind,
      otherwise: grown(input).length === 0 ? { vi: 'không hạn mức nào tăng', en: 'no quota grows' } : { vi: `các mức tăng cộng dồn ${withinDays} ngày không quá ${overPercent} %`, en: `growth added up over ${withinDays} days stays within ${overPercent} %` },
      ...(blind.length === 0 ? {} : { unknown: { vi: 'Chưa biết phiếu đã tăng bao nhiêu trước đây nên chưa cộng dồn được: dữ liệu không nằm trong git, hoặc bản sao chưa tải đủ lịch sử (fetch-depth: 0).', en: 'The request’s past is not known, so nothing can be added up: the data lie in no git repository, or the clone lacks its history (fetch-depth: 0).' } }),
    };
  }
  if ('growthWithoutUse' in when) {
    const grounds = unproven(input, when.growthWithoutUse);
    const none = grounds.length > 0 && Object.keys(input.usage ?? {}).length === 0;
    return {
      grounds,
      otherwise: grown(input).length === 0 ? { vi: 'không hạn mức nào tăng', en: 'no quota grows' } : measurable(input).length === 0 ? { vi: 'chỉ tăng số pod hoặc bộ cân bằng tải, là những mục không đo mức dùng', en: 'only pods or load balancers grow, whose use is not measured' } : { vi: 'số đo mức dùng cho thấy cần tăng', en: 'measured use shows the need' },
      ...(none ? { unknown: { vi: 'Chưa có số đo mức dùng nào được ghi lại.', en: 'No measured use is on record.' } } : {}),
    };
  }
  if (when.condition === 'shrinks-below-use') {
    const unmeasured = unmeasuredShrink({ ...input, asOf: input.estate.scenario.asOf }).length > 0;
    return { grounds: belowUse(input), otherwise: unmeasured ? { vi: 'giảm hạn mức được tự động; chưa đối chiếu với mức đang dùng', en: 'a decrease is automatic; it was not compared with live use' } : { vi: 'không hạn mức nào xuống dưới mức đang dùng', en: 'no quota falls below what is in use' } };
  }
  return { grounds: plainConditionsOf[when.condition](input), otherwise: notHeld[when.condition] };
}

const notHeld: Readonly<Record<keyof typeof plainConditionsOf, Text>> = {
  'first-request': { vi: 'cơ quan đã có phiếu được duyệt', en: 'the organisation has an approved request' },
  'lowered-classification': { vi: 'không phân loại nào bị hạ', en: 'no classification is lowered' },
  'lowered-tier': { vi: 'không cấp bảo vệ nào bị hạ', en: 'no protection tier is lowered' },
  'lowered-backup': { vi: 'chỗ sao lưu không giảm', en: 'no room for backups is given up' },
  'removes-data': { vi: 'không gỡ bỏ nơi nào chứa dữ liệu', en: 'nothing that holds data is removed' },
  'groups-changed': { vi: 'nhóm người dùng giữ nguyên', en: 'groups stay as they are' },
  'foreign-group': { vi: 'mọi nhóm đều được cấp cho cơ quan này', en: 'every group is granted to this body' },
  'owners-changed': { vi: 'người chịu trách nhiệm giữ nguyên', en: 'owners stay as they are' },
  'hosts-changed': { vi: 'tên miền công bố giữ nguyên', en: 'published hosts stay as they are' },
  'allow-from-changed': { vi: 'danh sách được gọi vào giữ nguyên', en: 'who may call in stays as it is' },
  'placement-changed': { vi: 'nơi đặt giữ nguyên', en: 'placement stays as it is' },
  'core-data': { vi: 'không hệ thống nào bị tác động có dữ liệu cốt lõi', en: 'no system it touches holds core data' },
  secrecy: { vi: 'không hệ thống nào bị tác động có bí mật nhà nước', en: 'no system it touches holds state secrets' },
  'egress-abroad': { vi: 'mọi đích đến đều trong nước', en: 'every destination is domestic' },
};
