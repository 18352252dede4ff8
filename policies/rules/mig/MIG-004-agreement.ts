import { asStart, day, readDay, type Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { connectionOf, systemsOf, type PlacedSystem } from '../../derived/migration.js';
import type { Judgement, Rule } from '../../engine/rule.js';

function judge(estate: Estate, placed: PlacedSystem, asOf: Day): Judgement {
  const { system, organisation, at } = placed;
  const agreement = system.migration?.agreement;
  // The law names Bộ Công an, which operates the National Data Centers; whoever operates other sites stands in its place there.
  const { vi: withVi, en: withEn } = estate.organisations[estate.settings.operator]?.name ?? { vi: estate.settings.operator, en: estate.settings.operator };
  const connection = connectionOf(estate, placed);
  const evidence: Evidence[] = [
    ...(agreement === undefined ? [] : [{ what: { vi: 'Văn bản thống nhất', en: 'Agreement' }, found: `${agreement.document}, ${agreement.date}`, pointer: `${at}/migration/agreement`, document: 'estate' }]),
    ...(connection === undefined ? [] : [{ what: { vi: 'Thời điểm bắt đầu', en: 'Start' }, found: connection.on, pointer: connection.at, document: 'estate' }]),
  ];
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `system/${system.id}`, organisation }, status, evidence, finding: { vi: `${system.id}: ${vi}.`, en: `${system.id}: ${en}.` } });
  if (organisation === estate.settings.operator) return row('not-applicable', 'cơ quan vận hành không phải thống nhất với chính mình', 'the operator agrees nothing with itself');
  if (agreement === undefined)
    return connection !== undefined && asStart(connection.on) > asOf
      ? row('not-applicable', `bắt đầu từ ${connection.on}, chưa tới hạn thống nhất`, `it starts from ${connection.on}; the agreement is not due yet`)
      : row('unknown', `chưa ghi nhận văn bản thống nhất lộ trình với ${withVi}; cơ quan cần nêu số văn bản và ngày`, `no agreement on route and dates with ${withEn} is on record; the organisation is to give document and date`);
  if (agreement.date > asOf) return row('fail', `văn bản thống nhất đề ngày ${readDay(agreement.date)}, chưa tới`, `its agreement is dated ${agreement.date}, which has not come`);
  if (connection !== undefined && agreement.date > asStart(connection.on)) return row('fail', `thống nhất ngày ${readDay(agreement.date)}, sau khi bắt đầu (${readDay(connection.on)})`, `it was agreed on ${agreement.date}, after it started (${connection.on})`);
  return row('pass', `đã thống nhất với ${withVi} theo ${agreement.document} ngày ${readDay(agreement.date)}`, `agreed with ${withEn} by ${agreement.document} of ${agreement.date}`);
}

export const mig004: Rule = {
  id: 'MIG-004',
  version: 2,
  title: { vi: 'Lộ trình và thời gian đã thống nhất với đơn vị vận hành', en: 'Route and dates are agreed with the operator' },
  explanation: {
    vi: 'Mỗi hệ thống di chuyển hay kết nối "theo lộ trình thống nhất với Bộ Công an", đơn vị vận hành các Trung tâm dữ liệu quốc gia; ở hệ thống khác là đơn vị mà dữ liệu ghi ở `operator`. Phải có văn bản và ngày, không sau ngày bắt đầu. Chưa ghi nhận văn bản thì chưa đủ căn cứ.',
    en: 'Each system moves or connects by a route agreed with Bộ Công an, which operates the National Data Centers; in another estate, with whom its data name as `operator`. There is a document with a date, not after the start. Where no document is on record this cannot be known.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [
    { document: 'c', clause: 'III.1.b' },
    { document: 'q', clause: 'VII.1.a' },
    { document: 'q', clause: 'VII.2.b' },
    { document: 'q', clause: 'VII.3.a' },
  ],
  effectiveFrom: day('2024-09-04'),
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  mutants: ['shift-date'],
  check: ({ estate, asOf }) => systemsOf(estate).map((placed) => judge(estate, placed, asOf)),
  remedy: { vi: 'Ghi `migration.agreement {document, date}` khi đã có văn bản thống nhất.', en: 'Record `migration.agreement {document, date}` once it is agreed.' },
};
