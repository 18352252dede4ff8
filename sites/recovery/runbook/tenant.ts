import type { DatabaseProtection, EnvironmentProtection } from '../../intent/protection.js';
import type { Recovery, Subject } from '../context.js';
import { alreadyLost, siteAfter } from '../where.js';
import { compareTools, databaseObjects, hashed, loadLine, swapLine, tableRead, type DatabaseAt } from './database-lines.js';
import { isSecret, type RunbookNames } from './plan.js';
import { by, command, text, type RunbookCell, type RunbookCommand, type RunbookOptions, type RunbookPart } from './step.js';
import { started, stopped, workloadTools, type Place } from './workload-lines.js';

/** Whose data are restored, and with what. */
export interface TenantQuestion {
  readonly recovery: Recovery;
  readonly organisation: string;
  readonly names: RunbookNames;
  readonly options: RunbookOptions;
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
  const { organisation, options, names } = question;
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
        does: [text('Đầu mối nêu: môi trường nào, dữ liệu nào, lần cuối còn đúng là lúc nào (giờ Việt Nam). Ghi thời điểm đó vào biến T_PHUC_HOI, dạng 2026-11-29T02:15:00+07:00. Nghi có người cố ý: làm theo phần "Phục hồi sau vi phạm an toàn, an ninh dữ liệu". Các bước dưới nêu mọi môi trường của bảng: chỉ làm dòng của môi trường cần phục hồi.', 'The owner says: which environment, which data, when they were last right (Viet Nam time). Put that moment into the variable T_PHUC_HOI, as 2026-11-29T02:15:00+07:00. If somebody may have meant it, go to the part "Recovery from a breach". The steps below hold every environment of the table: take the lines of those to restore alone.')],
        until: text('có T_PHUC_HOI và chữ ký của đầu mối', 'T_PHUC_HOI and the owner’s signature are there'),
      }),
      by('platform-engineer', text('Dừng ghi, giữ hiện trường', 'Stop writes, keep what is there'), {
        does: [text('Số bản đang chạy và lịch đang chạy được ghi ra tệp trước khi dừng. Giữ các tệp đến khi xong; bật lại rồi thì chúng được đổi tên.', 'How many replicas and which schedules run is written to files before anything stops. Keep the files until it is over; once it is started again they get another name.')],
        commands: [...workloadTools(), ...all.map(({ subject: { namespace }, at }) => stopped(at, [namespace]))],
        until: text('không còn kết nối ghi', 'no writer is connected'),
      }),
      by('platform-engineer', text('Phục hồi bên cạnh', 'Restore beside'), {
        byHand: true,
        does: [
          text(`Vào namespace mới có đuôi ${beside}: dữ liệu đang có không bị động tới. Đối tượng cụm cơ sở dữ liệu không phục hồi từ bản sao lưu: nó mang tên kho đang dùng, và sẽ ghi vào đó. Cơ sở dữ liệu dựng tới đúng T_PHUC_HOI thành một cụm mới, chỉ đọc kho.`, `Into a new namespace that ends in ${beside}: what is there is not touched. Objects of database clusters are not restored from the backup: they bear the name of the archive in use, and would write to it. Databases are recovered to T_PHUC_HOI as a new cluster that reads the archive alone.`),
          text('Kho để dựng lại do ConfigMap restore-… của môi trường nêu: chữ đầu của "location" là tên ObjectStore, ghi vào biến KHO; chữ sau là serverName, ghi vào biến MAY_CHU. Cơ sở dữ liệu từng chuyển nơi vì mất một trung tâm thì có danh sách "archives": chọn dòng có from ≤ T_PHUC_HOI < until (giờ UTC: T_PHUC_HOI trừ 7 giờ). Đừng đoán bằng cách lùi số: mỗi lần đi và mỗi lần về là một kho riêng.', 'The archive to recover from is what the environment’s ConfigMap restore-… says: the first word of "location" is the ObjectStore, for the variable KHO; the second is serverName, for MAY_CHU. A database that a lost site ever moved has a list "archives": take the line with from ≤ T_PHUC_HOI < until (UTC: T_PHUC_HOI less 7 hours). Do not guess by counting back: every way out and every way back has an archive of its own.'),
        ],
        commands: all.flatMap((one) => restoreCommands(question, one)),
        until: text('namespace mới có đủ đối tượng, cụm mới báo "Cluster in healthy state"', 'the new namespace holds every object, the new cluster says "Cluster in healthy state"'),
      }),
      by('database-engineer', text('So với dữ liệu đang có', 'Compare with what is there'), {
        byHand: true,
        does: [text('Đếm dòng và so mã băm từng bảng. Bảng nào lệch: dán tên bảng vào BANG, liệt kê từng dòng chỉ có ở một bên. Dòng viết sau T_PHUC_HOI mà đúng được chép lại vào bản mới theo danh sách đó sau khi nạp, không gộp mù.', 'Count rows and compare hashes table by table. Of a table that differs paste its name into BANG and list the rows that one side alone holds. What was rightly written after T_PHUC_HOI is carried into the new one by that list once it is loaded, never merged blindly.')],
        commands: [
          ...compareTools(),
          ...all.flatMap((one) =>
            databasesOf(one, names).flatMap((database) => {
              const [now, then] = [`dang-co.${database.namespace}.${database.database}`, `phuc-hoi.${database.namespace}.${database.database}`];
              const other = { ...database, namespace: `${database.namespace}${beside}` };
              return [
                ...comparedLines(database, other, [now, then]),
              ];
            }),
          ),
        ],
        until: text('đầu mối ký danh sách khác biệt', 'the owner signs the list of differences'),
      }),
      by('second-approver', text('Đổi chỗ khi đã duyệt', 'Swap once it is approved'), {
        byHand: true,
        does: [
          text('Hai người duyệt: đầu mối cơ quan và trưởng ca. Bản mới được nạp vào chính cụm đang chạy dưới tên có đuôi _moi, rồi hai tên đổi cho nhau: phần mềm vẫn gọi tên cũ, tệp dữ liệu của bộ công cụ không đổi. Bản cũ giữ nguyên dưới tên có đuôi _cu, chỉ đọc, đến hết thời hạn lưu giữ.', 'Two approve: the owner and the shift lead. The new one is loaded into the cluster that runs, under a name that ends in _moi, then both change names: software goes on calling the former name, and no file of the toolkit’s data changes. The former one is kept under a name that ends in _cu, read-only, until its retention ends.'),
          text('Tệp và ổ đĩa: chép từng thư mục đã duyệt từ một pod ở bản mới (POD_MOI) sang thư mục mới cạnh thư mục cũ của pod đang chạy (POD), rồi đổi tên hai thư mục. Chép tệp cần pod đang chạy: bật phần mềm trước, và chỉ cho người dùng vào sau khi đã đổi tên.', 'Files and volumes: copy each approved folder from a pod of the new one (POD_MOI) to a new folder beside the old one of a running pod (POD), then change the names of both folders. That takes a running pod: start the software first, and let users in only once the names are changed.'),
        ],
        commands: [
          ...all.flatMap((one) => databasesOf(one, names).flatMap((database) => [loadLine(database, `${database.namespace}${beside}`), swapLine(database)])),
          ...all.flatMap(({ subject: { namespace }, at }) => [started(at, [namespace]), ...fileLines({ at, namespace })]),
          command(`ndc drift --organisation ${organisation} --lang vi${options.acts}`, 'không sai lệch: việc đổi chỗ không đụng tới gì bộ công cụ quản lý', 'no drift: the swap touched nothing that the toolkit manages'),
        ],
        until: text('đầu mối dùng được hệ thống', 'the owner uses the system'),
      }),
      by('shift-lead', text('Ghi lại', 'Write it down'), {
        byHand: true,
        does: [text(`Ghi T_PHUC_HOI, các giờ, dữ liệu thiếu vào sổ và thành bản ghi diễn tập loại restore. Namespace có đuôi ${beside} chỉ xóa khi đầu mối đồng ý bằng văn bản.`, `Enter T_PHUC_HOI, the times and what is missing, also as a drill record of kind restore. The namespace that ends in ${beside} is deleted only once the owner agrees in writing.`)],
        until: text('bản ghi đã nộp', 'the record is handed in'),
      }),
    ],
  };
}

