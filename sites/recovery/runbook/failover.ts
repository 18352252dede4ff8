import type { Text } from '../../model/text.js';
import { standing } from '../situation.js';
import { databaseObjects, dropped, keepTool } from './database-lines.js';
import { budgetFor, budgetOf, isSecret, type Placed, type RunbookPlan } from './plan.js';
import { activated } from './own-run.js';
import { restoredOver } from './return-by-backup.js';
import { databasesIn, ownRunIn } from './returning.js';
import { by, command, text, type RunbookCell, type RunbookPart, type RunbookStep, type RunbookTable } from './step.js';
import { bySite, clearTool, cleared } from './workload-lines.js';

/** From the open declaration to the last service: what each survivor starts, then the tiers, best protected first. */
export function failoverPart(plan: RunbookPlan): RunbookPart {
  const { lost, survivors, names, options } = plan;
  return {
    id: 'failover',
    title: text('Chuyển sang nơi dự phòng', 'Fail over'),
    when: text('Khi lời tuyên bố đã có hiệu lực. Không gì ở trung tâm mất bị xóa; không bước nào cần nó trả lời.', 'Once the declaration is in force. Nothing at the lost site is destroyed, and no step needs it to answer.'),
    tables: tablesOf(plan),
    steps: [
      ...survivors.map((site) =>
        by('key-custodian', text(`Khóa trong HSM ở ${site}`, `Keys in the HSM at ${site}`), {
          byHand: true,
          does: [text('Hai người giữ khóa lấy từ phong bì mã PIN niêm phong của HSM và khóa phục hồi của kho bí mật (nơi cất: bảng đầu phần 1). Lệnh hỏi PIN trên bàn phím (hoặc đọc từ --pin-fd), không bao giờ nhận PIN trong dòng lệnh. THU_VIEN_HSM là thư viện PKCS#11 của thiết bị.', 'Two custodians take the HSM’s sealed PIN and the recovery keys of the secret store out of the envelope (where: the table at the head of part 1). The command asks for the PIN at the keyboard (or reads it from --pin-fd) and never takes it as a word of the line. THU_VIEN_HSM is the device’s PKCS#11 library.')],
          commands: (plan.recovery.estate.sites[site]?.hsm.partitions ?? []).map(({ label }) => command(`ndc hsm check --site ${site} --library "$THU_VIEN_HSM" --token ${label} --rounds 0 --lang vi${options.acts}`, 'khóa đủ, đúng cơ chế, không xuất được', 'keys there, of the right mechanism, not extractable')),
          until: text('mọi phân vùng trả lời, không có phát hiện nào', 'every partition answers, without findings'),
        }),
      ),
      ...survivors.map((site) =>
        by('platform-engineer', text(`Định danh ở ${site}`, `Identity at ${site}`), {
          byHand: true,
          does: [text('Người dùng cần đăng nhập: định danh lên trước. Ca trực đã có kubeconfig ngoại tuyến, không chờ bước này: không lên thì báo trưởng ca, đi tiếp tới bước áp dụng.', 'Users need to sign in: identity comes first. The shift has its offline kubeconfig and does not wait for it: if it does not come up tell the shift lead and go on to applying.')],
          commands: [command(`curl -fsS --max-time 5 -o /dev/null -w '%{http_code}\\n' https://${plan.recovery.estate.sites[site]?.services.identity.endpoint ?? site}/`, '200 hoặc 302', '200 or 302')],
          until: text('một người trực đăng nhập được', 'somebody on duty can sign in'),
          ...budgetFor(plan, 'start-identity', site),
        }),
      ),
      ...survivors.map((site) =>
        by('key-custodian', text(`Kho bí mật của ${lost} ở ${site}`, `The secret store of ${lost} at ${site}`), {
          byHand: true,
          does: [text(`Bản dự phòng riêng cho ${lost} nhận ảnh chụp mới nhất (khóa tạo sau ảnh chụp không có ở đây). Kho tự mở niêm bằng HSM: Sealed: true nghĩa là nó không tới được HSM, quay lại bước khóa trong HSM. Khóa phục hồi không mở niêm, chỉ để cấp lại quyền quản trị kho. Hỏng bước này thì các mức vẫn lên được, trừ phần mềm cần đọc bí mật: báo trưởng ca, đi tiếp.`, `The standby kept for ${lost} takes the newest snapshot (a key made after it is not here). The store unseals itself by the HSM: Sealed: true says that it does not reach the HSM, so go back to the step on its keys. Recovery keys unseal nothing, they only give administration of the store back. If this fails tiers come up all the same, but for software that reads secrets: tell the shift lead, go on.`)],
          commands: [command(`kubectl --context ${site} -n ${names.secretStore} exec ${names.secretStoreOf(lost)}-0 -- bao status`, 'Sealed: false', 'Sealed: false')],
          until: text('Sealed là false', 'Sealed is false'),
          ...budgetFor(plan, 'start-secret-store', site),
        }),
      ),
      ...leftBefore(plan),
      by('platform-engineer', text('Áp dụng: bảo vệ trước, rồi từng mức', 'Apply: protection first, then tier by tier'), {
        does: [text(`Lệnh lập kế hoạch cho các nơi còn lại, kiểm tra theo bộ quy tắc chuyển dự phòng, rồi áp dụng mức cao trước: nâng cơ sở dữ liệu và ổ đĩa, đảo chiều đồng bộ, mở đủ hạn mức, chuyển hướng sao lưu, bỏ ${lost} khỏi mạng cụm. Dừng giữa chừng thì chạy lại.`, `The command plans the survivors alone, judges by the failover pack, then applies the highest tier first: databases and volumes promoted, replication reversed, quotas at full size, backups re-pointed, ${lost} forgotten by the mesh. If it stops, run it again.`)],
        commands: [command(`ndc up --lang vi${options.acts}`, `mã thoát 0; ${lost} được nêu là không trả lời, đã tuyên bố mất; mọi stack của nơi còn lại: đã áp dụng`, `exit code 0; ${lost} is named as silent and declared lost; every stack of the survivors: applied`)],
        until: text('mã thoát 0; không stack nào báo lỗi (lỗi ở một stack: đọc lời báo, chạy lại)', 'exit code 0; no stack failed (of one that did: read what it says, run it again)'),
        ...applyBudget(plan),
      }),
      ...(plan.newMaster === undefined ? [] : [masterStep(plan, plan.newMaster)]),
      ...tierSteps(plan),
      by('network-engineer', text('Chuyển DNS', 'Switch DNS'), {
        byHand: true,
        does: [text(`Người giữ tên miền: ${plan.recovery.estate.recovery.dns.owner}. Đổi bản ghi của từng môi trường ngay khi nó qua bước kiểm tra, mức cao trước; chờ hết ${plan.recovery.estate.recovery.dns.ttlSeconds} giây để nơi khác quên địa chỉ cũ.`, `Whoever holds the names: ${plan.recovery.estate.recovery.dns.owner}. Change each environment’s record as soon as it is verified, the highest tier first; wait ${plan.recovery.estate.recovery.dns.ttlSeconds} seconds until resolvers have forgotten the old address.`)],
        commands: [command('dig +short "$TEN_MIEN"', 'địa chỉ ở nơi còn lại', 'an address at a survivor')],
        until: text('bản ghi cuối cùng đã đổi và hết hạn lưu', 'the last record is changed and its time to live is over'),
        ...within(plan, 'switch-dns'),
      }),
      by('shift-lead', text('Kết thúc: nợ có hạn, báo cáo, số đo', 'Close: dated debts, report, measurements'), {
        does: [text('Hai nơi còn lại không thể giữ đủ ba bản: mỗi quy tắc chưa đạt là một món nợ, tính hạn từ lúc tuyên bố. Chép giờ trong sổ trực thành bản ghi diễn tập ở thư mục records của dữ liệu.', 'Two survivors cannot keep three copies: every rule that is not met is a debt that counts from the declaration. Turn the log’s times into a drill record in the data’s folder records.')],
        commands: [
          command(`ndc audit --evidence bang-chung-chuyen-du-phong --lang vi${options.acts}`, 'báo cáo liệt kê các món nợ; mã thoát 1 khi còn quy tắc không đạt: trong lúc mất một trung tâm là bình thường', 'the report lists the debts; exit code 1 while rules are not met: with a site lost that is to be expected'),
          command(`ndc dr exchange --check --lang vi${options.acts}`, `mọi trao đổi giữa các nơi còn lại đã sẵn sàng; dòng nêu ${lost} không tới được thì bỏ qua cho đến khi trở lại. "nguồn chưa có" (mã thoát 1): phía nguồn chưa tạo phần đó; ghi vào sổ, chạy lại khi nó đã có`, `all exchanges between survivors are in place; leave lines that name ${lost} as unreachable until it returns. A source that is not there yet (exit code 1): note it, and run it again once it is`),
        ],
        until: text('lãnh đạo nhận báo cáo', 'the head has the report'),
      }),
    ],
  };
}

