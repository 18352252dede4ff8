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
 * What the lines after them call: `so` prints how many tables there are, then a line per table with its rows and a hash that
 * does not depend on their order; `dong` prints one table's rows, a line each. Both read, and fail where a read fails.
 * Sequences are not compared: a standby's run ahead of what was taken from them.
 */
export function compareTools(): readonly RunbookCommand[] {
  const server = `kubectl --context "$1" -n "$2" exec -i ${primaryOf('"$1"', '"$2"', '"$3"')} -c postgres -- psql -AtX -v ON_ERROR_STOP=1 -d "$4"`;
  const tables = `from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
  return [
    command(
      `printf '%s\\n' "select 'BANG', count(*) ${tables};" "select format('select %L, count(*), coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0) from %I.%I t', format('%I.%I', schemaname, tablename), schemaname, tablename) ${tables} order by 1" '\\gexec' > so-sanh.sql`,
      'tệp so-sanh.sql: số bảng, rồi mỗi bảng một dòng với số dòng và mã băm, không phụ thuộc thứ tự',
      'the file so-sanh.sql: how many tables, then a line per table with its rows and a hash that does not depend on their order',
    ),
    command(`so() { ${server} < so-sanh.sql; }`, 'không in gì; dùng trong cùng cửa sổ lệnh: so TRUNG_TÂM MÔI_TRƯỜNG CỤM CƠ_SỞ_DỮ_LIỆU', 'prints nothing; used in this same shell: so SITE ENVIRONMENT CLUSTER DATABASE'),
    command(
      `dong() { ${server} -c "select to_jsonb(t.*) from $5 t" > dong.tam && LC_ALL=C sort dong.tam; }`,
      'không in gì; thêm tên bảng ở cuối, đúng như so in ra: in từng dòng của bảng',
      'prints nothing; with a table’s name at the end, just as so prints it, it prints that table’s rows',
    ),
  ];
}

/** A table's name as `so` printed it: read, so that no quote in it is taken by the shell. */
export const tableRead = (): RunbookCommand => command('IFS= read -r BANG', 'dán tên bảng đúng như so in ra, cả dấu ngoặc kép nếu có, rồi Enter', 'paste the table’s name just as so printed it, double quotes included, then Enter');

/** `so SITE ENVIRONMENT CLUSTER DATABASE > file`. */
export const hashed = ({ at, namespace, cluster, database }: DatabaseAt, file: string): string => `so ${at} ${namespace} ${cluster} ${database} > ${file}`;

/**
 * Disks as snapshots that outlive them. Each occasion makes its own: one of before, of a disk with the same name, says nothing
 * of this one. Without any disk, or with a snapshot that is not ready, it fails and nothing after `&&` is done.
 */
export function keepTool(): RunbookCommand {
  const kubectl = 'kubectl --context "$1" -n "$2"';
  const snapshot = `printf '%s\\n' 'apiVersion: snapshot.storage.k8s.io/v1' 'kind: VolumeSnapshot' "metadata: {name: giu-$O-$L}" "spec: {source: {persistentVolumeClaimName: $O}}"`;
  return command(
    `giu() { P=$(${kubectl} get pvc -l "$3" -o jsonpath='{.items[*].metadata.name}') || return 1; test -n "$P" || { echo "giu $1 $2 $3: 0 pvc" >&2; return 1; }; L=$(date -u +%Y%m%d%H%M%S); for O in $(echo "$P"); do ${snapshot} | ${kubectl} create -f - || return 1; done; for O in $(echo "$P"); do ${kubectl} wait volumesnapshot/giu-$O-$L --for=jsonpath='{.status.readyToUse}'=true --timeout=60m || return 1; done; }`,
    'không in gì; dùng trong cùng cửa sổ lệnh: giu TRUNG_TÂM MÔI_TRƯỜNG NHÃN giữ ảnh chụp mới của mọi ổ đĩa có nhãn đó; không tìm thấy ổ đĩa nào là lỗi',
    'prints nothing; used in this same shell: giu SITE ENVIRONMENT LABEL keeps a new snapshot of every disk with that label; to find no disk is an error',
  );
}

/** A stale cluster goes, its disks kept as snapshots: a cluster reads where it comes from only when it is made. */
export const dropped = ({ at, namespace, cluster }: Omit<DatabaseAt, 'database'>): RunbookCommand =>
  command(
    `giu ${at} ${namespace} cnpg.io/cluster=${cluster} && kubectl --context ${at} -n ${namespace} delete cluster.postgresql.cnpg.io ${cluster} --wait --timeout=15m`,
    '"created" và "condition met" cho từng ổ đĩa của cụm, rồi "deleted". "0 pvc": chưa giữ được gì và chưa xóa gì, xem vì sao cụm không có ổ đĩa rồi mới đi tiếp',
    '"created" and "condition met" for each of the cluster’s disks, then "deleted". "0 pvc": nothing was kept and nothing deleted, find out why the cluster has no disk before going on',
  );

/** The restored rows into a database beside the live one in its own cluster, under another name: nobody uses it yet. */
export function loadLine(live: DatabaseAt, besideNamespace: string): RunbookCommand {
  const { database } = live;
  return command(
    // A pipe's exit code is its last part's: the file says that the first part came to its end as well.
    `rm -f nap.xong; { ${beside({ ...live, namespace: besideNamespace })} pg_dump -Fc -d "${database}" && touch nap.xong; } | ${beside(live)} sh -c "dropdb --if-exists ${database}_moi && createdb -O ${database} ${database}_moi && pg_restore --exit-on-error -d ${database}_moi" && test -e nap.xong`,
    'không in lỗi; mã thoát 0. Ổ đĩa phải đủ chỗ cho hai bản. Chạy lại thì nạp lại từ đầu',
    'no error; exit code 0. The disk has to hold both. Run again it loads all of it anew',
  );
}

/** Both change names: users reach the restored one where they always did, and the former one is kept to be read. */
export function swapLine(live: DatabaseAt): RunbookCommand {
  const { database } = live;
  const says = [`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`, `alter database ${database} rename to ${database}_cu`, `alter database ${database}_moi rename to ${database}`, `alter database ${database}_cu set default_transaction_read_only = on`];
  return command(`${beside(live)} psql -X -v ON_ERROR_STOP=1 -d postgres ${says.map((one) => `-c "${one}"`).join(' ')}`, 'ba dòng "ALTER DATABASE"; bản cũ còn nguyên với đuôi _cu, chỉ đọc. Lùi lại: đổi tên ngược', '"ALTER DATABASE" three times; the former one is whole, ends in _cu and is read-only. To go back change the names again');
}
