import { timeToShip } from '../../capacity/links/rates.js';
import { dataOf } from '../copies.js';
import { wayFrom } from '../ways.js';
import { divergedLines, divergedList, verifiedLines } from './compared-lines.js';
import { compareTools, dropped, hashed, keepTool, tableRead } from './database-lines.js';
import { openedByOwners, rebuiltByOwners, stoppedByOwners } from './own-run.js';
import type { RunbookPlan } from './plan.js';
import { lastBackup, restoredBack } from './return-by-backup.js';
import { databasesIn, returningIn, type Returning } from './returning.js';
import { by, command, pulled, pushed, text, type RunbookCell, type RunbookPart, type RunbookStep, type RunbookTable } from './step.js';
import { bySite, started, stopped, workloadTools } from './workload-lines.js';

/** The way back: a site that boots is held shut by its fences until it stands as a copy; then its data are cloned anew, compared, and handed over in order. */
export function returnPart(plan: RunbookPlan): RunbookPart {
  const { lost, survivors, names, options, order } = plan;
  const from = survivors.length === 0 ? text('nơi giữ bản sao', 'whoever holds a copy') : text(survivors.join(', '), survivors.join(', '));
  const returning = returningIn(plan);
  const { byBackup, streaming, mirrored, ownRun, handedOver, written } = returning;
  const returned = (step: string, vi: string, en: string) => command(`ndc dr return ${lost} ${step} --write --lang vi${options.acts}`, vi, en);
  const up = (vi: string, en: string) => command(`ndc up --lang vi${options.acts}`, vi, en);
  const approve = (more: string, vi: string, en: string) => command(`ndc approve "$THU_TUC_TRO_LAI"${more} --lang vi${options.acts}`, vi, en);
  const believes = (vi: string, en: string) => command(`kubectl --context ${lost} get clusters.postgresql.cnpg.io -A -o custom-columns='MOI_TRUONG:.metadata.namespace,CUM:.metadata.name,NOI_GHI:.spec.replica.primary,NGU:.metadata.annotations.cnpg\\.io/hibernation'`, vi, en);
  return {
    id: 'return',
    title: text(`Trở lại ${lost}`, `Return to ${lost}`),
    when: text(`Khi ${lost} đã sửa xong. Không vội: nơi đang chạy vẫn phục vụ. ${lost} giữ dữ liệu cũ, không bao giờ được làm nơi chạy chính bằng dữ liệu đó.`, `Once ${lost} is mended. There is no hurry: those who took over serve on. ${lost} holds stale data and is never made primary with them.`),
    tables: databasesTable(returning),
    steps: [
      by('shift-lead', text(`Bật máy chủ điều khiển của ${lost}, giữ nguyên ba cách ly`, `Start the control plane of ${lost}, all three fences held`), {
        byHand: true,
        does: [
          text(`Không phần nào của bộ công cụ giữ ${lost} lại khi nó có điện: Kubernetes chạy đúng điều được bảo lần cuối, và ${lost} vẫn tưởng mình là nơi ghi. Chỉ cấp điện cho máy chủ điều khiển; cửa vào vẫn rút, tài khoản ghi vẫn khóa, tường lửa vẫn chặn cho đến khi bước sau đã xong. Máy chủ chạy việc chưa bật. Hai người giữ khóa mở HSM của ${lost} trước: máy chủ API mã hóa bằng khóa trong đó thì không lên khi chưa có mã PIN; kho bí mật của ${lost} tự mở niêm khi tới được HSM.`, `Nothing of the toolkit holds ${lost} back once it has power: Kubernetes runs what it was last told, and ${lost} still takes itself for the writer. Give power to the control plane alone; the edge stays withdrawn, users that write stay suspended, the firewall stays shut until the next step is done. Nodes that run work stay off. Two custodians open the HSM of ${lost} first: an API server that encrypts with a key of it does not come up before its PIN is given; the secret store of ${lost} unseals itself once it reaches the HSM.`),
        ],
        commands: [
          command(`kubectl --context ${lost} get nodes`, 'chỉ máy chủ điều khiển Ready; máy chủ chạy việc NotReady', 'only control-plane nodes are Ready; the others are NotReady'),
          believes(`điều ${lost} tin lúc này: NOI_GHI còn là ${lost}; cụm không đồng bộ: <none>, nó cũng tưởng mình là nơi ghi`, `what ${lost} believes now: NOI_GHI is still ${lost}; <none> of a cluster that does not stream, which takes itself for the writer as well`),
        ],
        until: text('máy chủ điều khiển trả lời, ba cách ly còn nguyên', 'the control plane answers, all three fences stand'),
      }),
      by('platform-engineer', text('Bước fence: trung tâm đứng làm bản sao', 'Step fence: the site stands as a copy'), {
        does: [
          text('Đường về có sáu bước: fence, reclone, verify, demote, token, promote; mỗi bước ghi xong thì đưa ngay lên nhánh đã duyệt. Nhánh còn ghi "mất" mà ai đó chạy ndc up thì dữ liệu lại chuyển đi bên cạnh một nơi đang ghi. Lệnh từ chối khi không có lời tuyên bố nào có hiệu lực, và không bao giờ nâng một bản cũ.', 'The way back has six steps: fence, reclone, verify, demote, token, promote; each goes to the approved branch as soon as it is written. If the branch still says "lost" and somebody runs ndc up, data move again beside a living writer. The command refuses where no declaration is in force, and never promotes a stale copy.'),
          text(`BANG_CHUNG_VE là điều chứng minh ${lost} còn bị cách ly LÚC NÀY, ai xem, mấy giờ: không dùng lại BANG_CHUNG của lời tuyên bố. Phần mềm ở ${lost} được dừng ngay ở bước này, khi máy chủ chạy việc còn tắt: số bản và lịch của trước lúc mất nằm trong tệp, để bật lại sau bước promote.`, `BANG_CHUNG_VE is what proves that ${lost} is fenced NOW, who looked, and when: do not use the declaration’s BANG_CHUNG again. Software at ${lost} is stopped in this step, while nodes that run work are still off: its replicas and schedules of before the loss lie in files, to start it again after promote.`),
        ],
        commands: [
          returned('fence --by "$NGUOI_LAM" --evidence "$BANG_CHUNG_VE"', 'bước fence đã ghi; mã của thủ tục trở lại: ghi vào biến THU_TUC_TRO_LAI', 'the step fence is written; the id of the return: put it into the variable THU_TUC_TRO_LAI'),
          pushed(options, 'THU_TUC_TRO_LAI'),
          up(`${lost} đứng làm bản sao, không phục vụ ai`, `${lost} stands as a copy and serves nobody`),
          believes(`NOI_GHI là nơi còn lại, hoặc NGU là "on"; dòng nào còn nêu ${lost} thì dừng ở đây, giữ cách ly`, `NOI_GHI is a survivor, or NGU is "on"; where a line still names ${lost} stop here and hold the fences`),
          ...workloadTools(),
          ...(order.length === 0 ? [] : [stopped(lost, order.map(({ namespace }) => namespace), { nodesOff: true })]),
        ],
        until: text(`nhánh đã duyệt có bước fence; không cụm nào ở ${lost} coi ${lost} là nơi ghi; mọi phần mềm ở đó về 0 bản`, `the approved branch has the step fence; no cluster at ${lost} takes ${lost} for the writer; all software there is at 0 replicas`),
      }),
      by('network-engineer', text('Gỡ cách ly 3 và 2: điện, rồi quyền đồng bộ', 'Lift fences 3 and 2: power, then replication'), {
        byHand: true,
        does: [text(`Cấp điện cho máy chủ chạy việc của ${lost}; mở tường lửa giữa ${lost} và nơi còn lại; bật lại từng tài khoản đã khóa lúc tuyên bố (NGUOI_GHI, theo danh sách trong sổ). Cửa vào vẫn rút cho đến khi ${lost} ghi trở lại.`, `Give power to the nodes of ${lost} that run work; open the firewall between ${lost} and the survivors; enable every user that was suspended (NGUOI_GHI, by the list in the log). The edge stays withdrawn until ${lost} writes again.`)],
        commands: [
          ...survivors.map((site) => command(`kubectl --context ${site} -n ${names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin user enable --uid="$NGUOI_GHI"`, '"suspended": 0', '"suspended": 0')),
          command(`ndc dr exchange --site ${lost} --lang vi${options.acts}`, 'mã kết nối, chứng chỉ: đã ghi hoặc đã giống nhau', 'tokens and certificates: written, or equal already'),
        ],
        until: text(`${lost} tới được nơi còn lại, mọi máy chủ Ready`, `${lost} reaches the survivors, every node is Ready`),
      }),
      by('database-engineer', text('Tìm dòng chỉ trung tâm cũ có, giữ lại', 'Find what the old site alone has, and keep it'), {
        byHand: true,
        does: [
          written.length === 0 ? text('Không cơ sở dữ liệu nào do nền tảng vận hành phải đưa về: không có gì để so.', 'No database that the platform operates comes back: there is none to compare.') : text('Với từng dòng của bảng "Cơ sở dữ liệu phải đưa về" ở đầu phần này: so hai nơi; bảng nào lệch thì dán tên bảng vào BANG và chạy dòng "dong" với MOI_TRUONG, CUM, CSDL, NOI lấy từ bảng. Dòng đã sửa ở nơi đang chạy cũng hiện ra: kỹ sư và đầu mối xem từng dòng. Cụm cũ không trả lời, hoặc đang ngủ: không khẳng định được là không lệch; ảnh chụp ổ đĩa ở bước sau là bản giữ lại.', 'For every line of the table “Databases to bring back” at the head of this part compare both sites; of a table that differs put its name into BANG and run the line "dong", with MOI_TRUONG, CUM, CSDL and NOI of the table. Rows that were changed since at the survivor show as well: engineer and owner look at each. Where the old cluster does not answer, or sleeps, nobody can say that nothing diverged: the snapshots of the next step are what is kept.'),
          text('Ổ đĩa và tệp chỉ trung tâm cũ có: xuất ảnh ra tệp trước khi đồng bộ lại (VUNG và ANH: vùng và ảnh của ổ đĩa).', 'Volumes and files that the old site alone has: export the image to a file before it is synchronised again (VUNG and ANH: its pool and image).'),
        ],
        commands: [
          ...compareTools(),
          ...divergedLines(streaming, lost),
          tableRead(),
          command(`dong ${lost} "$MOI_TRUONG" "$CUM" "$CSDL" "$BANG" > cu.txt && dong "$NOI" "$MOI_TRUONG" "$CUM" "$CSDL" "$BANG" > moi.txt && LC_ALL=C comm -13 moi.txt cu.txt >> "$THU_MUC_LECH"/chi-noi-cu.txt && wc -l < "$THU_MUC_LECH"/chi-noi-cu.txt`, 'số dòng chỉ trung tâm cũ có, cộng dồn: lần cuối ghi vào biến SO_DONG; chạy một lần cho mỗi bảng. Không in số: không đọc được, chưa ghi gì vào danh sách', 'rows the old site alone has, added up: put the last figure into the variable SO_DONG; run it once for each table. No figure: unreadable, and nothing was added to the list'),
          divergedList(),
          ...(mirrored.length === 0 ? [] : [command(`kubectl --context ${lost} -n ${names.ceph} exec deploy/rook-ceph-tools -- rbd export "$VUNG"/"$ANH" - > "$ANH".img`, 'chỉ khi ổ đĩa có phần cần giữ: tệp .img cất cùng danh sách', 'only where a volume has something to keep: the .img file is kept with the list')]),
        ],
        until: text('mọi cơ sở dữ liệu đã so, hoặc ghi rõ là không đọc được; danh sách đã cất', 'every database was compared, or is noted as unreadable; the list is put away'),
      }),
      ...(ownRun.length === 0 ? [] : [rebuiltByOwners(lost, ownRun)]),
      by('platform-engineer', text(`Bước reclone: chép lại dữ liệu từ ${from.vi}`, `Step reclone: clone the data again from ${from.en}`), {
        does: [
          text(`Cụm cơ sở dữ liệu chỉ đọc nguồn của nó lúc được dựng: cụm cũ phải bỏ đi, ổ đĩa giữ thành ảnh chụp, rồi ndc up dựng cụm mới từ nơi đang ghi.${reseedText(plan).vi} Cơ sở dữ liệu trở về bằng bản sao lưu chưa bỏ ở bước này.`, `A cluster reads where it comes from only when it is made: the stale one goes, its disks are kept as snapshots, then ndc up makes a new one from the writer.${reseedText(plan).en} Databases that come back by backup stay as they are in this step.`),
          text('Ghi MỘT trong hai dòng cuối. Có dòng chỉ trung tâm cũ có, hoặc có cụm không đọc được: dòng --diverged. Chỉ khi đã so mọi bảng và danh sách rỗng: dòng --nothing-diverged.', 'Write ONE of the last two lines. Where the old site alone has rows, or a cluster could not be read: the line with --diverged. Only where every table was compared and the list is empty: the one with --nothing-diverged.'),
        ],
        commands: [
          ...(streaming.length === 0 ? [] : [keepTool()]),
          ...streaming.map(({ namespace, cluster }) => dropped({ at: lost, namespace, cluster })),
          ...mirrored.map(({ namespace }) => command(`kubectl --context ${lost} -n ${namespace} patch volumegroupreplication ${names.volumesGroup} --type merge -p '{"spec":{"replicationState":"resync"}}'`, '"patched": ổ đĩa được chép lại từ nơi đang ghi; NotFound: môi trường không có ổ đĩa đồng bộ', '"patched": volumes are copied again from the writer; NotFound: no volume is replicated')),
          // Before the plan is applied: it asks for `secondary` at once, and a resync that was not done is then given up.
          ...(mirrored.length === 0 ? [] : [command(`kubectl --context ${lost} get volumegroupreplication -A -o custom-columns='MOI_TRUONG:.metadata.namespace,MUON:.spec.replicationState,TRANG_THAI:.status.state,DANG_CHEP:.status.conditions[?(@.type=="Resyncing")].status,LECH:.status.conditions[?(@.type=="Degraded")].status'`, 'mọi dòng có MUON là resync: DANG_CHEP là False VÀ LECH là False; chưa thì chờ, hỏi lại. CHƯA chạy ndc up khi còn dòng đang chép: nó dừng việc chép lại giữa chừng', 'every line whose MUON is resync: DANG_CHEP is False AND LECH is False; else wait and ask again. Do NOT run ndc up while one is copying: it would end the copying half-way')]),
          up('các cụm vừa bỏ được dựng lại từ nơi đang ghi', 'the clusters that went are made anew from the writer'),
          ...(streaming.length === 0 ? [] : [command(`kubectl --context ${lost} get clusters.postgresql.cnpg.io -A -o custom-columns=MOI_TRUONG:.metadata.namespace,CUM:.metadata.name,DUNG_LUC:.metadata.creationTimestamp,TRANG_THAI:.status.phase`, '"Cluster in healthy state" ở mọi cụm vừa dựng, DUNG_LUC sau bước fence; chưa thì chờ, hỏi lại', '"Cluster in healthy state" of every cluster just made, DUNG_LUC after the step fence; else wait and ask again')]),
          ...(mirrored.length === 0 ? [] : [command(`kubectl --context ${lost} get volumegroupreplication -A -o custom-columns=MOI_TRUONG:.metadata.namespace,TRANG_THAI:.status.state`, 'Secondary ở mọi dòng; chưa thì chờ, hỏi lại', 'Secondary in every line; else wait and ask again')]),
          returned('reclone --by "$NGUOI_LAM" --how re-clone --diverged "$NOI_GIU" --rows "$SO_DONG" --digest sha256:"$MA_BAM_LECH"', 'khi danh sách có dòng hoặc có cụm không đọc được: bước reclone đã ghi', 'where the list holds rows, or a cluster was unreadable: the step reclone is written'),
          returned('reclone --by "$NGUOI_LAM" --how re-clone --nothing-diverged', 'CHỈ khi mọi bảng đã so và danh sách rỗng: bước reclone đã ghi', 'ONLY where every table was compared and the list is empty: the step reclone is written'),
          pushed(options, 'THU_TUC_TRO_LAI'),
        ],
        until: text('mọi bản sao theo kịp', 'every copy has caught up'),
      }),
      by('database-engineer', text('Bước verify: so mã băm', 'Step verify: compare hashes'), {
        byHand: true,
        does: [
          text('So từng cơ sở dữ liệu giữa hai nơi: một ảnh chụp dở có thể bị đánh dấu là xong. So ngoài giờ cao điểm; nơi đang chạy vẫn ghi nên bảng nóng có thể lệch vài dòng: so lại ngay, lệch hai lần liền thì dừng phần mềm của môi trường đó vài phút rồi so lần cuối. Cơ sở dữ liệu trở về bằng bản sao lưu được so sau khi phục hồi. Hệ thống mật: chủ quản tự so và ký.', 'Compare every database at both: an incomplete snapshot can be marked complete. Do it off-peak; the survivor writes on, so a busy table may differ by some rows: compare again at once; where it differs twice stop that environment’s software for minutes and compare a last time. Databases that come back by backup are compared after their restore. Of systems that hold state secrets the owner compares and signs.'),
          text('Còn lệch thì KHÔNG ghi --equal và không đi tiếp: bỏ và dựng lại cụm lệch như bước reclone, chờ, so lại. Chỉ ghi --different khi ngừng hẳn việc trở lại: đã ghi thì thủ tục này không demote được nữa.', 'Where one still differs do NOT write --equal and do not go on: drop that cluster and make it anew as in the step reclone, wait, compare again. Write --different only to give the return up: once written this return can demote no more.'),
        ],
        commands: [
          ...(streaming.length === 0 ? [] : compareTools()),
          ...verifiedLines(streaming, lost),
          returned('verify --by "$NGUOI_LAM" --report "$KET_QUA_SO" --digest sha256:"$MA_BAM" --equal', 'bước verify đã ghi: mã băm bằng nhau', 'the step verify is written: hashes equal'),
          pushed(options, 'THU_TUC_TRO_LAI'),
        ],
        until: text('không mã băm nào lệch', 'no hash differs'),
      }),
      by('shift-lead', text('Trưởng ca ký việc trở lại', 'The shift lead signs the return'), {
        does: [text('Chữ ký đặt lên mọi điều đến hết bước verify, trước khi hạ quyền. Khóa có mật khẩu: ssh-add trước, rồi --key nêu tệp .pub.', 'Signatures are over everything up to verify, and come before demoting. A key with a passphrase: ssh-add first, then --key names the .pub file.')],
        commands: [approve('', 'nội dung, mã băm', 'what is signed, and its digest'), approve(' --key ~/.ssh/ndc --write', 'còn thiếu 1 trong 2 người', '1 of 2 people still missing'), pushed(options, 'THU_TUC_TRO_LAI')],
        until: text('nhánh đã duyệt có chữ ký thứ nhất', 'the approved branch has the first signature'),
      }),
      by('second-approver', text('Người thứ hai đọc lại và ký, trên máy của mình', 'A second person reads it again and signs, on a machine of their own'), {
        commands: [pulled(options), approve('', 'đúng nội dung và mã băm mà trưởng ca đã đọc', 'the very text and digest that the shift lead read'), approve(' --key ~/.ssh/ndc --write', 'đủ 2 người phê duyệt', 'approved by 2 people'), pushed(options, 'THU_TUC_TRO_LAI')],
        until: text('đủ hai chữ ký của hai người', 'two people’s signatures are there'),
      }),
      ...(ownRun.length === 0 ? [] : [stoppedByOwners(lost, ownRun)]),
      ...(order.length === 0 ? [] : [beforeDemote(returning, plan)]),
      by('platform-engineer', text('Bước demote: nơi đang chạy ngừng ghi', 'Step demote: whoever serves stops writing'), {
        does: [text('Làm ngoài giờ cao điểm, và chỉ khi mọi phần mềm ở nơi đang chạy đã dừng: ổ đĩa bị hạ quyền dưới một pod còn chạy thì mất phần vừa ghi, hoặc hỏng hệ thống tệp. Từ đây đến hết bước promote không ai ghi.', 'Do it off-peak, and only once all software at the survivors has stopped: volumes that are demoted under a running pod lose what was just written, or their file system breaks. From here until promote nobody writes.')],
        commands: [
          pulled(options),
          returned('demote', 'bước demote đã ghi', 'the step demote is written'),
          pushed(options, 'THU_TUC_TRO_LAI'),
          up('nơi đang chạy ngừng ghi', 'the survivor stops writing'),
        ],
        until: text('mã thoát 0', 'exit code 0'),
      }),
      ...(byBackup.length === 0 ? [] : [lastBackup(byBackup, plan)]),
      by('platform-engineer', text('Các bước token, promote', 'Steps token, promote'), {
        does: [text(`${lost} nhận mã chuyển giao rồi mới nâng quyền. Nơi chạy chính còn sống thì luôn có mã: khác với lúc thảm họa. Không bao giờ bỏ bước token vì chờ lâu.`, `${lost} takes the token and only then is promoted. A living primary always gives one: unlike in the disaster. Never leave the step token out because it takes long.`)],
        commands: [
          returned('token', 'số mã thăng cấp đã lấy. NDC-X335 (mã thoát 1) nêu cơ sở dữ liệu chưa dừng xong: chờ một phút, chạy lại dòng này', 'how many promotion tokens were fetched. NDC-X335 (exit code 1) names databases that have not stopped yet: wait a minute, run this line again'),
          returned('promote', 'bước promote đã ghi', 'the step promote is written'),
          pushed(options, 'THU_TUC_TRO_LAI'),
          up(`${lost} ghi trở lại`, `${lost} writes again`),
          believes(`NOI_GHI là ${lost} ở mọi cụm đồng bộ; cụm không đồng bộ: <none>, và NGU không còn là "on"`, `NOI_GHI is ${lost} of every cluster that streams; <none> of one that does not, and its NGU is no longer "on"`),
          ...(mirrored.length === 0 ? [] : [command(`kubectl --context ${lost} get volumegroupreplication -A -o custom-columns=MOI_TRUONG:.metadata.namespace,TRANG_THAI:.status.state`, 'Primary ở mọi dòng; chưa thì chờ, hỏi lại', 'Primary in every line; else wait and ask again')]),
        ],
        until: text(`mọi môi trường chạy ở ${lost}`, `every environment runs at ${lost}`),
      }),
      ...(byBackup.length === 0 ? [] : [restoredBack(byBackup, plan)]),
      ...(handedOver.length === 0 ? [] : [startedAgain(returning, plan)]),
      ...(ownRun.length === 0 ? [] : [openedByOwners(lost, ownRun)]),
      ...(plan.newMaster === undefined
        ? []
        : [
            by('storage-engineer', text(`Trả vùng chính của kho đối tượng cho ${lost}`, `Give the object zones’ master back to ${lost}`), {
              byHand: true,
              commands: [
                command(`kubectl --context ${lost} -n ${names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin sync status`, '"data is caught up with source"', '"data is caught up with source"'),
                command(`kubectl --context ${lost} -n ${names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin zone modify --rgw-zone=${lost} --master --default`, `"name": "${lost}"`, `"name": "${lost}"`),
                command(`kubectl --context ${lost} -n ${names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin period update --commit`, 'một cấu hình vùng (period) mới', 'a new period'),
                command(`kubectl --context ${lost} -n ${names.ceph} rollout restart deployment -l app=rook-ceph-rgw`, '"restarted"; "No resources found": không có cổng kho đối tượng, dừng lại và hỏi', '"restarted"; "No resources found": there is no gateway, stop and ask'),
              ],
              until: text(`vùng chính ở ${lost}`, `the master is at ${lost}`),
            }),
          ]),
      by('network-engineer', text(`Gỡ cách ly 1: cửa vào và DNS về ${lost}`, `Lift fence 1: edge and DNS back to ${lost}`), {
        byHand: true,
        does: [text(`Chỉ sau bước promote và ndc up${byBackup.length === 0 ? '' : '; môi trường trở về bằng bản sao lưu: sau khi chủ quản đã xem'}. Quảng bá lại địa chỉ, đưa ${lost} vào lại cân bằng tải toàn cục, đổi bản ghi, bỏ địa chỉ tạm.`, `Only after promote and ndc up${byBackup.length === 0 ? '' : '; of environments that came back by backup once their owner has looked'}. Announce the addresses again, put ${lost} back into global load balancing, change the records, drop the temporary ones.`)],
        commands: [command('dig +short "$TEN_MIEN"', `một địa chỉ ở ${lost}`, `an address at ${lost}`)],
        until: text(`từ ngoài mạng, mọi tên miền trỏ về ${lost}`, `from outside every name leads to ${lost}`),
      }),
      by('shift-lead', text('Khép lại', 'Close'), {
        does: [text('Chép giờ trong sổ trực thành bản ghi diễn tập: ma trận chỉ dùng số đo khi có bản ghi.', 'Turn the log’s times into a drill record: the matrix uses measurements only where there is a record.')],
        commands: [
          returned('close', 'lời tuyên bố và thủ tục trở lại có "state: done"', 'declaration and return have "state: done"'),
          pushed(options, 'THU_TUC_TRO_LAI'),
          up('kế hoạch trống, trừ những gì việc kết thúc đổi', 'plans are empty but for what the end itself changes'),
          command(`ndc check --lang vi${options.asks}`, 'không còn quy tắc nào không đạt vì lần mất này', 'no rule fails because of this loss'),
          command(`ndc dr matrix --lang vi${options.asks}`, 'ma trận như trước lần mất; mã thoát 1 chỉ là có ô không đạt cam kết', 'the matrix as before the loss; exit code 1 merely says that some cell misses its promise'),
        ],
        until: text('nhánh đã duyệt có cả hai thủ tục ở trạng thái done; bản ghi thời gian đã nộp', 'the approved branch has both transitions as done; the record of times is handed in'),
      }),
    ],
  };
}

