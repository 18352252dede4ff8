import { standing } from '../situation.js';
import { budgetFor, budgetOf, type Placed, type RunbookPlan } from './plan.js';
import { by, command, text, type RunbookCell, type RunbookPart, type RunbookStep, type RunbookTable } from './step.js';

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
          does: [text('Hai người giữ khóa lấy từ phong bì mã PIN niêm phong của HSM và khóa phục hồi của kho bí mật. Lệnh hỏi PIN trên bàn phím (hoặc đọc từ --pin-fd), không bao giờ nhận PIN trong dòng lệnh. THU_VIEN_HSM là thư viện PKCS#11 của thiết bị.', 'Two custodians take the HSM’s sealed PIN and the recovery keys of the secret store out of the envelope. The command asks for the PIN at the keyboard (or reads it from --pin-fd) and never takes it as a word of the line. THU_VIEN_HSM is the device’s PKCS#11 library.')],
          commands: (plan.recovery.estate.sites[site]?.hsm.partitions ?? []).map(({ label }) => command(`ndc hsm check --site ${site} --library "$THU_VIEN_HSM" --token ${label} --rounds 0 --lang vi${options.acts}`, 'khóa đủ, đúng cơ chế, không xuất được', 'keys there, of the right mechanism, not extractable')),
          until: text('mọi phân vùng trả lời, không có phát hiện nào', 'every partition answers, without findings'),
        }),
      ),
      ...survivors.map((site) =>
        by('platform-engineer', text(`Định danh ở ${site}`, `Identity at ${site}`), {
          does: [text('Mọi thứ sau đây cần đăng nhập: định danh lên trước.', 'Everything below needs a sign-in: identity comes first.')],
          commands: [command(`curl -fsS --max-time 5 -o /dev/null -w '%{http_code}\\n' https://${plan.recovery.estate.sites[site]?.services.identity.endpoint ?? site}/`, '200 hoặc 302', '200 or 302')],
          until: text('một người trực đăng nhập được', 'somebody on duty can sign in'),
          ...budgetFor(plan, 'start-identity', site),
        }),
      ),
      ...survivors.map((site) =>
        by('key-custodian', text(`Kho bí mật của ${lost} ở ${site}`, `The secret store of ${lost} at ${site}`), {
          does: [text(`Bản dự phòng riêng cho ${lost} nhận ảnh chụp mới nhất (khóa tạo sau ảnh chụp không có ở đây). Chưa mở niêm thì dùng khóa phục hồi.`, `The standby kept for ${lost} takes the newest snapshot (a key made after it is not here). If it is sealed, use the recovery keys.`)],
          commands: [command(`kubectl --context ${site} -n ${names.secretStore} exec ${names.secretStoreOf(lost)}-0 -- bao status`, 'Sealed: false', 'Sealed: false')],
          until: text('Sealed là false', 'Sealed is false'),
          ...budgetFor(plan, 'start-secret-store', site),
        }),
      ),
      by('platform-engineer', text('Áp dụng: bảo vệ trước, rồi từng mức', 'Apply: protection first, then tier by tier'), {
        does: [text(`Lệnh lập kế hoạch cho các nơi còn lại, kiểm tra theo bộ quy tắc chuyển dự phòng, rồi áp dụng mức cao trước: nâng cơ sở dữ liệu và ổ đĩa, đảo chiều đồng bộ, mở đủ hạn mức, chuyển hướng sao lưu, bỏ ${lost} khỏi mạng cụm. Dừng giữa chừng thì chạy lại.`, `The command plans the survivors alone, judges by the failover pack, then applies the highest tier first: databases and volumes promoted, replication reversed, quotas at full size, backups re-pointed, ${lost} forgotten by the mesh. If it stops, run it again.`)],
        commands: [command(`ndc up --lang vi${options.acts}`, `${lost}: không tới được, đã tuyên bố; các stack khác: đã áp dụng; không có gì bị hủy`, `${lost}: unreachable, declared; other stacks: applied; nothing destroyed`)],
        until: text('mã thoát 0; bảng không có stack nào failed', 'exit code 0; no stack failed'),
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
        does: [text('Hai nơi còn lại không thể giữ đủ ba bản: mỗi quy tắc chưa đạt là một món nợ có ngày trả. Chép giờ trong sổ trực thành bản ghi diễn tập ở sites/data/records.', 'Two survivors cannot keep three copies: every rule that is not met is a debt with a date. Turn the log’s times into a drill record under sites/data/records.')],
        commands: [
          command(`ndc audit --evidence bang-chung-chuyen-du-phong --lang vi${options.acts}`, 'báo cáo liệt kê các món nợ và ngày phải trả', 'the report lists the debts with their dates'),
          command(`ndc dr exchange --check --lang vi${options.acts}`, 'mọi trao đổi giữa các nơi còn lại đã sẵn sàng', 'all exchanges between survivors are in place'),
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
      command(`kubectl --context ${master} -n ${names.ceph} rollout restart deployment -l app=rook-ceph-rgw`, 'restarted', 'restarted'),
    ],
    until: text('period mới có vùng chính ở nơi còn lại', 'the new period’s master is a survivor'),
  });
}

