import { asStart, day, readDay, type Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { connectionOf, systemsOf, type PlacedSystem } from '../../derived/migration.js';
import type { Judgement, Rule } from '../../engine/rule.js';

function judge(estate: Estate, placed: PlacedSystem, asOf: Day): Judgement {
  const { system, organisation, at } = placed;
  const plan = system.migration?.securityPlan;
  const connection = connectionOf(estate, placed);
  const evidence: Evidence[] = [
    ...(plan === undefined ? [] : [{ what: { vi: 'Phương án bảo đảm an ninh', en: 'Security plan' }, found: `${plan.document}, ${plan.date}`, pointer: `${at}/migration/securityPlan`, document: 'estate' }]),
    ...(connection === undefined ? [] : [{ what: { vi: 'Thời điểm kết nối', en: 'Connection date' }, found: connection.on, pointer: connection.at, document: 'estate' }]),
  ];
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `system/${system.id}`, organisation }, status, evidence, finding: { vi: `${system.id}: ${vi}.`, en: `${system.id}: ${en}.` } });
  if (plan === undefined)
    return connection !== undefined && asStart(connection.on) > asOf
      ? row('not-applicable', `kết nối từ ${connection.on}, chưa tới hạn có phương án`, `it connects from ${connection.on}; its plan is not due yet`)
      : row('unknown', 'chưa ghi nhận phương án bảo đảm an ninh; cơ quan cần nêu số văn bản, ngày và đơn vị xác nhận', 'no security plan is on record; the organisation is to give document, date and who confirmed it');
  if (plan.date > asOf) return row('fail', `phương án đề ngày ${readDay(plan.date)}, chưa tới`, `its plan is dated ${plan.date}, which has not come`);
  if (connection !== undefined && plan.date > asStart(connection.on)) return row('fail', `phương án đề ngày ${readDay(plan.date)}, sau thời điểm kết nối ${readDay(connection.on)}`, `its plan is dated ${plan.date}, after the connection (${connection.on})`);
  if (plan.confirmedBy === undefined) return row('unknown', `có phương án ${plan.document} mà chưa ghi đơn vị xác nhận`, `there is a plan, ${plan.document}, and nobody is recorded as having confirmed it`);
  if (connection === undefined) return row('unknown', `có phương án ${plan.document} mà chưa ghi thời điểm kết nối; cần \`migration.start\``, `there is a plan, ${plan.document}, and no connection date; \`migration.start\` is to be given`);
  return row('pass', `phương án ${plan.document} ngày ${readDay(plan.date)}, ${plan.confirmedBy} xác nhận, trước khi kết nối (${readDay(connection.on)})`, `plan ${plan.document} of ${plan.date}, confirmed by ${plan.confirmedBy}, before the connection (${connection.on})`);
}

export const mig002: Rule = {
  id: 'MIG-002',
  version: 1,
  title: { vi: 'Có phương án bảo đảm an ninh trước khi kết nối', en: 'A security plan exists before the connection date' },
  explanation: {
    vi: 'T IV.6 yêu cầu có phương án bảo đảm an ninh trước khi kết nối. Ngày của phương án không được sau ngày đầu của thời điểm kết nối. Việc một đơn vị xác nhận phương án là quy tắc của chúng tôi. Chưa ghi nhận văn bản thì chưa đủ căn cứ, không coi là vi phạm.',
    en: 'T IV.6 asks for a security plan before connecting. The plan\'s date is not after the first day of the connection date. That somebody confirms the plan is our rule. Where no document is on record this cannot be known; it is not taken for a violation.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [{ document: 't', clause: 'IV.6' }],
  engineering: { statement: { vi: 'Việc xác nhận phương án là quy tắc của chúng tôi; hệ thống kết nối trước ngày 12/01/2026 cũng được hỏi như vậy.', en: 'Confirmation of the plan is our rule; systems that connected before 2026-01-12 are asked the same.' } },
  effectiveFrom: day('2026-01-12'),
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  mutants: ['shift-date', 'drop-field'],
  check: ({ estate, asOf }) => systemsOf(estate).map((placed) => judge(estate, placed, asOf)),
  remedy: { vi: 'Ghi `migration.securityPlan {document, date, confirmedBy}` và `migration.start` khi đã có văn bản; chưa có thì chưa kết nối.', en: 'Record `migration.securityPlan {document, date, confirmedBy}` and `migration.start` once the document exists; until then, do not connect.' },
};
