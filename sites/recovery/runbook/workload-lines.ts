import { command, type RunbookCommand } from './step.js';

/** A namespace at a site, as words of a shell. */
export interface Place {
  readonly at: string;
  readonly namespace: string;
}

const kubectl = 'kubectl --context "$1" -n "$2"';
/** Pods of software: databases run on, and what has ended needs no waiting for. */
const gone = `${kubectl} wait pod -l '!cnpg.io/cluster' --field-selector=status.phase!=Succeeded,status.phase!=Failed --for=delete --timeout=30m`;
/** Into a file that is there only once all of it was read, and that is never written a second time. */
const noted = (kinds: string, columns: string, file: string): string => `{ test -e ${file}.$F || { ${kubectl} get ${kinds} --no-headers -o custom-columns=${columns} > ${file}.tam && mv ${file}.tam ${file}.$F; } || return 1; }`;
const each = (names: string, file: string, does: string): string => `while read -r ${names}; do ${does} || X=1; done < ${file}.$F`;
const suspended = (to: boolean): string => `test "$NGUNG" = true || ${kubectl} patch cronjob "$TEN" -p '{"spec":{"suspend":${String(to)}}}'`;
const scaled = (count: string): string => `${kubectl} scale "$LOAI/$TEN" --replicas=${count}`;

/**
 * Software stopped so that it can be started as it was. Counts and schedules are written down before anything is changed,
 * and kept when it is stopped again; they are put aside once it was started as they say, so that no other occasion takes
 * them for its own. A line that fails does not keep the others from being done.
 */
export function workloadTools(): readonly RunbookCommand[] {
  return [
    command(
      `dung() { F=$1.$2.txt; X=0; test ! -e so-ban.$F || ls -l so-ban.$F; ${noted('deployment,statefulset', 'LOAI:.kind,TEN:.metadata.name,SO:.spec.replicas', 'so-ban')}; ${noted('cronjob', 'TEN:.metadata.name,NGUNG:.spec.suspend', 'lich')}; ${each('TEN NGUNG', 'lich', suspended(true))}; ${each('LOAI TEN SO', 'so-ban', scaled('0'))}; test -n "$3" || ${gone} || X=1; return $X; }`,
      'không in gì; dùng trong cùng cửa sổ lệnh: dung TRUNG_TÂM MÔI_TRƯỜNG ghi số bản và lịch đang chạy ra tệp (đã có tệp thì in tên và ngày của nó, không ghi đè), rồi dừng tất cả, trừ cơ sở dữ liệu; thêm khong-cho: không chờ pod dừng xong',
      'prints nothing; used in this same shell: dung SITE ENVIRONMENT writes replicas and schedules to files (where there is one it prints its name and date and overwrites nothing), then stops all but databases; with khong-cho it does not wait for pods to end',
    ),
    command(
      `bat() { F=\${3:-$1}.$2.txt; X=0; test -e so-ban.$F && test -e lich.$F || { echo "so-ban.$F lich.$F ?" >&2; return 1; }; ${each('LOAI TEN SO', 'so-ban', scaled('"$SO"'))}; ${each('TEN NGUNG', 'lich', suspended(false))}; test $X = 0 && L=$(date -u +%Y%m%d%H%M%S) && mv so-ban.$F so-ban.$F.$L && mv lich.$F lich.$F.$L; }`,
      'không in gì; bat TRUNG_TÂM MÔI_TRƯỜNG bật lại đúng như đã ghi; bat TRUNG_TÂM MÔI_TRƯỜNG NƠI_DỪNG theo số đã ghi ở nơi dừng',
      'prints nothing; bat SITE ENVIRONMENT starts it as it was written down; bat SITE ENVIRONMENT STOPPED_AT by what was written down where it was stopped',
    ),
  ];
}

/** The same for every namespace, in one line: whoever is not done is named, and nobody waits for another's error. */
const forEach = (namespaces: readonly string[], does: (namespace: string) => string): string => (namespaces.length === 1 ? does(namespaces[0] ?? '') : `for N in ${namespaces.join(' ')}; do ${does('"$N"')} || echo "CHUA XONG: $N"; done`);
const remains = (namespaces: readonly string[]): { readonly vi: string; readonly en: string } => (namespaces.length === 1 ? { vi: 'mã thoát 0', en: 'exit code 0' } : { vi: 'không dòng nào "CHUA XONG"', en: 'no line says "CHUA XONG"' });