const applyBudget = (plan: RunbookPlan): Pick<RunbookStep, 'budget'> => {
  const budget = budgetOf(plan.recovered, ({ kind }) => kind === 'apply-stack' || kind === 'promote-database' || kind === 'promote-volumes');
  return budget === undefined ? {} : { budget };
};

const within = (plan: RunbookPlan, kind: 'switch-dns'): Pick<RunbookStep, 'budget'> => {
  const budget = budgetOf(plan.recovered, (step) => step.kind === kind || step.kind === 'ttl');
  return budget === undefined ? {} : { budget: { ...budget, p95Ms: plan.tiers.reduce((most, { budget: { p95Ms = 0n } }) => (p95Ms > most ? p95Ms : most), 0n) } };
};

/**
 * A survivor that took an environment over by backup in an earlier loss still has it asleep: cluster, software and disks of
 * then. A cluster reads its archive only when it is made, and a restore overwrites nothing: what is old goes first.
 */
function leftBefore(plan: RunbookPlan): RunbookStep[] {
  const { order, lost } = plan;
  const restored = order.filter(({ promoted }) => !promoted);
  if (restored.length === 0) return [];
  return [
    by('storage-engineer', text('Bỏ bản của lần mất trước ở nơi nhận phục hồi', 'Clear what an earlier loss left where backups are restored'), {
      byHand: true,
      does: [
        text(`Lần đầu mất ${lost} thì dòng đầu ở mỗi nơi không in gì: bỏ qua phần còn lại của bước, đi tiếp ngay. Dòng nào nêu đối tượng có DUNG_LUC TRƯỚC lời tuyên bố này: đó là bản ngủ của lần mất trước, với ổ đĩa của lần đó. Để nguyên thì ndc up đánh thức chính nó và mọi thứ viết ở ${lost} từ đó đến nay không có trong đó, dù cụm báo khỏe; ndc plan và ndc up từ chối một cụm như vậy và nêu tên nó. Chạy dòng "giu" của từng cụm cũ và dòng "bo" của môi trường đó.`, `In the first loss of ${lost} the first line at each site prints nothing: leave the rest of the step out and go on at once. Where one names objects whose DUNG_LUC is BEFORE this declaration, that is the sleeping copy of an earlier loss, with the disks of then. Left there, ndc up would wake that very one, without anything written at ${lost} since, although the cluster says that it is healthy; ndc plan and ndc up refuse such a cluster and name it. Run the line "giu" of each old cluster and the line "bo" of that environment.`),
        text('KHÔNG chạy cho môi trường có cụm dựng SAU lời tuyên bố: đó là bản đang phục hồi.', 'Do NOT run them for an environment whose cluster was made AFTER the declaration: that is the one being restored.'),
      ],
      commands: [
        ...bySite(restored).map(({ at, namespaces }) =>
          command(
            `for N in ${namespaces.join(' ')}; do kubectl --context ${at} -n "$N" get clusters.postgresql.cnpg.io,deployment,statefulset,cronjob,pvc --no-headers -o custom-columns=MOI_TRUONG:.metadata.namespace,LOAI:.kind,TEN:.metadata.name,DUNG_LUC:.metadata.creationTimestamp; done`,
            'không in gì: không có bản cũ nào. Môi trường nào được nêu với DUNG_LUC (giờ UTC) trước lời tuyên bố: chạy các dòng dưới của môi trường đó',
            'nothing is printed: nothing old. An environment that is named with a DUNG_LUC (UTC) before the declaration: run the lines below of that environment',
          ),
        ),
        keepTool(),
        clearTool(),
        ...restored.flatMap((one) => [...databasesIn(plan, one).map(({ cluster }) => dropped({ at: one.to ?? '', namespace: one.namespace, cluster })), cleared(one.to ?? '', [one.namespace])]),
      ],
      until: text('ở nơi nhận phục hồi không còn gì của chúng được dựng trước lời tuyên bố', 'where they are restored nothing of them was made before the declaration'),
    }),
  ];
}

