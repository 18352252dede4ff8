import { plusDays, readDay, type Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { holdersOf } from '../model/key-holders.js';
import type { Text } from '../model/text.js';

export const rotationStages = ['create', 'add', 'write', 'rewrite', 'drop'] as const;
export type RotationStage = (typeof rotationStages)[number];

export interface RotationStep {
  readonly stage: RotationStage;
  readonly title: Text;
  readonly does: Text;
  /** Commands in their order; nothing in them needs quoting. */
  readonly commands: readonly string[];
  /** What has to hold before the next stage begins. */
  readonly until: Text;
}

export interface RotationPlan {
  readonly site: string;
  readonly key: string;
  readonly partition: string;
  readonly from: string;
  readonly to: string;
  /** First day on which the former version may be destroyed: after the last backup that it opens. */
  readonly neededUntil: Day;
  readonly steps: readonly RotationStep[];
}

/** The next version of a key's label: the year, and a letter within it. */
export function nextLabel(label: string, asOf: Day): string {
  const year = asOf.slice(0, 4);
  const match = /^(.+)-(\d{4})([a-z])$/.exec(label);
  if (match === null) return `${label}-${year}a`;
  const [, stem = '', of = '', letter = 'a'] = match;
  if (of < year) return `${stem}-${year}a`;
  return letter === 'z' ? `${stem}-${String(Number(of) + 1)}a` : `${stem}-${of}${String.fromCharCode(letter.charCodeAt(0) + 1)}`;
}

/** Days that the longest-kept backup of any tier lives: an etcd snapshot is kept no longer than that. */
export function longestRetention(estate: Pick<Estate, 'protection'>): number {
  return Math.max(...Object.values(estate.protection.tiers).map(({ retention }) => Math.max(retention.days, retention.monthlies * 31)));
}

type ApiKey = DeepReadonly<Estate['keys'][string]> & { readonly home: { readonly hsm: { readonly site: string; readonly partition: string; readonly label: string } } };

/** Whether the stages of a rotation are known: those of a key that an API server uses from an HSM. */
export const canPlan = (key: Estate['keys'][string]): key is ApiKey => key.purpose === 'api-server' && 'hsm' in key.home;

/** The stages of a change of key, during which every value stays readable at every moment. */
export function rotationPlan(estate: Estate, key: ApiKey, to = nextLabel(key.home.hsm.label, estate.scenario.asOf)): RotationPlan {
  const { site, home } = key;
  const { partition, label: from } = home.hsm;
  const others = holdersOf(estate, key).filter((id) => id !== home.hsm.site);
  // A site that does not operate yet has no HSM to look into: it gets the key as it opens.
  const looked = others.filter((id) => estate.sites[id]?.phase === 'operating');
  const later = others.filter((id) => !looked.includes(id));
  const waits = later.length === 0 ? { vi: '', en: '' } : { vi: ` ${later.join(', ')} chưa hoạt động: kiểm tra khi mở.`, en: ` ${later.join(', ')} ${later.length === 1 ? 'does' : 'do'} not operate yet: checked as ${later.length === 1 ? 'it opens' : 'they open'}.` };
  const neededUntil = plusDays(estate.scenario.asOf, longestRetention(estate));
  const shared = others.length === 0 ? { vi: '', en: '' } : { vi: ` Miền khóa chung với ${others.join(', ')}: HSM ở đó cũng phải có khóa mới.`, en: ` The key domain is shared with ${others.join(', ')}: the HSMs there have to hold the new key as well.` };
  const steps: readonly RotationStep[] = [
    {
      stage: 'create',
      title: { vi: 'Tạo khóa mới', en: 'Create the new key' },
      does: { vi: `Theo nghi thức, tạo khóa AES-256 "${to}" trong phân vùng ${partition}: không xuất được, không bọc khóa khác, CKA_ID ngẫu nhiên. Chưa ai dùng khóa này.`, en: `By ceremony, create the AES-256 key "${to}" in partition ${partition}: not extractable, wrapping nothing, with a random CKA_ID. Nobody uses it yet.` },
      commands: [`ndc hsm generate ${key.id} --label ${to} --library $LIBRARY`],
      until: { vi: 'biên bản nghi thức đã ký', en: 'the ceremony’s protocol is signed' },
    },
    {
      stage: 'add',
      title: { vi: 'Đưa khóa tới mọi nơi cần giải mã', en: 'Bring it wherever it will have to decrypt' },
      does: { vi: `Ghi "${to}" vào sites/data/keys/${site}.yaml; "${from}" chuyển xuống previous. Khóa phải có trong HSM mà mọi máy chủ API của ${site} dùng.${shared.vi}${waits.vi}`, en: `Write "${to}" into sites/data/keys/${site}.yaml; "${from}" moves down to previous. The key has to be in the HSM of every API server of ${site}.${shared.en}${waits.en}` },
      commands: [site, ...looked].map((id) => `ndc hsm check --site ${id} --connection $CONNECTION`),
      until: { vi: 'mọi lần kiểm tra đều đạt: không phần mở rộng nào được ghi bằng khóa mà phần mở rộng khác chưa đọc được', en: 'every check passes: no plugin may write with a key that another cannot read' },
    },
    {
      stage: 'write',
      title: { vi: 'Ghi bằng khóa mới', en: 'Write with the new key' },
      does: { vi: `Lần lượt từng máy chủ API: khởi động lại phần mở rộng với --key ${to}. Khóa cũ còn trên token nên giá trị cũ vẫn đọc được.`, en: `One API server after the other: restart its plugin with --key ${to}. The former key is still on the token, so that old values stay readable.` },
      commands: [`sed -i s/--key=${from}/--key=${to}/ /etc/systemd/system/ndc-kms.service`, 'systemctl daemon-reload', 'systemctl restart ndc-kms', 'ndc hsm kms-test --socket /run/ndc-kms/kms.sock'],
      until: { vi: 'mọi máy chủ API đều báo mã khóa mới; máy chủ API hỏi trạng thái mỗi phút', en: 'every API server knows the new key id; it asks for the status once a minute' },
    },
    {
      stage: 'rewrite',
      title: { vi: 'Ghi lại mọi bí mật', en: 'Rewrite every secret' },
      does: { vi: 'Đọc và ghi lại từng bí mật; giá trị không đổi, bản mã đổi. Bí mật bị sửa giữa chừng thì lệnh báo xung đột: chạy lại.', en: 'Read and write each secret: values stay, ciphertexts change. One that is changed meanwhile ends in a conflict: run it again.' },
      commands: ['kubectl get secrets --all-namespaces -o json | kubectl replace -f -', `etcdctl get /registry/secrets/ --prefix --print-value-only | grep -a -c ${from}: || true`],
      until: { vi: `lệnh cuối in 0: không giá trị nào còn mang mã khóa "${from}"`, en: `the last command prints 0: no value bears the key id "${from}" any more` },
    },
    {
      stage: 'drop',
      title: { vi: 'Thôi dùng khóa cũ', en: 'Drop the former key' },
      does: { vi: `Chụp etcd ngay sau khi ghi lại. Giữ "${from}" để giải mã cho đến khi bản sao lưu, bản khóa xóa và bản chụp etcd cuối cùng dùng nó hết hạn, sớm nhất sau ${readDay(neededUntil)}; rồi hủy theo nghi thức.`, en: `Snapshot etcd right after the rewrite. Keep "${from}" for decryption until the last backup, lock hold and etcd snapshot under it has expired, not before ${neededUntil} has passed; then destroy it by ceremony.` },
      commands: ['etcdctl snapshot save $SNAPSHOT'],
      until: { vi: `previous ghi neededUntil: ${neededUntil}`, en: `previous says neededUntil: ${neededUntil}` },
    },
  ];
  return { site, key: key.id, partition, from, to, neededUntil, steps };
}
