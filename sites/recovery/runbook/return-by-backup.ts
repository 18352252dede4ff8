import { compareTools, databaseObjects, dropped, hashed, keepTool } from './database-lines.js';
import type { Placed, RunbookPlan } from './plan.js';
import { databasesIn } from './returning.js';
import { by, command, text, type RunbookCommand, type RunbookStep } from './step.js';
import { bySite, clearTool, cleared, started, workloadTools } from './workload-lines.js';

/** Name of the last backup of an environment: of this return, so that none of before is taken for it. */
const lastOf = (namespace: string): string => `${namespace}-"$THU_TUC_TRO_LAI"`;

/** As schedules do it: disks leave the site with it, databases have archives of their own. */
const backUp = ({ names }: RunbookPlan, { namespace, to = '' }: Placed, location: string): RunbookCommand =>
  command(
    `velero --kubecontext ${to} -n ${names.velero} backup create ${lastOf(namespace)} --include-namespaces ${namespace} --selector '!cnpg.io/cluster' --snapshot-move-data --storage-location ${location} --wait`,
    `"Phase: Completed", 0 lỗi: cả ổ đĩa đã nằm ở kho của ${location}. Trạng thái khác: đọc velero backup logs, xóa bản đó bằng velero backup delete, chạy lại`,
    `"Phase: Completed", 0 errors: disks, too, lie in the store of ${location}. Another phase: read velero backup logs, delete it with velero backup delete, run it again`,
  );

/**
 * Where a site sends its last backup while the lost one is still on its way back: a store that takes writes then, and that
 * the returning site reads. Its own is read by nobody else, and the returning one's takes none yet.
 */
export const lastBackupTo = ({ survivors }: Pick<RunbookPlan, 'survivors'>, to: string): string | undefined => survivors.find((site) => site !== to);

/** Between demote and promote: all that the survivor wrote is in its archive, and what is stale can go. */
export function lastBackup(byBackup: readonly Placed[], plan: RunbookPlan): RunbookStep {
  const { lost } = plan;
  const databases = byBackup.flatMap((one) => databasesIn(plan, one));
  return by('storage-engineer', text(`Sao lưu lần cuối ${byBackup.length} môi trường, dọn bản cũ của chúng ở ${lost}`, `Back up the ${byBackup.length} environments once more, clear what is stale of them at ${lost}`), {
    byHand: true,
    does: [
      text(`Sao lưu vào kho của một nơi mà nơi đang chạy ghi được và ${lost} đọc được: lúc này kho của ${lost} chưa nhận gì. Cụm cũ ở ${lost} còn dữ liệu từ trước lúc mất: không bỏ thì bước promote đánh thức chính nó làm nơi ghi. Ổ đĩa được giữ thành ảnh chụp; ndc up sau bước promote dựng cụm mới từ kho nhật ký của nơi đã chạy.`, `The backup goes into a store that the survivor may write to and ${lost} reads: that of ${lost} takes nothing yet. The stale clusters at ${lost} hold data from before the loss: left there, promote would wake them as the writer. Their disks are kept as snapshots; ndc up after promote makes new ones from the survivor’s archive.`),
      text(`Phần mềm, lịch và ổ đĩa cũ của chúng ở ${lost} cũng phải bỏ trước promote: hạn mức mở lại là chúng tự chạy trên ổ đĩa của trước lúc mất, và Velero bỏ qua mọi thứ đã có.`, `Their old software, schedules and disks at ${lost} have to go before promote as well: once the quota opens they would run by themselves on disks of before the loss, and Velero passes over whatever is there.`),
    ],
    commands: [
      ...byBackup.flatMap((one) => {
        const at = lastBackupTo(plan, one.to ?? '');
        return at === undefined ? [] : [backUp(plan, one, plan.names.location(at))];
      }),
      keepTool(),
      ...databases.map(({ namespace, cluster }) => dropped({ at: lost, namespace, cluster })),
      clearTool(),
      cleared(lost, byBackup.map(({ namespace }) => namespace)),
    ],
    until: text(`bản sao lưu cuối đã xong; ở ${lost} không còn cụm, phần mềm, lịch, ổ đĩa cũ nào của chúng`, `the last backups are complete; none of their stale clusters, software, schedules and disks is left at ${lost}`),
  });
}

