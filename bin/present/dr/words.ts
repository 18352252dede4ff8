import type { PrerequisiteKind, RecoveryAction } from '../../../sites/model/kinds/recovery-inputs.js';
import type { Text } from '../../../sites/model/text.js';
import type { Broken, CannotRun, CellNote } from '../../../sites/recovery/cell.js';
import type { CopyMeans, DataKind, Situation, StepKind } from '../../../sites/recovery/situation.js';
import { duration } from '../capacity/links-words.js';
import { longResource } from '../capacity/words.js';
import { date, figure, safe, type View } from '../view.js';

export const situationNames: Readonly<Record<Situation, Text>> = {
  'site-dead': { vi: 'mất trung tâm', en: 'site dead' },
  'link-cut': { vi: 'đứt đường truyền', en: 'link cut' },
  brownout: { vi: 'chạy chập chờn', en: 'brownout' },
  'second-loss': { vi: 'mất thêm nơi thứ hai', en: 'second loss' },
};

/** What is done in a situation, and what is not. */
export const situationAbout: Readonly<Record<Situation, Text>> = {
  'site-dead': {
    vi: 'Trung tâm không còn: hai người tuyên bố mất trung tâm, cách ly, rồi chuyển sang nơi dự phòng theo thứ tự mức bảo vệ.',
    en: 'The site is gone: two people declare it, it is fenced, and its systems move, best protected first.',
  },
  'link-cut': {
    vi: 'Đường truyền bản sao đứt, trung tâm vẫn phục vụ: không chuyển hệ thống nào, vì hai nơi cùng ghi thì dữ liệu rẽ đôi. RPO: mức mất nếu đúng lúc đó mất luôn trung tâm.',
    en: 'The link of the copies is cut and the site serves on: nothing is promoted, since two writers would part the data. RPO: what would be lost were the site lost at that moment too.',
  },
  brownout: {
    vi: 'Trung tâm trả lời chậm hoặc một phần: vẫn phục vụ, không tự chuyển. Hai người có thể quyết định rời đi có trật tự: ngừng ghi, chờ byte cuối cùng tới nơi, rồi mới chuyển; không mất dữ liệu.',
    en: 'The site answers slowly or in part: it serves on, nothing moves by itself. Two people may decide to leave it in order: writers stop, their last bytes arrive, then systems move; nothing is lost.',
  },
  'second-loss': {
    vi: 'Sau khi đã chuyển, mất luôn nơi vừa chuyển tới, lúc bản sao từ đó đã theo kịp. Không mức nào cam kết cho trường hợp này.',
    en: 'After the move, the site moved to is lost as well, once copies from there are in step. No tier promises anything for this.',
  },
};

export const dataNames: Readonly<Record<DataKind, Text>> = {
  databases: { vi: 'cơ sở dữ liệu', en: 'databases' },
  volumes: { vi: 'ổ đĩa', en: 'volumes' },
  files: { vi: 'hệ tệp', en: 'file systems' },
  objects: { vi: 'kho đối tượng', en: 'buckets' },
  manifests: { vi: 'khai báo', en: 'manifests' },
  keys: { vi: 'khóa trong kho bí mật', en: 'keys of the secret store' },
  images: { vi: 'ảnh phần mềm', en: 'images' },
};

export const meansNames: Readonly<Record<CopyMeans, Text>> = {
  stream: { vi: 'truyền nhật ký', en: 'streamed log' },
  journal: { vi: 'nhật ký ổ đĩa', en: 'journal' },
  snapshot: { vi: 'ảnh chụp', en: 'snapshot' },
  multisite: { vi: 'đồng bộ vùng', en: 'zone replication' },
  archive: { vi: 'kho nhật ký', en: 'log archive' },
  backup: { vi: 'bản sao lưu', en: 'backup' },
  gitops: { vi: 'kho mã', en: 'repository' },
  replicated: { vi: 'đặt sẵn', en: 'kept there' },
  'store-snapshot': { vi: 'ảnh chụp kho bí mật', en: 'snapshot of the store' },
  registry: { vi: 'kho ảnh gửi tiếp', en: 'passed on by the registry' },
};

export const brokenNames: Readonly<Record<Broken, Text>> = {
  runs: { vi: 'không chạy được', en: 'cannot run' },
  gone: { vi: 'mất hẳn dữ liệu', en: 'data gone' },
  rpo: { vi: 'mất dữ liệu quá mức (RPO)', en: 'loses more than promised (RPO)' },
  release: { vi: 'bản phát hành ở nơi dự phòng cũ quá mức (RPO)', en: 'the release at the standby is older than promised (RPO)' },
  rto: { vi: 'phục hồi quá chậm (RTO)', en: 'back later than promised (RTO)' },
  'backup-rpo': { vi: 'bản sao lưu quá cũ', en: 'backups older than promised' },
};

