import { readDay } from '../../model/calendar.js';
import { holdersOf, partitionAt as partitionOf } from '../../model/key-holders.js';
import type { Text } from '../../model/text.js';
import { command, quoted, text, type RunbookCommand } from '../../recovery/runbook/step.js';
import { lastNeeded } from './needs.js';
import { step, type CeremonyOf, type CeremonyStep, type FormerVersion, type HsmKey, type InventoryLines, type Variable } from './step.js';

export const libraryVariable: Variable = { name: 'LIBRARY', means: text('thư viện PKCS#11 của nhà sản xuất HSM trên máy làm nghi thức', 'PKCS#11 library of the HSM’s maker on the ceremony’s machine') };
export const idVariable: Variable = { name: 'ID', means: text('CKA_ID, 16 chữ số thập lục phân, rút ngẫu nhiên hoặc đọc trong nghi thức', 'CKA_ID, 16 hexadecimal digits, drawn or read during the ceremony') };
export const partitionVariable: Variable = { name: 'PARTITION', means: text('nhãn phân vùng ở nơi dữ liệu chưa nêu', 'label of the partition where the data name none') };
export const dataVariable: Variable = { name: 'DATA', means: text('thư mục dữ liệu của bộ công cụ', 'folder of the toolkit’s data') };
export const storeVariable: Variable = { name: 'BAO_ADDR', means: text('địa chỉ https của kho bí mật; phải export', 'https address of the secret store; exported') };
export const snapshotVariable: Variable = { name: 'SNAPSHOT', means: text('tệp ảnh chụp trên phương tiện sẽ niêm phong', 'the snapshot’s file on the medium that will be sealed') };
export const fileVariable: Variable = { name: 'WRAPPED', means: text('tệp khóa đã bọc trong kho mã', 'the wrapped key’s file in the repository') };

/** A partition that the estate does not name is filled in by hand. */
export type Partition = string | undefined;
const named = (partition: Partition): string => (partition === undefined ? '"$PARTITION"' : quoted(partition));

const tool = (partition: Partition): string => `pkcs11-tool --module "$LIBRARY" --token-label ${named(partition)}`;

export const drawId = (): RunbookCommand => command('ID=$(openssl rand -hex 8); echo "$ID"', '16 chữ số thập lục phân, chép vào tờ này', '16 hexadecimal digits, copied onto this sheet');

/** Partition, mechanism and length by the inventory; the label too, unless a rotation gives another. */
export function generate({ id, home: { hsm } }: HsmKey, label: string, pair: boolean, options: string): RunbookCommand {
  const mark = pair ? 'SHA-256' : 'KCV';
  return command(`ndc hsm generate ${id}${label === hsm.label ? '' : ` --label ${quoted(label)}`} --id "$ID" --library "$LIBRARY"${options}`, `${label}: CKA_ID đã ghi và ${mark}`, `${label}: the CKA_ID that was written down, and its ${mark}`);
}

/** Without `--pin` pkcs11-tool asks for it and shows nothing of what is typed. */
export const listed = (partition: Partition, expects: Text): RunbookCommand => ({ line: `${tool(partition)} --login --list-objects`, expects });

/** The mark of a copy, in a partition that the estate does not know: nothing there is held against the inventory. */
export const markOf = (site: string, pair: boolean, options: string): RunbookCommand =>
  command(`ndc hsm check --site ${quoted(site)} --library "$LIBRARY" --token ${named(undefined)} --marks${options}`, `CKA_ID và ${pair ? 'SHA-256' : 'KCV'} giống biên bản tạo khóa`, `CKA_ID and ${pair ? 'SHA-256' : 'KCV'} as in the record of its making`);

export const removal = (partition: Partition, label: string, type: 'secrkey' | 'privkey' | 'pubkey'): RunbookCommand =>
  command(`${tool(partition)} --login --delete-object --type ${type} --id "$ID" --label ${quoted(label)}`, 'không báo lỗi', 'no error');

/** The toolkit asks for the PIN at the keyboard as well; `--pin-fd` reads it from a descriptor. */
export const checked = (site: string, partition: Partition, options: string, expects: Text): RunbookCommand => ({ line: `ndc hsm check --site ${quoted(site)} --library "$LIBRARY" --token ${named(partition)} --rounds 0${options}`, expects });

export const tokens = (): RunbookCommand => command('pkcs11-tool --module "$LIBRARY" --list-token-slots', 'nhãn, số sê-ri và firmware của từng phân vùng', 'label, serial number and firmware of each partition');

/** HSMs that hold a key: its own, and those of its domain. */
export const holders = ({ estate, key }: CeremonyOf<HsmKey>): readonly string[] => holdersOf(estate, key);

/** HSMs that the inventory names and that hold no copy today: of a site that retired, or that left the domain. One may lie there still. */
export const formerHolders = (of: CeremonyOf<HsmKey>): readonly string[] => [...new Set(of.key.domain?.sharedWith ?? [])].filter((id) => !holders(of).includes(id));

