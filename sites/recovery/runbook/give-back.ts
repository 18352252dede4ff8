import { timeToShip } from '../../capacity/links/rates.js';
import { dataOf } from '../copies.js';
import { wayFrom } from '../ways.js';
import type { RunbookPlan } from './plan.js';
import { by, command, text, type RunbookPart } from './step.js';

/** The way back: a site that boots stays shut until it has read that it may serve; then its data are cloned anew, compared, and handed over in order. */
export function returnPart(plan: RunbookPlan): RunbookPart {
  const { lost, survivors, names, options, order } = plan;
  const from = survivors.length === 0 ? text('nơi giữ bản sao', 'whoever holds a copy') : text(survivors.join(', '), survivors.join(', '));
  // Neither streams nor is mirrored: it comes back as it went, by a backup.
  const byBackup = order.filter(({ fate: { subject } }) => subject.protection.pair === undefined && subject.protection.databases.every(({ replicates }) => !replicates));
  const [restored] = byBackup;
  const example = order.find(({ promoted, clusters }) => promoted && clusters.length > 0);
  const returned = (step: string, vi: string, en: string) => command(`ndc dr return ${lost} ${step} --write --lang vi${options.acts}`, vi, en);
  return {
    id: 'return',
    title: text(`Trở lại ${lost}`, `Return to ${lost}`),
    when: text(`Khi ${lost} đã sửa xong và có điện. Không vội: nơi đang chạy vẫn phục vụ. ${lost} giữ dữ liệu cũ, không bao giờ được làm nơi chạy chính bằng dữ liệu đó.`, `Once ${lost} is mended and has power. There is no hurry: those who took over serve on. ${lost} holds stale data and is never made primary with them.`),
    tables: [],
    steps: [
      by('shift-lead', text(`Bật ${lost} trong trạng thái cách ly`, `Start ${lost} in quarantine`), {
        byHand: true,
        does: [text(`Trung tâm tự khởi động được, nhưng chưa phục vụ: cửa vào, máy ghi cơ sở dữ liệu, lưu nhật ký và đồng bộ ổ đĩa đều tắt cho đến khi nó đọc được ở nơi khác rằng không còn lời tuyên bố nào với nó. Không bật tay phần nào.`, `The site boots alone and yet serves nothing: ingress, database writers, log archiving and mirroring stay off until it has read elsewhere that no declaration stands against it. Switch none of them on by hand.`)],
        commands: [command(`kubectl --context ${lost} get nodes`, 'máy chủ Ready; không có ingress nào', 'nodes Ready; no ingress')],
        until: text('cụm chạy, cửa vào vẫn đóng', 'the cluster runs and the edge stays shut'),
      }),
      by('platform-engineer', text('Bước fence: ghi nhận trung tâm đang đóng', 'Step fence: record that the site is shut'), {
        does: [text('Đường về có sáu bước: fence, reclone, verify, demote, token, promote. Lệnh từ chối khi không có lời tuyên bố nào có hiệu lực, và không bao giờ nâng một bản cũ.', 'The way back has six steps: fence, reclone, verify, demote, token, promote. The command refuses where no declaration is in force, and never promotes a stale copy.')],
        commands: [
          returned('fence --by "$NGUOI_LAM" --evidence "$BANG_CHUNG"', 'fence đã ghi; mã của thủ tục trở lại: ghi vào biến THU_TUC_TRO_LAI', 'fence is written; the id of the return: put it into the variable THU_TUC_TRO_LAI'),
          command(`ndc up --lang vi${options.acts}`, `${lost} đứng làm bản sao, không phục vụ ai`, `${lost} stands as a copy and serves nobody`),
        ],
        until: text('thủ tục có bước fence với ngày giờ', 'the return holds the step fence with its time'),
      }),
      by('platform-engineer', text(`Bước reclone: chép lại dữ liệu từ ${from.vi}`, `Step reclone: clone the data again from ${from.en}`), {
        does: [
          text(`Chép toàn bộ, không tua lại: tua lại (rewind) chỉ dùng nơi đã chứng minh là được. ${reseedText(plan).vi} Hàng chỉ trung tâm cũ có được liệt kê theo khóa và giữ lại, không bị ghi đè; có hàng như vậy thì thay --nothing-diverged bằng --diverged với nơi giữ, --rows và --digest.`, `Everything is cloned; rewind only where it is proven possible. ${reseedText(plan).en} Rows that the old site alone has are listed by key and kept, never overwritten; where there are such, give --diverged with their place, --rows and --digest instead of --nothing-diverged.`),
        ],
        commands: [
          command(`ndc dr exchange --site ${lost} --lang vi${options.acts}`, 'mã kết nối, chứng chỉ: đã ghi hoặc đã giống nhau', 'tokens and certificates: written, or equal already'),
          returned('reclone --by "$NGUOI_LAM" --how re-clone --nothing-diverged', 'reclone đã ghi', 'reclone is written'),
        ],
        until: text('mọi bản sao theo kịp', 'every copy has caught up'),
      }),
      by('database-engineer', text('Bước verify: so mã băm', 'Step verify: compare hashes'), {
        does: [text('So từng cơ sở dữ liệu và ổ đĩa giữa hai nơi: một ảnh chụp dở có thể bị đánh dấu là xong. Lệch thì ghi --different: đường về dừng ở đây.', 'Compare every database and volume at both: an incomplete snapshot can be marked complete. Where they differ write --different: the way back ends here.')],
        commands: [
          ...(example === undefined || example.to === undefined ? [] : [command(`kubectl --context ${lost} -n ${example.namespace} get cluster.postgresql.cnpg.io ${example.clusters[0] ?? ''} -o jsonpath='{.status.phase}{"\\n"}'`, 'Cluster in healthy state', 'Cluster in healthy state')]),
          command('sha256sum "$KET_QUA_SO"', 'mã băm của kết quả so: ghi vào biến MA_BAM', 'digest of the comparison: put it into the variable MA_BAM'),
          returned('verify --by "$NGUOI_LAM" --report "$KET_QUA_SO" --digest sha256:"$MA_BAM" --equal', 'verify đã ghi: mã băm bằng nhau', 'verify is written: hashes equal'),
        ],
        until: text('không mã băm nào lệch', 'no hash differs'),
      }),
      by('second-approver', text('Hai người ký việc trở lại', 'Two people sign the return'), {
        does: [text('Chữ ký đặt lên mọi điều đến hết bước verify, trước khi hạ quyền.', 'The signatures are over everything up to verify, and come before demoting.')],
        commands: [command(`ndc approve "$THU_TUC_TRO_LAI" --key ~/.ssh/id_ed25519 --write --lang vi${options.acts}`, 'chữ ký 1/2, rồi 2/2', 'signature 1 of 2, then 2 of 2')],
        until: text('đủ hai chữ ký của hai người', 'two people’s signatures are there'),
      }),
      by('platform-engineer', text('Các bước demote, token, promote', 'Steps demote, token, promote'), {
        does: [text(`Nơi đang chạy ngừng ghi và sinh mã chuyển giao; ${lost} nhận mã rồi mới nâng quyền. Nơi chạy chính còn sống thì luôn có mã: khác với lúc thảm họa. Làm ngoài giờ cao điểm; giữa hai bước chạy ndc up.`, `Whoever serves stops writing and makes a token; ${lost} takes it and only then is promoted. A living primary always gives a token: unlike in the disaster. Do it off-peak; run ndc up between the steps.`)],
        commands: [
          returned('demote', 'demote đã ghi', 'demote is written'),
          command(`ndc up --lang vi${options.acts}`, 'nơi đang chạy ngừng ghi', 'the survivor stops writing'),
          returned('token', 'số mã thăng cấp đã lấy', 'how many promotion tokens were fetched'),
          returned('promote', 'promote đã ghi', 'promote is written'),
          command(`ndc up --lang vi${options.acts}`, `${lost} ghi trở lại`, `${lost} writes again`),
        ],
        until: text(`mọi môi trường chạy ở ${lost}`, `every environment runs at ${lost}`),
      }),
      ...(restored?.to === undefined
        ? []
        : [
            by('storage-engineer', text(`Đưa ${byBackup.length} môi trường trở về bằng bản sao lưu`, `Bring ${byBackup.length} environments back by backup`), {
              does: [
                text(`Không có mã chuyển giao nào cho chúng: từ bước demote nơi đang chạy đã dừng cơ sở dữ liệu; dừng nốt phần mềm, sao lưu lần cuối vào kho của ${lost}, rồi phục hồi ở ${lost} trước khi mở cho người dùng. Velero không ghi đè: ổ đĩa còn lại từ trước ở ${lost} phải bỏ trước, sau khi đã giữ phần chỉ ở đó mới có. Cơ sở dữ liệu tự dựng lại từ kho nhật ký của nơi đã chạy. Bản ở nơi đã chạy được giữ nguyên và ngủ. Lệnh dưới đây là mẫu cho ${restored.namespace}.`, `No token exists for them: since demote the survivor has stopped their databases; stop their software too, back up once more into the store of ${lost}, then restore at ${lost} before anybody is let in. Velero overwrites nothing: volumes left at ${lost} from before are removed first, once what only they have is kept. Databases are recovered by themselves from the survivor’s archive. The copy at the survivor stays, and sleeps. The commands are those of ${restored.namespace}.`),
              ],
              commands: [
                command(`velero --kubecontext ${restored.to} -n ${names.velero} backup create ${restored.namespace}-cuoi --include-namespaces ${restored.namespace} --storage-location ${names.location(lost)} --wait`, 'Phase: Completed, 0 lỗi', 'Phase: Completed, 0 errors'),
                command(`velero --kubecontext ${lost} -n ${names.velero} restore create --from-backup ${restored.namespace}-cuoi --include-namespaces ${restored.namespace} --wait`, 'Phase: Completed, 0 lỗi', 'Phase: Completed, 0 errors'),
              ],
              until: text('mã băm bằng nhau, chủ quản đã xem', 'hashes are equal, the owner has looked'),
            }),
          ]),
      ...(plan.newMaster === undefined
        ? []
        : [
            by('storage-engineer', text(`Trả vùng chính của kho đối tượng cho ${lost}`, `Give the object zones’ master back to ${lost}`), {
              byHand: true,
              commands: [
                command(`kubectl --context ${lost} -n ${names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin sync status`, 'data is caught up with source', 'data is caught up with source'),
                command(`kubectl --context ${lost} -n ${names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin zone modify --rgw-zone=${lost} --master --default`, `"name": "${lost}"`, `"name": "${lost}"`),
                command(`kubectl --context ${lost} -n ${names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin period update --commit`, 'period mới', 'a new period'),
              ],
              until: text(`vùng chính ở ${lost}`, `the master is at ${lost}`),
            }),
          ]),
      by('network-engineer', text(`DNS và cửa vào về ${lost}`, `DNS and edge back to ${lost}`), {
        byHand: true,
        does: [text('Đổi bản ghi, quảng bá lại địa chỉ, bỏ địa chỉ tạm. Chỉ sau khi thủ tục trở lại đã xong.', 'Change the records, announce the addresses again, drop the temporary ones. Only once the return is done.')],
        until: text(`từ ngoài mạng, mọi tên miền trỏ về ${lost}`, `from outside every name leads to ${lost}`),
      }),
      by('shift-lead', text('Khép lại', 'Close'), {
        commands: [
          returned('close', 'lời tuyên bố và thủ tục trở lại: done', 'declaration and return: done'),
          command(`ndc up --lang vi${options.acts}`, 'kế hoạch trống, trừ những gì việc kết thúc đổi', 'plans are empty but for what the end itself changes'),
          command(`ndc check --lang vi${options.asks}`, 'không còn quy tắc nào không đạt vì lần mất này', 'no rule fails because of this loss'),
          command(`ndc dr matrix --lang vi${options.asks}`, 'ma trận tính bằng số đo của lần này', 'the matrix computed with this time’s measurements'),
        ],
        until: text('lời tuyên bố và thủ tục trở lại ở trạng thái done; bản ghi thời gian đã nộp', 'declaration and return are done; the record of times is handed in'),
      }),
    ],
  };
}

