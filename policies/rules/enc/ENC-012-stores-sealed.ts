import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { releasesOf } from '../../derived/disk-encryption.js';
import { homeEvidence } from '../../derived/keys.js';
import { together } from '../../derived/network-policy.js';
import { sealOf, storesText } from '../../derived/store-seals.js';
import type { Finding } from '../../engine/columns.js';
import { concluded } from '../../engine/conclude.js';
import type { Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';

function judge(estate: Estate, { site, stacks, column }: SiteView): Finding {
  const releases = releasesOf('openbao', stacks, column);
  const seals = releases.map((resource) => ({ resource, ...sealOf(estate, site.id, resource, column) }));
  const { beyond, unknown } = together(seals.map(({ openings }) => openings));
  const stores = [...new Set(seals.flatMap((seal) => seal.stores))].sort();
  const twice = stores.filter((store) => seals.filter((seal) => seal.stores.includes(store)).length > 1);
  const sure = beyond.length === 0 && unknown.length === 0;
  const missing: Text[] = releases.length === 0 ? [{ vi: 'không bản cài đặt nào của kho bí mật (openbao)', en: 'no release of a secret store (openbao)' }] : sure && !stores.includes(site.id) ? [{ vi: `không kho nào mở bằng niêm của ${site.id}`, en: `no store opens by the seal of ${site.id}` }] : [];
  const evidence: Evidence[] = seals.flatMap(({ resource, key }) => [{ what: { vi: 'Kho bí mật đã đọc', en: 'Secret store read' }, found: key?.id ?? '–', pointer: resource.pointer, document: resource.stack }, ...(key === undefined ? [] : [homeEvidence(key)])]);
  return concluded({
    where: { vi: `Kho bí mật ở ${site.id}`, en: `Secret stores in ${site.id}` },
    // A restored snapshot replaces a whole store: two of one seal would be two of one site.
    problems: [...beyond, ...(twice.length === 0 ? [] : [{ vi: `hai bản cài đặt cùng niêm ${storesText(twice).vi}`, en: `two releases have the seal of ${storesText(twice).en}` }])],
    missing,
    unknown,
    own: stacks,
    fine: { vi: `HSM ở đây mở ${storesText(stores).vi}, PIN nằm trong tệp gắn vào`, en: `the HSM here opens ${storesText(stores).en}, the PIN lies in a mounted file` },
    evidence,
  });
}

export const enc012: Rule = {
  id: 'ENC-012',
  version: 1,
  title: { vi: 'Kho bí mật được niêm bằng HSM của chính trung tâm chạy nó', en: 'Secret stores are sealed by the HSM of the site that runs them' },
  explanation: {
    vi: 'Kho bí mật giữ khóa của nhiều thứ khác. Niêm bằng mảnh khóa chia cho người (shamir) thì sau mỗi lần khởi động phải có người đến mở; niêm bằng transit của chính nó thì không bao giờ mở lại được, của kho khác thì kho ấy phải sống trước. Vì vậy mỗi bản cài đặt openbao, cả kho dự phòng của trung tâm khác, niêm bằng PKCS#11: phân vùng và nhãn là một khóa niêm trong danh mục mà HSM tại đây có giữ, đúng cơ chế của khóa; PIN nằm trong tệp của một Secret gắn vào, không ở biến hay giá trị cài đặt nào. Quy tắc đọc giá trị của bản cài đặt trong kế hoạch.',
    en: 'A secret store holds the keys of much else. Sealed by shares that people hold (shamir) it waits for them after every start; sealed by its own transit engine it never opens again, and by another store’s that one has to live first. So each release of openbao, standbys of other sites included, is sealed over PKCS#11: partition and label are a seal of the inventory that the HSM here holds, with the mechanism of that key; the PIN lies in a file of a mounted Secret, in no variable and no setting. The rule reads the settings of releases in plans.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.1.đ' }],
  engineering: { statement: { vi: 'Q V.1.đ yêu cầu bảo đảm an toàn; niêm bằng HSM và PIN trong tệp là kết luận kỹ thuật.', en: 'Q V.1.đ asks for security; a seal by the HSM and a PIN in a file are engineering.' }, link: 'https://openbao.org/docs/configuration/seal/pkcs11/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  estateOnly: true,
  mutants: ['drop-field', 'drop-object', 'weaken', 'elsewhere', 'contradict', 'known-to-unknown'],
  check: (input) => {
    // Where nothing installs a store there is none to open.
    if (!Object.values(input.estate.components).some(({ chart }) => chart === 'openbao')) return [];
    return judgeSites(input, (site): readonly SiteSubject[] => [{ subject: { object: `store/${site.id}`, site: site.id }, stacks: ({ kind }) => kind === 'platform', judge: (view) => judge(input.estate, view) }]);
  },
  remedy: { vi: 'Khai báo hsm.client của trung tâm và khóa purpose: seal mở store/<trung tâm> trong HSM, cùng miền với nơi giữ kho dự phòng; ghi PIN vào Secret <bản cài đặt>-pin.', en: 'Declare the site’s hsm.client and a key of purpose seal in the HSM that opens store/<site>, in one domain with the sites that keep standbys; write the PIN into the Secret <release>-pin.' },
};
