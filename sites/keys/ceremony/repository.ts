import type { Estate } from '../../model/estate.js';
import { command, quoted, text, type RunbookCommand } from '../../recovery/runbook/step.js';
import { fields, formerLine, inventoried, inventoryChecked, keptThrough, removedFrom } from './lines.js';
import { neededAfter } from '../needed-until.js';
import { inStore, step, type CeremonyKey, type CeremonyOf, type CeremonyStep } from './step.js';

const repositoryOf = ({ home }: CeremonyKey): string => ('repository' in home ? home.repository : '');

/** The key that wraps what lies in a repository: whoever opens it. */
export const wrappedBy = (estate: Estate, key: CeremonyKey): CeremonyKey | undefined => Object.values(estate.keys).find(({ opens }) => opens.includes(`repository/${repositoryOf(key)}`));

/** A new key, wrapped before it leaves the module: nobody ever holds it in clear. */
function wrapped({ estate, key }: CeremonyOf): CeremonyStep {
  const wrapping = wrappedBy(estate, key);
  const bits = [128, 256, 512].includes(key.bits) ? ` bits=${key.bits}` : '';
  const inTransit = wrapping !== undefined && inStore(wrapping);
  const cut = inTransit ? wrapping.home.store.path.lastIndexOf('/') : -1;
  const [mount, name] = inTransit ? (cut <= 0 ? ['transit', wrapping.home.store.path] : [wrapping.home.store.path.slice(0, cut), wrapping.home.store.path.slice(cut + 1)]) : ['', ''];
  return step('operator', text(`Tạo khóa đã bọc bằng ${wrapping?.id ?? '?'}`, `Make the key, wrapped by ${wrapping?.id ?? '?'}`), {
    does: [
      inTransit
        ? text('Kho bí mật sinh khóa và chỉ trả bản đã bọc; không ai thấy khóa dạng rõ.', 'The secret store generates it and gives the wrapped form alone; nobody sees it in clear.')
        : text('HSM sinh khóa và bọc bằng khóa trên, theo công cụ của nhà sản xuất; khóa chỉ ra khỏi HSM dưới dạng đã bọc. Không sinh khóa trên máy rồi mới bọc.', 'The HSM generates it and wraps it with that key, by its maker’s tool; it leaves the HSM wrapped alone. Do not generate it on a machine and wrap it afterwards.'),
    ],
    commands: [
      ...(inTransit ? [command('bao login -no-print', 'Success; mã gõ trên bàn phím, không hiện', 'Success; the token is typed unseen'), command(`bao write -f -field=ciphertext ${quoted(`${mount}/datakey/wrapped/${name}`)}${bits} > "$WRAPPED"`, 'tệp bắt đầu bằng vault:v', 'a file that begins with vault:v')] : []),
      command('sha256sum "$WRAPPED"', 'SHA-256, chép vào tờ này', 'SHA-256, copied onto this sheet'),
    ],
    writes: [fields.hash],
    until: text('tệp chỉ có bản đã bọc', 'the file holds the wrapped form alone'),
    otherwise: text('Nghi bản rõ từng nằm trên đĩa hay màn hình: bỏ khóa này, hủy đĩa, làm lại.', 'Should it ever have lain in clear on a disk or screen: give this key up, destroy the disk, begin again.'),
  });
}

const committed = ({ key }: CeremonyOf): CeremonyStep =>
  step('engineer', text(`Đưa vào kho mã ${repositoryOf(key)}`, `Put it into the repository ${repositoryOf(key)}`), {
    does: [text('Chỉ tệp đã bọc được commit; người thứ hai duyệt thay đổi và so SHA-256.', 'The wrapped file alone is committed; a second person approves the change and compares the SHA-256.')],
    commands: [command('git add -- "$WRAPPED" && git commit -S -m "wrapped key" -- "$WRAPPED"', 'một commit đã ký, một tệp', 'one signed commit of one file')],
    writes: [fields.commit],
    until: text('nhánh đã duyệt có tệp với đúng SHA-256', 'the approved branch has the file with this SHA-256'),
    otherwise: text('Commit nhầm thứ khác: coi như lộ, không chỉ xóa ở commit sau; thay khóa bị lộ.', 'Something else was committed: take it for disclosed; a later commit does not remove it; rotate what was disclosed.'),
  });

const opened = ({ estate, key }: CeremonyOf): CeremonyStep =>
  step('witness', text('Mở thử ở nơi phục hồi', 'Open it where it would be restored'), {
    does: [text(`Ở từng nơi phải phục hồi, dịch vụ dùng khóa mở được tệp bằng ${wrappedBy(estate, key)?.id ?? '?'} của nơi đó. Không in khóa ra màn hình: chỉ xem dịch vụ báo mở được.`, `At every site that has to restore, the service that uses it opens the file with that site’s ${wrappedBy(estate, key)?.id ?? '?'}. Print no key: see only that the service reports it open.`)],
    until: text('mọi nơi báo mở được', 'every site reports it open'),
    otherwise: text('Không mở được: khóa bọc ở nơi đó không giống; chưa dùng khóa này.', 'It does not open: the wrapping key there is another; do not use this key yet.'),
  });

