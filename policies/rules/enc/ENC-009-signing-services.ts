import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import type { Judgement, Rule } from '../../engine/rule.js';

type Authority = DeepReadonly<Site>['authorities'][number];
type Kind = Authority['kind'];

const kinds: Readonly<Record<Kind, Text>> = {
  'official-duty': { vi: 'chữ ký số chuyên dùng công vụ', en: 'official-duty signatures' },
  public: { vi: 'chữ ký số công cộng', en: 'public signatures' },
};

const uses: Readonly<Record<NonNullable<Authority['purposes']>[number], Text>> = {
  signing: { vi: 'ký số', en: 'signing' },
  authentication: { vi: 'xác thực', en: 'authentication' },
};

/** What a declared connection lacks before anybody can rely on it. */
function lacks({ endpoint, trustAnchors = [], revocation, egress, owner }: Authority): readonly Text[] {
  const revocable = [...(revocation?.ocsp ?? []), ...(revocation?.crl ?? [])];
  return [
    ...(endpoint === undefined ? [{ vi: 'địa chỉ (endpoint)', en: 'an endpoint' }] : []),
    ...(trustAnchors.length === 0 ? [{ vi: 'chứng thư gốc (trustAnchors)', en: 'trust anchors' }] : []),
    ...(revocable.length === 0 ? [{ vi: 'nơi hỏi thu hồi chứng thư (OCSP hoặc CRL)', en: 'where revocation is asked (OCSP or CRL)' }] : []),
    ...(egress === undefined ? [{ vi: 'mạng đi ra (egress)', en: 'an egress network' }] : []),
    ...(owner === undefined ? [{ vi: 'người giữ kết nối (owner)', en: 'an owner' }] : []),
  ];
}

const joined = (texts: readonly Text[]): Text => ({ vi: texts.map(({ vi }) => vi).join(', '), en: texts.map(({ en }) => en).join(', ') });

function judge(site: DeepReadonly<Site>, kind: Kind): Judgement {
  const at = (index: number): string => pointer('sites', site.id, 'authorities', index);
  const declared = site.authorities.map((authority, index) => ({ authority, index })).filter(({ authority }) => authority.kind === kind);
  const whole = declared.filter(({ authority }) => lacks(authority).length === 0);
  const served = new Set(whole.flatMap(({ authority }) => authority.purposes ?? []));
  const missing = (['signing', 'authentication'] as const).filter((use) => !served.has(use)).map((use) => uses[use]);
  const subject = { object: `authority/${site.id}/${kind}`, site: site.id };
  const evidence: Evidence[] =
    declared.length === 0
      ? [{ what: { vi: 'Dịch vụ đã khai báo', en: 'Declared services' }, found: '–', pointer: pointer('sites', site.id, 'authorities'), document: 'estate' }]
      : declared.map(({ authority, index }): Evidence => ({ what: { vi: `Dịch vụ ${kinds[kind].vi}`, en: `Service for ${kinds[kind].en}` }, found: `${authority.issuer}: ${authority.endpoint ?? '–'}`, pointer: at(index), document: 'estate' }));
  const name: Text = { vi: `${kinds[kind].vi} ở ${site.id}`, en: `${kinds[kind].en} in ${site.id}` };
  if (missing.length > 0) {
    const use = joined(missing);
    const gaps = declared.flatMap(({ authority }): Text[] => {
      const gap = joined(lacks(authority));
      return gap.en === '' ? [] : [{ vi: `${authority.issuer} thiếu ${gap.vi}`, en: `${authority.issuer} lacks ${gap.en}` }];
    });
    const why = gaps.length === 0 ? { vi: '', en: '' } : { vi: `: ${gaps.map(({ vi }) => vi).join('; ')}`, en: `: ${gaps.map(({ en }) => en).join('; ')}` };
    return { subject, status: 'fail', finding: { vi: `Chưa có kết nối tới dịch vụ ${name.vi} để ${use.vi}${why.vi}.`, en: `No connection serves ${name.en} for ${use.en}${why.en}.` }, evidence };
  }
  const unread = whole.flatMap(({ authority }) => (authority.trustAnchors ?? []).filter(({ sha256 }) => sha256 === undefined).map((anchor) => anchor.subject));
  if (unread.length > 0) return { subject, status: 'unknown', finding: { vi: `Chưa đủ căn cứ về ${name.vi}: chưa ai ghi mã băm SHA-256 của ${unread.join(', ')}.`, en: `This cannot be known of ${name.en}: nobody has recorded the SHA-256 of ${unread.join(', ')}.` }, evidence };
  return { subject, status: 'pass', finding: { vi: `${site.id} khai báo kết nối tới dịch vụ ${kinds[kind].vi} để ký số và xác thực.`, en: `${site.id} declares a connection for ${kinds[kind].en}, for signing and for authentication.` }, evidence };
}

export const enc009: Rule = {
  id: 'ENC-009',
  version: 1,
  title: { vi: 'Mỗi trung tâm kết nối tới dịch vụ ký số, xác thực chuyên dùng công vụ và công cộng', en: 'Each site reaches official-duty and public services for digital signing and authentication' },
  explanation: {
    vi: 'Q V.1.đ yêu cầu giải pháp ký số, xác thực, kết nối với dịch vụ chứng thực chữ ký số chuyên dùng công vụ và công cộng. Mỗi trung tâm khai báo cho từng loại: địa chỉ, chứng thư gốc kèm mã băm, nơi hỏi thu hồi (OCSP, CRL) từ chính trung tâm đó, mạng đi ra và người giữ kết nối, cho cả ký số lẫn xác thực. Cấp chứng thư TLS không phải là ký số. Quy tắc xét điều khai báo; kết nối có thông hay không phải thử tại chỗ.',
    en: 'Q V.1.đ asks for signing and authentication that connect to the official-duty signature service and to public ones. For each kind a site declares the endpoint, trust anchors with their digest, where revocation is asked from that very site (OCSP, CRL), the network the connection leaves by and who keeps it, for signing and for authentication alike. Issuing TLS certificates is neither. Judged is what is declared; whether it answers is to be tried on site.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [{ document: 'q', clause: 'V.1.đ' }],
  engineering: { statement: { vi: 'Văn bản không nêu dịch vụ, địa chỉ hay cách kiểm tra thu hồi.', en: 'The document names no service, address or way to ask for revocation.' }, link: 'https://www.rfc-editor.org/rfc/rfc6960' },
  assumptions: [{ vi: 'Tên các dịch vụ và địa chỉ là đầu vào lập kế hoạch chưa ai xác nhận, trừ khi mục đó ghi nguồn khác.', en: 'Names of services and endpoints are planning inputs nobody has confirmed, unless their entry says otherwise.' }],
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['drop-field', 'weaken', 'drop-object'],
  check: ({ estate }) =>
    Object.values(estate.sites)
      .filter(({ phase }) => phase !== 'retired')
      .flatMap((site) => (['official-duty', 'public'] as const).map((kind) => judge(site, kind))),
  remedy: { vi: 'Khai báo đủ các trường của dịch vụ trong authorities của trung tâm; ghi mã băm chứng thư gốc sau khi hai người đối chiếu.', en: "Fill in the service's fields under the site's authorities; record the digest of its root once two people have compared it." },
};
