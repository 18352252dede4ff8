import type { DeepReadonly } from '../../../sites/model/estate.js';
import { readDay, type Day } from '../../../sites/model/calendar.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Ratings from tier III upwards; the three standards number alike. */
const sufficient: ReadonlySet<string> = new Set(['III', 'IV']);

function judge({ id, phase, facility: { standard, rating, certifiedUntil } }: DeepReadonly<Site>, asOf: Day): Judgement {
  const evidence: Evidence[] = [
    { what: { vi: 'Tiêu chuẩn', en: 'Standard' }, found: standard, pointer: pointer('sites', id, 'facility', 'standard'), document: 'estate' },
    { what: { vi: 'Hạng', en: 'Rating' }, found: rating, pointer: pointer('sites', id, 'facility', 'rating'), document: 'estate' },
    { what: { vi: 'Chứng nhận có hiệu lực đến', en: 'Certificate in force until' }, found: certifiedUntil ?? '–', pointer: pointer('sites', id, 'facility', 'certifiedUntil'), document: 'estate' },
  ];
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `site/${id}`, site: id }, status, evidence, finding: { vi: `${id}: ${vi}.`, en: `${id}: ${en}.` } });
  if (!sufficient.has(rating)) return row('fail', `hạng ${rating} theo ${standard}, cần hạng III trở lên`, `it is rated ${rating} by ${standard}; III or better is needed`);
  if (phase !== 'operating') return row('not-applicable', `chưa hoạt động; dự kiến hạng ${rating} theo ${standard}`, `it does not operate yet; it is meant to be rated ${rating} by ${standard}`);
  if (certifiedUntil === undefined) return row('unknown', `hạng ${rating} theo ${standard} mà chưa ghi nhận chứng nhận; cần số và hạn của chứng nhận`, `it is rated ${rating} by ${standard} and no certificate is on record; its number and expiry are to be given`);
  if (certifiedUntil < asOf) return row('fail', `chứng nhận hạng ${rating} theo ${standard} đã hết hạn ngày ${readDay(certifiedUntil)}`, `its certificate, ${rating} by ${standard}, expired on ${certifiedUntil}`);
  return row('pass', `được chứng nhận hạng ${rating} theo ${standard} đến ngày ${readDay(certifiedUntil)}`, `it is certified ${rating} by ${standard} until ${certifiedUntil}`);
}

export const red004: Rule = {
  id: 'RED-004',
  version: 1,
  title: { vi: 'Cơ sở của mỗi trung tâm được chứng nhận từ hạng III, chứng nhận còn hiệu lực', en: "Each site's facility is certified tier III or better, and the certificate is in force" },
  explanation: {
    vi: 'C II.2.b yêu cầu trung tâm dữ liệu quốc gia theo tiêu chuẩn; TT 23/2022 chấp nhận TCVN 9250:2021, TIA-942 hoặc Uptime. Hạng III nghĩa là bảo trì được mà không ngừng dịch vụ, chưa phải là dự phòng gấp đôi. Trung tâm chưa hoạt động chỉ xét hạng dự kiến. Chưa ghi nhận chứng nhận thì chưa đủ căn cứ.',
    en: 'C II.2.b asks for standards of national data centres; TT 23/2022 accepts TCVN 9250:2021, TIA-942 or Uptime. Tier III means maintainable without interruption; it never means twice of everything. Of a site that does not operate only the intended rating is judged. Where no certificate is on record this cannot be known.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [
    { document: 'c', clause: 'II.2.b' },
    { document: 'tt-23-2022', clause: 'whole text' },
  ],
  engineering: { statement: { vi: 'Ngưỡng hạng III và việc chứng nhận còn hiệu lực là cách đọc của chúng tôi.', en: 'Tier III as the floor, and that the certificate is in force, are our reading.' } },
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'fail',
  mutants: ['shift-date', 'weaken', 'drop-field'],
  check: ({ estate, asOf }) =>
    Object.values(estate.sites)
      .filter(({ phase }) => phase !== 'retired')
      .map((site) => judge(site, asOf)),
  remedy: { vi: 'Ghi `facility.certifiedUntil` theo chứng nhận; gia hạn chứng nhận trước khi hết hiệu lực.', en: 'Record `facility.certifiedUntil` by the certificate; renew it before it expires.' },
};
