import { readDay } from '../../model/calendar.js';
import { command, quoted, text, type RunbookCommand } from '../../recovery/runbook/step.js';
import { fields, formerLine, inventoried, inventoryChecked, keptThrough, removedFrom } from './lines.js';
import { neededAfter } from '../needed-until.js';
import { step, type CeremonyOf, type CeremonyStep, type StoreKey } from './step.js';

/** `transit/database`: the mount of the transit engine, and the key in it. A path without a mount lies in the usual one. */
function transit({ home: { store } }: StoreKey): { readonly mount: string; readonly name: string } {
  const cut = store.path.lastIndexOf('/');
  return cut <= 0 ? { mount: 'transit', name: store.path } : { mount: store.path.slice(0, cut), name: store.path.slice(cut + 1) };
}

const types: Readonly<Record<string, string>> = { 'CKM_AES_GCM/128': 'aes128-gcm96', 'CKM_AES_GCM/256': 'aes256-gcm96', 'CKM_ECDSA/256': 'ecdsa-p256', 'CKM_ECDSA/384': 'ecdsa-p384', 'CKM_ECDSA/521': 'ecdsa-p521' };

/** What the transit engine calls this kind of key. */
const typeOf = ({ mechanism, bits }: StoreKey): string | undefined => types[`${mechanism}/${bits}`] ?? (mechanism.startsWith('CKM_RSA_') && [2048, 3072, 4096].includes(bits) ? `rsa-${bits}` : undefined);

const path = (key: StoreKey, verb: 'keys' | 'trim' | 'rewrap', after = ''): string => {
  const { mount, name } = transit(key);
  return quoted(verb === 'trim' ? `${mount}/keys/${name}/trim` : `${mount}/${verb}/${name}${after}`);
};

const read = (key: StoreKey, expectsVi: string, expectsEn: string): RunbookCommand => command(`bao read ${path(key, 'keys')}`, expectsVi, expectsEn);

export const signIn = ({ key, estate }: CeremonyOf<StoreKey>): CeremonyStep => {
  const needed = key.custodians?.needed ?? estate.sites[key.home.store.site]?.hsm.quorum.needed ?? 1;
  return step('operator', text(`Vào kho bí mật của ${key.home.store.site}`, `Sign in to the secret store of ${key.home.store.site}`), {
    does: [
      text('Đăng nhập bằng tài khoản riêng có quyền hẹp cho việc này. Lệnh hỏi mã trên bàn phím, không hiện; mã không bao giờ nằm trong dòng lệnh hay biến.', 'Sign in with an account of your own that may do this and no more. The command asks for the token at the keyboard, unseen; it never stands in a line or a variable.'),
      text(`Không ai có quyền đó sẵn: ${needed} người giữ khóa phục hồi cùng cấp nó cho nghi thức này.`, `Nobody has that right beforehand: ${needed} holders of recovery keys grant it for this ceremony.`),
    ],
    commands: [command('bao status', 'Sealed: false', 'Sealed: false'), command('bao login -no-print', 'Success', 'Success')],
    until: text('Sealed là false và người thao tác đã đăng nhập', 'Sealed is false and the operator is signed in'),
    otherwise: text('Kho đang niêm: dừng, mở niêm theo sổ tay trước. Bị từ chối: không mượn tài khoản khác.', 'The store is sealed: stop and unseal it by the runbook first. Refused: borrow nobody’s account.'),
  });
};

const signOut = (): RunbookCommand => command('bao token revoke -self', 'mã đăng nhập của nghi thức không còn dùng được', 'the ceremony’s token is worth nothing any more');

