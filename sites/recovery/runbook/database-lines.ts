import { command, type RunbookCommand } from './step.js';
import type { Place } from './workload-lines.js';

/** A database in its cluster at a place, as words of a shell. The database may be a variable in braces. */
export interface DatabaseAt extends Place {
  readonly cluster: string;
  readonly database: string;
}

/** What of databases a restore leaves out, for they would write into the archive in use; stacks and operators make them. */
export const databaseObjects = ['clusters.postgresql.cnpg.io', 'scheduledbackups.postgresql.cnpg.io', 'backups.postgresql.cnpg.io'].join(',');

const primaryOf = (at: string, namespace: string, cluster: string): string => `"$(kubectl --context ${at} -n ${namespace} get cluster.postgresql.cnpg.io ${cluster} -o jsonpath='{.status.currentPrimary}')"`;

/** Whatever follows is run beside the server that leads the cluster: of a replica cluster the one that follows the writer. */
const beside = ({ at, namespace, cluster }: DatabaseAt): string => `kubectl --context ${at} -n ${namespace} exec -i ${primaryOf(at, namespace, cluster)} -c postgres --`;

/**
 * What the lines after them call: `so` prints a line per table with its rows and a hash that does not depend on their order;
 * `dong` prints one table's rows, a line each. Both read.
 */
export function compareTools(): readonly RunbookCommand[] {
  const server = `kubectl --context "$1" -n "$2" exec -i ${primaryOf('"$1"', '"$2"', '"$3"')} -c postgres -- psql -AtX -v ON_ERROR_STOP=1 -d "$4"`;
  return [
    command(
      `printf '%s\\n' "select format('select %L, count(*), coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0) from %I.%I t', schemaname || '.' || tablename, schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1" '\\gexec' > so-sanh.sql`,
      'tệp so-sanh.sql: mỗi bảng một dòng với số dòng và mã băm, không phụ thuộc thứ tự',
      'the file so-sanh.sql: a line per table with its rows and a hash that does not depend on their order',
    ),
    command(`so() { ${server} < so-sanh.sql; }`, 'không in gì; dùng trong cùng cửa sổ lệnh: so TRUNG_TÂM MÔI_TRƯỜNG CỤM CƠ_SỞ_DỮ_LIỆU', 'prints nothing; used in this same shell: so SITE ENVIRONMENT CLUSTER DATABASE'),
    command(`dong() { ${server} -c "select to_jsonb(t.*) from $5 t" | LC_ALL=C sort; }`, 'không in gì; thêm tên bảng ở cuối: in từng dòng của bảng', 'prints nothing; with a table’s name at the end it prints that table’s rows'),
  ];
}

/** `so SITE ENVIRONMENT CLUSTER DATABASE > file`. */
export const hashed = ({ at, namespace, cluster, database }: DatabaseAt, file: string): string => `so ${at} ${namespace} ${cluster} ${database} > ${file}`;

/** Disks of a cluster as snapshots that outlive it; without any, or with one that is not ready, the line fails and nothing after `&&` is done. */
export function keepTool(at: string): RunbookCommand {
  const kubectl = `kubectl --context ${at} -n "$1"`;
  const snapshot = `printf '%s\\n' 'apiVersion: snapshot.storage.k8s.io/v1' 'kind: VolumeSnapshot' "metadata: {name: giu-$O}" "spec: {source: {persistentVolumeClaimName: $O}}"`;
  return command(
    `giu() { for O in $(${kubectl} get pvc -l cnpg.io/cluster="$2" -o jsonpath='{.items[*].metadata.name}'); do ${snapshot} | ${kubectl} apply -f - || return 1; done; ${kubectl} wait volumesnapshot --all --for=jsonpath='{.status.readyToUse}'=true --timeout=60m; }`,
    'không in gì; dùng trong cùng cửa sổ lệnh: giu MÔI_TRƯỜNG CỤM giữ ảnh chụp mọi ổ đĩa của cụm',
    'prints nothing; used in this same shell: giu ENVIRONMENT CLUSTER keeps a snapshot of each of the cluster’s disks',
  );
}

/** A stale cluster goes, its disks kept as snapshots: a cluster reads where it comes from only when it is made. */
export const dropped = ({ at, namespace, cluster }: Omit<DatabaseAt, 'database'>): RunbookCommand =>
  command(`giu ${namespace} ${cluster} && kubectl --context ${at} -n ${namespace} delete cluster.postgresql.cnpg.io ${cluster} --wait --timeout=15m`, '"condition met" cho từng ảnh chụp, rồi "deleted"', '"condition met" for every snapshot, then "deleted"');

/** The restored rows into a database beside the live one in its own cluster, under another name: nobody uses it yet. */
export function loadLine(live: DatabaseAt, besideNamespace: string): RunbookCommand {
  const { database } = live;
  return command(
    `${beside({ ...live, namespace: besideNamespace })} pg_dump -Fc -d "${database}" | ${beside(live)} sh -c "createdb -O ${database} ${database}_moi && pg_restore --exit-on-error -d ${database}_moi"`,
    'không in lỗi; mã thoát 0. Ổ đĩa phải đủ chỗ cho hai bản',
    'no error; exit code 0. The disk has to hold both',
  );
}

/** Both change names: users reach the restored one where they always did, and the former one is kept to be read. */
export function swapLine(live: DatabaseAt): RunbookCommand {
  const { database } = live;
  const says = [`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`, `alter database ${database} rename to ${database}_cu`, `alter database ${database}_moi rename to ${database}`, `alter database ${database}_cu set default_transaction_read_only = on`];
  return command(`${beside(live)} psql -X -v ON_ERROR_STOP=1 -d postgres ${says.map((one) => `-c "${one}"`).join(' ')}`, 'ba dòng "ALTER DATABASE"; bản cũ còn nguyên với đuôi _cu, chỉ đọc. Lùi lại: đổi tên ngược', '"ALTER DATABASE" three times; the former one is whole, ends in _cu and is read-only. To go back change the names again');
}