/** Databases the platform operates, where they run; of systems that hold state secrets none. */
const databasesOf = ({ subject: { namespace }, at, protection }: ReturnType<typeof environmentsOf>[number], names: RunbookNames): readonly DatabaseAt[] =>
  isSecret(protection.environment.system) ? [] : protection.databases.filter(({ operated }) => operated).map(({ cluster }) => ({ at, namespace, cluster, database: names.databaseName(cluster) }));

/**
 * Two databases compared, then one table's rows. Both reads have to come to their end: two that fail are alike as well.
 * @param files what each is written to, without an ending.
 */
export const comparedLines = (now: DatabaseAt, then: DatabaseAt, [mine, theirs]: readonly [string, string]): readonly RunbookCommand[] => {
  const words = ({ at, namespace, cluster, database }: DatabaseAt): string => `${at} ${namespace} ${cluster} ${database}`;
  return [
    command(`${hashed(now, `${mine}.tsv`)} && ${hashed(then, `${theirs}.tsv`)} && test -s ${mine}.tsv && test -s ${theirs}.tsv && diff ${mine}.tsv ${theirs}.tsv && echo GIONG HET`, 'GIONG HET: giống hệt; in ra bảng nào thì bảng đó khác; không in GIONG HET mà cũng không in bảng nào: không đọc được, dừng ở đây', 'GIONG HET: the same; tables that are printed differ; neither GIONG HET nor a table: unreadable, stop here'),
    tableRead(),
    command(`dong ${words(now)} "$BANG" > ${mine}.txt && dong ${words(then)} "$BANG" > ${theirs}.txt && { diff ${mine}.txt ${theirs}.txt > khac-biet.diff; test $? -le 1; } && grep -c '^[<>]' khac-biet.diff`, 'số dòng khác; khac-biet.diff có từng dòng: < chỉ ở bản đang chạy, > chỉ ở bản phục hồi. 0: bảng giống nhau. Không in số: không đọc được, KHÔNG ký', 'how many rows differ; khac-biet.diff has each: < in the live one alone, > in the restored one alone. 0: the table is the same. No figure: unreadable, do NOT sign'),
  ];
};

