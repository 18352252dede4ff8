import { day, readDay, type Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import type { Judgement, Rule } from '../../engine/rule.js';

type Destination = NonNullable<NonNullable<DerivedEnvironment['environment']['network']>['egress']>[number];

/** What may not leave the country unapproved where the estate says nothing of its own. */
const deniedByDefault = ['important', 'core'] as const;

/** Whether a host stands under a suffix: `api.gov.vn` and `*.gov.vn` under `gov.vn`, `notgov.vn` not. */
export function isDomestic(host: string, suffixes: readonly string[]): boolean {
  const name = host.replace(/^\*\./, '');
  return suffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix.replace(/^\*\./, '')}`));
}

/** What a flow abroad still lacks. */
function lacking({ approval, watchedBy }: Destination, asOf: Day): readonly Text[] {
  return [
    ...(approval === undefined
      ? [{ vi: 'không nêu văn bản chấp thuận', en: 'it names no approval' }]
      : approval.date > asOf
        ? [{ vi: `văn bản chấp thuận đề ngày ${readDay(approval.date)}, chưa tới`, en: `its approval is dated ${approval.date}, which has not come` }]
        : []),
    ...(watchedBy === undefined ? [{ vi: 'không nêu đơn vị theo dõi', en: 'it names nobody who watches it' }] : []),
  ];
}

function judge(estate: Estate, { namespace, organisation, system, pointer: at }: DerivedEnvironment, destination: Destination, index: number, asOf: Day): Judgement {
  const { host, port, purpose, approval } = destination;
  const { domesticSuffixes, crossBorderDenied = deniedByDefault } = estate.settings;
  const subject = { object: `egress/${namespace}/${host}:${port}`, organisation };
  const evidence: Evidence[] = [
    { what: { vi: 'Đích đến', en: 'Destination' }, found: `${host}:${port}`, pointer: `${at}/network/egress/${index}/host`, document: 'estate' },
    { what: { vi: 'Mục đích', en: 'Purpose' }, found: purpose, pointer: `${at}/network/egress/${index}/purpose`, document: 'estate' },
    ...(approval === undefined ? [] : [{ what: { vi: 'Văn bản chấp thuận', en: 'Approval' }, found: `${approval.document}, ${approval.date}`, pointer: `${at}/network/egress/${index}/approval`, document: 'estate' }]),
  ];
  if (isDomestic(host, domesticSuffixes)) return { subject, status: 'pass', evidence, finding: { vi: `${namespace} mở chiều ra tới ${host}:${port}, trong nước.`, en: `${namespace} opens egress to ${host}:${port}, inside the country.` } };
  const denied = system.secrecy !== 'none' || crossBorderDenied.includes(system.importance);
  const wrong = lacking(destination, asOf);
  const classes: Text = system.secrecy === 'none' ? { vi: `mức quan trọng "${system.importance}"`, en: `importance "${system.importance}"` } : { vi: `độ mật "${system.secrecy}"`, en: `secrecy "${system.secrecy}"` };
  if (wrong.length > 0)
    return {
      subject,
      status: 'fail',
      // Default deny speaks of the classes in the list; for others a missing register entry is reported.
      severity: denied ? 'error' : 'warning',
      evidence,
      finding: {
        vi: `${namespace} (${classes.vi}) mở chiều ra tới ${host}:${port}, ngoài danh sách trong nước: ${wrong.map(({ vi }) => vi).join('; ')}.`,
        en: `${namespace} (${classes.en}) opens egress to ${host}:${port}, which is on no domestic list: ${wrong.map(({ en }) => en).join('; ')}.`,
      },
    };
  return { subject, status: 'pass', evidence, finding: { vi: `${namespace} mở chiều ra nước ngoài tới ${host}:${port} theo ${String(approval?.document)}, do ${String(destination.watchedBy)} theo dõi.`, en: `${namespace} opens egress abroad to ${host}:${port} under ${String(approval?.document)}, watched by ${String(destination.watchedBy)}.` } };
}

export const net001: Rule = {
  id: 'NET-001',
  version: 1,
  title: { vi: 'Chiều ra được khai báo; luồng ra nước ngoài có chấp thuận và người theo dõi', en: 'Egress is declared; a flow across the border names its approval and who watches it' },
  explanation: {
    vi: 'Mỗi đích đến trong phiếu đăng ký được xếp trong nước hay ngoài nước theo danh sách hậu tố tên miền của hệ thống, không theo lời khai. Đích ngoài danh sách phải nêu văn bản chấp thuận đã có hiệu lực và đơn vị theo dõi. Với dữ liệu quan trọng, cốt lõi hoặc có độ mật, thiếu một trong hai là không đạt; với dữ liệu khác là cảnh báo. Chiều ra không khai báo do TEN-003 chặn và phát hiện.',
    en: 'Each destination of a request counts as domestic or not by the estate\'s list of host suffixes, never by declaration. One outside the list names an approval that is in effect and who watches the flow. For important, core or secret data a missing one fails; for other data it is a warning. Undeclared egress is kept out and found by TEN-003.',
  },
  severity: 'error',
  pack: 'design',
  legal: [
    { document: 't', clause: 'IV.6' },
    { document: 'qd-20-2025', clause: 'whole text' },
  ],
  engineering: { statement: { vi: 'Mặc định chặn với dữ liệu quan trọng và cốt lõi là lựa chọn của chúng tôi, sửa được trong `crossBorderDenied`; việc trao đổi với đối tác nước ngoài đã được dự liệu (Q IV.2.b, V.2.đ).', en: 'Default deny for important and core data is our choice, editable under `crossBorderDenied`; exchange with foreign partners is foreseen (Q IV.2.b, V.2.đ).' } },
  assumptions: [{ vi: 'Danh sách hậu tố tên miền trong nước là dữ liệu quy hoạch.', en: 'The list of domestic suffixes is a planning input.' }],
  effectiveFrom: day('2026-01-12'),
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['widen', 'drop-field', 'shift-date'],
  check: ({ estate, asOf }) => environmentsOf(estate).flatMap((environment) => (environment.environment.network?.egress ?? []).map((destination, index) => judge(estate, environment, destination, index, asOf))),
  remedy: { vi: 'Nêu `approval {document, date}` và `watchedBy` cho đích đến, hoặc bỏ đích đến đó; nếu đích ở trong nước, bổ sung hậu tố vào catalogue/estate.yaml.', en: 'Name `approval {document, date}` and `watchedBy` for the destination, or take it out; where it is in the country, add its suffix to catalogue/estate.yaml.' },
};