function databasesTable({ written, ownRun }: Returning): readonly RunbookTable[] {
  if (written.length + ownRun.length === 0) return [];
  return [
    {
      title: text('Cơ sở dữ liệu phải đưa về', 'Databases to bring back'),
      columns: [text('MOI_TRUONG', 'MOI_TRUONG'), text('CUM', 'CUM'), text('CSDL', 'CSDL'), text('NOI (đang ghi)', 'NOI (writes now)'), text('cách về', 'comes back')],
      rows: [
        ...written.map(({ namespace, cluster, database, to, replicates }): RunbookCell[] => [namespace, cluster, database, to, replicates ? text('chép lại', 'cloned') : text('bản sao lưu', 'by backup')]),
        ...ownRun.map(({ namespace, id, engine, to }): RunbookCell[] => [namespace, `${id} (${engine})`, '–', to, text('chủ quản đưa về', 'by its owner')]),
      ],
    },
  ];
}

/** All software at the survivors stops first: volumes are not demoted under a pod, and what no token is for can be compared as it ended. */
function beforeDemote({ byBackup }: Returning, plan: RunbookPlan): RunbookStep {
  const databases = byBackup.flatMap((one) => databasesIn(plan, one));
  const { order } = plan;
  return by('platform-engineer', text(`Dừng phần mềm của ${order.length} môi trường${databases.length === 0 ? '' : ', ghi mã băm của cơ sở dữ liệu trở về bằng bản sao lưu'}`, `Stop the software of ${order.length} environments${databases.length === 0 ? '' : ', note the hashes of databases that come back by backup'}`), {
    byHand: true,
    does: [
      text('Báo trước cho mọi đầu mối: từ đây người dùng không vào được cho đến khi phần mềm bật lại. Ổ đĩa chỉ hạ quyền được an toàn khi không pod nào còn mở nó.', 'Tell every owner beforehand: from here users cannot get in until software is started again. Volumes are safely demoted only while no pod has them open.'),
      ...(byBackup.length === 0 ? [] : [text('Môi trường trở về bằng bản sao lưu không có mã chuyển giao: ghi mã băm khi không còn ai ghi; bước demote sẽ dừng cơ sở dữ liệu.', 'No token exists for environments that come back by backup: note the hashes while nobody writes; the step demote stops the databases.')]),
    ],
    commands: [
      ...workloadTools(),
      ...bySite(order).map(({ at, namespaces }) => stopped(at, namespaces)),
      ...(databases.length === 0 ? [] : compareTools()),
      ...databases.map((database) => command(`${hashed({ ...database, at: database.to }, `cuoi.${database.namespace}.${database.database}.tsv`)} && test -s cuoi.${database.namespace}.${database.database}.tsv`, 'không in gì, mã thoát 0; tệp có một dòng mỗi bảng', 'nothing printed, exit code 0; the file has a line per table')),
    ],
    until: text('không pod nào của chúng còn chạy ở nơi đang chạy, trừ cơ sở dữ liệu; không còn ai ghi', 'none of their pods runs at the survivors but databases; nobody writes'),
  });
}