/** Changing the zones' objects changes nothing in Ceph: a person switches the master. */
function masterStep({ lost, names }: RunbookPlan, master: string): RunbookStep {
  const tools = `kubectl --context ${master} -n ${names.ceph} exec deploy/rook-ceph-tools --`;
  return by('storage-engineer', text(`Vùng chính của kho đối tượng: ${master}`, `Master of the object zones: ${master}`), {
    byHand: true,
    does: [text(`${lost} giữ vùng chính. Kubernetes không đổi được việc này: người gõ radosgw-admin. Chỉ làm sau khi cách ly, vì hai vùng chính là hai nơi cùng ghi.`, `${lost} held the master zone. Kubernetes cannot change that: a person types radosgw-admin. Only after fencing, since two masters are two writers.`)],
    commands: [
      command(`${tools} radosgw-admin sync status`, `không còn dữ liệu nào chờ, trừ từ ${lost}`, `nothing is behind, except from ${lost}`),
      command(`${tools} radosgw-admin zone modify --rgw-zone=${master} --master --default`, `"name": "${master}"`, `"name": "${master}"`),
      command(`${tools} radosgw-admin period update --commit`, `"master_zone" là id của ${master}`, `"master_zone" is the id of ${master}`),
      command(`kubectl --context ${master} -n ${names.ceph} rollout restart deployment -l app=rook-ceph-rgw`, '"restarted"; "No resources found": không có cổng kho đối tượng, dừng lại và hỏi', '"restarted"; "No resources found": there is no gateway, stop and ask'),
    ],
    until: text('cấu hình vùng (period) mới có vùng chính ở nơi còn lại', 'the new period’s master is a survivor'),
  });
}

