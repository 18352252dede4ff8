import type { Text } from '../../model/text.js';
import { text, type RunbookCommand } from '../../recovery/runbook/step.js';
import { backupSteps } from './copies.js';
import { makingOf, pairOf } from '../making.js';
import { checked, drawId, fields, formerHolders, generate, holders, inventoried, inventoryChecked, removedFrom, listed, movesAlong, partitionAt, removal, tokens } from './lines.js';
import { step, type CeremonyOf, type CeremonyStep, type HsmKey } from './step.js';

const withinHsm = ({ estate, key }: CeremonyOf<HsmKey>): Text => {
  const quorum = key.custodians?.needed ?? estate.sites[key.home.hsm.site]?.hsm.quorum.needed ?? 1;
  return text(`${quorum} người giữ khóa mở phân vùng bằng thẻ hoặc phần PIN của mình, theo cách của nhà sản xuất; PIN gõ trên bàn phím không hiện, không đọc thành tiếng.`, `${quorum} custodians open the partition with their cards or parts of the PIN, as its maker has it; a PIN is typed unseen and never said aloud.`);
};

/** The token is the one that was delivered, nothing in it bears the label yet, and its findings are known. */
function seen(of: CeremonyOf<HsmKey>, label: string): CeremonyStep[] {
  const { site, partition } = of.key.home.hsm;
  return [
    step('witness', text('Nhận diện thiết bị', 'Identify the device'), {
      does: [text('Xem niêm phong của thiết bị còn nguyên, đối chiếu số sê-ri và firmware với sổ tài sản.', 'See that the device’s seals are whole; hold serial number and firmware against the register of assets.')],
      commands: [tokens()],
      writes: [fields.serial, fields.deviceSeal],
      until: text('số sê-ri, firmware và niêm phong khớp sổ', 'serial number, firmware and seal agree with the register'),
      otherwise: text('Không khớp hoặc niêm phong rách: dừng, lập biên bản, không đăng nhập vào thiết bị.', 'If they differ or a seal is torn: stop, record it, and do not sign in to the device.'),
    }),
    step('operator', text('Xem phân vùng trước khi làm', 'Look into the partition first'), {
      does: [withinHsm(of)],
      commands: [checked(site, partition, of.options, text(`không có khóa nào mang nhãn ${label}; không có phát hiện nào mới`, `no key bears the label ${label}; nothing new is found`))],
      until: text('người chứng kiến đọc lại danh sách khóa', 'the witness has read the list of keys'),
      otherwise: text('Sai PIN: dừng lại, không thử lần hai khi chưa biết vì sao, vì token khóa sau vài lần. Đã có khóa mang nhãn này: dừng, chọn nhãn khác trong danh mục.', 'A wrong PIN: stop and do not try again before it is known why, for a token locks after a few. A key of this label is there: stop and choose another label in the inventory.'),
    }),
  ];
}

