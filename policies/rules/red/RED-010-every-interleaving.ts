import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { heldBy } from '../../derived/held-data.js';
import { falseMoment, holdsBefore, type Moment } from '../../derived/interleaving.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { backupFacts, standbyFacts, type Facts } from '../../derived/protection-facts.js';
import { absentFinding, finding, incompleteFinding, nothingRead, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import type { ReadPlanSet } from '../../planset/read-model.js';

/** Something an environment must not be without at any moment. */
interface Guarded {
  readonly what: Text;
  readonly facts: Facts;
}

function guardedOf(estate: Estate, planset: ReadPlanSet, environment: DerivedEnvironment): readonly Guarded[] {
  const { standby, primary, tier } = environment;
  const { block, file, databases } = heldBy(estate, environment);
  const guarded: Guarded[] = [];
  if (standby !== undefined && standby !== primary && estate.protection.tiers[tier].standby !== 'none') guarded.push({ what: { vi: 'nơi dự phòng', en: 'its standby' }, facts: standbyFacts(estate, planset, environment) });
  if (block || file || databases.length > 0) {
    guarded.push({ what: { vi: 'bản sao lưu ở trung tâm khác', en: 'its backup in another site' }, facts: backupFacts(estate, planset, environment, true) });
    guarded.push({ what: { vi: 'bản sao lưu', en: 'its backup' }, facts: backupFacts(estate, planset, environment, false) });
  }
  return guarded;
}

const joinedText = (texts: readonly Text[]): Text => ({ vi: texts.map(({ vi }) => vi).join('; '), en: texts.map(({ en }) => en).join('; ') });

/** The moment in words: the step that takes it away, and what has not come by then. */
function told({ what }: Guarded, { taken, pending }: Moment): Text {
  const last = joinedText(taken.map(({ change }) => change.does));
  const later = joinedText([...new Map(pending.filter((step) => !taken.some(({ change }) => change.id === step.change.id)).map((step) => [step.change.id, step.change.does])).values()]);
  return later.en === '' ? { vi: `mất ${what.vi} khi ${last.vi}`, en: `${what.en} is lost when ${last.en}` } : { vi: `mất ${what.vi} khi ${last.vi} trước khi ${later.vi}`, en: `${what.en} is lost when ${last.en} before ${later.en}` };
}

function evidenceOf({ what }: Guarded, { taken, pending }: Moment): readonly Evidence[] {
  return [
    ...taken.map(({ change, half }): Evidence => ({ what: { vi: `Bước làm mất ${what.vi}`, en: `Step by which ${what.en} is lost` }, found: `${change.id.trim()}${half === 'gone' ? ' (delete before create)' : ''}` })),
    ...pending.map(({ change, half }): Evidence => ({ what: { vi: 'Bước có thể đến sau', en: 'Step that may come later' }, found: `${change.id.trim()}${half === 'back' ? ' (create after delete)' : ''}` })),
  ];
}

function judge(estate: Estate, planset: ReadPlanSet, environment: DerivedEnvironment): Finding {
  const { namespace, organisation, primary, standby, backup } = environment;
  const where: Text = { vi: namespace, en: namespace };
  if (planset.mode === 'offline') return finding('not-applicable', { vi: 'Cấu hình đã tổng hợp không nói điều gì thay đổi; quy tắc này xét một bộ kế hoạch.', en: 'Synthesised configuration does not say what changes; this rule judges a plan set.' });
  if (planset.file?.purpose === 'destroy') return finding('not-applicable', { vi: 'Bộ kế hoạch này chủ ý xóa các phần đó.', en: 'This plan set destroys those stacks on purpose.' });
  const failover = declaredFor(estate, environment);
  if (failover !== undefined) return finding('not-applicable', { vi: `Đang chuyển nơi theo tuyên bố ${failover}; hai nơi còn lại không thể vừa chạy, vừa dự phòng, vừa sao lưu.`, en: `A failover is under way by the declaration ${failover}; two survivors cannot run, stand by and keep the backup all at once.` });
  const sites = new Set([primary, standby, backup]);
  const stacks = planset.stacks.filter((stack) => sites.has(stack.site) && (stack.kind !== 'tenant' || stack.organisation === organisation));
  const guarded = guardedOf(estate, planset, environment);
  const standing = guarded.filter(({ facts }) => holdsBefore(facts.formula));
  const lost = standing.flatMap((one) => {
    const moment = falseMoment(one.facts.formula);
    return moment === undefined ? [] : [{ one, moment }];
  });
  if (lost.length > 0) {
    // A backup that is gone is gone elsewhere too: one sentence says so.
    const own = lost.filter(({ one }, index) => index === lost.findIndex((other) => other.one.what.en.startsWith('its backup') === one.what.en.startsWith('its backup')));
    const text = joinedText(own.map(({ one, moment }) => told(one, moment)));
    return finding('fail', { vi: `${where.vi} ${text.vi}.`, en: `${where.en}: ${text.en}.` }, { evidence: own.flatMap(({ one, moment }) => evidenceOf(one, moment)) });
  }
  const unread = absentFinding(stacks) ?? incompleteFinding(stacks, { vi: `Chưa thấy bước nào làm ${where.vi} mất nơi dự phòng hay bản sao lưu`, en: `No step was seen by which ${where.en} loses its standby or its backup` });
  if (unread !== undefined) return unread;
  const unknown = [...new Set(guarded.flatMap(({ facts }) => facts.unknown))];
  if (unknown.length > 0) return finding('unknown', { vi: `Chưa đủ căn cứ về ${where.vi}: ${unknown.join('; ')}.`, en: `This cannot be known of ${where.en}: ${unknown.join('; ')}.` });
  if (standing.length === 0) return finding('not-applicable', { vi: `${where.vi} chưa có nơi dự phòng hay bản sao lưu nào được ghi nhận để mất.`, en: `${where.en} has no recorded standby or backup that could be lost.` });
  const kept = joinedText(standing.map(({ what }) => what));
  return finding('pass', { vi: `${where.vi}: không thứ tự thực hiện nào làm mất ${kept.vi}.`, en: `${where.en}: no order of the steps takes away ${kept.en}.` });
}

/** An open declaration that a site of the environment is lost. */
function declaredFor({ losses = [] }: Estate, { asked: { primary, standby, backup } }: DerivedEnvironment): string | undefined {
  return losses.find(({ site }) => [primary, standby, backup].includes(site))?.declaration;
}

export const red010: Rule = {
  id: 'RED-010',
  version: 1,
  title: { vi: 'Không thứ tự thực hiện nào làm mất nơi dự phòng hay bản sao lưu', en: 'No interleaving of the change takes away a standby or a backup' },
  explanation: {
    vi: 'Một bộ kế hoạch đúng ở đầu và ở cuối vẫn có thể sai ở giữa: các trung tâm áp dụng song song, trong một trung tâm theo thứ tự nền tảng, tenant, bảo vệ, trong một phần thì không có thứ tự nào được hứa, và một lần áp dụng có thể dừng giữa chừng. Quy tắc xét mọi trạng thái mà các bước có thể đi qua: nơi dự phòng (chỗ đã dành, sao chép ở hai đầu) và bản sao lưu đang có phải còn trong từng trạng thái. Chuyển nơi dự phòng trong cùng một bộ kế hoạch vì thế không đạt: bản mới phải có mặt trong `before` của bộ sau, rồi bản cũ mới được bỏ. Thay thế kiểu xóa trước tạo sau là một khoảng trống. Chuyển nơi do thảm họa được miễn.',
    en: 'A plan set that is right at both ends may be wrong in between: sites apply side by side, within a site platform, tenants and protection follow each other, within a stack no order is promised, and an apply may stop half way. The rule judges every state the steps can pass through: a standby (room kept, replication at both ends) and a backup that stand now must stand in each of them. To move a standby within one set therefore fails: the new one has to be in the `before` of a later set, and then the old one may go. A replacement that deletes first is a gap. A failover is exempt.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ yêu cầu dự phòng của Q V.2.b trong lúc thay đổi; văn bản không nói về thay đổi.', en: 'Serves the redundancy Q V.2.b asks for while things change; the document does not speak of change.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['delete', 'forget', 'replace', 'rename-key', 'drop-standby', 'backup-at-primary', 'partial-plan', 'known-to-unknown'],
  check: ({ estate, planset }) =>
    environmentsOf(estate).map((environment): Judgement => {
      const subject = { object: `environment/${environment.namespace}`, organisation: environment.organisation };
      return planset === undefined ? { subject, ...nothingRead } : { subject, ...judge(estate, planset, environment) };
    }),
  remedy: { vi: 'Tách thành hai bộ kế hoạch: bộ đầu thêm bản thay thế, bộ sau bỏ bản cũ khi bản mới đã được ghi nhận.', en: 'Split the change in two sets: the first adds the replacement, the second takes the old one away once the new one is recorded.' },
};
