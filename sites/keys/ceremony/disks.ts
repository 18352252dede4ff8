import { command, quoted, text, type RunbookCommand } from '../../recovery/runbook/step.js';
import { fields, inventoried, removedFrom } from './lines.js';
import { step, type CeremonyKey, type CeremonyOf, type CeremonyStep, type StoreKey } from './step.js';
import { copied, olderSnapshots, signIn } from './store.js';

/*
 * A key of disks that lies in a secret store is a KV mount, in which Rook keeps a passphrase for each disk: Rook makes them and
 * changes them, and nobody ever types or reads one.
 * Source: https://rook.io/docs/rook/latest/Storage-Configuration/Advanced/key-management-system/
 */

export const ofDisks = ({ opens }: Pick<CeremonyKey, 'opens'>): boolean => opens.some((target) => target.startsWith('osd/'));

const sitesOf = ({ opens }: StoreKey): readonly string[] => opens.flatMap((target) => (target.startsWith('osd/') ? [target.slice('osd/'.length)] : []));

const mount = ({ home: { store } }: StoreKey): string => store.path;

const mounted = (key: StoreKey): RunbookCommand => command(`bao read -field=type ${quoted(`sys/mounts/${mount(key)}`)}`, 'kv', 'kv');

/** Names alone: what they name is not shown. */
const names = (key: StoreKey, expectsVi: string, expectsEn: string): RunbookCommand => command(`bao kv list -mount=${quoted(mount(key))}`, expectsVi, expectsEn);

const asManyAsDisks = (key: StoreKey): RunbookCommand => names(key, 'mỗi ổ đĩa một tên', 'a name for each disk');

const isKv = (of: CeremonyOf<StoreKey>): CeremonyStep =>
  step('witness', text(`Nhận đúng khoang ${mount(of.key)}`, `Find the very mount ${mount(of.key)}`), {
    does: [text('Mật khẩu ổ đĩa nằm trong một khoang KV dành riêng cho Rook. Chỉ xem tên; không đọc giá trị nào.', 'Passphrases of disks lie in a KV mount for Rook alone. Look at names; read no value.')],
    commands: [mounted(of.key), names(of.key, 'tên mật khẩu của từng ổ đĩa; khoang mới thì chưa có gì', 'the name of each disk’s passphrase; a new mount has none')],
    writes: [text('số tên', 'number of names')],
    until: text('khoang là kv và số tên đã ghi', 'the mount is kv and the number of names is written down'),
    otherwise: text('Khoang là transit hay loại khác: Rook không giữ được mật khẩu ở đó. Dừng, đặt đường dẫn của một khoang KV vào danh mục (home.store.path), không dùng chung với khóa transit.', 'It is transit or another kind: Rook can keep no passphrase there. Stop and give the inventory the path of a KV mount (home.store.path), shared with no key of transit.'),
  });

const copiedNames = (of: CeremonyOf<StoreKey>): CeremonyStep[] => copied(of, asManyAsDisks(of.key));

export const diskCreate = (of: CeremonyOf<StoreKey>): CeremonyStep[] => [
  signIn(of),
  isKv(of),
  step('engineer', text('Rook tạo mật khẩu của từng ổ đĩa', 'Rook makes the passphrase of each disk'), {
    does: [text('Không ai tạo khóa bằng tay. ndc up dựng cụm lưu trữ; Rook ghi một mật khẩu vào khoang trước khi mã hóa mỗi ổ đĩa.', 'Nobody makes a key by hand. ndc up sets the storage cluster up; Rook writes a passphrase into the mount before it encrypts each disk.')],
    commands: [...sitesOf(of.key).map((site) => provider(site)), asManyAsDisks(of.key)],
    writes: [text('số tên', 'number of names')],
    until: text('số tên bằng số OSD', 'there are as many names as OSDs'),
    otherwise: text('Thiếu tên: Rook không vào được kho; xem vai trò và chính sách của nó. Chưa đủ thì không ghi dữ liệu vào cụm.', 'A name is missing: Rook cannot sign in to the store; look at its role and policy. Until all are there write no data to the cluster.'),
  }),
  ...copiedNames(of),
  inventoried(text('Ghi vào danh mục khóa', 'Write it into the inventory'), { file: `keys/${of.key.site}.yaml`, lines: [`  - id: ${of.key.id}`, `    created: ${of.day}`] }, of),
];

const provider = (site: string): RunbookCommand => command(`kubectl --context ${site} -n rook-ceph get cephcluster rook-ceph -o jsonpath='{.spec.security.kms.connectionDetails.KMS_PROVIDER}{"\\n"}'`, 'vault', 'vault');

export const diskBackup = (of: CeremonyOf<StoreKey>): CeremonyStep[] => [signIn(of), isKv(of), ...copiedNames(of)];