/** One folder of files, from the copy beside to a place beside the living one; then both change names. */
const fileLines = ({ at, namespace }: Place): readonly RunbookCommand[] => [
  command(`kubectl --context ${at} -n ${namespace}${beside} exec "$POD_MOI" -- tar -C "$THU_MUC" -cf - . | kubectl --context ${at} -n ${namespace} exec -i "$POD" -- sh -c "mkdir $THU_MUC.moi && tar -C $THU_MUC.moi -xpf -"`, 'không in lỗi; thư mục có đuôi .moi nằm cạnh thư mục cũ', 'no error; the folder that ends in .moi lies beside the former one'),
  command(`kubectl --context ${at} -n ${namespace} exec "$POD" -- sh -c "mv $THU_MUC $THU_MUC.cu && mv $THU_MUC.moi $THU_MUC"`, 'không in lỗi; bản cũ còn nguyên với đuôi .cu. Phần mềm giữ tệp mở thì khởi động lại nó', 'no error; the former one is whole and ends in .cu. Restart software that keeps files open'),
];

/**
 * What a restore beside leaves out: clusters and schedules of databases, which would write into the archive in use, and jobs,
 * which would do twice what the living ones do.
 */
const leftOut = `${databaseObjects},cronjobs.batch,jobs.batch`;

/** A backup into the namespace beside, without what would act on the living one. */
export function besideLines({ at, namespace, velero, backup }: Place & { readonly velero: string; readonly backup: string }): readonly RunbookCommand[] {
  return [
    command(`velero --kubecontext ${at} -n ${velero} restore create --from-backup ${backup} --include-namespaces ${namespace} --namespace-mappings ${namespace}:${namespace}${beside} --exclude-resources ${leftOut} --wait`, '"Phase: Completed", 0 lỗi', '"Phase: Completed", 0 errors'),
    command(`kubectl --context ${at} -n ${namespace}${beside} get clusters.postgresql.cnpg.io,scheduledbackups.postgresql.cnpg.io`, '"No resources found": thấy cụm nào ở đây thì dừng lại, nó có thể ghi vào kho đang dùng', '"No resources found": stop where there is a cluster here, it may write into the archive in use'),
  ];
}

