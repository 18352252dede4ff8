import type { Text } from '../../model/text.js';
import { text } from '../../recovery/runbook/step.js';
import { pairOf } from '../making.js';
import { checked, fields, markOf, partitionAt } from './lines.js';
import { step, type CeremonyKey, type CeremonyOf, type CeremonyStep, type HsmKey } from './step.js';

export type Copy = NonNullable<CeremonyKey['backups']>[number];

export const media: Readonly<Record<Copy['medium'], Text>> = {
  hsm: text('HSM khác', 'another HSM'),
  cards: text('thẻ của người giữ khóa', 'cards of the custodians'),
  'sealed-media': text('phương tiện niêm phong', 'sealed media'),
  store: text('kho bí mật', 'a secret store'),
  repository: text('kho mã', 'a repository'),
};

/** Each declared copy of a key in an HSM: made, tried, sealed. */
export function backupSteps(of: CeremonyOf<HsmKey>, label: string): CeremonyStep[] {
  const { key } = of;
  const copies = key.backups ?? [];
  if (copies.length === 0)
    return [
      step('leader', text('Không có bản sao nào được khai báo', 'No copy is declared'), {
        does: [text(`Mục backups của ${key.id} trống: nếu miền khóa cũng không có nơi nào khác đang hoạt động thì mất HSM là mất khóa (BAK-007). Khai báo một bản sao trước khi dữ liệu đầu tiên được mã hóa.`, `backups of ${key.id} is empty: unless another operating site shares its domain, the key is lost with the HSM (BAK-007). Declare a copy before the first data are encrypted.`)],
        until: text('biên bản ghi ai chịu trách nhiệm và đến ngày nào', 'the record says who sees to it, and by when'),
        otherwise: text('Không dùng khóa này.', 'Do not use this key.'),
      }),
    ];
  return copies.flatMap((copy) => [made(of, copy), tried(of, copy, label), sealed(copy)]);
}

function made({ key, estate }: CeremonyOf<HsmKey>, { medium, site, place }: Copy): CeremonyStep {
  const needed = key.custodians?.needed ?? estate.sites[key.home.hsm.site]?.hsm.quorum.needed ?? 1;
  const how: Readonly<Record<Copy['medium'], Text>> = {
    cards: text(`Dùng chức năng sao lưu của HSM: khóa được HSM bọc rồi chia lên thẻ, ${needed} người mới dựng lại được. Mỗi người tự đặt mã của thẻ mình, không ai thấy mã của ai.`, `By the HSM’s own backup: it wraps the key and splits it onto cards, and ${needed} people are needed to rebuild it. Each sets the code of their own card; nobody sees another’s.`),
    'sealed-media': text('Dùng chức năng sao lưu của HSM: tệp do HSM bọc, mở được chỉ trong HSM cùng miền khóa. Không mang tệp qua mạng.', 'By the HSM’s own backup: a file wrapped by the HSM, which opens in an HSM of the same domain alone. It travels over no network.'),
    hsm: text('Dùng chức năng nhân bản giữa hai HSM cùng miền khóa.', 'By cloning between two HSMs of one domain.'),
    store: text('Tệp do HSM bọc đưa vào kho bí mật; kho không được là kho mà khóa này niêm phong.', 'The file that the HSM wrapped goes into the secret store, which must not be one that this key seals.'),
    repository: text('Tệp do HSM bọc đưa vào kho mã; kho không được là kho mà khóa này mở.', 'The file that the HSM wrapped goes into the repository, which must not be one that this key opens.'),
  };
  return step('custodian', text(`Sao lưu khóa lên ${media[medium].vi}`, `Back the key up onto ${media[medium].en}`), {
    does: [how[medium], text(`Nơi cất: ${place}${site === undefined ? '' : `, ${site}`}.`, `It will lie: ${place}${site === undefined ? '' : `, ${site}`}.`)],
    writes: [text('số của thẻ hay phương tiện', 'numbers of the cards or media')],
    until: text('HSM báo đã sao lưu', 'the HSM reports the backup done'),
    otherwise: text('HSM báo lỗi hoặc thẻ hỏng: hủy bộ thẻ dở trước mặt người chứng kiến, làm lại với bộ mới.', 'The HSM reports an error or a card fails: destroy the unfinished set before the witness and begin with a new one.'),
  });
}

function tried(of: CeremonyOf<HsmKey>, { medium, site }: Copy, label: string): CeremonyStep {
  const { key, options } = of;
  return step('witness', text('Thử phục hồi bản sao', 'Try to restore the copy'), {
    does: [text('Phục hồi vào một phân vùng trống hoặc HSM dự phòng cùng miền khóa, đọc dấu nhận, rồi xóa. Bản sao chưa phục hồi thử là bản sao chưa có.', 'Restore it into an empty partition or a spare HSM of the domain, read its mark, then remove it. A copy that was never restored is no copy.')],
    commands: medium === 'hsm' && site !== undefined ? [checked(site, partitionAt(of, site), options, text(`${label}: CKA_ID và dấu nhận giống biên bản tạo khóa`, `${label}: CKA_ID and mark as in the record of its making`))] : [markOf(key.home.hsm.site, pairOf(key), options)],
    writes: [fields.serial, fields.checkValue],
    until: text('dấu nhận giống khóa gốc, bản thử đã xóa', 'the mark is the original’s, and what was restored is removed again'),
    otherwise: text('HSM không cho biết KCV: đọc bằng công cụ của nhà sản xuất. Không phục hồi được hoặc dấu nhận khác: bản sao này hỏng, làm lại từ bước sao lưu.', 'The HSM tells no KCV: read it with its maker’s tool. It does not restore or the mark differs: this copy is bad, go back to the backup.'),
  });
}

function sealed({ place }: Copy): CeremonyStep {
  return step('custodian', text('Niêm phong và cất bản sao', 'Seal the copy and put it away'), {
    does: [text(`Mỗi phần một túi niêm phong, số túi ghi ở đây và trên túi. Không ai mang hai phần. Nơi cất: ${place}.`, `One sealed bag for each part, its number written here and on the bag. Nobody carries two parts. It lies: ${place}.`)],
    writes: [fields.bag, fields.place, text('người nhận và giờ nhận', 'received by, and when')],
    until: text('nơi cất đã ký nhận đủ túi', 'whoever keeps it has signed for every bag'),
    otherwise: text('Thiếu túi hoặc niêm phong rách dọc đường: coi như khóa đã lộ; không dùng khóa, báo ngay.', 'A bag is missing or torn on the way: take the key for disclosed, do not use it, and say so at once.'),
  });
}