export const prerequisiteNames: Readonly<Record<PrerequisiteKind, Text>> = {
  certificate: { vi: 'chứng thư', en: 'certificate' },
  'database-roles': { vi: 'tài khoản cơ sở dữ liệu', en: 'database role secrets' },
  'replication-ca': { vi: 'chứng thư gốc của đồng bộ', en: 'replication CA' },
  'replication-client-certificate': { vi: 'chứng thư đồng bộ', en: 'replication client certificate' },
  'identity-client': { vi: 'đăng ký với hệ thống định danh', en: 'identity client' },
  'image-digests': { vi: 'ảnh phần mềm', en: 'image digests' },
  'hsm-partition': { vi: 'phân vùng HSM', en: 'HSM partition' },
  'dns-record': { vi: 'bản ghi DNS', en: 'DNS record' },
  'time-source': { vi: 'nguồn thời gian', en: 'time source' },
};

const actionNames: Readonly<Record<RecoveryAction, Text>> = {
  detect: { vi: 'phát hiện', en: 'detect' },
  declare: { vi: 'tuyên bố mất trung tâm', en: 'declare' },
  fence: { vi: 'cách ly', en: 'fence' },
  'withdraw-edge': { vi: 'rút khỏi cửa vào', en: 'withdraw edge' },
  'start-identity': { vi: 'định danh', en: 'start identity' },
  'start-secret-store': { vi: 'kho bí mật', en: 'start secret store' },
  'promote-database': { vi: 'nâng cơ sở dữ liệu', en: 'promote database' },
  'promote-volumes': { vi: 'nâng ổ đĩa', en: 'promote volumes' },
  'apply-stack': { vi: 'áp dụng cấu hình', en: 'apply stack' },
  'restore-objects': { vi: 'phục hồi khai báo', en: 'restore objects' },
  'restore-volumes': { vi: 'phục hồi ổ đĩa', en: 'restore volumes' },
  'restore-database': { vi: 'phục hồi cơ sở dữ liệu', en: 'restore database' },
  'pull-images': { vi: 'tải ảnh phần mềm', en: 'pull images' },
  'switch-dns': { vi: 'chuyển DNS', en: 'switch DNS' },
  verify: { vi: 'kiểm tra', en: 'verify' },
};

export const stepNames: Readonly<Record<StepKind, Text>> = {
  ...actionNames,
  transfer: { vi: 'chép dữ liệu', en: 'copy data' },
  'image-transfer': { vi: 'chép ảnh phần mềm', en: 'copy images' },
  hsm: { vi: 'mở khóa (HSM)', en: 'unlock keys (HSM)' },
  drain: { vi: 'chờ byte cuối', en: 'wait for last bytes' },
  ttl: { vi: 'chờ hết hạn DNS', en: 'DNS TTL' },
};

export const dataList = (kinds: readonly DataKind[], view: View): string => kinds.map((kind) => dataNames[kind][view.lang]).join(', ');

/** Why something runs nowhere, in a sentence without its end. */
export function reasonText(reason: CannotRun, view: View): string {
  const vi = view.lang === 'vi';
  switch (reason.because) {
    case 'site-not-operating':
      return vi ? `không chạy được cho đến ${reason.until ?? '?'}: ${reason.site} chưa hoạt động` : `cannot run until ${reason.until ?? '?'}: ${reason.site} does not operate yet`;
    case 'nowhere-named':
      return vi ? 'không còn nơi nào được chỉ định để chạy' : 'no site that is named for it is left';
    case 'copies-only':
      return vi ? `mất cả nơi chạy và nơi dự phòng; ở ${reason.site} chỉ còn bản sao, không có chỗ chạy định trước` : `its site and its standby are lost; ${reason.site} holds copies alone, and no place for it`;
    case 'no-copy':
      return vi ? `không còn bản sao nào: ${dataList(reason.data, view)}` : `no copy is left: ${dataList(reason.data, view)}`;
    case 'prerequisite-missing':
      return vi ? `thiếu ${prerequisiteNames[reason.kind].vi} ở ${reason.site}` : `${prerequisiteNames[reason.kind].en} missing at ${reason.site}`;
    case 'prerequisite-expired':
      return vi ? `${prerequisiteNames[reason.kind].vi} ở ${reason.site} hết hạn ${date(view, reason.expired ?? '')}` : `${prerequisiteNames[reason.kind].en} at ${reason.site} expired on ${date(view, reason.expired ?? '')}`;
    case 'no-room':
      return vi ? `không đủ chỗ ở ${reason.site}: ${longResource(reason.resource, view)}` : `no room at ${reason.site}: ${longResource(reason.resource, view)}`;
    case 'no-way':
      return vi ? `không có đường truyền ${reason.from} → ${reason.to}` : `no link ${reason.from} → ${reason.to}`;
    case 'way-full':
      return vi ? `đồng bộ dùng hết phần được dùng của đường truyền ${reason.from} → ${reason.to}: không còn chỗ để khôi phục từ bản sao lưu` : `replication takes the whole share of the link ${reason.from} → ${reason.to}: nothing is left to restore a backup over`;
    case 'waits-for':
      return vi ? `phải chờ ${safe(reason.system)}, hệ thống này không chạy được` : `waits for ${safe(reason.system)}, which cannot run`;
    case 'waits-in-a-circle':
      return vi ? `chờ vòng tròn với ${safe(reason.system)}: hãy bỏ một "after"` : `waits in a circle with ${safe(reason.system)}: take one "after" out`;
    case 'too-few-people':
      return vi ? `tuyên bố cần ${figure(view, reason.needed)} người, ca trực có ${figure(view, reason.there)}` : `a declaration takes ${figure(view, reason.needed)} people, ${figure(view, reason.there)} on duty`;
  }
}