/** A new key in the HSM, under a label, and in every HSM of its domain. */
export function makingSteps(of: CeremonyOf<HsmKey>, label: string): CeremonyStep[] {
  const { key, estate, options } = of;
  const { site, partition } = key.home.hsm;
  const making = makingOf(key);
  const others = holders(of).filter((id) => id !== site);
  const pair = pairOf(key);
  return [
    ...seen(of, label),
    step('operator', text('Rút CKA_ID', 'Draw the CKA_ID'), {
      does: [text('CKA_ID rút ngẫu nhiên trước mặt mọi người: nhãn dùng lại thì mã khóa vẫn khác. Hai người đọc lại từng chữ số.', 'It is drawn before everybody’s eyes: a label used again still names another key. Two people read its digits again.')],
      commands: [drawId()],
      writes: [fields.objectId],
      until: text('CKA_ID trên tờ này giống trên màn hình', 'the CKA_ID on this sheet is the one on the screen'),
      otherwise: text('Chép sai thì gạch đi, hai người ký bên cạnh, chép lại.', 'If it was copied wrongly strike it out, two people sign beside it, and copy it again.'),
    }),
    step('operator', pair ? text(`Tạo cặp khóa ${label}`, `Make the key pair ${label}`) : text(`Tạo khóa ${label}`, `Make the key ${label}`), {
      does: [
        text(`Trong phân vùng ${partition}: ${key.mechanism}, ${key.bits} bit, không xuất được. Khóa sinh trong HSM và không bao giờ ra ngoài.`, `In partition ${partition}: ${key.mechanism}, ${key.bits} bits, not extractable. It is generated inside the HSM and never leaves it.`),
        ...(making === undefined ? [text('ndc hsm generate không tạo loại khóa này: dùng công cụ của nhà sản xuất với nhãn và CKA_ID như trên, CKA_SENSITIVE=true, CKA_EXTRACTABLE=false, CKA_WRAP=false.', 'ndc hsm generate makes no key of this kind: use the maker’s own tool with this label, this CKA_ID, CKA_SENSITIVE=true, CKA_EXTRACTABLE=false and CKA_WRAP=false.')] : []),
      ],
      commands: making === undefined ? [] : [generate(key, label, pair, of.making)],
      until: text('khóa có đúng nhãn và CKA_ID', 'the key has this label and this CKA_ID'),
      otherwise: text('Lệnh báo lỗi và nói chưa có khóa nào: làm theo thông báo rồi chạy lại. Lệnh nói không rõ, hoặc có khóa chưa xóa được: xem phân vùng trước, xóa khóa đó, rút CKA_ID mới rồi chạy lại.', 'An error that says no key was made: do as it says and run it again. One that does not know, or that names a key that is left: look into the partition first, remove that key, draw a new CKA_ID and run it again.'),
    }),
    step('witness', text('Đọc dấu nhận của khóa', 'Read what marks the key'), {
      does: [text(pair ? 'SHA-256 của khóa công khai là dấu nhận của cặp khóa; không ai suy ra khóa riêng từ đó.' : 'KCV là ba byte để nhận ra khóa; không ai suy ra khóa từ đó.', pair ? 'The SHA-256 of the public key marks the pair; the private key cannot be found from it.' : 'The KCV is three bytes that tell the key from others; it cannot be found from them.')],
      commands: [checked(site, partition, options, notYetListed(of, label, pair))],
      writes: [fields.objectId, fields.checkValue],
      until: text('dấu nhận đã ghi, người thao tác và người chứng kiến đọc như nhau', 'the marks are written, and operator and witness read the same'),
      otherwise: text('Có thuộc tính bị nêu là sai: không dùng khóa này, xóa đi, rút CKA_ID mới và tạo lại. HSM không cho biết KCV: lấy bằng công cụ của nhà sản xuất.', 'An attribute is named as wrong: do not use this key, remove it, draw a new CKA_ID and make it again. The HSM tells no KCV: take it with the maker’s tool.'),
    }),
    ...others.map((other) => sharedStep(of, other, label)),
    ...(estate.sites[site]?.phase === 'operating' ? [] : [step('leader', text(`${site} chưa hoạt động`, `${site} does not operate yet`), { does: [text('Khóa tạo trước khi trung tâm nghiệm thu phải được kiểm tra lại đầy đủ khi nghiệm thu.', 'A key made before the site is commissioned is checked again in full when it is.')], until: text('biên bản ghi điều này', 'the record says so'), otherwise: text('Hoãn nghi thức đến khi nghiệm thu.', 'Put the ceremony off until it is commissioned.') })]),
  ];
}

/** As the command prints it before the inventory has the key: a planned one is a reminder, a label that stands nowhere is a finding. */
function notYetListed({ act }: CeremonyOf<HsmKey>, label: string, pair: boolean): Text {
  const mark = pair ? 'SHA-256' : 'KCV';
  return act === 'create'
    ? text(`${label}: CKA_ID và ${mark}; về khóa này chỉ có một dòng "!" rằng danh mục ghi là dự kiến`, `${label}: CKA_ID and ${mark}; of this key nothing but a line "!", that the inventory has it as planned`)
    : text(`${label}: CKA_ID và ${mark}; về khóa này chỉ có một dòng "✗" rằng khóa không có trong danh mục, mã thoát 1: danh mục ghi ở bước sau`, `${label}: CKA_ID and ${mark}; of this key nothing but a line "✗", that it is in no inventory, with exit code 1: the inventory gets it in a later step`);
}

