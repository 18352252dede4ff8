import type { Recovery } from '../context.js';
import type { CleanPoint, Kept } from './clean-point.js';
import type { DataKind } from '../situation.js';
import { compareTools, loadLine, swapLine } from './database-lines.js';
import type { RunbookNames } from './plan.js';
import { by, command, text, type RunbookCell, type RunbookOptions, type RunbookPart } from './step.js';
import { beside, besideLines, comparedLines } from './tenant.js';
import { started, stopped, workloadTools } from './workload-lines.js';

/** What is known of a breach: when it began, and the points before it. */
export interface BreachQuestion {
  readonly recovery: Recovery;
  readonly names: RunbookNames;
  readonly options: RunbookOptions;
  /** When it began, as written for a reader and as a command takes it; absent where nobody has said yet. */
  readonly breach?: { readonly at: string; readonly points: readonly CleanPoint[]; readonly shown: (ms: number) => string };
}

const keptNames: Readonly<Record<Kept, { readonly vi: string; readonly en: string }>> = {
  kept: { vi: 'còn giữ', en: 'kept' },
  locked: { vi: 'còn khóa: lấy phiên bản cũ', en: 'locked: take its old versions' },
  monthly: { vi: 'bản hằng tháng', en: 'monthly backup' },
  gone: { vi: 'KHÔNG CÒN', en: 'NOTHING LEFT' },
};

