import { plusDays, readDay, type Day } from '../../model/calendar.js';
import type { KeyPurpose } from '../../model/kinds/keys.js';
import type { Text } from '../../model/text.js';
import { command, text, type RunbookCommand } from '../../recovery/runbook/step.js';
import { canPlan, rotationPlan } from '../rotation.js';
import { backupSteps } from './copies.js';
import { restarted } from './disks.js';
import { formerLine, inventoried, keptThrough, movesAlong } from './lines.js';
import { neededAfter } from '../needed-until.js';
import { step, type CeremonyOf, type CeremonyStep, type FormerVersion, type HsmKey } from './step.js';
import { makingSteps } from './token.js';

interface Use {
  /** How what it opens begins to write with the new version. */
  readonly write: Text;
  readonly writes: readonly RunbookCommand[];
  /** How what was written before comes under it. */
  readonly rewrite: Text;
  readonly rewrites: readonly RunbookCommand[];
}

/** How each use of a key passes from one version in the HSM to the next. The API server's is `rotationPlan`. */
const uses = (site: string): Readonly<Record<Exclude<KeyPurpose, 'api-server'>, Use>> => ({
  seal: {
    write: text('Nhãn mới đã có trong danh mục: ndc up đưa nó vào biến BAO_HSM_KEY_LABEL của kho và của kho dự phòng ở các nơi khác. Nơi không cài kho bằng bộ công cụ: đổi key_label của seal "pkcs11". Khởi động lại từng máy của kho, máy dự phòng trước, máy đang chạy sau cùng. Khóa cũ ở lại HSM: nó còn mở ảnh chụp cũ.', 'The new label stands in the inventory: ndc up puts it into the variable BAO_HSM_KEY_LABEL of the store and of its standby stores elsewhere. Where the toolkit does not install the store, change key_label of the seal "pkcs11". Restart the store’s nodes one at a time, standbys first, the active one last. The former key stays in the HSM: it opens older snapshots.'),
    writes: [
      command(`kubectl --context ${site} -n openbao get statefulset openbao -o jsonpath='{.spec.template.spec.containers[0].env[?(@.name=="BAO_HSM_KEY_LABEL")].value}{"\\n"}'`, 'nhãn mới', 'the new label'),
      command('bao operator step-down', 'một máy khác đang chạy', 'another node is active'),
      command('bao status', 'Sealed: false', 'Sealed: false'),
    ],
    rewrite: text('Khi mở niêm bằng khóa mới, kho bọc lại khóa gốc và khóa phục hồi. Thay luôn khóa mã hóa dữ liệu của kho, rồi chụp kho: từ ảnh này chỉ cần khóa mới.', 'As it unseals with the new key the store wraps its root key and recovery keys anew. Rotate the store’s own encryption key as well, then take a snapshot: from this one on the new key suffices.'),
    rewrites: [command('bao operator rotate', 'Key Term tăng 1', 'Key Term is one higher'), command('bao operator raft snapshot save "$SNAPSHOT"', 'tệp ảnh chụp', 'the snapshot’s file')],
  },
  osd: {
    write: text('Mật khẩu của từng ổ đĩa nằm trong dịch vụ KMIP của HSM; khóa này bọc chúng. Đặt khóa mới làm khóa bọc của khoang dành cho Rook; khóa cũ còn để mở những gì chưa bọc lại. Mật khẩu và ổ đĩa giữ nguyên, không ổ nào phải dựng lại.', 'The passphrase of each disk lies in the HSM’s KMIP service; this key wraps them. Make the new key the one that wraps what Rook keeps there; the former one still opens what is not wrapped anew. Passphrases and disks stay, and no disk is made again.'),
    writes: [command(`kubectl --context ${site} -n rook-ceph get cephcluster rook-ceph -o jsonpath='{.spec.security.kms.connectionDetails.KMS_PROVIDER}{"\\n"}'`, 'kmip', 'kmip')],
    rewrite: text('Bằng công cụ của dịch vụ KMIP, bọc lại mọi mật khẩu Rook đã đăng ký. Rồi khởi động lại một OSD: nó chỉ lên được khi lấy được mật khẩu. Số mật khẩu phải bằng số OSD.', 'With the KMIP service’s own tool, wrap every passphrase anew that Rook has registered. Then restart one OSD: it comes up only if it gets its passphrase. There are as many passphrases as OSDs.'),
    rewrites: restarted(site),
  },
  'storage-class': volumes(site),
  tenant: volumes(site),
  backup: {
    write: text('Bọc mật khẩu kho sao lưu bằng khóa mới và đưa vào dịch vụ ghi sao lưu; mật khẩu không đổi, nên bản sao lưu cũ vẫn mở được.', 'Wrap the backup repository’s password with the new key and hand it to the writer of backups; the password stays, so older backups open still.'),
    writes: [],
    rewrite: text('Bản đã bọc bằng khóa cũ nằm trong bản sao lưu đã khóa xóa: không ghi lại được, chỉ hết hạn. Phục hồi thử một bản cũ và một bản mới.', 'What the former key wrapped lies in locked backups: it cannot be rewritten, it only expires. Try to restore an older backup and a new one.'),
    rewrites: [],
  },
  state: {
    write: text('Trong kết nối, stateEncryption.hsm.key là nhãn mới. Khóa cũ còn trên token thì trạng thái cũ vẫn đọc được; ghi bằng khóa mới.', 'In the connection stateEncryption.hsm.key is the new label. While the former key is on the token older states are read; the new one writes.'),
    writes: [],
    rewrite: text('Mã hóa lại mọi trạng thái của trung tâm, kể cả của stack không có thay đổi; mỗi trạng thái được đọc lại chỉ bằng khóa mới. Làm ở từng máy từng áp dụng. Bản cũ của trạng thái ở backend vẫn theo khóa cũ cho đến khi hết hạn.', 'Encrypt every state of the site anew, of stacks without a change too; each is read back with the new key alone. Do it on each machine that ever applied. Older copies at the backend stay under the former key until they expire.'),
    rewrites: [command(`ndc rekey --site ${site} --connection "$CONNECTION"`, 'mọi trạng thái mở được chỉ bằng khóa hiện tại; mã thoát 0', 'every state is opened by the present key alone; exit code 0')],
  },
  database: {
    write: text('Cơ sở dữ liệu dùng khóa mới để bọc khóa dữ liệu của nó (TDE: thay khóa chính), khóa cũ còn để đọc.', 'The database wraps its data keys with the new key (TDE: rotate the master key); the former one is there to read.'),
    writes: [],
    rewrite: text('Thay khóa chính bọc lại khóa của từng vùng bảng; dữ liệu không đổi. Chụp bản sao lưu đầy đủ ngay sau đó.', 'Rotating the master key wraps the key of each tablespace anew; the data stay. Take a full backup right after.'),
    rewrites: [],
  },
  ca: {
    write: text('Lập yêu cầu cấp chứng thư từ khóa mới, CA gốc ký; đưa chứng thư mới vào tập tin cậy ở mọi trung tâm trước khi cấp chứng thư đầu tiên bằng nó.', 'Make a request from the new key and have the root sign it; put the new certificate into the trust bundle of every site before it issues its first one.'),
    writes: [],
    rewrite: text('Cấp lại chứng thư của mọi dịch vụ bằng CA mới. CA cũ chỉ còn ký danh sách thu hồi cho đến khi chứng thư cuối cùng nó cấp hết hạn; rồi mới bỏ khỏi tập tin cậy.', 'Issue the certificates of every service anew. The former authority signs revocation lists alone until the last certificate it issued has expired; only then does it leave the bundle.'),
    rewrites: [
      command(`kubectl --context ${site} get certificates --all-namespaces -o jsonpath='{range .items[*]}{.status.notAfter}{"\\n"}{end}' | sort | tail -n 1`, 'trước khi cấp lại: ngày muộn nhất ở cụm này; chứng thư cấp ngoài cụm thì xem sổ của CA', 'before anything is issued anew: the latest day in this cluster; of certificates outside it the authority’s register says'),
      command(`kubectl --context ${site} get certificates --all-namespaces`, 'mọi chứng thư READY True sau khi cấp lại', 'every certificate READY True after it was issued anew'),
    ],
  },
});

