import type { Text } from '../../sites/model/text.js';
import type { Verdict } from '../../sites/model/verdict.js';

/** What stands before the first `/` of a subject's name, in words. Names themselves are the data's and in no language. */
const kinds: Readonly<Record<string, Text>> = {
  'api-server': { vi: 'máy chủ API của cụm', en: 'API server of a cluster' },
  authority: { vi: 'dịch vụ ký số, xác thực', en: 'signing and authentication service' },
  capacity: { vi: 'năng lực của trung tâm: pods là số pod, cpu, memory, storage là bộ xử lý, bộ nhớ, lưu trữ', en: 'capacity of a site, by resource' },
  component: { vi: 'thành phần nền tảng', en: 'platform component' },
  connection: { vi: 'kết nối', en: 'connection' },
  containers: { vi: 'các container của một thành phần', en: 'containers of a component' },
  'control-plane': { vi: 'mặt điều khiển của cụm', en: 'control plane of a cluster' },
  database: { vi: 'cơ sở dữ liệu', en: 'database' },
  dataset: { vi: 'tập dữ liệu', en: 'dataset' },
  egress: { vi: 'luồng ra ngoài', en: 'flow that leaves' },
  environment: { vi: 'môi trường của hệ thống', en: 'environment of a system' },
  estate: { vi: 'toàn hệ thống', en: 'the whole estate' },
  file: { vi: 'tệp dữ liệu', en: 'data file' },
  flow: { vi: 'luồng dữ liệu', en: 'data flow' },
  ingest: { vi: 'luồng nhận dữ liệu', en: 'flow that comes in' },
  key: { vi: 'khóa mã hóa', en: 'encryption key' },
  organisation: { vi: 'cơ quan', en: 'organisation' },
  osd: { vi: 'các ổ đĩa lưu trữ (OSD)', en: 'storage disks (OSD)' },
  relation: { vi: 'cặp trung tâm', en: 'pair of sites' },
  restore: { vi: 'việc phục hồi từ nơi này sang nơi kia', en: 'restoring what one site held at another' },
  rule: { vi: 'quy tắc', en: 'rule' },
  site: { vi: 'trung tâm', en: 'site' },
  stack: { vi: 'phần (một kế hoạch, một trạng thái)', en: 'stack: one plan and one state' },
  storage: { vi: 'lưu trữ của trung tâm', en: 'storage of a site' },
  'storage-class': { vi: 'lớp lưu trữ: block là khối, file là tệp, object là đối tượng', en: 'storage class' },
  store: { vi: 'kho bí mật', en: 'secret store' },
  stream: { vi: 'luồng sao chép', en: 'replication stream' },
  system: { vi: 'hệ thống thông tin', en: 'information system' },
  tier: { vi: 'mức bảo vệ', en: 'protection tier' },
  wave: { vi: 'đợt di chuyển', en: 'migration wave' },
};

const kindOf = (object: string): string => object.split('/')[0] ?? object;

/** Kinds among the subjects of verdicts, each with what it is, in alphabetical order; a rule of somebody's own may name others. */
export const subjectKinds = (verdicts: readonly Pick<Verdict, 'subject'>[]): readonly (readonly [string, Text])[] =>
  [...new Set(verdicts.map(({ subject }) => kindOf(subject.object)))].sort().flatMap((kind) => {
    const said = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    return said === undefined ? [] : [[kind, said] as const];
  });
