import type { Estate } from '../../../sites/model/estate.js';
import { homeOf } from '../../../sites/model/key-needs.js';
import { pointer } from '../../../sites/model/pointer.js';
import { isSensitive } from '../../../sites/model/sensitive.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { classesHeld } from '../../derived/held-data.js';
import { homeEvidence, hsmOf, keysOfClass, keysOpening, targetName, type DeclaredKey } from '../../derived/keys.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Something that data pass through, the keys that open it, and the site whose HSM must hold them. */
interface Opened {
  readonly target: string;
  readonly keys: readonly DeclaredKey[];
  /** Absent where the key may lie in whichever HSM its inventory is of. */
  readonly site?: string;
  /** Whether it must have a key at all; a key of its own for a database or an organisation is a choice. */
  readonly needed: boolean;
}

function openedBy(estate: Estate, environment: DerivedEnvironment): readonly Opened[] {
  const classes = (['ceph-rbd', 'cephfs', 'rgw'] as const).flatMap((backend) => classesHeld(estate, environment, backend));
  if (classes.length === 0) return [];
  const { primary, standby, organisation, system } = environment;
  const sites = [...new Set([primary, ...(standby === undefined ? [] : [standby])])].filter((id) => estate.sites[id] !== undefined && estate.sites[id].phase !== 'retired');
  const own = [`organisation/${organisation}`, ...(system.databases ?? []).map(({ id }) => `database/${system.id}/${id}`)];
  return [
    ...sites.flatMap((site) => classes.filter((name) => estate.sites[site]?.storage.some((entry) => entry.class === name)).map((name): Opened => ({ ...keysOfClass(estate, site, name), site, needed: true }))),
    { target: `backup/${primary}`, keys: keysOpening(estate, `backup/${primary}`), site: primary, needed: true },
    ...own.map((target): Opened => ({ target, keys: keysOpening(estate, target), needed: false })),
  ];
}

function problemsOf({ target, keys, site, needed }: Opened): readonly Text[] {
  const name = targetName(target);
  if (keys.length === 0) return needed ? [{ vi: `${name.vi} không có khóa nào trong danh mục`, en: `${name.en}: no key in the inventory opens it` }] : [];
  return keys.flatMap((key) => {
    const held = hsmOf(key);
    if (held === (site ?? key.site)) return [];
    return held === undefined
      ? [{ vi: `khóa ${key.id} mở ${name.vi} nằm ở ${homeOf(key.home)}, không ở HSM`, en: `key ${key.id}, which opens ${name.en}, lies in ${homeOf(key.home)}, not in an HSM` }]
      : [{ vi: `khóa ${key.id} mở ${name.vi} nằm ở HSM của ${held}, không ở HSM của ${site ?? key.site}`, en: `key ${key.id}, which opens ${name.en}, lies in the HSM of ${held}, not in that of ${site ?? key.site}` }];
  });
}

function judge(estate: Estate, environment: DerivedEnvironment): Judgement {
  const { namespace, organisation, system } = environment;
  const subject = { object: `environment/${namespace}`, organisation };
  const opened = openedBy(estate, environment);
  if (opened.length === 0) return { subject, status: 'not-applicable', finding: { vi: `${namespace} không giữ dữ liệu nào.`, en: `${namespace} keeps no data.` }, evidence: [] };
  const problems = opened.flatMap(problemsOf);
  const keys = [...new Map(opened.flatMap((one) => one.keys).map((key) => [key.id, key])).values()];
  const root = environment.pointer.slice(0, environment.pointer.lastIndexOf('/environments/'));
  const evidence: Evidence[] = [
    { what: { vi: 'Cấp độ / tầm quan trọng / mật / dữ liệu cá nhân', en: 'Level / importance / secrecy / personal data' }, found: `${system.securityLevel} / ${system.importance} / ${system.secrecy} / ${system.personalData}`, pointer: root, document: 'estate' },
    { what: { vi: 'Thế nào là nhạy cảm', en: 'What counts as sensitive' }, found: '–', pointer: pointer('protection', 'sensitive'), document: 'estate' },
    ...keys.map(homeEvidence),
  ];
  return {
    subject,
    status: problems.length > 0 ? 'fail' : 'pass',
    finding:
      problems.length > 0
        ? { vi: `${namespace}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${namespace}: ${problems.map(({ en }) => en).join('; ')}.` }
        : { vi: `${namespace}: ${keys.length} khóa mở dữ liệu đều nằm trong HSM tại chỗ.`, en: `${namespace}: all ${keys.length} keys that open its data lie in the HSM of their site.` },
    evidence,
  };
}

export const enc001: Rule = {
  id: 'ENC-001',
  version: 1,
  title: { vi: 'Dữ liệu nhạy cảm và dữ liệu mật dùng khóa nằm trong HSM của trung tâm', en: 'Sensitive and secret data use keys held in an HSM of the site' },
  explanation: {
    vi: 'Q V.1.đ yêu cầu thiết bị mã hóa chuyên dụng cho dữ liệu nhạy cảm, dữ liệu mật. Với mỗi môi trường như vậy: lớp lưu trữ ở nơi chạy và nơi dự phòng, bản sao lưu, và khóa riêng của cơ sở dữ liệu hay cơ quan nếu có, đều phải do khóa nằm trong HSM tại chỗ mở. Khóa trong kho bí mật không đủ, dù kho đó được niêm phong bằng HSM: kho đọc được khóa. Kho đối tượng được xét theo khóa của ổ đĩa bên dưới. Khóa có thật trên token hay không do ndc hsm check trả lời.',
    en: 'Q V.1.đ asks for dedicated encryption devices for sensitive and for secret data. Of each such environment, the storage classes where it runs and stands by, its backups, and the keys of its own that databases or the organisation have, are opened by keys in the HSM of their site. A key in a secret store does not suffice, although an HSM seals that store: the store can read it. Buckets are judged by the key of the disks beneath. Whether a key is on the token is answered by ndc hsm check.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.1.đ' }],
  engineering: { statement: { vi: 'Q V.1.đ không nêu loại thiết bị; đọc "thiết bị mã hóa chuyên dụng" là HSM là kết luận kỹ thuật.', en: 'Q V.1.đ names no kind of device; reading it as an HSM is engineering.' } },
  assumptions: [{ vi: '"Dữ liệu nhạy cảm" được đọc theo bảng sensitive trong catalogue/tiers.yaml.', en: '"Sensitive data" is read by the table sensitive in catalogue/tiers.yaml.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-field', 'elsewhere', 'weaken'],
  check: ({ estate, about }) =>
    environmentsOf(estate)
      .filter(({ organisation, system }) => (about === undefined || about.has(organisation)) && isSensitive(estate, system))
      .map((environment) => judge(estate, environment)),
  remedy: { vi: 'Khai báo khóa của lớp lưu trữ và bản sao lưu trong HSM của trung tâm (sites/data/keys/), hoặc chuyển dữ liệu sang lớp có khóa như vậy.', en: 'Declare the keys of the class and of the backups in the HSM of the site (sites/data/keys/), or move the data to a class with such a key.' },
};