/** A partition of another site's HSM for the same purpose: named by what its own site calls it, where that is known. */
export const partitionAt = ({ estate, key }: CeremonyOf<HsmKey>, site: string): Partition => partitionOf(estate, key, site);

export const fields = {
  serial: text('số sê-ri của token', 'serial number of the token'),
  deviceSeal: text('số niêm phong của thiết bị', 'seal number of the device'),
  objectId: text('CKA_ID', 'CKA_ID'),
  checkValue: text('KCV hoặc SHA-256 của khóa công khai', 'KCV, or SHA-256 of the public key'),
  bag: text('số niêm phong túi', 'seal number of the bag'),
  place: text('nơi cất', 'where it is put'),
  versionNumber: text('số phiên bản trong kho', 'version number in the store'),
  hash: text('SHA-256 của tệp', 'SHA-256 of the file'),
  commit: text('mã commit', 'commit'),
} as const;

/** What the inventory says from now on, read again by a second person. */
export const inventoried = (title: Text, inventory: InventoryLines, { options }: Pick<CeremonyOf, 'options'>, does: readonly Text[] = []): CeremonyStep =>
  step('engineer', title, {
    does: [...does, text('Người thứ hai đọc lại thay đổi trên nhánh đã duyệt trước khi gộp. Tệp không bao giờ chứa khóa hay PIN.', 'A second person reads the change on the approved branch before it is merged. The file never holds a key or a PIN.')],
    inventory,
    commands: [command(`ndc check${options}`, 'không có lỗi dữ liệu; quy tắc ENC và BAK-007 không có phát hiện mới', 'no problem of the data; no new finding of the rules ENC and BAK-007')],
    writes: [fields.commit],
    until: text('nhánh đã duyệt có thay đổi', 'the approved branch has the change'),
    otherwise: text('Chưa ghi được danh mục thì chưa ai dùng khóa: hãy sửa tệp theo thông báo, rồi làm lại bước này.', 'Until the inventory has it nobody uses the key: mend the file as the message says and do this step again.'),
  });

/** One former version, as an entry under `previous` has it; a day that is only known later is left to be written in. */
export const formerLine = ({ id, label, objectId, from, until, neededUntil, destroyed }: Omit<FormerVersion, 'neededUntil'> & { readonly neededUntil?: string | undefined }): string =>
  `      - {${[`id: ${id}`, ...(label === undefined ? [] : [`label: ${label}`]), ...(objectId === undefined ? [] : [`objectId: ${JSON.stringify(objectId)}`]), `from: ${from}`, `until: ${until}`, ...(neededUntil === undefined ? [] : [`neededUntil: ${neededUntil}`]), ...(destroyed === undefined ? [] : [`destroyed: ${destroyed}`])].join(', ')}}`;

/** What the inventory's day is, or that it is not known yet: never guessed from anything else. */
export const keptThrough = (neededUntil: string | undefined): Text =>
  neededUntil === undefined
    ? text('Chưa ghi neededUntil: ngày đó là ngày chứng thư cuối cùng khóa cũ cấp hết hạn, theo sổ cấp chứng thư; ghi vào khi khóa cũ đã thôi cấp. Chưa ghi thì khóa cũ coi như còn cần, và không hủy được.', 'No neededUntil yet: it is the day the last certificate that the former key issued expires, by the register of what was issued; write it in once the former key issues no more. Until then it counts as needed and cannot be destroyed.')
    : text(`Phiên bản cũ giữ để giải mã đến hết ${readDay(neededUntil)}; hủy theo nghi thức sau đó.`, `The former version is kept to decrypt through ${neededUntil}; destroy it by ceremony after that.`);

/** An id that is the label goes with it; one that others name stays. */
export const movesAlong = ({ id, purpose, home }: HsmKey): boolean => id === home.hsm.label && purpose === 'api-server';

/** The inventory at the end of a ceremony, under the id that the key has by then; what was destroyed has no next rotation. */
export function inventoryChecked({ act, key, version, options }: CeremonyOf, id = key.id): RunbookCommand {
  const line = `ndc hsm keys --site ${key.site}${options}`;
  if (act === 'destroy') return command(line, `${version?.id ?? key.id}: đã hủy, có ngày và không có nhận xét nào`, `${version?.id ?? key.id}: destroyed, with its day and no finding`);
  return command(line, `${id} có hạn thay mới và không có nhận xét nào`, `${id} has its new date and no finding`);
}

