import { readDay } from '../../model/calendar.js';
import type { Estate } from '../../model/estate.js';
import { everyKey } from '../../model/key-holders.js';
import { homeOf } from '../../model/key-needs.js';
import type { Text } from '../../model/text.js';
import { text } from '../../recovery/runbook/step.js';
import { nextLabel } from '../rotation.js';
import { backupSteps } from './copies.js';
import { diskBackup, diskCreate, diskDestroy, diskRotate, ofDisks } from './disks.js';
import { closing, dataVariable, fileVariable, idVariable, libraryVariable, opening, partitionVariable, snapshotVariable, storeVariable } from './lines.js';
import { neededFormer, neededKey, type Needed } from './needs.js';
import { repositoryBackup, repositoryChecks, repositoryCreate, repositoryDestroy, repositoryRotate, wrappedBy } from './repository.js';
import { hsmRotate } from './rotation.js';
import { inHsm, inStore, type Attendance, type Ceremony, type CeremonyAct, type CeremonyKey, type CeremonyOf, type CeremonyStep, type FormerVersion, type Hindrance, type Variable } from './step.js';
import { storeBackup, storeChecks, storeCreate, storeDestroy, storeRotate } from './store.js';
import { createSteps, destroySteps, hsmChecks } from './token.js';

export interface CeremonySubject {
  readonly key: CeremonyKey;
  readonly version?: FormerVersion;
}

/** A key or a former version by its id. */
export function ceremonySubject(estate: Estate, id: string): CeremonySubject | undefined {
  const key = estate.keys[id] ?? estate.destroyedKeys[id];
  if (key !== undefined) return { key };
  for (const one of everyKey(estate)) {
    const version = one.previous?.find((former) => former.id === id);
    if (version !== undefined) return { key: one, version };
  }
  return undefined;
}

/** What comes next for a key: it is made, then rotated; a former version is only ever destroyed. */
export const usualAct = ({ key, version }: CeremonySubject): CeremonyAct => (version !== undefined ? 'destroy' : key.created === undefined ? 'create' : 'rotate');

/** The sheet of one ceremony. Where anything stands in the way it says what, and has no steps. */
export function ceremony(estate: Estate, { key, version }: CeremonySubject, act: CeremonyAct, options: { readonly commands: string; readonly making?: string; readonly to?: string }): Ceremony {
  const { asOf: day } = estate.scenario;
  const of: CeremonyOf = { estate, act, key, ...(version === undefined ? {} : { version }), day, options: options.commands, making: options.making ?? options.commands };
  const label = labelOf(key, version);
  const to = act === 'rotate' && inHsm(key) ? (options.to ?? unused(estate, nextLabel(key.home.hsm.label, day))) : undefined;
  const { hindrances, firstDay } = hindered(estate, { key, ...(version === undefined ? {} : { version }) }, act);
  const stopped = hindrances.length > 0;
  const quorum = quorumOf(estate, key);
  const steps = stopped ? [] : [opening(quorum.needed), ...stepsOf(of, act, to), closing()];
  return {
    act,
    key: key.id,
    ...(version === undefined ? {} : { version: version.id }),
    site: key.site,
    purpose: key.purpose,
    home: homeOf(key.home),
    ...(label === undefined ? {} : { label }),
    ...(to === undefined ? {} : { to }),
    attendance: attendanceOf(key, act, quorum),
    custodians: key.custodians?.roles ?? [],
    variables: stopped ? [] : variablesOf(key, act, steps),
    before: stopped ? [] : beforeOf(of, act),
    hindrances,
    ...(firstDay === undefined ? {} : { firstDay }),
    steps,
    checks: stopped ? [] : inHsm(key) ? hsmChecks({ ...of, key }, to) : inStore(key) ? storeChecks({ ...of, key }) : repositoryChecks(of),
    record: recordOf(key, act),
  };
}

function labelOf(key: CeremonyKey, version: FormerVersion | undefined): string | undefined {
  if (version !== undefined) return version.label;
  return inHsm(key) ? key.home.hsm.label : inStore(key) ? key.home.store.path : undefined;
}

