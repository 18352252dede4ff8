import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import { linkId, type Link } from '../../../sites/model/kinds/links.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { pairsOf } from '../../derived/pairs.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import type { Judgement, Rule } from '../../engine/rule.js';

type Path = DeepReadonly<Link>['paths'][number];

const needed = 2;

const disjoint = (a: Path, b: Path): boolean => !a.conduits.some((conduit) => b.conduits.includes(conduit));

/** Two paths that share nothing; undefined where there are none. */
const apart = (paths: readonly Path[]): readonly [Path, Path] | undefined => pairsOf(paths).find(([a, b]) => disjoint(a, b));

/** Pairs of sites between which something is to be copied, primary with standby, primary with backup; each with the first environment that is. */
function joined(estate: Estate): ReadonlyMap<string, DerivedEnvironment> {
  const found = new Map<string, DerivedEnvironment>();
  for (const environment of environmentsOf(estate)) {
    const { primary, standby, backup } = environment;
    for (const other of [standby, backup]) {
      if (other === undefined || other === primary) continue;
      const id = linkId({ a: primary, b: other });
      if (!found.has(id)) found.set(id, environment);
    }
  }
  return found;
}

function judge(link: DeepReadonly<Link> | undefined, a: DeepReadonly<Site>, b: DeepReadonly<Site>, wanted: DerivedEnvironment | undefined): Judgement {
  const id = linkId({ a: a.id, b: b.id });
  const at = pointer('links', id, 'paths');
  const evidence = (link?.paths ?? []).map((path, index): Evidence => ({ what: { vi: `Ống cáp của đường ${path.id} (${path.provider})`, en: `Conduits of path ${path.id} (${path.provider})` }, found: path.conduits.join(', ') || '–', pointer: `${at}/${index}/conduits`, document: 'estate' }));
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `relation/${id}` }, status, evidence, finding: { vi: `${a.id} và ${b.id}: ${vi}.`, en: `${a.id} and ${b.id}: ${en}.` } });
  if (link === undefined && wanted !== undefined) {
    const { namespace, primary, standby = '–', backup = '–', pointer: of } = wanted;
    evidence.push({ what: { vi: `Nơi chạy chính / dự phòng / sao lưu của ${namespace}`, en: `Primary / standby / backup of ${namespace}` }, found: `${primary} / ${standby} / ${backup}`, pointer: of, document: 'estate' });
    return row('fail', `có hệ thống được sao chép giữa hai nơi, trước hết ${namespace}, mà không khai báo đường truyền nào`, `systems are copied between them, ${namespace} the first, and no link is declared`);
  }
  if (link === undefined) return row('not-applicable', 'không sao chép gì cho nhau', 'nothing is copied between them');
  // What says nothing of its conduits may share all of them.
  const [known, silent] = [link.paths.filter(({ conduits }) => conduits.length > 0), link.paths.filter(({ conduits }) => conduits.length === 0)];
  const found = apart(known);
  if (found !== undefined) {
    const [one, other] = found;
    return row('pass', `đường ${one.id} và ${other.id} không chung ống cáp nào`, `paths ${one.id} and ${other.id} share no conduit`);
  }
  if (link.paths.length < needed) return row('fail', `chỉ có ${link.paths.length} đường, cần ${needed} đường tách biệt`, `there is ${link.paths.length} path, ${needed} disjoint ones are needed`);
  if (silent.length > 0) return row('unknown', `đường ${silent.map((path) => path.id).join(', ')} không nêu ống cáp, nên chưa biết có tách biệt không`, `path ${silent.map((path) => path.id).join(', ')} names no conduits, so it cannot be known whether it is apart`);
  return row('fail', `${link.paths.length} đường, nhưng hai đường nào cũng chung ống cáp`, `${link.paths.length} paths, any two of which share a conduit`);
}

export const rep005: Rule = {
  id: 'REP-005',
  version: 2,
  title: { vi: 'Đường truyền giữa các trung tâm có ít nhất hai đường tách biệt', en: 'Links between sites have at least two disjoint paths' },
  explanation: {
    vi: 'Hai sợi cáp trong một ống bị cắt cùng một nhát xẻng. Mỗi đường truyền có ít nhất hai đường không chung ống cáp nào; mỗi cặp trung tâm có hệ thống sao chép cho nhau phải có đường truyền. Khác nhà cung cấp không có nghĩa là khác ống cáp: chỉ ống cáp được xét.',
    en: 'Two cables in one conduit are cut by one spade. Each link has at least two paths that share no conduit, and each pair of sites between which systems are copied has a link. Another provider is no other conduit: conduits alone are judged.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ "hạ tầng truyền dẫn dữ liệu quốc gia kết nối liên vùng" của Q V.1.b; số đường là kết luận kỹ thuật.', en: 'Serves the national inter-region transmission of Q V.1.b; the number of paths is engineering.' } },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-field', 'contradict'],
  check: ({ estate }) => {
    const wanted = joined(estate);
    const sites = Object.values(estate.sites).filter(({ phase }) => phase !== 'retired');
    return pairsOf(sites).map(([a, b]) => {
      const id = linkId({ a: a.id, b: b.id });
      return judge(Object.hasOwn(estate.links, id) ? estate.links[id] : undefined, a, b, wanted.get(id));
    });
  },
  remedy: { vi: 'Thuê thêm đường đi theo ống cáp khác; khai báo ống cáp của từng đường trong links.yaml.', en: 'Lease a path through other conduits; declare the conduits of each path in links.yaml.' },
};