/** What the inventory says once a key, or one former version of it, is gone: the entry stays as its record, and an id is never used again. */
export function removedFrom(of: CeremonyOf): CeremonyStep {
  const { key, version, day, options } = of;
  const named = version === undefined ? `"- id: ${key.id}"` : version.id;
  const until = version === undefined ? lastNeeded(of.estate, key) : undefined;
  return step('engineer', text('Ghi ngày hủy vào danh mục', 'Write into the inventory when it was destroyed'), {
    does: [
      version === undefined
        ? text(`Giữ cả mục ${named} và thêm destroyed: ngày làm nghi thức, số biên bản này, và neededUntil là ngày bản sao lưu, khóa xóa và ảnh chụp cuối cùng khóa mở hết hạn. Bỏ tên khóa khỏi opens của khóa khác và khỏi order. Mục này là hồ sơ: nhãn và CKA_ID bị từ chối nếu ai dùng lại, và ai gặp dữ liệu còn mang khóa này biết là khóa đã mất. Người thứ hai đọc lại thay đổi trước khi gộp.`, `Leave the whole entry ${named} and add destroyed: the ceremony’s day, the number of this record, and as neededUntil the day the last backup, lock hold and snapshot that it opened expired. Take the key’s name out of opens of other keys and out of order. The entry is the record: label and CKA_ID are refused a second time, and whoever meets data that still bear the key knows that it is lost. A second person reads the change before it is merged.`)
        : text(`Giữ mục của ${named} dưới previous và thêm destroyed, là ngày làm nghi thức: nhờ mục này nhãn và CKA_ID bị từ chối nếu ai dùng lại, và ai gặp dữ liệu còn mang khóa này biết là khóa đã mất, không đi tìm bản sao. Người thứ hai đọc lại thay đổi trước khi gộp.`, `Leave the entry of ${named} under previous and add destroyed, the ceremony’s day: by this entry label and CKA_ID are refused a second time, and whoever meets data that still bear the key knows that it is lost and looks for no copy. A second person reads the change before it is merged.`),
    ],
    inventory: {
      file: `keys/${key.site}.yaml`,
      lines: version === undefined ? [`  - id: ${key.id}`, `    destroyed: {on: ${day}, neededUntil: ${until ?? '"…"'}, record: "…"}`] : ['    previous:', formerLine({ ...version, destroyed: day })],
    },
    commands: [command(`ndc check${options}`, 'không có lỗi dữ liệu', 'no problem of the data')],
    writes: [...(version === undefined ? [text('số biên bản', 'number of the record'), ...(until === undefined ? [text('ngày thứ cuối cùng khóa mở hết hạn', 'day the last thing that it opened expired')] : [])] : []), fields.commit],
    until: text('nhánh đã duyệt có thay đổi', 'the approved branch has the change'),
    otherwise: text('ndc check còn nhắc khóa này: có thứ vẫn khai báo là nó mở; tìm ra trước khi đóng nghi thức.', 'ndc check names the key still: something is declared to be opened by it; find out what before the ceremony is closed.'),
  });
}

export const opening = (needed: number): CeremonyStep =>
  step('leader', text('Mở nghi thức', 'Open the ceremony'), {
    does: [
      text('Đối chiếu giấy tờ từng người với bảng thành phần; đủ người mới bắt đầu, ai ra khỏi phòng thì dừng. Điện thoại, máy ảnh để ngoài phòng. Đọc to tờ này một lượt.', 'Hold everybody’s papers against the table of who is present; begin only when all are there, and stop when anybody leaves. Telephones and cameras stay outside. Read this sheet aloud once.'),
      text(`Cần ${needed} người giữ khóa cùng có mặt; mỗi người chỉ giữ phần của mình.`, `${needed} custodians are needed together; each holds their own part alone.`),
    ],
    writes: [text('ngày, giờ mở', 'day and time of opening'), text('phòng', 'room')],
    until: text('bảng thành phần có đủ tên và chữ ký', 'the table of who is present has every name and signature'),
    otherwise: text('Thiếu người thì hoãn, không thay bằng người ngoài danh sách.', 'If anybody is missing put it off; nobody who is not listed stands in.'),
  });

export const closing = (): CeremonyStep =>
  step('leader', text('Đóng nghi thức', 'Close the ceremony'), {
    does: [text('Đăng xuất khỏi HSM và kho bí mật, đóng cửa sổ lệnh. Cất thẻ và phong bì trước mặt người chứng kiến. Ghi biên bản ở cuối tờ, mọi người ký; bản gốc lưu ở kho của cán bộ cơ yếu.', 'Sign out of the HSM and of the secret store and close the shell. Put cards and envelopes away before the witness. Fill in the record at the end of this sheet; everybody signs; the original is kept by the cipher officers.')],
    writes: [text('giờ đóng', 'time of closing')],
    until: text('biên bản có đủ chữ ký', 'the record has every signature'),
    otherwise: text('Có điều không khớp thì ghi vào biên bản trước khi ký, và báo người phụ trách an toàn thông tin trong ngày.', 'Whatever does not agree goes into the record before anybody signs, and to the security officer the same day.'),
  });
