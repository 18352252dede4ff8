import type { Estate } from '../../../sites/model/estate.js';
import { homeOf } from '../../../sites/model/key-needs.js';
import { pointer } from '../../../sites/model/pointer.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { holdersOf, hsmOf, type DeclaredKey } from '../../derived/keys.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** A copy of a key: where it is, and whether that counts. */
interface Copy {
  /** As data name it, in no language: `hsm/ndc-02`. */
  readonly holder: string;
  readonly where: Text;
  /** Site it stands in; absent outside every site. */
  readonly site?: string;
  /** Why it is no copy apart from what the key opens. */
  readonly problem?: Text;
}

/** Where each thing that a key may open is kept: whoever takes the one takes the other. */
function liesWithin(key: DeclaredKey, kind: 'store' | 'state' | 'backup', of: string): boolean {
  return key.opens.includes(`${kind}/${of}`);
}

function copiesOf(estate: Estate, key: DeclaredKey): readonly Copy[] {
  const own = hsmOf(key);
  const shared = holdersOf(estate, key).filter((id) => id !== own).map((id): Copy => ({ holder: `hsm/${id}`, where: { vi: `HSM của ${id}`, en: `the HSM of ${id}` }, site: id }));
  const declared = (key.backups ?? []).map(({ medium, site, place }): Copy => {
    const at = site === undefined ? {} : { site };
    if (medium === 'hsm') return { holder: `hsm/${site ?? ''}/${place}`, where: { vi: `HSM của ${site ?? ''}: ${place}`, en: `the HSM of ${site ?? ''}: ${place}` }, ...at, ...(site === own ? { problem: { vi: `bản sao nằm trong chính HSM giữ khóa (${site ?? ''})`, en: `a copy lies in the HSM that holds the key (${site ?? ''})` } } : {}) };
    if (medium === 'store') {
      const store = site ?? '';
      const where: Text = { vi: `kho bí mật của ${store}`, en: `the secret store of ${store}` };
      // The store's own snapshots lie among that site's backups.
      const opens = liesWithin(key, 'store', store) || liesWithin(key, 'backup', store) || liesWithin(key, 'state', store);
      return { holder: `store/${store}`, where, ...at, ...(opens ? { problem: { vi: `bản sao nằm trong ${where.vi}, thứ mà chính khóa này mở`, en: `a copy lies in ${where.en}, which this very key opens` } } : {}) };
    }
    const where: Text = { vi: place, en: place };
    const within = medium === 'repository' && key.opens.some((target) => target === `repository/${place}` || (target.startsWith('backup/') && target === `backup/${site ?? ''}`));
    return { holder: place, where, ...at, ...(within ? { problem: { vi: `bản sao nằm trong kho ${place}, thứ mà chính khóa này mở`, en: `a copy lies in the repository ${place}, which this very key opens` } } : {}) };
  });
  return [...shared, ...declared];
}

function judge(estate: Estate, operating: ReadonlySet<string>, key: DeclaredKey): Judgement {
  const copies = copiesOf(estate, key);
  const subject = { object: `key/${key.id}`, site: key.site };
  const evidence: Evidence[] = [
    { what: { vi: 'Nơi giữ khóa', en: 'Home of the key' }, found: homeOf(key.home), pointer: pointer('keys', key.id, 'home'), document: 'estate' },
    ...copies.map(({ holder }): Evidence => ({ what: { vi: 'Bản sao của khóa', en: 'Copy of the key' }, found: holder, pointer: pointer('keys', key.id, ...(key.backups === undefined ? ['domain'] : ['backups'])), document: 'estate' })),
  ];
  const problems = copies.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) return { subject, status: 'fail', finding: { vi: `Khóa ${key.id}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `Key ${key.id}: ${problems.map(({ en }) => en).join('; ')}.` }, evidence };
  // A site takes its data and whatever copies of keys stand in it along.
  const apart = copies.filter(({ site }) => site !== key.site);
  const there = apart.filter(({ site }) => site === undefined || operating.has(site));
  const [first] = there;
  if (first !== undefined) return { subject, status: 'pass', finding: { vi: `Khóa ${key.id} có ${there.length} bản sao ngoài ${key.site}: ${first.where.vi}${there.length > 1 ? ', …' : ''}.`, en: `Key ${key.id} has ${there.length} ${there.length === 1 ? 'copy' : 'copies'} outside ${key.site}: ${first.where.en}${there.length > 1 ? ', …' : ''}.` }, evidence };
  const waiting = [...new Set(apart.flatMap(({ site }) => site ?? []))];
  return {
    subject,
    status: 'fail',
    causes: waiting.map((id) => `site/${id}`),
    finding:
      waiting.length > 0
        ? { vi: `Khóa ${key.id} chỉ có bản sao ở nơi chưa hoạt động: ${waiting.join(', ')}.`, en: `Key ${key.id} has copies only where nothing operates yet: ${waiting.join(', ')}.` }
        : { vi: `Khóa ${key.id} không có bản sao nào ngoài ${key.site}: mất trung tâm là mất khóa, và mất những gì nó mở ở nơi khác.`, en: `Key ${key.id} has no copy outside ${key.site}: with the site the key is lost, and what it opens elsewhere.` },
    evidence,
  };
}

export const bak007: Rule = {
  id: 'BAK-007',
  version: 1,
  title: { vi: 'Khóa và niêm phong được sao lưu tách khỏi dữ liệu mà chúng mở', en: 'Keys and seals are backed up apart from the data they open' },
  explanation: {
    vi: 'Mất khóa là mất mọi thứ nó mở, kể cả bản sao lưu còn nguyên; khóa để cạnh dữ liệu thì ai lấy được dữ liệu cũng mở được. Mỗi khóa có ít nhất một bản sao ngoài trung tâm của nó: trong HSM của nơi cùng miền khóa đang hoạt động, hoặc trên thẻ hay phương tiện niêm phong (backups); và không bản sao nào nằm trong chính thứ khóa đó mở: kho bí mật mà nó niêm phong, bản sao lưu mà nó mã hóa. Bản sao có thật hay không do biên bản nghi thức chứng minh.',
    en: 'With a key everything it opens is lost, intact backups included; a key that lies beside its data opens them for whoever takes both. Each key has a copy outside its site: in the HSM of an operating site of its domain, or on cards or sealed media (backups); and no copy lies in what the key itself opens: the store it seals, the backups it encrypts. That copies are really there is shown by the records of ceremonies.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ Q V.1.đ (phục hồi); văn bản không nói về sao lưu khóa.', en: 'Serves Q V.1.đ (recovery); no document speaks of backing up keys.' }, link: 'https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf' },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['drop-field', 'contradict', 'elsewhere'],
  check: ({ estate }) => {
    const operating = new Set(operatingSites(estate).map(({ id }) => id));
    return Object.values(estate.keys).map((key) => judge(estate, operating, key));
  },
  remedy: { vi: 'Sao khóa theo nghi thức sang HSM của nơi cùng miền, hoặc lên thẻ và phương tiện niêm phong để ngoài trung tâm; khai báo ở backups hoặc domain.', en: 'Copy the key by ceremony into the HSM of a site of its domain, or onto cards and sealed media outside the site; declare it under backups or domain.' },
};