/** A snapshot that holds the key, read again where it would be needed. */
export function copied({ key, estate }: CeremonyOf<StoreKey>, reads: RunbookCommand): CeremonyStep[] {
  const { site } = key.home.store;
  const elsewhere = Object.keys(estate.sites).filter((id) => id !== site);
  return [
    step('operator', text('Chụp kho có khóa mới', 'Snapshot the store with the key in it'), {
      does: [text('Khóa tạo sau ảnh chụp cuối thì mất theo kho, cùng mọi thứ nó mở: chụp trước khi ai dùng khóa. Ảnh chụp do niêm của kho mã hóa.', 'A key made after the last snapshot is lost with the store, and so is what it opens: take one before anybody uses the key. The seal of the store encrypts it.')],
      commands: [command('bao operator raft snapshot save "$SNAPSHOT"', 'tệp ảnh chụp', 'the snapshot’s file'), command('sha256sum "$SNAPSHOT"', 'SHA-256, chép vào tờ này', 'SHA-256, copied onto this sheet')],
      writes: [fields.hash],
      until: text('ảnh chụp nằm ở nơi chứa và trên phương tiện niêm phong', 'the snapshot lies in its target and on the medium to be sealed'),
      otherwise: text('Không chụp được: không dùng khóa; dữ liệu mã hóa bằng nó sẽ không phục hồi được.', 'No snapshot: do not use the key; what it encrypts could not be restored.'),
    }),
    step('witness', text('Đọc lại ảnh chụp ở nơi phục hồi', 'Read the snapshot where it would be restored'), {
      does: [text(`Phục hồi ảnh chụp vào kho dự phòng dành cho ${site} ở ${elsewhere.join(', ') || 'nơi khác'} (không phải kho đang chạy), mở niêm bằng HSM ở đó, đọc khóa. Nơi chưa hoạt động: ghi "chưa".`, `Restore it into the standby kept for ${site} at ${elsewhere.join(', ') || 'another site'} (never into a store that serves), unseal it with the HSM there, read the key. Of a site that does not operate yet write "not yet".`)],
      commands: [reads],
      writes: [fields.versionNumber],
      until: text('kho dự phòng có đúng phiên bản khóa', 'the standby holds this very version'),
      otherwise: text('Không mở được niêm: miền khóa của HSM ở đó không giống; khóa chưa dùng được cho dữ liệu phải phục hồi ở nơi đó.', 'It does not unseal: the HSM there is of another key domain, and the key is not fit for data that have to be restored there.'),
    }),
    ...(key.backups ?? []).map((copy) =>
      step('custodian', text('Niêm phong và cất ảnh chụp', 'Seal the snapshot and put it away'), {
        does: [text(`Nơi cất: ${copy.place}.`, `It lies: ${copy.place}.`)],
        writes: [fields.bag, text('người nhận và giờ nhận', 'received by, and when')],
        until: text('nơi cất đã ký nhận', 'whoever keeps it has signed'),
        otherwise: text('Niêm phong rách: hủy phương tiện, chụp lại.', 'A torn seal: destroy the medium and take another snapshot.'),
      }),
    ),
  ];
}

const copiedKey = (of: CeremonyOf<StoreKey>): CeremonyStep[] => copied(of, read(of.key, 'latest_version như ở kho gốc', 'latest_version as in the store it came from'));

const asMade = (key: StoreKey): RunbookCommand => read(key, 'exportable false, allow_plaintext_backup false, deletion_allowed false', 'exportable false, allow_plaintext_backup false, deletion_allowed false');

