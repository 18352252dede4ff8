import type { DatabaseProtection, EnvironmentProtection } from '../../intent/protection.js';
import type { Recovery, Subject } from '../context.js';
import { alreadyLost, siteAfter } from '../where.js';
import { isSecret, type RunbookNames } from './plan.js';
import { by, command, text, type RunbookCell, type RunbookCommand, type RunbookPart } from './step.js';

/** Whose data are restored, and with what. */
export interface TenantQuestion {
  readonly recovery: Recovery;
  readonly organisation: string;
  readonly names: RunbookNames;
  readonly options: string;
}

/** Suffix of the namespace beside the live one: as in the procedure that lies with every environment. */
export const beside = '-khoi-phuc';

/** The environments of one organisation that run somewhere, and where. */
export function environmentsOf({ recovery, organisation }: Pick<TenantQuestion, 'recovery' | 'organisation'>): readonly { readonly subject: Subject; readonly at: string; readonly protection: EnvironmentProtection }[] {
  const { sites } = alreadyLost(recovery);
  return recovery.subjects.flatMap((subject) => {
    const place = siteAfter(recovery, subject, sites);
    return subject.protection.environment.organisation === organisation && 'site' in place ? [{ subject, at: place.site, protection: subject.protection }] : [];
  });
}

/** Restores a part or all of one organisation's environments without touching anybody else's: beside what lives, compared, swapped with approval. */
export function tenantPart(question: TenantQuestion): RunbookPart {
  const { organisation, options } = question;
  const all = environmentsOf(question);
  return {
    id: 'restore-tenant',
    title: text(`Phục hồi dữ liệu của một cơ quan: ${organisation}`, `Restore one organisation: ${organisation}`),
    when: text('Khi một cơ quan xóa nhầm, ghi nhầm hoặc mất dữ liệu, còn trung tâm vẫn chạy. Cơ quan khác: --organisation. Không phục hồi đè lên dữ liệu đang chạy.', 'When an organisation deleted, overwrote or lost data while the sites run on. Another one: --organisation. Never restore over live data.'),
    tables: [
      {
        title: text('Môi trường và quy trình riêng', 'Environments, and procedures of their own'),
        columns: [text('môi trường', 'environment'), text('hệ thống', 'system'), text('chạy ở', 'runs at'), text('cơ sở dữ liệu', 'databases'), text('quy trình riêng', 'own procedure')],
        rows: all.map(({ subject, at, protection }): RunbookCell[] => [
          subject.namespace,
          isSecret(protection.environment.system) ? protection.environment.system.id : protection.environment.system.name,
          at,
          isSecret(protection.environment.system) ? String(protection.databases.length) : protection.databases.map(({ database, operated }) => (operated ? database.id : `${database.id} (${database.engine})`)).join(' ') || '–',
          subject.inputs?.restoreProcedure ?? '–',
        ]),
      },
    ],
    steps: [
      by('tenant-contact', text('Xác định mất gì, từ lúc nào', 'Settle what is lost, and since when'), {
        byHand: true,
        does: [text('Đầu mối nêu: môi trường nào, dữ liệu nào, lần cuối còn đúng là lúc nào (giờ Việt Nam). Ghi thời điểm đó vào biến T, dạng 2026-11-29T02:15:00+07:00. Nghi có người cố ý: sang phần 5.', 'The owner says: which environment, which data, when they were last right (Viet Nam time). Put that moment into the variable T, as 2026-11-29T02:15:00+07:00. If somebody may have meant it, go to part 5.')],
        until: text('có T và chữ ký của đầu mối', 'T and the owner’s signature are there'),
      }),
      by('platform-engineer', text('Dừng ghi, giữ hiện trường', 'Stop writes, keep what is there'), {
        commands: all.slice(0, 1).map(({ subject: { namespace }, at }) => command(`kubectl --context ${at} -n ${namespace} scale deployment,statefulset --all --replicas=0`, 'scaled; chạy lần lượt cho từng môi trường của bảng', 'scaled; one environment of the table after the other')),
        until: text('không còn kết nối ghi', 'no writer is connected'),
      }),
      by('platform-engineer', text('Phục hồi bên cạnh', 'Restore beside'), {
        does: [text(`Vào namespace mới có đuôi ${beside}: dữ liệu đang có không bị động tới. Cơ sở dữ liệu phục hồi tới đúng T thành một cụm mới; quy trình từng bộ dữ liệu nằm ở ConfigMap restore-… trong ndc-system.`, `Into a new namespace that ends in ${beside}: what is there is not touched. Databases are recovered to T as a new cluster; the procedure of each dataset lies in ConfigMap restore-… in ndc-system.`)],
        commands: [...all.slice(0, 1).flatMap((one) => restoreCommands(question, one))],
        until: text('namespace mới có đủ đối tượng, cụm mới ở trạng thái healthy', 'the new namespace holds every object, the new cluster is healthy'),
      }),
      by('database-engineer', text('So với dữ liệu đang có', 'Compare with what is there'), {
        does: [text('Đếm dòng và so mã băm từng bảng; liệt kê dòng chỉ có ở một bên. Dữ liệu viết sau T mà đúng thì chép lại bằng danh sách này, không gộp mù.', 'Count rows and compare hashes table by table; list rows that one side alone holds. What was rightly written after T is carried over by that list, never merged blindly.')],
        commands: [command('sort -o truoc.tsv truoc.tsv && sort sau.tsv | diff truoc.tsv - | head', 'chỉ những dòng mà đầu mối đã biết', 'only rows the owner knows of')],
        until: text('đầu mối ký danh sách khác biệt', 'the owner signs the list of differences'),
      }),
      by('second-approver', text('Đổi chỗ khi đã duyệt', 'Swap once it is approved'), {
        does: [text('Hai người duyệt: đầu mối cơ quan và trưởng ca. Chuyển truy cập sang bản mới, giữ bản cũ chỉ đọc đến hết thời hạn lưu giữ.', 'Two approve: the owner and the shift lead. Access moves to the new copy; the old one is kept read-only until its retention ends.')],
        commands: [command(`ndc plan --organisation ${organisation} --lang vi${options}`, 'chỉ những thay đổi đã duyệt', 'only what was approved'), command(`ndc audit --lang vi${options}`, 'được phép áp dụng', 'may be applied'), command(`ndc apply --lang vi${options}`, 'đã áp dụng, không có gì bị hủy', 'applied, nothing destroyed')],
        until: text('đầu mối dùng được hệ thống', 'the owner uses the system'),
      }),
      by('shift-lead', text('Ghi lại', 'Write it down'), {
        byHand: true,
        does: [text('Ghi T, các giờ, dữ liệu thiếu vào sổ và thành bản ghi diễn tập loại restore.', 'Enter T, the times and what is missing, also as a drill record of kind restore.')],
        until: text('bản ghi đã nộp', 'the record is handed in'),
      }),
    ],
  };
}