/** Objects and volumes from the schedule's backup, databases from the archive that the environment's own procedure names. */
function restoreCommands({ recovery, names }: TenantQuestion, { subject, at, protection }: ReturnType<typeof environmentsOf>[number]): readonly RunbookCommand[] {
  const { namespace } = subject;
  const target = protection.backups.find(({ operating, site }) => operating && site !== at) ?? protection.backups.find(({ operating }) => operating);
  const operated = isSecret(protection.environment.system) ? [] : protection.databases.filter((one) => one.operated);
  const schedule = target === undefined ? undefined : names.backupSchedule({ organisation: protection.environment.organisation, tier: protection.tier, target: target.site });
  return [
    ...(schedule === undefined
      ? []
      : [
          command(`velero --kubecontext ${at} -n ${names.velero} backup get --selector velero.io/schedule-name=${schedule}`, `các bản sao lưu có trạng thái Completed; chọn bản mới nhất trước T_PHUC_HOI cho ${namespace}, ghi vào biến BAN_SAO`, `backups that are Completed; take the newest before T_PHUC_HOI for ${namespace} into the variable BAN_SAO`),
          ...besideLines({ at, namespace, velero: names.velero, backup: '"$BAN_SAO"' }),
        ]),
    ...operated.flatMap((one) => [
      command(`kubectl --context ${at} -n ${names.systemNamespace} get configmap ${names.procedure(namespace)} -o jsonpath='{.data.dataset\\.${one.database.id}\\.json}'`, 'có "archives": hai chữ "location" của dòng chứa T_PHUC_HOI, ghi vào KHO và MAY_CHU. Không có "archives" (chưa từng chuyển nơi): hai tên mà câu "restore" nêu, hoặc hai chữ "location" của bản backup giữ lâu nhất', 'with "archives": both words of "location" of the line that holds T_PHUC_HOI, for KHO and MAY_CHU. Without (it never moved): both names in the sentence "restore", or both words of "location" of the backup that is kept longest'),
      command(`printf '%s\\n' ${clusterLines(recovery, at, one).map((line) => `'${line}'`).join(' ')} | kubectl --context ${at} -n ${namespace}${beside} create -f -`, `"${one.cluster} created": cụm mới đọc kho tới đúng T_PHUC_HOI và không ghi vào kho nào. "AlreadyExists": dừng, không dùng apply`, `"${one.cluster} created": a new cluster reads the archive up to T_PHUC_HOI and writes to none. "AlreadyExists": stop, never apply over it`),
      command(`kubectl --context ${at} -n ${namespace}${beside} wait cluster.postgresql.cnpg.io/${one.cluster} --for=condition=Ready --timeout=8h`, '"condition met"', '"condition met"'),
    ]),
  ];
}

/** A cluster beside the live one, recovered from $KHO to $T_PHUC_HOI; one instance is enough to compare. */
function clusterLines({ estate }: Recovery, at: string, { cluster, database }: DatabaseProtection): readonly string[] {
  const disks = estate.sites[at]?.storage.find(({ backend }) => backend === 'ceph-rbd');
  const size = (database.size * BigInt(100 + Math.ceil(estate.recovery.databaseClusters.spareDiskPercent))) / 100n;
  return [
    'apiVersion: postgresql.cnpg.io/v1',
    'kind: Cluster',
    `metadata: {name: ${cluster}}`,
    'spec:',
    '  instances: 1',
    `  storage: {size: ${(size + (1n << 30n) - 1n) >> 30n}Gi${disks === undefined ? '' : `, storageClass: ${disks.class}`}}`,
    // Outside the quotes of the line: the shell puts moment and archive in.
    `  bootstrap: {recovery: {source: goc, recoveryTarget: {targetTime: "'"$T_PHUC_HOI"'"}}}`,
    `  externalClusters: [{name: goc, plugin: {name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: "'"$KHO"'", serverName: "'"$MAY_CHU"'"}}}]`,
  ];
}