/** After promote: objects and disks from the last backup, databases from the archive. */
export function restoredBack(byBackup: readonly Placed[], plan: RunbookPlan): RunbookStep {
  const { lost, names } = plan;
  const databases = byBackup.flatMap((one) => databasesIn(plan, one));
  // Where no third site stands there is no such store before the lost one takes writes again.
  const late = byBackup.filter(({ to = '' }) => lastBackupTo(plan, to) === undefined);
  return by('storage-engineer', text(`Đưa ${byBackup.length} môi trường trở về bằng bản sao lưu`, `Bring ${byBackup.length} environments back by backup`), {
    byHand: true,
    does: [
      text(`Phục hồi ở ${lost} trước khi mở cho người dùng. Đối tượng cụm cơ sở dữ liệu do ndc up dựng, không lấy từ bản sao lưu; đối tượng do bộ công cụ quản lý (nhãn ${names.ownLabel}) để nguyên; mọi đối tượng khác lấy theo bản sao lưu. Bản ở nơi đã chạy được giữ nguyên và ngủ, cho đến lần mất sau hoặc khi được giải phóng.`, `Restore at ${lost} before anybody is let in. Objects of database clusters are made by ndc up and not taken from the backup; objects that the toolkit manages (label ${names.ownLabel}) stay as they are; all others become what the backup says. The copy at the survivor stays, and sleeps, until the next loss or until it is given up.`),
    ],
    commands: [
      ...(databases.length === 0 ? [] : compareTools()),
      ...workloadTools(),
      ...late.map((one) => backUp(plan, one, names.location(lost))),
      ...databases.map(({ namespace, cluster }) => command(`kubectl --context ${lost} -n ${namespace} wait cluster.postgresql.cnpg.io/${cluster} --for=condition=Ready --timeout=24h`, '"condition met": cụm mới đã dựng xong từ kho nhật ký', '"condition met": the new cluster is recovered from the archive')),
      ...byBackup.flatMap(({ namespace, to = '' }) => {
        const location = names.foreignLocation(lastBackupTo(plan, to) ?? lost, to);
        return [
          command(`velero --kubecontext ${lost} -n ${names.velero} backup get ${lastOf(namespace)}`, `Completed, cột STORAGE LOCATION là ${location}. Chưa thấy: chờ một phút rồi hỏi lại, Velero đọc vị trí đó theo chu kỳ`, `Completed, its STORAGE LOCATION is ${location}. Not there: wait a minute and ask again, Velero reads that location at intervals`),
          command(`velero --kubecontext ${lost} -n ${names.velero} restore create --from-backup ${lastOf(namespace)} ${restoredOver(names)} --include-namespaces ${namespace} --exclude-resources ${databaseObjects} --wait`, '"Phase: Completed", 0 lỗi', '"Phase: Completed", 0 errors'),
        ];
      }),
      ...databases.map(({ namespace, cluster, database }) => command(`${hashed({ at: lost, namespace, cluster, database }, `ve.${namespace}.${database}.tsv`)} && diff cuoi.${namespace}.${database}.tsv ve.${namespace}.${database}.tsv && echo GIONG HET`, 'GIONG HET: giống lúc dừng. Không in GIONG HET thì chưa bật phần mềm', 'GIONG HET: the same as when it stopped. Without it start no software')),
      ...bySite(byBackup).map(({ at, namespaces }) => started(lost, namespaces, at)),
    ],
    until: text('mã băm bằng nhau, chủ quản đã xem', 'hashes are equal, the owner has looked'),
  });
}

/** Objects that are there become what the backup says, but for those that stacks make. */
export const restoredOver = ({ ownLabel }: Pick<RunbookPlan['names'], 'ownLabel'>): string => `--existing-resource-policy update --selector '!${ownLabel}'`;