function volumes(site: string): Use {
  return {
    write: text('Mã khóa trong danh mục giữ nguyên: mỗi ổ đĩa mang nó suốt đời. Đưa khóa mới vào dịch vụ KMIP của HSM dưới cùng mã, khóa cũ còn để giải mã. HSM không giữ được hai phiên bản dưới một mã thì lập lớp lưu trữ mới với khóa mới.', 'The id in the inventory stays: each volume carries it for life. Give the HSM’s KMIP service the new key under the same id, the former one to decrypt. Where the HSM cannot keep two versions under one id make a new storage class with the new key.'),
    writes: [command(`kubectl --context ${site} -n rook-ceph get configmap csi-kms-connection-details -o name`, 'configmap/csi-kms-connection-details', 'configmap/csi-kms-connection-details')],
    rewrite: text('Ổ tạo trước hôm nay vẫn bọc bằng khóa cũ: chép sang ổ mới, từng môi trường theo lịch của cơ quan chủ quản, rồi xóa ổ cũ.', 'Volumes of before today are wrapped by the former key still: copy each into a new one, environment by environment at times agreed with its owner, then remove the old one.'),
    rewrites: [command(`kubectl --context ${site} get pv --sort-by=.metadata.creationTimestamp`, 'không còn ổ nào của lớp này tạo trước hôm nay', 'no volume of this class is older than today')],
  };
}