export function storeCreate(of: CeremonyOf<StoreKey>): CeremonyStep[] {
  const { key, day } = of;
  const { mount } = transit(key);
  const type = typeOf(key);
  return [
    signIn(of),
    step('operator', text(`Tạo khóa ${key.home.store.path}`, `Make the key ${key.home.store.path}`), {
      does: [
        text('Khóa sinh trong kho, không xuất được, không sao lưu dạng rõ; kho do HSM niêm phong.', 'The store generates it, not to be exported nor backed up in clear; the HSM seals the store.'),
        ...(type === undefined ? [text(`${key.mechanism} ${key.bits} bit không có tên trong transit: chọn loại tương đương, ghi vào biến TYPE và vào biên bản.`, `transit has no name for ${key.mechanism} of ${key.bits} bits: choose an equivalent, put it into the variable TYPE and into the record.`)] : []),
      ],
      commands: [
        command(`bao secrets list -format=json | grep ${quoted(`"${mount}/"`)}`, 'dòng của mount; không có thì bật nó bằng mã nguồn cấu hình, không bằng tay', 'the mount’s line; without it enable the mount by configuration, not by hand'),
        command(`bao write -f ${path(key, 'keys')} type=${type ?? '"$TYPE"'} exportable=false allow_plaintext_backup=false`, 'Success, hoặc bảng thuộc tính của khóa', 'Success, or the key’s attributes'),
        asMade(key),
      ],
      writes: [fields.versionNumber],
      until: text('khóa có đúng thuộc tính', 'the key has these attributes'),
      otherwise: text('Khóa đã có: dừng, đường dẫn này đã có người dùng. Thuộc tính sai: exportable và allow_plaintext_backup không tắt lại được, phải tạo khóa khác.', 'The key is there already: stop, somebody uses this path. A wrong attribute: exportable and allow_plaintext_backup cannot be turned off again, so another key has to be made.'),
    }),
    ...copiedKey(of),
    inventoried(text('Ghi vào danh mục khóa', 'Write it into the inventory'), { file: `keys/${key.site}.yaml`, lines: [`  - id: ${key.id}`, `    created: ${day}`] }, of),
  ];
}

export const storeBackup = (of: CeremonyOf<StoreKey>): CeremonyStep[] => [signIn(of), ...copiedKey(of)];

export function storeRotate(of: CeremonyOf<StoreKey>): CeremonyStep[] {
  const { key, day, estate } = of;
  const since = key.rotated ?? key.created ?? day;
  const neededUntil = neededAfter(estate, key.purpose, day);
  return [
    signIn(of),
    step('operator', text('Thêm phiên bản mới', 'Add a new version'), {
      does: [text('Phiên bản cũ còn trong kho để giải mã; từ lúc này mã hóa bằng phiên bản mới.', 'The former version stays to decrypt; from now on the new one encrypts.')],
      commands: [read(key, 'latest_version trước khi thay', 'latest_version before it'), command(`bao write -f ${path(key, 'keys', '/rotate')}`, 'Success', 'Success'), read(key, 'latest_version tăng 1', 'latest_version is one higher')],
      writes: [text('phiên bản cũ', 'former version'), text('phiên bản mới', 'new version')],
      until: text('latest_version tăng đúng một', 'latest_version is higher by exactly one'),
      otherwise: text('Tăng quá một: có người khác cũng đang thay khóa; dừng và tìm ra ai.', 'It is higher by more: somebody else rotates it too; stop and find out who.'),
    }),
    ...copiedKey(of),
    step('engineer', text('Ghi lại bằng phiên bản mới', 'Rewrite under the new version'), {
      does: [text('Chủ dữ liệu đọc từng bản mã của khóa dữ liệu, bọc lại, ghi đè; dữ liệu không đổi. Bản mã bắt đầu bằng vault:vN:, N là phiên bản.', 'Whoever owns the data reads each wrapped data key, wraps it anew and writes it back; the data stay. A wrapped key begins with vault:vN:, N being the version.')],
      commands: [command(`bao write -field=ciphertext ${path(key, 'rewrap')} ciphertext=-`, 'nhận bản mã từ đầu vào chuẩn, trả bản mã mang số phiên bản mới', 'takes a wrapped key from standard input, gives it back under the new version')],
      until: text('không còn bản mã nào mang số phiên bản cũ, trừ trong bản sao lưu', 'no wrapped key bears the former version, backups apart'),
      otherwise: text('Còn bản mã cũ: nó vẫn mở được; ghi nơi còn và hẹn ngày. Chưa xong thì không nâng min_decryption_version.', 'One is left: it opens still; record where, and by when. Until then do not raise min_decryption_version.'),
    }),
    inventoried(
      text('Ghi phiên bản cũ và hạn của nó', 'Record the former version and until when it is needed'),
      { file: `keys/${key.site}.yaml`, lines: [`  - id: ${key.id}`, `    rotated: ${day}`, '    previous:', formerLine({ id: `${key.id}-${since}`, from: since, until: day, neededUntil })] },
      of,
      [keptThrough(neededUntil)],
    ),
  ];
}