/** Each tier in turn: what stands is promoted, what does not is restored, then the owner looks. */
function tierSteps(plan: RunbookPlan): RunbookStep[] {
  const { order, tiers, names, lost, options } = plan;
  return tiers.flatMap(({ tier, budget }): RunbookStep[] => {
    const own = order.filter((one) => one.tier === tier);
    const promoted = own.find(({ promoted: is, databases }) => is && databases.length > 0) ?? own.find(({ promoted: is }) => is);
    const restored = own.filter(({ promoted: is }) => !is);
    const example = restored[0];
    const checks = promoted?.to === undefined ? [] : [
      ...promoted.databases.slice(0, 1).map(({ cluster }) => command(`kubectl --context ${promoted.to ?? ''} -n ${promoted.namespace} get cluster.postgresql.cnpg.io ${cluster} -o jsonpath='{.status.currentPrimary}{"\\n"}'`, `${cluster}-…: tên máy chủ chính ở ${promoted.to ?? ''}`, `${cluster}-…: the primary at ${promoted.to ?? ''}`)),
      command(`kubectl --context ${promoted.to} -n ${promoted.namespace} get volumegroupreplication ${names.volumesGroup} -o jsonpath='{.status.state}{"\\n"}'`, 'Primary (môi trường không có ổ đĩa đồng bộ: NotFound)', 'Primary (NotFound where no volume is replicated)'),
    ];
    const backup = example?.fate.copies.there.find(({ means }) => means === 'backup');
    const restores = example?.to === undefined || backup === undefined ? [] : [
      // Never the newest of a schedule: the survivor's own bears the same name, and what it made of an empty namespace is newer.
      command(`velero --kubecontext ${example.to} -n ${names.velero} backup get --selector velero.io/storage-location=${names.foreignLocation(backup.at, lost)},velero.io/schedule-name=${names.backupSchedule({ organisation: example.organisation, tier, target: backup.at })}`, 'bản mới nhất có Status Completed: ghi tên vào biến BAN_SAO', 'the newest whose Status is Completed: put its name into the variable BAN_SAO'),
      command(`velero --kubecontext ${example.to} -n ${names.velero} restore create --from-backup "$BAN_SAO" --include-namespaces ${example.namespace} --wait`, 'Phase: Completed, 0 lỗi', 'Phase: Completed, 0 errors'),
    ];
    const name = own.length;
    const words = plan.recovery.estate.protection.tiers[tier].name;
    return [
      by('platform-engineer', text(`Mức ${words.vi}: ${name} môi trường trở lại`, `Tier ${words.en}: ${name} environments back`), {
        does: [
          text(`Theo thứ tự của bảng. ${restored.length === 0 ? 'Tất cả được nâng tại chỗ.' : `${name - restored.length} được nâng tại chỗ, ${restored.length} phục hồi từ bản sao lưu, lần lượt qua một đường phục hồi.`} Lệnh dưới đây là mẫu cho ${example?.namespace ?? promoted?.namespace ?? own[0]?.namespace ?? ''}; các môi trường khác thay tên theo bảng.`, `In the order of the table. ${restored.length === 0 ? 'All are promoted where they lie.' : `${name - restored.length} are promoted where they lie, ${restored.length} restored from backups, one after the other through one restore path.`} The commands below are those of ${example?.namespace ?? promoted?.namespace ?? own[0]?.namespace ?? ''}; for others put in the names of the table.`),
          ...(restored.some(({ fate }) => fate.copies.there.some(({ data, means }) => data === 'databases' && !standing.includes(means))) ? [text('Cơ sở dữ liệu được ndc up dựng lại từ kho nhật ký, thành một incarnation mới: không ghi tiếp vào kho cũ.', 'Databases are rebuilt by ndc up from their log archive, as a new incarnation: an archive is never continued.')] : []),
          ...(restored.length === 0 ? [] : [text('Nơi phục hồi đã có namespace, hạn mức và cơ sở dữ liệu nhờ ndc up. Chưa khởi động phần mềm nào ở đó trước khi phục hồi xong.', 'ndc up has made namespace, quota and databases where they are restored. Start no software there before its restore is complete.')]),
          ...(own.some(({ fate }) => fate.subject.inputs?.automatic === false) ? [text('Môi trường không tự động: mỗi bước cần một người.', 'Environments that are not automatic: every step takes a person.')] : []),
        ],
        commands: [...checks, ...restores],
        until: text(`cả ${name} môi trường của bảng ở mức này đã có người kiểm tra`, `all ${name} environments of the table in this tier were looked at`),
        budget,
      }),
      by('tenant-contact', text(`Mức ${words.vi}: đầu mối cơ quan kiểm tra`, `Tier ${words.en}: owners look`), {
        byHand: true,
        does: [text(`Đầu mối mở hệ thống, so bản ghi mới nhất với điều mình nhớ, báo phần dữ liệu mất theo bảng. Hỏi trước khi sửa tay: dữ liệu của ${lost} có thể còn.`, `The owner opens the system, compares its newest record with what they know, and reports what is lost as in the table. Ask before mending by hand: the data of ${lost} may still be there.`)],
        commands: own.slice(0, 1).map(({ namespace }) => command(`ndc explain dr/${namespace}/site-dead --lang vi${options.asks}`, 'dữ liệu mất và các bước quyết định, đến từng dòng tệp', 'what is lost and the steps that decide, down to lines of files')),
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
  const rows = order.map((one, index) => [String(index + 1), one.namespace, one.name, one.organisation, tiers[one.tier].name, one.to ?? '', how(one), minutes(one.typicalMs), minutes(one.p95Ms)]);
  const tables: RunbookTable[] = [];
  if (rows.length > 0)
    tables.push({
      title: text('Thứ tự trở lại; phút kể từ lúc mất', 'Order of return; minutes from the loss'),
      columns: [text('số', 'no.'), text('môi trường', 'environment'), text('hệ thống', 'system'), text('cơ quan', 'organisation'), text('mức', 'tier'), text('chạy ở', 'runs at'), text('cách', 'how'), text('P50', 'P50'), text('P95', 'P95')],
      narrow: [0, 1, 4, 5, 6, 7, 8],
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