/** What has to be cloned back, and how long the widest way takes beside its steady load. */
function reseedText({ recovery, recovered: { event, fates }, lost }: RunbookPlan): { readonly vi: string; readonly en: string } {
  const byFrom = new Map<string, bigint>();
  for (const fate of fates.values()) {
    if (!('to' in fate)) continue;
    const held = dataOf(recovery, fate.subject);
    byFrom.set(fate.to, (byFrom.get(fate.to) ?? 0n) + held.databases.mid + held.volumes.mid + held.files.mid);
  }
  const before = new Set([...event.lost].filter((site) => site !== lost));
  const parts = [...byFrom].sort(([a], [b]) => (a < b ? -1 : 1)).map(([from, bytes]) => {
    const way = wayFrom(recovery, from, lost, before, event.parts);
    const ms = way === undefined ? undefined : timeToShip(bytes, way.free.p50, recovery.estate.planning.links);
    const hours = ms === undefined ? '?' : String(Math.ceil(Number(ms) / 3_600_000));
    const size = (Number(bytes) / 1e12).toFixed(1);
    return { vi: `từ ${from} khoảng ${size.replace('.', ',')} TB, ${hours} giờ`, en: `from ${from} about ${size} TB, ${hours} hours` };
  });
  if (parts.length === 0) return { vi: '', en: '' };
  return { vi: `Lượng chép và thời gian nếu đường truyền rảnh phần còn lại: ${parts.map(({ vi }) => vi).join('; ')}.`, en: `To copy, in what the link leaves beside its load: ${parts.map(({ en }) => en).join('; ')}.` };
}