/** Rook changes the passphrase on the disk and in the mount; the former one opens nothing afterwards, so that none is kept. */
export function diskRotate(of: CeremonyOf<StoreKey>): CeremonyStep[] {
  const { key, day } = of;
  return [
    signIn(of),
    isKv(of),
    ...sitesOf(key).map((site) => rotatedAt(site, day)),
    ...copiedNames(of),
    ...sitesOf(key).map((site) => opensAt(site)),
    inventoried(text('Ghi vào danh mục khóa', 'Write it into the inventory'), { file: `keys/${key.site}.yaml`, lines: [`  - id: ${key.id}`, `    rotated: ${day}`] }, of, [text('Không có phiên bản cũ nào để giữ: mật khẩu cũ đã bị bỏ khỏi ổ đĩa. Ảnh chụp kho trước hôm nay không còn mở được ổ nào.', 'There is no former version to keep: the former passphrases were taken off the disks. Snapshots of the store of before today open no disk any more.')]),
  ];
}

function rotatedAt(site: string, day: string): CeremonyStep {
  const rook = `kubectl --context ${site} -n rook-ceph`;
  const jobs = `$(${rook} get cronjobs -l app=rook-ceph-osd-key-rotation -o name)`;
  return step('engineer', text(`Thay mật khẩu từng ổ đĩa ở ${site}`, `Change the passphrase of each disk at ${site}`), {
    does: [text('Với từng OSD, Rook thêm mật khẩu mới vào ổ đĩa, ghi nó vào khoang, đọc lại, rồi mới bỏ mật khẩu cũ. Lịch của các CronJob này không bao giờ đến: chỉ nghi thức mới chạy chúng.', 'For each OSD Rook adds a new passphrase to the disk, writes it into the mount, reads it again, and only then takes the former one off. The schedule of these CronJobs never comes: a ceremony alone runs them.')],
    commands: [
      command(`${rook} get cronjobs -l app=rook-ceph-osd-key-rotation -o name`, 'mỗi OSD một dòng', 'a line for each OSD'),
      command(`for job in ${jobs}; do ${rook} create job "\${job##*/}-${day}" --from="$job"; done`, 'mỗi OSD một dòng created', 'created, a line for each OSD'),
      command(`for job in ${jobs}; do ${rook} wait --for=condition=complete "job/\${job##*/}-${day}" --timeout=10m; done`, 'mỗi OSD một dòng condition met', 'condition met, a line for each OSD'),
    ],
    writes: [text('số OSD đã thay', 'number of OSDs changed')],
    until: text('mọi công việc đã xong', 'every job is complete'),
    otherwise: text('Không có CronJob: cụm chưa bật keyRotation; chạy ndc up trước. Một công việc hỏng: mật khẩu cũ hoặc mới vẫn mở được ổ đó; đọc nhật ký, sửa, xóa công việc hỏng rồi tạo lại nó; không xóa gì trong khoang.', 'There are no CronJobs: keyRotation is not on; run ndc up first. One job fails: the former or the new passphrase opens that disk still; read its log, mend, delete the failed job and create it again; delete nothing in the mount.'),
  });
}

const opensAt = (site: string): CeremonyStep =>
  step('engineer', text(`Một OSD ở ${site} mở bằng mật khẩu mới`, `One OSD at ${site} opens with its new passphrase`), {
    does: [text('OSD khởi động lại chỉ lên được khi lấy được mật khẩu từ kho.', 'A restarted OSD comes up only if it gets its passphrase from the store.')],
    commands: restarted(site),
    until: text('OSD đã lên và cụm khỏe', 'it is up and the cluster is healthy'),
    otherwise: text('OSD không lên: không khởi động lại OSD nào khác; xem nhật ký container mở mã và khoang trong kho.', 'It does not come up: restart no other; read the log of the container that opens it, and look at the mount.'),
  });

/** One OSD, as it opens its disk again. */
export const restarted = (site: string): readonly RunbookCommand[] => [
  command(`kubectl --context ${site} -n rook-ceph get deployments -l app=rook-ceph-osd -o name`, 'mỗi OSD một dòng; chọn một dòng làm $OSD', 'a line for each OSD; take one as $OSD'),
  command(`kubectl --context ${site} -n rook-ceph rollout restart "$OSD"`, 'restarted', 'restarted'),
  command(`kubectl --context ${site} -n rook-ceph rollout status "$OSD" --timeout=10m`, 'successfully rolled out', 'successfully rolled out'),
  command(`kubectl --context ${site} -n rook-ceph exec deploy/rook-ceph-tools -- ceph status`, 'HEALTH_OK', 'HEALTH_OK'),
];

export function diskDestroy(of: CeremonyOf<StoreKey>): CeremonyStep[] {
  const { key, version } = of;
  const whole = version === undefined;
  return [
    signIn(of),
    isKv(of),
    ...(whole
      ? [
          step('operator', text('Hủy khoang trong kho', 'Destroy the mount in the store'), {
            does: [text('Tắt khoang là xóa mọi mật khẩu trong đó, mọi phiên bản: không ổ đĩa nào mở lại được.', 'To disable the mount is to delete every passphrase in it, in every version: no disk opens again.')],
            commands: [command(`bao secrets disable ${quoted(mount(key))}`, 'Success', 'Success'), command('bao secrets list', `không còn ${mount(key)}/`, `${mount(key)}/ is gone`)],
            writes: [fields.place],
            until: text('kho không còn khoang', 'the store no longer has the mount'),
            otherwise: text('Kho từ chối: đọc thông báo; không đổi quyền để ép.', 'The store refuses: read why; do not force it with other rights.'),
          }),
        ]
      : []),
    olderSnapshots(),
    removedFrom(of),
  ];
}