/** What was handed over runs where it ran before; at the survivor it gets its counts back, for the next loss to start it by the quota alone. */
function startedAgain({ handedOver }: Returning, { lost }: RunbookPlan): RunbookStep {
  return by('platform-engineer', text(`Bật phần mềm của ${handedOver.length} môi trường ở ${lost}`, `Start the software of ${handedOver.length} environments at ${lost}`), {
    byHand: true,
    does: [
      text(`Chỉ khi NOI_GHI là ${lost} và ổ đĩa là Primary. Đầu mối nào đã triển khai bản mới ở nơi kia trong lúc mất thì triển khai lại ở ${lost}: bộ công cụ không chép phần mềm của cơ quan giữa các trung tâm. Môi trường có cơ sở dữ liệu tự vận hành: bật cùng đầu mối, theo bước sau.`, `Only once NOI_GHI is ${lost} and volumes are Primary. Owners that deployed something new at the other site during the loss deploy it again at ${lost}: the toolkit does not copy an organisation’s software between sites. Environments with a database that its owner runs are started together with the owner, by the next step.`),
      text('Sau đó trả lại số bản và lịch ở nơi vừa chạy: nó lại là bản dự phòng, hạn mức đã thu về, nên pod chỉ lên trong hạn mức đó; lần mất sau nó chỉ cần hạn mức mở lại. Bỏ dòng đó thì lần sau không phần mềm nào tự lên.', 'Then give replicas and schedules back at the site that ran it: it is a standby again with the quota of one, so pods start within that alone; in the next loss it needs no more than its quota. Without that line no software would start by itself the next time.'),
    ],
    commands: [...workloadTools(), started(lost, handedOver.map(({ namespace }) => namespace)), ...bySite(handedOver).map(({ at, namespaces }) => started(at, namespaces))],
    until: text(`chủ quản đã xem từng môi trường ở ${lost}`, `owners have looked at every environment at ${lost}`),
  });
}

/** What has to be cloned back, and how long the widest way takes beside its steady load; a sentence with its space before it, or nothing. */
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
  return { vi: ` Lượng chép và thời gian nếu đường truyền rảnh phần còn lại: ${parts.map(({ vi }) => vi).join('; ')}.`, en: ` To copy, in what the link leaves beside its load: ${parts.map(({ en }) => en).join('; ')}.` };
}
