import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { NationalSystem } from '../../../sites/model/kinds/systems.js';
import { linkId } from '../../../sites/model/kinds/links.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** The site Q V.2.b gives the task to. */
const integrator = 2;

/** One way a database reaches the integrating site, with where the estate says so. */
interface Way {
  readonly text: Text;
  readonly evidence: Evidence;
}

function waysTo(estate: Estate, site: DeepReadonly<Site>, { id }: DeepReadonly<NationalSystem>, environments: readonly DerivedEnvironment[]): readonly Way[] {
  const { id: to } = site;
  const here = environments.filter(({ primary, standby, backup }) => [primary, standby, backup].includes(to));
  const links = Object.values(estate.links).filter(({ a, b }) => a === to || b === to);
  const joined = new Set(links.flatMap(({ a, b }) => [a, b]));
  const over = environments.filter(({ primary }) => primary !== to && joined.has(primary));
  const ingest = Object.values(estate.ingest).filter((link) => link.system === id && link.to === to);
  return [
    ...here.map(({ namespace, pointer: at }): Way => ({ text: { vi: `${namespace} có bản tại ${to}`, en: `${namespace} has a copy in ${to}` }, evidence: { what: { vi: 'Môi trường tại trung tâm', en: 'Environment at the site' }, found: namespace, pointer: at, document: 'estate' } })),
    ...ingest.map(({ id: link }): Way => ({ text: { vi: `đường đồng bộ ${link} kết thúc tại ${to}`, en: `its ingest link ${link} ends in ${to}` }, evidence: { what: { vi: 'Đường đồng bộ', en: 'Ingest link' }, found: link, pointer: pointer('ingest', link), document: 'estate' } })),
    ...over.map(({ primary }): Way => {
      const link = linkId({ a: primary, b: to });
      return { text: { vi: `chạy tại ${primary}, nối với ${to} qua ${link}`, en: `it runs in ${primary}, joined with ${to} by ${link}` }, evidence: { what: { vi: 'Đường truyền giữa hai trung tâm', en: 'Link between the sites' }, found: link, pointer: pointer('links', link), document: 'estate' } };
    }),
  ];
}

function judge(estate: Estate, site: DeepReadonly<Site> | undefined, database: DeepReadonly<NationalSystem>, environments: readonly DerivedEnvironment[]): Judgement {
  const row = (status: VerdictStatus, finding: Text, evidence: readonly Evidence[] = [], causes: readonly string[] = []): Judgement => ({ subject: { object: `database/${database.id}`, ...(site === undefined ? {} : { site: site.id }) }, status, finding, evidence, causes });
  if (site === undefined || site.phase === 'retired')
    return row('fail', { vi: `${database.id}: chưa khai báo Trung tâm dữ liệu quốc gia số 02 để kết nối.`, en: `${database.id}: National Data Center 02 is not declared, so nothing connects to it.` });
  const ways = waysTo(estate, site, database, environments);
  const evidence = ways.map((way) => way.evidence);
  const [first] = ways;
  if (first === undefined)
    return environments.length === 0
      ? row('unknown', { vi: `${database.id}: chưa có phiếu đăng ký hay đường đồng bộ nào nêu cơ sở dữ liệu này, nên chưa biết ${site.id} kết nối ra sao.`, en: `${database.id}: neither a request nor an ingest link names it, so it cannot be known how ${site.id} connects to it.` })
      : row('fail', { vi: `${database.id}: không có bản nào tại ${site.id} và không có đường truyền nào từ nơi chạy tới ${site.id}.`, en: `${database.id}: no copy of it lies in ${site.id}, and no link joins where it runs with ${site.id}.` });
  if (site.phase !== 'operating')
    return row('fail', { vi: `${site.id} chưa hoạt động (dự kiến ${site.milestones.commissioning}), nên chưa kết nối các cơ sở dữ liệu quốc gia.`, en: `${site.id} does not operate yet (due ${site.milestones.commissioning}), so it connects to no national database.` }, [{ what: { vi: `Giai đoạn của ${site.id}`, en: `Phase of ${site.id}` }, found: site.phase, pointer: pointer('sites', site.id, 'phase'), document: 'estate' }], [`site/${site.id}`]);
  return row('pass', { vi: `${database.id}: ${first.text.vi}.`, en: `${database.id}: ${first.text.en}.` }, evidence);
}

export const red012: Rule = {
  id: 'RED-012',
  version: 1,
  title: { vi: 'Trung tâm số 02 kết nối mọi cơ sở dữ liệu quốc gia phải tích hợp', en: 'NDC 02 connects to every national database it must integrate' },
  explanation: {
    vi: 'Q V.2.b giao Trung tâm dữ liệu quốc gia số 02 "kết nối, tích hợp với tất cả" cơ sở dữ liệu quốc gia, chuyên ngành và các hệ thống. Mỗi cơ sở dữ liệu quốc gia trong danh mục có cờ `integrates` phải có bản tại số 02, có đường đồng bộ kết thúc tại đó, hoặc chạy ở trung tâm có đường truyền tới đó. Đây là kết nối đã khai báo, chưa phải dữ liệu đã chảy. Khi số 02 chưa hoạt động, kết luận là không đạt với nguyên nhân là chính trung tâm đó.',
    en: 'Q V.2.b gives NDC 02 the task to connect and integrate with all national and specialised databases and systems. Each national database the catalogue marks as `integrates` has a copy in NDC 02, an ingest link that ends there, or runs in a site that a link joins with it. This is a declared connection, not data that flow. While NDC 02 does not operate the rule fails with that site as the cause.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.2.b' }],
  assumptions: [{ vi: '"Kết nối, tích hợp" được hiểu là có bản dữ liệu tại số 02 hoặc có đường truyền tới nơi dữ liệu nằm.', en: '"Kết nối, tích hợp" is read as a copy in NDC 02, or a link to where the data lie.' }],
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-site', 'drop-field'],
  check: ({ estate }) => {
    const site = Object.values(estate.sites).find(({ number }) => number === integrator);
    const environments = new Map<string, DerivedEnvironment[]>();
    for (const environment of environmentsOf(estate)) environments.set(environment.system.id, [...(environments.get(environment.system.id) ?? []), environment]);
    return Object.values(estate.nationalSystems)
      .filter(({ integrates }) => integrates === true)
      .map((database) => judge(estate, site, database, environments.get(database.id) ?? []));
  },
  remedy: { vi: 'Đưa Trung tâm số 02 vào hoạt động theo mốc; khai báo đường truyền tới nơi cơ sở dữ liệu chạy, hoặc đường đồng bộ có đích (to) là trung tâm đó.', en: 'Bring NDC 02 into operation by its milestone; declare a link to where the database runs, or an ingest link that ends (to) at that site.' },
};