/** A label that no version ever bore. */
function unused(estate: Estate, label: string): string {
  const used = new Set(everyKey(estate).flatMap((key) => [...(inHsm(key) ? [key.home.hsm.label] : []), ...(key.previous ?? []).flatMap((former) => former.label ?? [])]));
  let free = label;
  while (used.has(free)) free = nextLabel(free, estate.scenario.asOf);
  return free;
}

function hindered(estate: Estate, { key, version }: CeremonySubject, act: CeremonyAct): Needed {
  const one = (what: string, why: Text): Needed => ({ hindrances: [{ what, why }] satisfies Hindrance[] });
  const { asOf } = estate.scenario;
  if (act === 'create') {
    if (key.created !== undefined && key.created <= asOf) return one(`key/${key.id}`, text(`khóa đã có từ ${readDay(key.created)}: hãy thay khóa (--do rotate); mã khóa không bao giờ dùng lại`, `the key is there since ${key.created}: rotate it (--do rotate); a key id is never used again`));
    if ('repository' in key.home && wrappedBy(estate, key) === undefined) return one(`repository/${key.home.repository}`, text('không khóa nào mở kho này: không có gì để bọc khóa mới', 'no key opens this repository: nothing wraps the new key'));
    return { hindrances: [] };
  }
  if (key.created === undefined) return one(`key/${key.id}`, text('khóa còn là dự kiến, chưa được tạo (--do create)', 'the key is planned and was never made (--do create)'));
  if (key.created > asOf) return one(`key/${key.id}`, text(`khóa được tạo ngày ${readDay(key.created)}, sau ngày đang xét`, `the key is made on ${key.created}, after the day that is looked at`));
  if (act === 'destroy') return version === undefined ? neededKey(estate, key) : neededFormer(estate, key, version);
  return { hindrances: [] };
}

function stepsOf(of: CeremonyOf, act: CeremonyAct, to: string | undefined): CeremonyStep[] {
  const { key } = of;
  if (inHsm(key)) {
    const own = { ...of, key };
    return { create: () => createSteps(own), backup: () => backupSteps(own, own.key.home.hsm.label), rotate: () => hsmRotate(own, to ?? key.home.hsm.label), destroy: () => destroySteps(own) }[act]();
  }
  if (inStore(key)) {
    const own = { ...of, key };
    if (ofDisks(own.key)) return { create: () => diskCreate(own), backup: () => diskBackup(own), rotate: () => diskRotate(own), destroy: () => diskDestroy(own) }[act]();
    return { create: () => storeCreate(own), backup: () => storeBackup(own), rotate: () => storeRotate(own), destroy: () => storeDestroy(own) }[act]();
  }
  return { create: () => repositoryCreate(of), backup: () => repositoryBackup(of), rotate: () => repositoryRotate(of), destroy: () => repositoryDestroy(of) }[act]();
}

interface Quorum {
  readonly needed: number;
  readonly of: number;
}

function quorumOf(estate: Estate, { custodians, site }: CeremonyKey): Quorum {
  if (custodians !== undefined) return { needed: custodians.needed, of: custodians.roles.length };
  const declared = estate.sites[site]?.hsm.quorum;
  return { needed: declared?.needed ?? 1, of: declared?.custodians ?? 1 };
}

/** What cannot be undone is seen by two. */
const attendanceOf = ({ purpose, custodians }: CeremonyKey, act: CeremonyAct, quorum: Quorum): readonly Attendance[] => [
  { role: 'leader', needed: 1 },
  { role: 'operator', needed: 1 },
  { role: 'custodian', needed: quorum.needed, of: quorum.of },
  { role: 'witness', needed: act === 'destroy' ? 2 : 1 },
  { role: 'engineer', needed: 1 },
  ...(purpose === 'tenant' && custodians === undefined ? [{ role: 'owner', needed: 1 } as const] : []),
];