/** Objects and volumes from the schedule's backup, databases from their archive. */
function restoreCommands({ recovery, names }: TenantQuestion, { subject, at, protection }: ReturnType<typeof environmentsOf>[number]): RunbookCommand[] {
  const { namespace } = subject;
  const target = protection.backups.find(({ operating, site }) => operating && site !== at) ?? protection.backups.find(({ operating }) => operating);
  const [first] = isSecret(protection.environment.system) ? [] : protection.databases.filter(({ operated }) => operated);
  const schedule = target === undefined ? undefined : names.backupSchedule({ organisation: protection.environment.organisation, tier: protection.tier, target: target.site });
  return [
    ...(schedule === undefined
      ? []
      : [
          command(`velero --kubecontext ${at} -n ${names.velero} backup get --selector velero.io/schedule-name=${schedule}`, 'các bản sao lưu Completed; chọn bản mới nhất trước T, ghi vào biến BAN_SAO', 'backups that are Completed; take the newest before T into the variable BAN_SAO'),
          command(`velero --kubecontext ${at} -n ${names.velero} restore create --from-backup "$BAN_SAO" --include-namespaces ${namespace} --namespace-mappings ${namespace}:${namespace}${beside} --wait`, 'Phase: Completed, 0 lỗi', 'Phase: Completed, 0 errors'),
        ]),
    ...(first === undefined
      ? []
      : [
          command(`printf '%s\\n' ${clusterLines(recovery, at, protection, first, names).map((line) => `'${line}'`).join(' ')} | kubectl --context ${at} -n ${namespace}${beside} apply -f -`, `${first.cluster} created: cụm mới đọc kho nhật ký tới đúng T`, `${first.cluster} created: a new cluster reads the archive up to T`),
          command(`kubectl --context ${at} -n ${namespace}${beside} wait cluster.postgresql.cnpg.io/${first.cluster} --for=condition=Ready --timeout=8h`, 'condition met', 'condition met'),
        ]),
  ];
}

/** A cluster beside the live one, recovered from its archive to $T; one instance is enough to compare. */
function clusterLines({ estate }: Recovery, at: string, { primary }: EnvironmentProtection, { cluster, database, archive, incarnations }: DatabaseProtection, names: RunbookNames): readonly string[] {
  const disks = estate.sites[at]?.storage.find(({ backend }) => backend === 'ceph-rbd');
  const size = (database.size * BigInt(100 + Math.ceil(estate.recovery.databaseClusters.spareDiskPercent))) / 100n;
  return [
    'apiVersion: postgresql.cnpg.io/v1',
    'kind: Cluster',
    `metadata: {name: ${cluster}}`,
    'spec:',
    '  instances: 1',
    `  storage: {size: ${(size + (1n << 30n) - 1n) >> 30n}Gi${disks === undefined ? '' : `, storageClass: ${disks.class}`}}`,
    // Outside the quotes of the line: the shell puts the moment in.
    `  bootstrap: {recovery: {source: goc, recoveryTarget: {targetTime: "'"$T"'"}}}`,
    `  externalClusters: [{name: goc, plugin: {name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: ${names.archiveStore(cluster, archive)}, serverName: ${names.archiveServer(cluster, primary.site, incarnations[primary.site] ?? 1)}}}}]`,
  ];
}
