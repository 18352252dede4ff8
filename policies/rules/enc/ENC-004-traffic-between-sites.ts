import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import { linkId } from '../../../sites/model/kinds/links.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { cephClusters, meshEncryption, messengerProblems } from '../../derived/disk-encryption.js';
import { unrendered } from '../../derived/hidden.js';
import { together } from '../../derived/network-policy.js';
import { pairsOf } from '../../derived/pairs.js';
import { judgeAcross, phaseOf, type AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule, RuleInput } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';

const known = new Set(['wireguard', 'ipsec', 'ztunnel']);

function judgeMesh(estate: Estate, a: DeepReadonly<Site>, b: DeepReadonly<Site>, { stacks, column }: AcrossView): Finding {
  const id = linkId({ a: a.id, b: b.id });
  const link = estate.links[id];
  const ends = [a, b].map((site) => ({ site: site.id, ...meshEncryption(stacks.filter((stack) => stack.site === site.id), column) }));
  const unknown = ends.flatMap((end) => end.unknown ?? []);
  const missing = ends.flatMap(({ site, missing: lacks }): Text[] => (lacks === undefined ? [] : [{ vi: `${site}: ${lacks.vi}`, en: `${site}: ${lacks.en}` }]));
  const evidence: Evidence[] = [
    ...ends.flatMap(({ site, resource, is, unknown: because }): Evidence[] => (resource === undefined ? [] : [{ what: { vi: `Mã hóa mạng ở ${site}`, en: `Mesh encryption in ${site}` }, found: because ?? is ?? '–', pointer: resource.pointer, document: resource.stack }])),
    ...(link === undefined ? [] : [{ what: { vi: 'Đường truyền được mã hóa', en: 'Link is encrypted' }, found: String(link.encrypted), pointer: pointer('links', id, 'encrypted'), document: 'estate' }]),
  ];
  const problems: Text[] = [];
  if (unknown.length === 0 && missing.length === 0) {
    const types = [...new Set(ends.map(({ is }) => is ?? '–'))];
    if (types.length > 1) problems.push({ vi: `mã hóa mạng khác nhau: ${ends.map(({ site, is }) => `${is ?? 'không'} ở ${site}`).join(', ')}`, en: `they encrypt differently: ${ends.map(({ site, is }) => `${is ?? 'nothing'} in ${site}`).join(', ')}` });
    for (const { site, is } of ends) if (is !== undefined && !known.has(is)) problems.push({ vi: `${site} dùng kiểu mã hóa không có: ${is}`, en: `${site} asks for an encryption that does not exist: ${is}` });
    if (types.length === 1 && types[0] === '–' && link?.encrypted !== true) problems.push({ vi: 'cả mạng lẫn đường truyền đều không mã hóa', en: 'neither mesh nor link is encrypted' });
  }
  return concluded({ where: { vi: `${a.id} và ${b.id}`, en: `${a.id} and ${b.id}` }, problems, missing, unknown, own: stacks, fine: ends[0]?.is === undefined ? { vi: 'đường truyền được mã hóa', en: 'their link is encrypted' } : { vi: `cùng mã hóa mạng bằng ${ends[0].is}`, en: `both encrypt their mesh with ${ends[0].is}` }, evidence });
}

function row(input: RuleInput, operating: ReadonlySet<string>, a: DeepReadonly<Site>, b: DeepReadonly<Site>): Judgement {
  const subject = { object: `relation/${linkId({ a: a.id, b: b.id })}` };
  const waiting = [a, b].filter(({ id }) => !operating.has(id));
  if (waiting.length > 0) {
    const names = waiting.map(({ id }) => id).join(', ');
    return { subject, ...finding('not-applicable', { vi: `${names} chưa hoạt động, nên chưa có gì truyền giữa hai nơi.`, en: `${names} does not operate, so nothing travels between the two.` }, { evidence: waiting.map(phaseOf) }) };
  }
  return judgeAcross(input, { subject, where: { vi: subject.object, en: subject.object }, sites: [a.id, b.id], judge: (view) => judgeMesh(input.estate, a, b, view) });
}

/** Mirrors of volumes and of objects speak Ceph's own protocol, from daemon to daemon. */
function judgeMessenger({ site, planset, stacks, column }: SiteView): Finding {
  const clusters = cephClusters(planset, site.id, stacks, column);
  const { beyond, unknown } = together(clusters.map(messengerProblems));
  return concluded({
    where: { vi: `Ceph ở ${site.id}`, en: `Ceph in ${site.id}` },
    problems: beyond,
    missing: clusters.length === 0 ? [{ vi: 'không có CephCluster', en: 'no CephCluster is there' }] : [],
    unknown: [...unknown, ...(clusters.length === 0 ? unrendered(planset, stacks, column) : [])],
    own: stacks,
    fine: { vi: 'chỉ nhận msgr2 có mã hóa', en: 'it takes msgr2 with encryption alone' },
    evidence: clusters.map(({ name, resource }): Evidence => ({ what: { vi: 'Cụm lưu trữ đã đọc', en: 'Storage cluster read' }, found: name, pointer: resource.pointer, document: resource.stack })),
  });
}

export const enc004: Rule = {
  id: 'ENC-004',
  version: 1,
  title: { vi: 'Dữ liệu truyền giữa các trung tâm được mã hóa, trên mọi cụm hoặc không cụm nào', en: 'Traffic between sites is encrypted, on all or none of the clusters' },
  explanation: {
    vi: 'Đường truyền đi qua nhà trạm và cáp của người khác. Mã hóa mạng của Cilium phải bật cùng một kiểu ở mọi cụm: một cụm bật, một cụm không thì hai bên không nói chuyện được, hoặc nói không mã hóa. Không cụm nào bật thì chính đường truyền phải được mã hóa. Ceph sao chép giữa các daemon, nên mỗi cụm chỉ nhận msgr2 có mã hóa (requireMsgr2 và network.connections.encryption).',
    en: "Links run through other people's stations and cables. Cilium encrypts in the same way on every cluster: with one on and another off the two cannot speak, or speak in clear. Where no cluster encrypts, the link itself does. Ceph replicates from daemon to daemon, so each cluster takes msgr2 with encryption alone (requireMsgr2 and network.connections.encryption).",
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.2.b' }],
  engineering: { statement: { vi: 'Q V.2.b nói "bảo đảm an ninh dữ liệu"; mã hóa trên đường truyền là kết luận kỹ thuật.', en: 'Q V.2.b says "bảo đảm an ninh dữ liệu"; encryption on the link is engineering.' }, link: 'https://docs.cilium.io/en/v1.20/network/clustermesh/clustermesh/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['weaken', 'contradict', 'known-to-unknown', 'drop-object'],
  check: (input) => {
    const operating = new Set(operatingSites(input.estate).map(({ id }) => id));
    const sites = Object.values(input.estate.sites).filter(({ phase }) => phase !== 'retired');
    return [
      ...judgeSites(input, (site): readonly SiteSubject[] => [{ subject: { object: `site/${site.id}`, site: site.id }, stacks: ({ kind }) => kind !== 'tenant', judge: judgeMessenger }]),
      ...pairsOf(sites).map(([a, b]) => row(input, operating, a, b)),
    ];
  },
  remedy: { vi: 'Bật cùng một kiểu mã hóa của Cilium ở mọi cụm, hoặc mã hóa đường truyền; bật requireMsgr2 và network.connections.encryption cho Ceph.', en: 'Turn the same encryption of Cilium on at every cluster, or encrypt the link; set requireMsgr2 and network.connections.encryption for Ceph.' },
};