/** Each tier in turn: what stands is promoted, what does not is restored, then the owner looks. A line for every environment. */
function tierSteps(plan: RunbookPlan): RunbookStep[] {
  const { order, tiers, names, lost } = plan;
  return tiers.flatMap(({ tier, budget }): RunbookStep[] => {
    const own = order.filter((one) => one.tier === tier);
    const promoted = own.filter(({ promoted: is }) => is);
    const restored = own.filter(({ promoted: is }) => !is);
    const ownRun = own.flatMap(ownRunIn);
    const at = (all: readonly Placed[]): readonly string[] => [...new Set(all.flatMap(({ to }) => to ?? []))].sort();
    // All at once: at three in the morning nobody reads one answer after the other.
    const clusters = (all: readonly Placed[]) =>
      at(all.filter(({ databases }) => databases.some(({ operated }) => operated))).map((site) => command(`kubectl --context ${site} get clusters.postgresql.cnpg.io -A -o custom-columns=MOI_TRUONG:.metadata.namespace,CUM:.metadata.name,NOI_GHI:.spec.replica.primary,MAY_CHINH:.status.currentPrimary,DUNG_LUC:.metadata.creationTimestamp,TRANG_THAI:.status.phase`, `mỗi cụm của bảng chạy ở ${site} có một dòng: máy chính, "Cluster in healthy state"; NOI_GHI là ${site}. Cụm không đồng bộ: NOI_GHI <none>, và DUNG_LUC phải SAU lời tuyên bố; trước đó: đang chạy dữ liệu của lần mất trước, dừng phần mềm và quay lại bước "Bỏ bản của lần mất trước"`, `a line for each cluster of the table that runs at ${site}: its primary, "Cluster in healthy state"; NOI_GHI is ${site}. Of a cluster that does not stream NOI_GHI is <none>, and DUNG_LUC has to be AFTER the declaration; before it, what runs are the data of an earlier loss: stop the software and go back to the step "Clear what an earlier loss left"`));
    const checks = [
      ...clusters(promoted),
      ...at(promoted.filter(({ fate: { subject } }) => subject.protection.pair !== undefined)).map((site) => command(`kubectl --context ${site} get volumegroupreplication -A -o custom-columns=MOI_TRUONG:.metadata.namespace,TRANG_THAI:.status.state`, 'Primary ở dòng của mọi môi trường vừa nâng; môi trường không có ổ đĩa đồng bộ thì không có dòng', 'Primary in the line of every environment that was promoted; one without replicated volumes has no line')),
    ];
    const restores = restored.flatMap(({ namespace, organisation, to, fate }) => {
      const backup = fate.copies.there.find(({ means }) => means === 'backup');
      if (to === undefined || backup === undefined) return [];
      return [
        // Never the newest of a schedule: the survivor's own bears the same name, and what it made of an empty namespace is newer.
        command(`velero --kubecontext ${to} -n ${names.velero} backup get --selector velero.io/storage-location=${names.foreignLocation(backup.at, lost)},velero.io/schedule-name=${names.backupSchedule({ organisation, tier, target: backup.at })}`, `bản mới nhất có trạng thái Completed cho ${namespace}: ghi tên vào biến BAN_SAO`, `the newest that is Completed, for ${namespace}: put its name into the variable BAN_SAO`),
        command(`velero --kubecontext ${to} -n ${names.velero} restore create --from-backup "$BAN_SAO" ${restoredOver(names)} --include-namespaces ${namespace} --exclude-resources ${databaseObjects} --wait`, '"Phase: Completed", 0 lỗi', '"Phase: Completed", 0 errors'),
      ];
    });
    const count = own.length;
    const words = plan.recovery.estate.protection.tiers[tier].name;
    return [
      by('platform-engineer', text(`Mức ${words.vi}: ${count} môi trường trở lại`, `Tier ${words.en}: ${count} environments back`), {
        ...(restored.length === 0 ? {} : { byHand: true }),
        does: [
          text(`Theo thứ tự của bảng. ${restored.length === 0 ? 'Tất cả được nâng tại chỗ.' : `${promoted.length} được nâng tại chỗ, ${restored.length} phục hồi từ bản sao lưu, lần lượt qua một đường phục hồi.`}`, `In the order of the table. ${restored.length === 0 ? 'All are promoted where they lie.' : `${promoted.length} are promoted where they lie, ${restored.length} restored from backups, one after the other through one restore path.`}`),
          ...(restored.some(({ fate }) => fate.copies.there.some(({ data, means }) => data === 'databases' && !standing.includes(means))) ? [text('Cơ sở dữ liệu được ndc up dựng lại từ kho nhật ký, ghi vào một kho mới (số cuối của serverName tăng một): không ghi tiếp vào kho cũ. Vì vậy không phục hồi đối tượng cụm từ bản sao lưu.', 'Databases are rebuilt by ndc up from their log archive, into an archive of their own (the last number of serverName goes up by one): one is never continued. So objects of clusters are not restored from the backup.')] : []),
          ...(restored.length === 0 ? [] : [text('Nơi phục hồi đã có namespace, hạn mức và cơ sở dữ liệu nhờ ndc up. Chưa khởi động phần mềm nào ở đó trước khi phục hồi xong.', 'ndc up has made namespace, quota and databases where they are restored. Start no software there before its restore is complete.')]),
          ...(restored.length === 0 ? [] : [text(`Nơi phục hồi chỉ nhận ảnh container từ kho ảnh của chính nó và kho ảnh chung. Đối tượng của cơ quan gọi kho ảnh riêng của ${lost} sẽ bị từ chối lúc phục hồi (velero restore describe nêu tên): đầu mối đổi sang ${plan.recovery.estate.recovery.registry.name} rồi tạo lại. Báo trước cho cơ quan: hệ thống phục hồi từ bản sao lưu nên gọi kho ảnh chung.`, `Where they are restored images are admitted from that site’s own registry and the common one alone. An organisation’s objects that name the registry of ${lost} are refused by the restore (velero restore describe names them): the owner changes them to ${plan.recovery.estate.recovery.registry.name} and makes them again. Tell organisations beforehand: systems that are restored from backups should name the common registry.`)]),
          ...(own.some(({ fate }) => isSecret(fate.subject.protection.environment.system)) ? [text('Môi trường mang mã: lệnh viết bằng mã; người được phép thay mã bằng tên thật, và hỏi chủ quản về cơ sở dữ liệu của nó.', 'An environment that goes by a code: whoever may know puts its name in place of the code, and asks the owner about its databases.')] : []),
          ...(own.some(({ fate }) => fate.subject.inputs?.automatic === false) ? [text('Môi trường không tự động: mỗi bước cần một người.', 'Environments that are not automatic: every step takes a person.')] : []),
        ],
        commands: [...checks, ...restores, ...clusters(restored)],
        until: text(`cả ${count} môi trường của bảng ở mức này đã có người kiểm tra`, `all ${count} environments of the table in this tier were looked at`),
        budget,
      }),
      ...(ownRun.length === 0 ? [] : [activated(words, ownRun)]),
      by('tenant-contact', text(`Mức ${words.vi}: đầu mối cơ quan kiểm tra`, `Tier ${words.en}: owners look`), {
        byHand: true,
        does: [text(`Đầu mối mở hệ thống, so bản ghi mới nhất với điều mình nhớ, báo phần dữ liệu thiếu, đối chiếu cột "mất nhiều nhất" của bảng. Nhiều hơn cột đó thì báo trưởng ca ngay. Hỏi trước khi sửa tay: dữ liệu của ${lost} có thể còn.`, `The owner opens the system, compares its newest record with what they know, and reports what is missing against the column "most lost" of the table. Where it is more tell the shift lead at once. Ask before mending by hand: the data of ${lost} may still be there.`)],
        until: text('đầu mối trả lời "được" hoặc nêu điều thiếu', 'the owner answers "good", or what is missing'),
      }),
    ];
  });
}

