import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { copiedToStandby, type CopiedToStandby } from '../../derived/copied-to-standby.js';
import type { HeldDatabase } from '../../derived/held-data.js';
import { unrendered } from '../../derived/hidden.js';
import { databaseClusters, databaseEnd } from '../../derived/replication-ends.js';
import { judgeAcross, type AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule, RuleInput } from '../../engine/rule.js';

function judge({ environment: { namespace }, standby }: CopiedToStandby, { database }: HeldDatabase, { planset, lookup, column, stacks }: AcrossView): Finding {
  const clusters = databaseClusters(lookup, standby, column, namespace, database.id);
  const missing: Text[] = [];
  const unknown: string[] = [];
  if (clusters.length === 0) missing.push({ vi: `không có cụm nào ở ${standby} nhận bản sao`, en: `no cluster in ${standby} takes its log` });
  for (const { object } of clusters) {
    const end = databaseEnd(object);
    if ('because' in end) unknown.push(end.because);
    else if (end.is !== 'replica') missing.push({ vi: `cụm ở ${standby} không theo cụm nào`, en: `its cluster in ${standby} follows nobody` });
    else if (!end.streams) missing.push({ vi: `cụm ở ${standby} chỉ theo kho lưu nhật ký, không nhận trực tiếp từ nơi chạy`, en: `its cluster in ${standby} follows an archive alone and streams from no server` });
  }
  return concluded({
    where: { vi: `Cơ sở dữ liệu ${database.id} của ${namespace}`, en: `Database ${database.id} of ${namespace}` },
    problems: [],
    missing,
    unknown: [...unknown, ...(missing.length > 0 ? unrendered(planset, stacks.filter(({ kind }) => kind === 'protection'), column) : [])],
    own: stacks,
    fine: { vi: `cụm ở ${standby} nhận nhật ký trực tiếp từ nơi chạy`, en: `its cluster in ${standby} streams the log of the primary` },
    evidence: clusters.map(({ resource, object }): Evidence => ({ what: { vi: `Cluster ở ${standby}`, en: `Cluster in ${standby}` }, found: object.name, pointer: resource.pointer, document: resource.stack })),
  });
}

/** An engine the platform does not run: its owner says how it replicates, or block mirroring is all there is. */
function byOwner({ namespace }: { readonly namespace: string }, { database, pointer }: HeldDatabase): Finding {
  const { id, engine, nativeReplication } = database;
  const evidence: Evidence[] = [{ what: { vi: 'Hệ quản trị / cách sao chép', en: 'Engine / replication' }, found: `${engine} / ${nativeReplication ?? '–'}`, pointer, document: 'estate' }];
  return nativeReplication === undefined
    ? finding('fail', { vi: `Cơ sở dữ liệu ${id} của ${namespace} (${engine}) không do nền tảng vận hành và phiếu đăng ký không nêu cách sao chép riêng, nên chỉ có sao chép ổ đĩa.`, en: `Database ${id} of ${namespace} (${engine}) is not run by the platform, and its request names no replication of its own: block mirroring is all there is.` }, { evidence })
    : finding('pass', { vi: `Cơ sở dữ liệu ${id} của ${namespace} (${engine}): cơ quan tự sao chép bằng ${nativeReplication}, theo phiếu đăng ký.`, en: `Database ${id} of ${namespace} (${engine}): its owner replicates it by ${nativeReplication}, as the request says.` }, { evidence });
}

function row(input: RuleInput, copied: CopiedToStandby, database: HeldDatabase): Judgement {
  const { environment, standby } = copied;
  const { namespace, organisation, primary } = environment;
  const subject = { object: `database/${namespace}/${database.database.id}`, organisation };
  if (!database.operated) return { subject, ...byOwner(environment, database) };
  const where: Text = { vi: `Cơ sở dữ liệu ${database.database.id} của ${namespace} chưa có bản sao ở ${standby}`, en: `Database ${database.database.id} of ${namespace} has no replica in ${standby}` };
  return judgeAcross(input, { subject, where, sites: [primary, standby], organisation, judge: (view) => judge(copied, database, view) });
}

const rows = (input: RuleInput, estate: Estate): readonly Judgement[] => copiedToStandby(estate).flatMap((copied) => copied.databases.map((database) => row(input, copied, database)));

export const rep003: Rule = {
  id: 'REP-003',
  version: 1,
  title: { vi: 'Cơ sở dữ liệu tự sao chép, không chỉ nhờ sao chép ổ đĩa', en: 'Databases replicate natively, not by block mirroring alone' },
  explanation: {
    vi: 'Bản sao ổ đĩa chỉ nhất quán như sau khi mất điện, và trễ cả một chu kỳ chụp. Cơ sở dữ liệu ở mức có sao chép phải gửi nhật ký của chính nó: cụm ở nơi dự phòng là bản sao, nhận trực tiếp từ nơi chạy. Nền tảng chỉ vận hành PostgreSQL; với hệ quản trị khác, phiếu đăng ký nêu cách cơ quan tự sao chép (nativeReplication).',
    en: 'A mirrored volume is as consistent as after a power cut, and a snapshot interval late. A database of a tier that is copied ships its own log: its cluster at the standby is a replica that streams from the primary. The platform runs PostgreSQL alone; of another engine the request says how its owner replicates it (nativeReplication).',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Bản sao khối chỉ nhất quán theo sự cố (crash-consistent).', en: 'Block replicas are crash-consistent.' }, link: 'https://cloudnative-pg.io/documentation/current/replica_cluster/' },
  assumptions: [{ vi: 'Cách sao chép của hệ quản trị khác do cơ quan khai báo, nền tảng không kiểm được.', en: 'How another engine replicates is its owner\'s declaration, which the platform cannot check.' }],
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-object', 'weaken', 'known-to-unknown', 'drop-field'],
  check: (input) => rows(input, input.estate),
  remedy: { vi: 'Khai báo cụm bản sao ở nơi dự phòng với connectionParameters của nơi chạy; nêu nativeReplication cho hệ quản trị khác.', en: 'Declare a replica cluster at the standby with the primary\'s connectionParameters; name nativeReplication for another engine.' },
};