/** The same key in another HSM of the domain, compared by its mark. */
function sharedStep(of: CeremonyOf<HsmKey>, other: string, label: string): CeremonyStep {
  const { key, estate, options } = of;
  const partition = partitionAt(of, other);
  const operates = estate.sites[other]?.phase === 'operating';
  return step('custodian', text(`Đưa khóa sang HSM của ${other}`, `Bring the key to the HSM of ${other}`), {
    does: [
      text(`Miền khóa ${key.domain?.name ?? ''}: sao bằng cơ chế nhân bản của HSM, khóa chỉ đi dưới dạng đã mã hóa giữa hai thiết bị. Cần người giữ khóa của cả hai nơi.`, `Key domain ${key.domain?.name ?? ''}: by the HSM’s own cloning, the key travels encrypted between two devices alone. Custodians of both sites are needed.`),
      ...(operates ? [] : [text(`${other} chưa hoạt động: bước này làm khi nghiệm thu ${other}, ghi "chưa" và ngày hẹn.`, `${other} does not operate yet: this is done when it is commissioned; write "not yet" and the day agreed.`)]),
    ],
    commands: [checked(other, partition, options, text(`${label}: CKA_ID và dấu nhận giống ở ${key.home.hsm.site}`, `${label}: the same CKA_ID and mark as at ${key.home.hsm.site}`))],
    writes: [fields.serial, fields.checkValue],
    until: text('CKA_ID và dấu nhận giống nhau ở hai nơi', 'CKA_ID and mark are the same at both'),
    otherwise: text('Khác nhau là hai khóa khác nhau: xóa bản sao ở nơi nhận, sao lại. Chưa giống thì chưa ai được mã hóa bằng khóa này.', 'If they differ these are two keys: remove the copy and clone again. Until they agree nobody may encrypt with this key.'),
  });
}

export function createSteps(of: CeremonyOf<HsmKey>): CeremonyStep[] {
  const { key, day } = of;
  const { label, site, partition } = key.home.hsm;
  return [
    ...makingSteps(of, label),
    ...backupSteps(of, label),
    inventoried(text('Ghi vào danh mục khóa', 'Write it into the inventory'), { file: `keys/${key.site}.yaml`, lines: [`  - id: ${key.id}`, `    home: {hsm: {site: ${site}, partition: ${JSON.stringify(partition)}, label: ${label}, objectId: "…"}}`, `    created: ${day}`] }, of, [text('objectId là CKA_ID đã ghi; created là ngày làm nghi thức. Các dòng khác giữ nguyên.', 'objectId is the CKA_ID that was written down; created is the ceremony’s day. Leave the other lines as they are.')]),
  ];
}

/** Every object of a key or of one version of it, in every HSM, and every copy elsewhere. */
export function destroySteps(of: CeremonyOf<HsmKey>): CeremonyStep[] {
  const { key, version, options } = of;
  const label = version === undefined ? key.home.hsm.label : version.label;
  const known = version === undefined ? key.home.hsm.objectId : version.objectId;
  const pair = pairOf(key);
  const copies = key.backups ?? [];
  const told = label ?? version?.id ?? key.id;
  return [
    ...holders(of).flatMap((site): CeremonyStep[] => {
      const partition = partitionAt(of, site);
      return [
        step('witness', text(`Nhận đúng khóa trong HSM của ${site}`, `Find the very key in the HSM of ${site}`), {
          does: [...(of.estate.sites[site]?.phase === 'operating' ? [] : [text(`${site} chưa hoạt động: nếu HSM ở đó chưa từng có khóa này, ghi "chưa có" và bỏ qua bước sau.`, `${site} does not operate yet: if the HSM there never held this key write "never" and leave the next step out.`)]), text(known === undefined ? 'Danh mục không ghi CKA_ID: lấy từ biên bản tạo khóa, đặt vào biến ID.' : `CKA_ID trong danh mục: ${known}. Đặt vào biến ID.`, known === undefined ? 'The inventory has no CKA_ID: take it from the record of its making and put it into the variable ID.' : `CKA_ID in the inventory: ${known}. Put it into the variable ID.`)],
          commands: [tokens(), checked(site, partition, options, text(`${told}: CKA_ID và dấu nhận giống biên bản tạo khóa`, `${told}: CKA_ID and mark as in the record of its making`))],
          writes: [fields.serial, fields.objectId, fields.checkValue],
          until: text('nhãn, CKA_ID và dấu nhận đều khớp; hai người đọc to', 'label, CKA_ID and mark agree; two people have read them aloud'),
          otherwise: text('Một trong ba không khớp: dừng. Xóa nhầm khóa là mất mọi thứ nó mở.', 'If one of the three differs: stop. To remove the wrong key is to lose everything it opens.'),
        }),
        step('operator', text(`Xóa khóa trong HSM của ${site}`, `Remove the key from the HSM of ${site}`), {
          does: [withinHsm(of)],
          commands: label === undefined ? [] : [...(pair ? [removal(partition, label, 'privkey'), removal(partition, label, 'pubkey')] : [removal(partition, label, 'secrkey')]), listed(partition, text(`không còn ${label}`, `${label} is gone`))],
          until: text('danh sách khóa không còn khóa này', 'the list of keys no longer has it'),
          otherwise: text('HSM từ chối xóa: dùng công cụ của nhà sản xuất với đúng CKA_ID. Chưa xóa được ở nơi nào thì biên bản ghi nơi đó.', 'The HSM refuses: use the maker’s tool with this CKA_ID. The record names every place where it could not be removed.'),
        }),
      ];
    }),
    ...formerHolders(of).map((site) => gone(of, site)),
    ...copies.map((copy) => destroyedCopy(copy)),
    removedFrom(of),
  ];
}