/** Q V.1.đ: restore after a breach so that data are whole: a clean point from before it, beside what lives, compared, swapped with approval. */
export function breachPart({ recovery, names, options, breach }: BreachQuestion): RunbookPart {
  const sites = Object.values(recovery.estate.sites).filter(({ phase }) => phase === 'operating').map(({ id }) => id);
  const stores = storesOf(recovery, names, breach?.points);
  const live = { at: '"$TRUNG_TAM"', namespace: '"$MOI_TRUONG"' } as const;
  const database = { ...live, cluster: '"$CUM"', database: `\${CSDL}` };
  const moment = breach === undefined ? '"$T_SACH"' : breach.at;
  const lockDays = Math.max(0, ...recovery.subjects.flatMap(({ protection: { backups } }) => backups.map((target) => target.lockDays)));
  return {
    id: 'breach',
    title: text('Phục hồi sau vi phạm an toàn, an ninh dữ liệu', 'Recovery from a breach'),
    when: text('Khi dữ liệu bị sửa, mã hóa, xóa hoặc lấy cắp bởi người không có quyền (Q V.1.đ). Bản sao đồng bộ đã chép cả vi phạm: nâng nơi dự phòng không giúp gì.', 'When somebody without the right changed, encrypted, deleted or stole data (Q V.1.đ). Replicas have taken the breach over: promoting a standby helps nothing.'),
    tables: breach === undefined ? [] : [pointsTable(recovery, breach.points, breach.shown)],
    steps: [
      by('security-officer', text('Cô lập, không tắt', 'Isolate, do not switch off'), {
        does: [text('Ghi tên trung tâm đang chạy môi trường bị vi phạm vào biến TRUNG_TAM, môi trường vào MOI_TRUONG, cụm và cơ sở dữ liệu vào CUM và CSDL, cơ quan vào CO_QUAN. Chặn chiều ra và chiều vào, giữ nguyên máy và bộ nhớ làm chứng cứ. Báo cơ quan có thẩm quyền theo quy định; ghi giờ báo.', 'Put the site that runs the environment into the variable TRUNG_TAM, the environment into MOI_TRUONG, cluster and database into CUM and CSDL, the organisation into CO_QUAN. Block traffic in and out, keep machines and memory as evidence. Report as the law demands, and note the time.')],
        commands: [command(`printf '%s\\n' 'apiVersion: cilium.io/v2' 'kind: CiliumNetworkPolicy' 'metadata: {name: co-lap}' 'spec: {endpointSelector: {}, ingressDeny: [{fromEntities: [all]}], egressDeny: [{toEntities: [all]}]}' | kubectl --context "$TRUNG_TAM" -n "$MOI_TRUONG" apply -f -`, 'co-lap created: lời cấm thắng mọi lời cho phép', 'co-lap created: a denial wins over whatever allows')],
        until: text('không còn luồng nào ra vào, chứng cứ đã sao', 'nothing flows in or out, evidence is copied'),
      }),
      by('security-officer', text('Thu hồi khóa có thể đã lộ', 'Revoke keys that may be known'), {
        does: [text('Khóa ghi sao lưu, tài khoản cơ sở dữ liệu, phiên đăng nhập. Khóa trong HSM thay theo thứ tự lệnh in ra; không xóa khóa cũ, vì nó mở các bản sao lưu sạch.', 'Backup writers’ keys, database roles, sessions. Keys of the HSM are rotated as the command prints; never delete the former key: it opens the clean backups.')],
        commands: [
          ...sites.map((id) => command(`ndc backup probe --site ${id} --bucket ${names.volumesBucket} --profile ndc-backup-writer --lang vi${options.acts}`, 'khóa ghi không xóa được phiên bản nào', 'the writing key can destroy no version')),
          command(`ndc hsm keys --lang vi${options.acts}`, 'danh sách khóa; chọn khóa cần thay', 'the keys; choose which to rotate'),
        ],
        until: text('mọi khóa nghi lộ đã thay', 'every key in doubt is rotated'),
      }),
      by('storage-engineer', text('Kéo dài khóa của mọi bản sao lưu', 'Keep every backup locked for longer'), {
        does: [text('Điều tra có thể lâu hơn thời hạn giữ: kéo dài trước khi bản sạch hết hạn. Khóa đã đặt thì không ai rút ngắn được. Dùng danh tính giữ khóa (hồ sơ ndc-backup-keeper trong ~/.aws/credentials), không dùng khóa ghi; --moment là lúc chắc chắn chưa bị xâm phạm, để cả những gì bị đánh dấu xóa sau đó cũng được giữ.', 'An inquiry may outlast the retention: extend before a clean copy runs out. Nobody can shorten a lock once it is set. Use the keeper’s identity (profile ndc-backup-keeper of ~/.aws/credentials), not the writer’s; --moment is an instant at which nothing was touched yet, so that what was marked as deleted later is kept as well.')],
        commands: sites.flatMap((id) => [names.volumesBucket, names.databasesBucket].map((bucket) => command(`ndc backup extend --site ${id} --bucket ${bucket} --days ${Math.max(lockDays, 90)} --moment ${moment} --profile ndc-backup-keeper --lang vi${options.acts}`, 'mọi đối tượng đang dùng vào lúc đó bị khóa thêm', 'every object in use at that instant is locked for longer'))),
        until: text('mã thoát 0 ở mọi trung tâm', 'exit code 0 at every site'),
      }),
      by('security-officer', text('Tìm thời điểm sạch bằng dấu toàn vẹn', 'Find the clean point by integrity marks'), {
        does: [
          text('Dấu toàn vẹn: mã băm của bản sao lưu (lệnh dưới in ra), số dòng và mã băm từng bảng mà đầu mối lưu trong sổ, nhật ký kiểm toán. Bắt đầu ở giữa khoảng nghi vấn: dấu khớp thì tìm về sau, lệch thì lùi về trước; mỗi lần thử chia đôi khoảng.', 'Integrity marks: a backup’s digest (printed below), row counts and table hashes that the owner keeps, the audit log. Begin in the middle of the doubtful time: where marks agree go later, where they differ go earlier; each try halves what is left.'),
          ...(breach === undefined ? [text('Biết lúc vi phạm thì thêm --breach vào ndc dr runbook: bảng nêu điểm sạch mới nhất của từng cơ sở dữ liệu và môi trường.', 'Once the moment is known add --breach to ndc dr runbook: a table names the newest clean point of every database and environment.')] : [text('Bảng trên nêu điểm mới nhất còn lại theo lịch và thời hạn đã khai báo; thử từ điểm đó lùi về.', 'The table names the newest point that declared schedules and retentions leave; try from there backwards.')]),
        ],
        commands: stores.map(({ at, bucket }) => command(`ndc backup restore --site ${at} --bucket ${bucket} --moment ${moment} --into ndc-kiem-tra --profile ndc-backup-keeper --lang vi${options.acts}`, 'số đối tượng và mã băm; phiên bản mới hơn thời điểm đó không được chép', 'objects and digest; versions younger than that moment are not copied')),
        until: text('có một điểm mà mọi dấu khớp, và điểm ngay sau nó có dấu lệch hoặc nằm sau vi phạm', 'one point’s marks all agree, and the next one’s do not, or comes after the breach'),
      }),
      by('platform-engineer', text('Phục hồi bên cạnh dữ liệu đang có', 'Restore beside what lives'), {
        byHand: true,
        does: [text(`Vào namespace có đuôi ${beside}; cụm cơ sở dữ liệu mới dựng như bước "Phục hồi bên cạnh" của phần "Phục hồi dữ liệu của một cơ quan" (ndc dr runbook --organisation in đúng dòng cho từng cơ quan), với T_PHUC_HOI là điểm sạch. Mạng của nó đóng cho đến khi đổi chỗ.`, `Into a namespace that ends in ${beside}; the new database cluster is made as in the step "Restore beside" of the part "Restore one organisation" (ndc dr runbook --organisation prints the lines of each), with the clean point as T_PHUC_HOI. Its network stays shut until the swap.`)],
        commands: [...workloadTools(), stopped(live.at, [live.namespace]), ...besideLines({ ...live, velero: names.velero, backup: '"$BAN_SAO_SACH"' })],
        until: text('mọi đối tượng có mặt, mã băm khớp', 'every object is there, hashes agree'),
      }),
      by('database-engineer', text('So sánh, tách phần đúng sau thời điểm sạch', 'Compare, and set apart what was rightly written since'), {
        byHand: true,
        does: [text('Bảng nào lệch: dán tên bảng vào BANG, liệt kê dòng chỉ có ở bản sạch và dòng chỉ có ở bản bị vi phạm. Phần viết đúng quyền sau thời điểm sạch được chép lại theo danh sách có chữ ký của đầu mối.', 'Of a table that differs paste its name into BANG and list the rows that the clean copy alone holds, and those of the breached one alone. What was rightly written since is carried over by a list the owner signs.')],
        commands: [...compareTools(), ...comparedLines(database, { ...database, namespace: `"$MOI_TRUONG"${beside}` }, ['vi-pham', 'sach'])],
        until: text('không còn dòng nào chưa giải thích', 'no row is left unexplained'),
      }),
      by('second-approver', text('Đổi chỗ khi hai người đã duyệt', 'Swap once two people have approved'), {
        byHand: true,
        does: [text('Người phụ trách an toàn và đầu mối cơ quan cùng ký. Bản sạch được nạp vào cụm đang chạy dưới tên có đuôi _moi rồi hai tên đổi cho nhau; bản bị vi phạm giữ nguyên dưới tên có đuôi _cu, chỉ đọc, làm chứng cứ. Máy chủ của cụm bị chiếm quyền thì không nạp vào đó: yêu cầu một môi trường mới bằng phiếu.', 'The security officer and the owner sign. The clean one is loaded into the cluster that runs, under a name that ends in _moi, then both change names; the breached one stays under a name that ends in _cu, read-only, as evidence. Where the cluster’s server itself was taken over load nothing into it: ask for a new environment by a request.')],
        commands: [
          loadLine(database, `"$MOI_TRUONG"${beside}`),
          swapLine(database),
          command('kubectl --context "$TRUNG_TAM" -n "$MOI_TRUONG" delete ciliumnetworkpolicy co-lap', '"deleted": mạng mở lại', '"deleted": the network is open again'),
          started(live.at, [live.namespace]),
          command(`ndc drift --organisation "$CO_QUAN" --unmanaged --lang vi${options.acts}`, 'không sai lệch; danh sách đối tượng không do bộ công cụ tạo, trong đó có phần mềm của chính cơ quan (mã thoát 1 là bình thường): đầu mối nhận từng dòng là của mình, dòng không ai nhận là đối tượng lạ', 'no drift; a list of objects that the toolkit did not make, the organisation’s own software among them (exit code 1 is to be expected): the owner claims each line, and what nobody claims is foreign'),
        ],
        until: text('đầu mối xác nhận, mạng mở lại', 'the owner confirms, the network is open again'),
      }),
      by('security-officer', text('Bằng chứng và bài học', 'Evidence and lessons'), {
        commands: [command(`ndc audit --evidence bang-chung-vi-pham --lang vi${options.acts}`, 'thư mục bằng chứng có mã băm; mã thoát 1 khi còn quy tắc không đạt', 'a folder of evidence with digests; exit code 1 while rules are not met'), command(`ndc audit verify bang-chung-vi-pham --lang vi${options.acts}`, 'bằng chứng nguyên vẹn', 'the evidence is whole')],
        until: text('báo cáo đã nộp, bản ghi diễn tập loại restore đã viết', 'the report is handed in, a drill record of kind restore is written'),
      }),
    ],
  };
}