const copies = ({ key }: CeremonyOf): CeremonyStep[] =>
  (key.backups ?? []).map((copy) =>
    step('custodian', text('Cất một bản kho mã ngoài mạng', 'Put a copy of the repository away, off the network'), {
      does: [text(`Bản sao kho mã có tệp đã bọc, tách khỏi khóa bọc nó. Nơi cất: ${copy.place}.`, `A copy of the repository with the wrapped file, apart from the key that wraps it. It lies: ${copy.place}.`)],
      commands: [command('git bundle create "$WRAPPED.bundle" --all && git bundle verify "$WRAPPED.bundle"', 'is okay', 'is okay')],
      writes: [fields.bag, fields.hash],
      until: text('nơi cất đã ký nhận', 'whoever keeps it has signed'),
      otherwise: text('Bản sao hỏng: tạo lại trước khi rời phòng.', 'A bad copy: make it again before anybody leaves the room.'),
    }),
  );

export const repositoryCreate = (of: CeremonyOf): CeremonyStep[] => [wrapped(of), committed(of), opened(of), ...copies(of), inventoried(text('Ghi vào danh mục khóa', 'Write it into the inventory'), { file: `keys/${of.key.site}.yaml`, lines: [`  - id: ${of.key.id}`, `    created: ${of.day}`] }, of)];

export const repositoryBackup = (of: CeremonyOf): CeremonyStep[] => [...copies(of), opened(of)];

export function repositoryRotate(of: CeremonyOf): CeremonyStep[] {
  const { key, day, estate } = of;
  const since = key.rotated ?? key.created ?? day;
  const neededUntil = neededAfter(estate, key.purpose, day);
  return [
    wrapped(of),
    committed(of),
    opened(of),
    ...copies(of),
    step('engineer', text('Dùng khóa mới, ghi lại dữ liệu', 'Use the new key and rewrite the data'), {
      does: [text(`Dịch vụ mã hóa bằng khóa mới, còn giải mã bằng cả hai; rồi ghi lại mọi thứ ${key.opens.join(', ')} có. Tệp của khóa cũ ở lại kho mã.`, `The service encrypts with the new key and decrypts with both; then rewrite everything of ${key.opens.join(', ')}. The former key’s file stays in the repository.`)],
      until: text('không còn gì chỉ mở được bằng khóa cũ, trừ trong bản sao lưu', 'nothing opens with the former key alone, backups apart'),
      otherwise: text('Còn dữ liệu cũ: giữ khóa cũ, ghi nơi còn và hẹn ngày.', 'Some is left: keep the former key, record where and by when.'),
    }),
    inventoried(
      text('Ghi phiên bản cũ và hạn của nó', 'Record the former version and until when it is needed'),
      { file: `keys/${key.site}.yaml`, lines: [`  - id: ${key.id}`, `    rotated: ${day}`, '    previous:', formerLine({ id: `${key.id}-${since}`, from: since, until: day, neededUntil })] },
      of,
      [keptThrough(neededUntil)],
    ),
  ];
}

export function repositoryDestroy(of: CeremonyOf): CeremonyStep[] {
  const { key, estate } = of;
  return [
    step('operator', text('Hủy tệp đã bọc', 'Destroy the wrapped file'), {
      does: [text(`Git giữ mọi lịch sử: xóa tệp không hủy được khóa. Khóa chỉ mất khi khóa bọc nó (${wrappedBy(estate, key)?.id ?? '?'}) đã bị hủy phiên bản đã bọc nó, hoặc mọi bản của kho mã đã bị xóa cả lịch sử.`, `Git keeps all history: removing the file does not destroy the key. It is gone only once the version of the wrapping key (${wrappedBy(estate, key)?.id ?? '?'}) that wrapped it is destroyed, or the history of every copy of the repository.`)],
      commands: [command('git rm -- "$WRAPPED" && git commit -S -m "wrapped key given up" -- "$WRAPPED"', 'một commit đã ký', 'one signed commit')],
      writes: [fields.commit, text('cách hủy: hủy khóa bọc, hay xóa lịch sử', 'how: the wrapping key’s version, or history')],
      until: text('biên bản ghi cách nào trong hai cách đã làm, và ngày', 'the record says which of the two was done, and when'),
      otherwise: text('Chưa làm được cách nào: khóa chưa hủy, biên bản ghi như vậy.', 'Neither was: the key is not destroyed, and the record says so.'),
    }),
    removedFrom(of),
  ];
}

export const repositoryChecks = (of: CeremonyOf): readonly RunbookCommand[] => [inventoryChecked(of)];