/** An HSM that holds the key no more by what the data say: a record is asked for, since nobody can look into it as into the others. */
function gone({ estate, key }: CeremonyOf<HsmKey>, site: string): CeremonyStep {
  const retired = estate.sites[site]?.phase === 'retired';
  return step('witness', text(`HSM của ${site} không còn khóa`, `The HSM of ${site} holds the key no more`), {
    does: [
      retired
        ? text(`${site} đã ngừng hoạt động. Xem biên bản xóa trắng HSM ở đó, hoặc biên bản HSM ấy chưa từng có khóa này.`, `${site} has retired. See the record that its HSM was zeroized, or that it never held this key.`)
        : text(`HSM của ${site} không thuộc miền khóa ${key.domain?.name ?? ''} mà danh mục nêu. Xem biên bản xóa khóa này khi HSM rời miền, hoặc biên bản HSM ấy chưa từng có khóa này.`, `The HSM of ${site} is not of the key domain ${key.domain?.name ?? ''} that the inventory names. See the record that the key was removed as the HSM left it, or that it never held it.`),
    ],
    writes: [text('số biên bản và ngày', 'number and day of the record')],
    until: text('số biên bản đã ghi', 'the record’s number is written down'),
    otherwise: text('Không có biên bản: coi như HSM ấy còn khóa. Tìm thiết bị và xóa trắng nó trước khi ghi là đã hủy.', 'There is no record: take it that this HSM holds the key still. Find the device and zeroize it before the key is recorded as destroyed.'),
  });
}

function destroyedCopy({ medium, site, place }: NonNullable<CeremonyOf['key']['backups']>[number]): CeremonyStep {
  return step('custodian', text(`Hủy bản sao: ${place}`, `Destroy the copy: ${place}`), {
    does: [
      medium === 'cards'
        ? text('Đủ số thẻ để dựng lại khóa phải bị hủy. Thẻ còn giữ khóa khác thì không hủy thẻ: sao lưu lại bộ thẻ không có khóa này, rồi hủy bộ cũ.', 'Enough cards to rebuild the key have to be destroyed. Cards that hold other keys too are not: back those up onto a new set without this one, then destroy the old set.')
        : text('Xóa theo cách của phương tiện, hoặc hủy vật lý; ảnh chụp cũ hơn cũng là bản sao.', 'Erase it as the medium is erased, or destroy the medium; older snapshots are copies as well.'),
      ...(site === undefined ? [] : [text(`Ở ${site}.`, `At ${site}.`)]),
    ],
    writes: [fields.bag],
    until: text('không còn bản sao nào dựng lại được khóa; người chứng kiến thấy tận mắt', 'no copy is left that rebuilds the key; the witness has seen it'),
    otherwise: text('Niêm phong rách hoặc thiếu thẻ: coi như khóa đã lộ, báo người phụ trách an toàn thông tin ngay.', 'A torn seal or a missing card: take the key for disclosed and tell the security officer at once.'),
  });
}

/** Checked at the end, whatever was done in the HSM: at home always, since a key is made before its site operates too. */
export const hsmChecks = (of: CeremonyOf<HsmKey>, to?: string): readonly RunbookCommand[] => [
  ...holders(of).flatMap((site) => (site === of.key.home.hsm.site || of.estate.sites[site]?.phase === 'operating' ? [checked(site, partitionAt(of, site), of.options, text('Đạt', 'Passed'))] : [])),
  inventoryChecked(of, to !== undefined && movesAlong(of.key) ? to : of.key.id),
];