/** Buckets to restore from: where clean points lie, or, while nobody has said when it was, every place that keeps backups elsewhere. */
function storesOf({ subjects, estate }: Recovery, names: RunbookNames, points: readonly CleanPoint[] | undefined): readonly { readonly at: string; readonly bucket: string }[] {
  const bucketOf = (data: DataKind): string => (data === 'databases' ? names.databasesBucket : names.volumesBucket);
  const elsewhere = new Set(subjects.flatMap(({ protection: { backups } }) => backups.filter(({ kind, operating }) => operating && kind === 'off-site').map(({ site }) => site)));
  const operating = Object.values(estate.sites).filter(({ phase }) => phase === 'operating').map(({ id }) => id);
  const found = points?.flatMap(({ site, data }) => (site === undefined ? [] : [`${site} ${bucketOf(data)}`])) ?? operating.filter((site) => elsewhere.size === 0 || elsewhere.has(site)).flatMap((site) => [`${site} ${names.volumesBucket}`, `${site} ${names.databasesBucket}`]);
  return [...new Set(found)].sort().map((word) => {
    const [at = '', bucket = ''] = word.split(' ');
    return { at, bucket };
  });
}

/** Those with the least left first. */
function pointsTable(recovery: Recovery, points: readonly CleanPoint[], shown: (ms: number) => string) {
  const { tiers } = recovery.estate.protection;
  const rank: readonly Kept[] = ['gone', 'monthly', 'locked', 'kept'];
  const rows = [...points]
    .sort((a, b) => rank.indexOf(a.kept) - rank.indexOf(b.kept))
    .map(({ namespace, organisation, tier, data, database, kept, site, at, from, until }): RunbookCell[] => [namespace, organisation, tiers[tier].name, { data: [data], ...(database === undefined ? {} : { of: database }) }, keptNames[kept], at === undefined ? '–' : shown(at), from === undefined ? '–' : shown(from), site ?? '–', until === undefined ? '–' : shown(until)]);
  return {
    title: text('Điểm sạch mới nhất trước vi phạm, theo lịch và thời hạn đã khai báo (giờ Việt Nam)', 'Newest clean point before the breach, by declared schedule and retention (Viet Nam time)'),
    columns: [text('môi trường', 'environment'), text('cơ quan', 'organisation'), text('mức', 'tier'), text('dữ liệu', 'data'), text('còn không', 'left'), text('trạng thái lúc', 'state of'), text('dựng từ bản gốc lúc', 'replayed from'), text('nằm ở', 'lies at'), text('hết hạn', 'until')],
    narrow: [0, 3, 4, 5, 7],
    rows,
  };
}