/** @param nodesOff what runs work is off, so pods end only when it is back. */
export function stopped(at: string, namespaces: readonly string[], { nodesOff = false }: { readonly nodesOff?: boolean } = {}): RunbookCommand {
  const { vi, en } = remains(namespaces);
  return command(
    forEach(namespaces, (namespace) => `dung ${at} ${namespace}${nodesOff ? ' khong-cho' : ''}`),
    `"patched" cho từng lịch, "scaled" cho từng phần mềm${nodesOff ? '' : ', mọi pod đã dừng'}; ${vi} (môi trường không có loại nào thì không in gì cho loại đó). Chưa xong thì chạy lại: tệp giữ số ghi lần đầu. Tệp được in ra mà ngày không phải của lần này: số đang chạy vừa không được ghi, báo trưởng ca trước khi bật lại`,
    `"patched" for every schedule, "scaled" for all software${nodesOff ? '' : ', every pod gone'}; ${en} (of a kind that there is none of nothing is printed). If it is not done run it again: the files keep what was written first. A file is listed whose date is not of this occasion: what ran just now was not written down, tell the shift lead before starting it again`,
  );
}

/** @param by where it was stopped, if elsewhere. */
export function started(at: string, namespaces: readonly string[], by?: string): RunbookCommand {
  const { vi, en } = remains(namespaces);
  return command(
    forEach(namespaces, (namespace) => `bat ${at} ${namespace}${by === undefined ? '' : ` ${by}`}`),
    `"scaled", "patched", đúng như đã ghi; ${vi}; tệp được đổi tên kèm giờ. Lịch đã ngừng từ trước thì vẫn ngừng. NotFound: báo đầu mối, chạy lại cho môi trường đó sau khi họ đã triển khai`,
    `"scaled", "patched", as it was written down; ${en}; the files get the time into their names. Schedules that were suspended before stay so. NotFound: tell the owner, and run it again for that environment once they have deployed it`,
  );
}

/**
 * What a restore would find in its way: it overwrites neither disks nor running software. Both go, the objects kept in a
 * file and the disks as snapshots; clusters of databases and their disks are not touched. Calls `giu`.
 */
export function clearTool(): RunbookCommand {
  const kinds = 'deployment,statefulset,daemonset,cronjob,job';
  return command(
    `bo() { ${kubectl} get ${kinds} -o yaml > bo.$1.$2.$(date -u +%Y%m%d%H%M%S).yaml && ${kubectl} delete ${kinds} --all --wait --timeout=15m && ${gone} && O=$(${kubectl} get pvc -l '!cnpg.io/cluster' -o name) && { test -z "$O" || { giu "$1" "$2" '!cnpg.io/cluster' && ${kubectl} delete pvc -l '!cnpg.io/cluster' --wait --timeout=15m; }; } && for O in so-ban.$1.$2.txt lich.$1.$2.txt; do test ! -e $O || mv $O $O.$(date -u +%Y%m%d%H%M%S) || return 1; done; }`,
    'không in gì; dùng trong cùng cửa sổ lệnh: bo TRUNG_TÂM MÔI_TRƯỜNG chép phần mềm và lịch cũ ra tệp bo.….yaml rồi xóa, giữ ảnh chụp ổ đĩa rồi xóa ổ đĩa; không đụng tới cơ sở dữ liệu',
    'prints nothing; used in this same shell: bo SITE ENVIRONMENT copies old software and schedules into a file bo.….yaml and deletes them, keeps snapshots of the disks and deletes those; databases are not touched',
  );
}

export function cleared(at: string, namespaces: readonly string[]): RunbookCommand {
  const { vi, en } = remains(namespaces);
  return command(forEach(namespaces, (namespace) => `bo ${at} ${namespace}`), `"deleted" cho từng phần mềm và ổ đĩa cũ, hoặc "No resources found": không có gì cũ; ${vi}`, `"deleted" for all old software and disks, or "No resources found": nothing old is there; ${en}`);
}

/** Namespaces by the site where they run, for lines that go through a site's all at once. */
export function bySite(all: readonly { readonly namespace: string; readonly to?: string }[]): readonly { readonly at: string; readonly namespaces: readonly string[] }[] {
  const sites = [...new Set(all.flatMap(({ to }) => to ?? []))].sort();
  return sites.map((at) => ({ at, namespaces: all.filter(({ to }) => to === at).map(({ namespace }) => namespace) }));
}