function tablesOf({ order, stopped, recovery, recovered: { fates } }: RunbookPlan): RunbookTable[] {
  const { tiers } = recovery.estate.protection;
  const lostData = (namespace: string): RunbookCell => {
    const data = (fates.get(namespace)?.copies.gone ?? []).map((one) => one.data);
    return data.length === 0 ? '–' : { data };
  };
  const how = ({ promoted }: Placed) => (promoted ? text('nâng tại chỗ', 'promoted') : text('phục hồi', 'restored'));
  const minutes = (ms: bigint | undefined): string => (ms === undefined ? '–' : `T+${(Number(ms) / 60_000).toFixed(0)}`);
  const clustersOf = ({ databases }: Placed): string => databases.map(({ operated, cluster, database: { id, engine } }) => (operated ? cluster : `${id} (${engine})`)).join(' ') || '–';
  const most = ({ rpoP95Ms }: Placed): RunbookCell => (rpoP95Ms === undefined ? text('không chặn được', 'no bound') : lasting(rpoP95Ms));
  const rows = order.map((one, index): RunbookCell[] => [String(index + 1), one.namespace, one.name, one.organisation, tiers[one.tier].name, one.to ?? '', how(one), clustersOf(one), minutes(one.typicalMs), minutes(one.p95Ms), most(one)]);
  const tables: RunbookTable[] = [];
  if (rows.length > 0)
    tables.push({
      title: text('Thứ tự trở lại; phút kể từ lúc mất', 'Order of return; minutes from the loss'),
      columns: [text('số', 'no.'), text('môi trường', 'environment'), text('hệ thống', 'system'), text('cơ quan', 'organisation'), text('mức', 'tier'), text('chạy ở', 'runs at'), text('cách', 'how'), text('cụm cơ sở dữ liệu', 'database clusters'), text('P50', 'P50'), text('P95', 'P95'), text('mất nhiều nhất (RPO, P95)', 'most lost (RPO, P95)')],
      narrow: [0, 1, 4, 5, 6, 8, 9, 10],
      rows,
    });
  if (stopped.length > 0)
    tables.push({
      title: text('Không chạy được ở đâu: báo lãnh đạo và cơ quan chủ quản ngay', 'Can run nowhere: tell the head and the owners at once'),
      columns: [text('môi trường', 'environment'), text('hệ thống', 'system'), text('cơ quan', 'organisation'), text('mức', 'tier'), text('dữ liệu mất hẳn', 'data gone for good')],
      rows: stopped.map(({ namespace, name, organisation, tier }) => [namespace, name, organisation, tiers[tier].name, lostData(namespace)]),
    });
  return tables;
}

/** Time of data, rounded up: seconds below two minutes, then minutes, then hours. */
function lasting(ms: bigint): Text {
  const [size, vi, en] = ms < 120_000n ? ([1000n, 'giây', 's'] as const) : ms < 7_200_000n ? ([60_000n, 'phút', 'min'] as const) : ([3_600_000n, 'giờ', 'h'] as const);
  const whole = String((ms + size - 1n) / size);
  return text(`${whole} ${vi}`, `${whole} ${en}`);
}