/** Names that the lines of this very sheet use. */
function variablesOf(key: CeremonyKey, act: CeremonyAct, steps: readonly CeremonyStep[]): readonly Variable[] {
  const lines = steps.flatMap(({ commands }) => commands.map(({ line }) => line)).join('\n');
  const told: readonly Variable[] = [
    libraryVariable,
    partitionVariable,
    idVariable,
    { name: 'CONNECTION', means: text('tên kết nối của bộ công cụ', 'name of the toolkit’s connection') },
    { name: 'OSD', means: text('deployment của một OSD, như lệnh trước in ra', 'the deployment of one OSD, as the command before prints it') },
    { name: 'TYPE', means: text('loại khóa của transit', 'type of key in transit') },
    { name: 'FIRST_KEPT', means: text('số phiên bản nhỏ nhất còn giữ', 'lowest version number that is kept') },
    snapshotVariable,
    fileVariable,
    dataVariable,
  ];
  return [...(inStore(key) || key.purpose === 'seal' && act === 'rotate' || lines.includes('bao ') ? [storeVariable] : []), ...told.filter(({ name }) => new RegExp(`\\$${name}\\b`).test(lines))];
}

function beforeOf({ key, estate, day }: CeremonyOf, act: CeremonyAct): readonly Text[] {
  const operates = estate.sites[key.site]?.phase === 'operating';
  return [
    text('PIN, mã thẻ, mã đăng nhập chỉ do người giữ gõ trên bàn phím, không hiện trên màn hình, hoặc đọc từ một bộ mô tả tệp (--pin-fd). Không ai đọc to, ghi, chụp; không bao giờ nằm trong dòng lệnh, biến, tệp hay tờ này.', 'PINs, codes of cards and tokens are typed by their holder alone, unseen, or read from a descriptor (--pin-fd). Nobody says, writes or photographs them; they never stand in a line, a variable, a file or on this sheet.'),
    text('Máy làm nghi thức: không nối mạng ngoài, khởi động từ bản đã kiểm tra, không ghi lịch sử lệnh (unset HISTFILE).', 'The ceremony’s machine: off every outer network, started from a verified image, keeping no history of commands (unset HISTFILE).'),
    text(`Danh mục trên nhánh đã duyệt là bản ngày ${readDay(day)}; ndc check không có lỗi dữ liệu.`, `The inventory on the approved branch is that of ${day}; ndc check finds no problem in the data.`),
    text('Lệnh ndc có trong PATH của máy này: ndc --version in ra phiên bản. Không có thì thêm thư mục bin của bộ công cụ vào PATH.', 'The command ndc is on this machine’s PATH: ndc --version prints a version. If it is not, put the toolkit’s bin folder on PATH.'),
    ...(inHsm(key) ? [text('Đồng hồ HSM đúng, và không phân vùng nào đang bị khóa.', 'The HSM’s clock is right, and no partition is locked.')] : []),
    ...(act === 'rotate' ? [text('Bản sao lưu và ảnh chụp hôm nay đã có: bước ghi lại chạm vào mọi thứ khóa này mở.', 'Today’s backups and snapshots are there: rewriting touches everything this key opens.')] : []),
    ...(act === 'destroy' ? [text('Hủy là không quay lại được. Hai người chứng kiến độc lập đã đối chiếu với kho sao lưu và bản chụp etcd thật: theo dữ liệu ngày in tờ này không còn gì cần khóa, và thực tế cũng vậy.', 'Destroying cannot be undone. By the data of the day on which this sheet was printed nothing needs the key; two witnesses have held that against the real backups and etcd snapshots, each on their own.')] : []),
    ...(operates ? [] : [text(`${key.site} chưa hoạt động trong dữ liệu.`, `${key.site} does not operate by the data.`)]),
  ];
}

const recordOf = (key: CeremonyKey, act: CeremonyAct): readonly Text[] => [
  text('ngày, giờ bắt đầu', 'day and time of beginning'),
  text('giờ kết thúc', 'time of end'),
  text('nơi làm', 'place'),
  ...(inHsm(key) ? [text('số sê-ri của từng token', 'serial number of each token'), text('CKA_ID', 'CKA_ID'), text('KCV hoặc SHA-256 của khóa công khai', 'KCV, or SHA-256 of the public key')] : [text('số phiên bản hoặc SHA-256 của tệp', 'version number, or SHA-256 of the file')]),
  ...(act === 'destroy' ? [] : [text('số niêm phong của từng túi', 'seal number of each bag')]),
  text('mã commit của danh mục', 'commit of the inventory'),
  text('điều không khớp', 'what did not agree'),
];

