import { readDay } from '../../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import { homeEvidence, hsmOf, keysOpening } from '../../derived/keys.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** What is wrong with the order of providers: the first writes, and clear text may be read for as long as a migration takes. */
function providerProblems({ cluster: { secretEncryption } }: DeepReadonly<Site>, asOf: string): readonly Text[] {
  if (secretEncryption === undefined) return [{ vi: 'không khai báo cách mã hóa bí mật (cluster.secretEncryption)', en: 'how secrets are encrypted is not declared (cluster.secretEncryption)' }];
  const { providers, migratesUntil } = secretEncryption;
  const [first] = providers;
  const clear = providers.indexOf('identity');
  return [
    ...(first === 'identity' ? [{ vi: 'identity đứng đầu: bí mật được ghi không mã hóa', en: 'identity stands first: secrets are written in clear' }] : first === 'kms-v2' ? [] : [{ vi: `${first ?? ''} đứng đầu; cần kms-v2`, en: `${first ?? ''} stands first; kms-v2 is needed` }]),
    ...(clear > 0 && clear < providers.length - 1 ? [{ vi: 'identity không đứng cuối: những gì sau nó không bao giờ được đọc', en: 'identity does not stand last: what follows it is never read' }] : []),
    ...(clear > 0 && migratesUntil === undefined ? [{ vi: 'còn nhận bí mật không mã hóa (identity) mà không nêu đến ngày nào (migratesUntil)', en: 'clear text is still accepted (identity), and until which day is not said (migratesUntil)' }] : []),
    ...(clear > 0 && migratesUntil !== undefined && migratesUntil < asOf ? [{ vi: `còn nhận bí mật không mã hóa (identity) sau ngày ${readDay(migratesUntil)}`, en: `clear text is still accepted (identity) after ${migratesUntil}` }] : []),
  ];
}

function keyProblems(estate: Estate, site: string): readonly Text[] {
  const keys = keysOpening(estate, `api-server/${site}`);
  if (keys.length === 0) return [{ vi: 'không khóa nào trong danh mục mở bí mật của máy chủ API', en: 'no key in the inventory opens the secrets of its API server' }];
  return keys.flatMap((key): Text[] => [
    ...(hsmOf(key) === site ? [] : [{ vi: `khóa ${key.id} không nằm trong HSM tại chỗ, nên mỗi lần giải mã phải đi xa`, en: `key ${key.id} does not lie in the HSM of the site, so that each decryption leaves it` }]),
    ...(key.mechanism === 'CKM_AES_GCM' && key.bits === 256 ? [] : [{ vi: `khóa ${key.id} là ${key.mechanism} ${key.bits} bit; plugin dùng CKM_AES_GCM 256 bit`, en: `key ${key.id} is ${key.mechanism} of ${key.bits} bits; the plugin uses CKM_AES_GCM of 256` }]),
  ]);
}

function judge(estate: Estate, site: DeepReadonly<Site>, asOf: string): Judgement {
  const problems = [...providerProblems(site, asOf), ...keyProblems(estate, site.id)];
  const providers = site.cluster.secretEncryption?.providers ?? [];
  const migrating = providers.includes('identity');
  return {
    subject: { object: `api-server/${site.id}`, site: site.id },
    status: problems.length > 0 ? 'fail' : 'pass',
    finding:
      problems.length > 0
        ? { vi: `Máy chủ API của ${site.id}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `API server of ${site.id}: ${problems.map(({ en }) => en).join('; ')}.` }
        : migrating
          ? { vi: `Máy chủ API của ${site.id} ghi bí mật qua KMS v2; bí mật cũ còn được đọc không mã hóa đến ${site.cluster.secretEncryption?.migratesUntil ?? ''}.`, en: `The API server of ${site.id} writes secrets through KMS v2; old ones are read in clear until ${site.cluster.secretEncryption?.migratesUntil ?? ''}.` }
          : { vi: `Máy chủ API của ${site.id} mã hóa bí mật qua KMS v2.`, en: `The API server of ${site.id} encrypts secrets through KMS v2.` },
    evidence: [
      { what: { vi: 'Thứ tự các bộ mã hóa', en: 'Providers in their order' }, found: providers.length === 0 ? '–' : providers.join(', '), pointer: pointer('sites', site.id, 'cluster', ...(providers.length === 0 ? [] : ['secretEncryption', 'providers'])), document: 'estate' },
      ...keysOpening(estate, `api-server/${site.id}`).map(homeEvidence),
    ],
  };
}

export const enc002: Rule = {
  id: 'ENC-002',
  version: 1,
  title: { vi: 'Mỗi máy chủ API mã hóa bí mật bằng KMS v2, identity không đứng đầu', en: 'Each API server encrypts secrets with KMS v2, identity not first' },
  explanation: {
    vi: 'Bộ mã hóa đứng đầu là bộ ghi: identity ở đó nghĩa là bí mật nằm trong etcd không mã hóa. Trong lúc chuyển đổi, identity được đứng cuối, có ngày kết thúc; sau đó phải bỏ, nếu không ai cũng đặt được bí mật không mã hóa vào etcd mà không bị phát hiện. Khóa là CKM_AES_GCM 256 bit trong HSM tại chỗ: Kubernetes cần giải mã dưới 10 ms. Cấu hình là tệp của máy chủ, nằm ngoài kế hoạch Terraform; quy tắc xét điều trung tâm khai báo, còn ndc hsm host-files kết xuất các tệp.',
    en: 'The first provider writes: identity there means that secrets lie in etcd in clear. While a cluster migrates, identity may stand last, until a day that is named; after it, it goes, or clear text can be put into etcd unnoticed. The key is CKM_AES_GCM of 256 bits in the HSM of the site: Kubernetes wants a decryption in less than 10 ms. The configuration is a file of the host, outside every plan; judged is what the site declares, and ndc hsm host-files renders the files.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Hướng dẫn của Kubernetes về mã hóa bí mật và KMS.', en: "Kubernetes' guidance on encrypting secrets and on KMS." }, link: 'https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/' },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['swap-order', 'weaken', 'drop-field', 'elsewhere'],
  check: ({ estate, asOf }) =>
    Object.values(estate.sites)
      .filter(({ phase }) => phase !== 'retired')
      .map((site) => judge(estate, site, asOf)),
  remedy: { vi: 'Đặt kms-v2 đứng đầu, ghi lại mọi bí mật (ndc hsm rotate), rồi bỏ identity; khai báo khóa của máy chủ API trong HSM tại chỗ.', en: 'Put kms-v2 first, rewrite every secret (ndc hsm rotate), then take identity out; declare the key of the API server in the HSM of the site.' },
};