/** New key, then: added everywhere, written with, rewritten to, dropped, and kept to decrypt until its day. */
export function hsmRotate(of: CeremonyOf<HsmKey>, to: string): CeremonyStep[] {
  const { key } = of;
  return [...makingSteps(of, to), ...backupSteps(of, to), ...(canPlan(key) ? plannedStages(of, to) : stages(of, to))];
}

/** Of an API server's key the stages are those of `ndc hsm rotate --plan`; the first is the making above. */
function plannedStages(of: CeremonyOf<HsmKey>, to: string): CeremonyStep[] {
  const { key, estate, options } = of;
  if (!canPlan(key)) return [];
  const plan = rotationPlan(estate, key, to);
  const steps = plan.steps
    .filter(({ stage }) => stage !== 'create')
    .map((one) =>
      step('engineer', one.title, {
        does: [one.does],
        commands: one.commands.map((line) => ({ line: line.startsWith('ndc ') ? `${line}${options}` : line, expects: text('không báo lỗi', 'no error') })),
        until: one.until,
        otherwise: text('Dừng ở bước này: mọi giá trị vẫn đọc được bằng cả hai khóa. Không sang bước sau, không xóa khóa cũ.', 'Stop at this step: every value is still read with both keys. Do not go on, and remove no key.'),
      }),
    );
  const [add, ...later] = steps;
  return [...(add === undefined ? [] : [recorded(of, to, plan.neededUntil), add]), ...later];
}

