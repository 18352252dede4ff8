import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { overlap, rangeOf } from '../../derived/network.js';
import { pairsOf } from '../../derived/pairs.js';
import type { Judgement, Rule } from '../../engine/rule.js';

const kinds = { podCidr: { vi: 'mạng pod', en: 'pod network' }, serviceCidr: { vi: 'mạng dịch vụ', en: 'service network' }, nodeCidr: { vi: 'mạng máy chủ', en: 'node network' } } as const;
const keys = ['podCidr', 'serviceCidr', 'nodeCidr'] as const;

interface Network {
  readonly site: string;
  readonly key: (typeof keys)[number];
  readonly cidr: string;
}

const networksOf = ({ id, cluster }: DeepReadonly<Site>): readonly Network[] => keys.map((key) => ({ site: id, key, cidr: cluster[key] }));

const overlaps = (pairs: readonly (readonly [Network, Network])[]): readonly Text[] =>
  pairs
    .filter(([a, b]) => overlap(rangeOf(a.cidr), rangeOf(b.cidr)))
    .map(([a, b]) => ({
      vi: `${kinds[a.key].vi} ${a.cidr} của ${a.site} chồng lên ${kinds[b.key].vi} ${b.cidr} của ${b.site}`,
      en: `the ${kinds[a.key].en} ${a.cidr} of ${a.site} overlaps the ${kinds[b.key].en} ${b.cidr} of ${b.site}`,
    }));

const evidenceOf = (sites: readonly DeepReadonly<Site>[]): readonly Evidence[] =>
  sites.flatMap((site) => [
    ...networksOf(site).map(({ site: id, key, cidr }): Evidence => ({ what: { vi: `${kinds[key].vi} của ${id}`, en: `${kinds[key].en} of ${id}` }, found: cidr, pointer: pointer('sites', id, 'cluster', key), document: 'estate' })),
    { what: { vi: `Tên và mã cụm của ${site.id}`, en: `Cluster name and id of ${site.id}` }, found: `${site.cluster.name} ${site.cluster.id}`, pointer: pointer('sites', site.id, 'cluster'), document: 'estate' },
  ]);

function judgement(object: string, sites: readonly DeepReadonly<Site>[], problems: readonly Text[], fine: Text): Judgement {
  const [only] = sites;
  return {
    subject: { object, ...(sites.length === 1 && only !== undefined ? { site: only.id } : {}) },
    status: problems.length > 0 ? 'fail' : 'pass',
    finding: problems.length > 0 ? { vi: `${problems.map(({ vi }) => vi).join('; ')}.`, en: `${problems.map(({ en }) => en).join('; ')}.` } : fine,
    evidence: evidenceOf(sites),
  };
}

function between(a: DeepReadonly<Site>, b: DeepReadonly<Site>): Judgement {
  const problems = [...overlaps(networksOf(a).flatMap((left) => networksOf(b).map((right): [Network, Network] => [left, right])))];
  if (a.cluster.name === b.cluster.name) problems.push({ vi: `${a.id} và ${b.id} cùng tên cụm "${a.cluster.name}"`, en: `${a.id} and ${b.id} share the cluster name "${a.cluster.name}"` });
  if (a.cluster.id === b.cluster.id) problems.push({ vi: `${a.id} và ${b.id} cùng mã cụm ${a.cluster.id}`, en: `${a.id} and ${b.id} share the cluster id ${a.cluster.id}` });
  return judgement(`relation/${a.id}--${b.id}`, [a, b], problems, { vi: `Mạng của ${a.id} và ${b.id} tách rời; tên và mã cụm khác nhau.`, en: `The networks of ${a.id} and ${b.id} are disjoint; cluster names and ids differ.` });
}

export const net002: Rule = {
  id: 'NET-002',
  version: 1,
  title: { vi: 'Mạng của các trung tâm tách rời, tên và mã cụm không trùng', en: 'Networks of the sites are disjoint, cluster names and ids unique' },
  explanation: {
    vi: 'Cilium ClusterMesh nối các cụm thành một không gian địa chỉ: hai mạng chồng nhau làm gói tin đi sai trung tâm; trùng tên hoặc mã cụm làm hai cụm lẫn vào nhau. Trung tâm chưa hoạt động cũng được xét, vì địa chỉ đã cấp rất khó đổi.',
    en: 'Cilium ClusterMesh joins the clusters into one address space: overlapping networks send packets to the wrong site, and equal names or ids mix two clusters up. Sites that do not operate yet are judged too, since addresses are hard to change later.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Điều kiện của Cilium ClusterMesh.', en: 'Requirements of Cilium ClusterMesh.' }, link: 'https://docs.cilium.io/en/stable/network/clustermesh/clustermesh/#prerequisites' },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  mutants: ['overlap', 'contradict'],
  check: ({ estate }) => {
    const sites = Object.values(estate.sites).filter(({ phase }) => phase !== 'retired');
    return [
      ...sites.map((site) => judgement(`site/${site.id}`, [site], overlaps(pairsOf(networksOf(site))), { vi: `Ba mạng của ${site.id} tách rời nhau.`, en: `The three networks of ${site.id} are disjoint.` })),
      ...pairsOf(sites).map(([a, b]) => between(a, b)),
    ];
  },
  remedy: { vi: 'Cấp cho một bên dải địa chỉ chưa dùng ở trung tâm nào, hoặc tên và mã cụm chưa dùng.', en: 'Give one of them a range no site uses, or a cluster name and id nobody has.' },
};