export function noteText(note: CellNote, view: View): string {
  const vi = view.lang === 'vi';
  switch (note.note) {
    case 'prerequisite-ends-soon':
      return vi ? `${prerequisiteNames[note.kind].vi} ở ${note.site} sắp hết hạn: ${date(view, note.expires)}` : `${prerequisiteNames[note.kind].en} at ${note.site} ends soon: ${date(view, note.expires)}`;
    case 'not-inspected':
      return vi ? `chưa rõ có đủ điều kiện ở ${note.site} không` : `nothing is said of what it needs at ${note.site}`;
    case 'nothing-reserved':
      return vi ? `không có phần năng lực dành sẵn ở ${note.site}` : `no capacity is reserved for it at ${note.site}`;
    case 'owner-replicates':
      return vi ? `có cơ sở dữ liệu (${figure(view, note.databases)}) nền tảng không vận hành, cơ quan chủ quản tự đồng bộ; nền tảng chỉ giữ tệp trên ổ đĩa` : `its owner replicates what the platform does not operate (databases: ${figure(view, note.databases)}); the platform keeps the files on their volumes`;
    case 'backup-beside':
      return vi ? `bản sao lưu chỉ còn nằm ở chính ${note.site}` : `backups lie at ${note.site} itself alone`;
    case 'no-link-left':
      return vi ? `không còn đường truyền nào ${note.from} → ${note.to} để mà đứt: bản sao đã ngừng` : `no link ${note.from} → ${note.to} is left to be cut: copies have stopped already`;
    case 'keys-wait': {
      const rest: Text = note.elseMs === undefined ? { vi: 'mọi dữ liệu ghi bằng khóa mới đều mất', en: 'all data written under new keys would be lost' } : { vi: `mất tới ${duration(view, note.elseMs)} dữ liệu`, en: `up to ${duration(view, note.elseMs)} of data would be lost` };
      return vi ? `khóa mới chỉ được dùng khi ảnh chụp kho bí mật đã tới nơi dự phòng: quy định của người tạo khóa, không cụm nào ép được; nếu dùng ngay, ${rest.vi}` : `a new key is used only once a snapshot of the secret store lies at the standby: a duty of whoever makes keys, which no cluster enforces; used at once, ${rest.en}`;
    }
    case 'few-instances': {
      const [has, wanted] = [figure(view, note.instances), figure(view, note.wanted)];
      const rest: Text = note.instances < 2 ? { vi: 'không lần ghi nào chờ bản thứ hai trong trung tâm: mất một máy thì ngừng đến khi chạy lại trên máy khác, từ cùng ổ đĩa', en: 'no commit waits for a second one inside the site, and a lost node stops it until it starts on another, from the same volume' } : { vi: 'mất một máy thì ngừng ghi đến khi có lại bản thứ hai', en: 'with one node lost writes stop until there are two again' };
      return vi ? `hạn mức lưu trữ chỉ đủ ${has} bản cơ sở dữ liệu trong trung tâm, mức này cần ${wanted}; ${rest.vi}` : `the storage granted admits ${has} of the ${wanted} instances its databases should have inside the site; ${rest.en}`;
    }
    case 'by-hand':
      return vi ? 'mỗi bước cần một người' : 'every step takes a person';
  }
}