function stages(of: CeremonyOf<HsmKey>, to: string): CeremonyStep[] {
  const { key, estate, day } = of;
  if (key.purpose === 'api-server') return [];
  const { write, writes, rewrite, rewrites } = uses(key.site)[key.purpose];
  const from = key.home.hsm.label;
  const neededUntil = neededAfter(estate, key.purpose, day);
  return [
    recorded(of, to, neededUntil),
    step('engineer', text('Ghi bằng khóa mới', 'Write with the new key'), { does: [write], commands: writes, until: text(`${key.opens.join(', ')} ghi bằng ${to}`, `${key.opens.join(', ')} write with ${to}`), otherwise: text(`Trở lại ${from}: cả hai khóa đều còn trong HSM, chưa gì mất.`, `Go back to ${from}: both keys are in the HSM, nothing is lost.`) }),
    step('engineer', text('Ghi lại cái cũ', 'Rewrite what is older'), { does: [rewrite], commands: rewrites, until: text('không còn gì chỉ mở được bằng khóa cũ, trừ trong bản sao lưu và ảnh chụp', 'nothing opens with the former key alone, backups and snapshots apart'), otherwise: text('Chưa xong thì giữ khóa cũ, ghi nơi còn và hẹn ngày; không rút ngắn neededUntil.', 'Until it is done keep the former key, record where and by when; do not shorten neededUntil.'), ...(neededUntil === undefined ? { writes: [lastExpiry] } : {}) }),
    neededUntil === undefined ? issuedNoMore(of) : step('engineer', text('Thôi dùng khóa cũ', 'Drop the former key'), { does: [text(`Giữ "${from}" trong HSM để giải mã đến hết ${readDay(neededUntil)}; rồi hủy theo nghi thức.`, `Keep "${from}" in the HSM to decrypt through ${neededUntil}; then destroy it by ceremony.`)], until: text(`lịch của cán bộ cơ yếu có ngày ${readDay(plusDays(neededUntil, 1))}`, `the cipher officers’ calendar has ${plusDays(neededUntil, 1)}`), otherwise: text('Không xóa khóa cũ.', 'Do not remove the former key.') }),
  ];
}

const lastExpiry = text('ngày chứng thư cuối cùng khóa cũ cấp hết hạn', 'day the last certificate of the former key expires');

/** An authority's former key signs revocation lists until the last certificate that it issued has expired: a day that is known only now, and from the authority's own register. */
function issuedNoMore(of: CeremonyOf<HsmKey>): CeremonyStep {
  const { key } = of;
  return inventoried(
    text('Thôi dùng khóa cũ: ghi ngày nó hết cần', 'Drop the former key: record when it is no longer needed'),
    { file: `keys/${key.site}.yaml`, lines: ['    previous:', formerLine({ ...formerOf(of), neededUntil: '"…"' })] },
    of,
    [text(`Khóa cũ không cấp gì nữa. neededUntil là ngày muộn nhất trong sổ cấp chứng thư của nó, đã ghi ở bước trước. Giữ "${key.home.hsm.label}" trong HSM để ký danh sách thu hồi đến hết ngày đó; rồi hủy theo nghi thức.`, `The former key issues nothing any more. neededUntil is the latest expiry in the register of what it issued, as written down in the step before. Keep "${key.home.hsm.label}" in the HSM to sign revocation lists through that day; then destroy it by ceremony.`)],
  );
}

function formerOf({ key, day }: CeremonyOf<HsmKey>): FormerVersion {
  const { label, objectId } = key.home.hsm;
  const from = key.rotated ?? key.created ?? day;
  return { id: movesAlong(key) ? label : `${key.id}-${from}`, label, objectId, from, until: day };
}

/** The inventory knows the new version before anything is written with it. */
function recorded(of: CeremonyOf<HsmKey>, to: string, neededUntil: Day | undefined): CeremonyStep {
  const { key, day } = of;
  const { site, partition } = key.home.hsm;
  const moves = movesAlong(key);
  return inventoried(
    text('Danh mục: khóa mới, phiên bản cũ', 'The inventory: the new key, the former version'),
    {
      file: `keys/${key.site}.yaml`,
      lines: [
        `  - id: ${moves ? to : key.id}`,
        `    home: {hsm: {site: ${site}, partition: ${JSON.stringify(partition)}, label: ${to}, objectId: "…"}}`,
        ...(moves ? [`    created: ${day}`] : [`    rotated: ${day}`]),
        '    previous:',
        formerLine({ ...formerOf(of), neededUntil }),
      ],
    },
    of,
    [text('objectId là CKA_ID đã ghi. Các phiên bản cũ hơn và mọi dòng khác giữ nguyên.', 'objectId is the CKA_ID that was written down. Leave older versions and every other line as they are.'), ...(neededUntil === undefined ? [keptThrough(neededUntil)] : [])],
  );
}