/** What was destroyed in the store lies in its older snapshots still. */
export const olderSnapshots = (): CeremonyStep =>
  step('custodian', text('Ảnh chụp cũ', 'Older snapshots'), {
    does: [text('Ảnh chụp trước hôm nay còn khóa này. Chờ chúng hết hạn, hoặc hủy phương tiện niêm phong giữ chúng; ghi ngày ảnh chụp cuối cùng hết hạn.', 'Snapshots of before today hold the key. Let them expire, or destroy the sealed media they lie on; write down when the last one expires.')],
    writes: [text('ngày ảnh chụp cuối cùng hết hạn', 'day the last snapshot expires')],
    until: text('ngày đó đã ghi', 'that day is written down'),
    otherwise: text('Không biết ảnh chụp nằm đâu: khóa chưa hủy hẳn, biên bản ghi như vậy.', 'Nobody knows where snapshots lie: the key is not destroyed for good, and the record says so.'),
  });

export function storeDestroy(of: CeremonyOf<StoreKey>): CeremonyStep[] {
  const { key, version } = of;
  const removal = version === undefined
    ? [command(`bao write ${path(key, 'keys', '/config')} deletion_allowed=true`, 'Success', 'Success'), command(`bao delete ${path(key, 'keys')}`, 'Success', 'Success')]
    : [command(`bao write ${path(key, 'keys', '/config')} min_decryption_version="$FIRST_KEPT" min_encryption_version="$FIRST_KEPT"`, 'Success', 'Success'), command(`bao write ${path(key, 'trim')} min_available_version="$FIRST_KEPT"`, 'Success', 'Success')];
  return [
    signIn(of),
    step('witness', version === undefined ? text('Nhận đúng khóa', 'Find the very key') : text('Nhận đúng phiên bản', 'Find the very version'), {
      does: [version === undefined ? text('Đọc tên khóa và các phiên bản, đối chiếu biên bản tạo khóa.', 'Read the key’s name and versions against the record of its making.') : text(`Biên bản thay khóa ngày ${readDay(version.until)} ghi số phiên bản cũ. FIRST_KEPT là số nhỏ nhất còn giữ.`, `The record of the rotation on ${version.until} says the former version’s number. FIRST_KEPT is the lowest number that is kept.`)],
      commands: [read(key, 'các số phiên bản và ngày tạo', 'version numbers and when each was made')],
      writes: [fields.versionNumber],
      until: text('hai người đọc to tên và số phiên bản', 'two people have read name and version aloud'),
      otherwise: text('Không khớp biên bản: dừng.', 'It does not agree with the record: stop.'),
    }),
    step('operator', text('Hủy trong kho', 'Destroy it in the store'), {
      commands: [...removal, read(key, version === undefined ? 'No value found' : 'min_available_version là FIRST_KEPT', version === undefined ? 'No value found' : 'min_available_version is FIRST_KEPT')],
      until: text('kho không còn khóa hay phiên bản đó', 'the store no longer has it'),
      otherwise: text('Kho từ chối: còn ràng buộc chưa gỡ, đọc thông báo; không đổi quyền để ép.', 'The store refuses: read why; do not force it with other rights.'),
    }),
    olderSnapshots(),
    removedFrom(of),
  ];
}

export const storeChecks = (of: CeremonyOf<StoreKey>): readonly RunbookCommand[] => [signOut(), inventoryChecked(of)];
