import type { Text } from '../../model/text.js';
import { text, type RunbookCell, type RunbookPart } from './step.js';

/** What a person fills in before a line that names it is typed. */
interface Variable {
  readonly what: Text;
  /** A value as it is typed, quotes around it. */
  readonly example: string;
}

const variable = (vi: string, en: string, example: string): Variable => ({ what: text(vi, en), example });

/** Every variable of printed lines that no line sets by itself. */
export const variables: Readonly<Record<string, Variable>> = {
  ANH: variable('tên ảnh (image) của ổ đĩa trong vùng Ceph', 'image of the volume in its Ceph pool', 'csi-vol-4f1c'),
  BANG_CHUNG: variable('bằng chứng của cách ly "edge-withdrawn": điều đã thấy, ở đâu, mấy giờ', 'evidence of the fence "edge-withdrawn": what was seen, where, when', 'curl từ ngoài mạng hết giờ, 03:12'),
  BANG_CHUNG_VE: variable('bằng chứng trung tâm còn bị cách ly LÚC NÀY: ai xem, mấy giờ', 'evidence that the site is fenced NOW: who looked, when', 'cửa vào vẫn rút, Nguyễn Văn An xem 08:05'),
  BAN_SAO: variable('tên bản sao lưu chọn được từ dòng "backup get" ngay trên; điền lại cho mỗi môi trường', 'name of the backup taken from the line “backup get” just above; anew for each environment', 'bo-y-te-gold-to-ndc-02-20261129181500'),
  BAN_SAO_SACH: variable('tên bản sao lưu Velero mới nhất TRƯỚC điểm sạch, chọn từ "velero backup get"', 'newest Velero backup BEFORE the clean point, chosen from “velero backup get”', 'bo-y-te-gold-to-ndc-02-20261119181500'),
  CO_QUAN: variable('id của cơ quan', 'id of the organisation', 'bo-y-te'),
  CSDL: variable('tên cơ sở dữ liệu trong cụm', 'name of the database in its cluster', 'ho_so'),
  CUM: variable('tên cụm cơ sở dữ liệu (đối tượng Cluster)', 'name of the database cluster (object Cluster)', 'ho-so'),
  KHO: variable('chữ đầu của "location": tên ObjectStore', 'first word of “location”: name of the ObjectStore', 'ho-so-ndc-02'),
  LY_DO: variable('lý do tuyên bố, một câu; hai người ký đọc đúng câu này', 'why it is declared, one sentence; both who sign read it', 'mất điện toàn trung tâm từ 02:40'),
  MAY_CHU: variable('chữ sau của "location": serverName', 'second word of “location”: serverName', 'ho-so-ndc-01-1'),
  MA_BAM: variable('mã băm của tệp kết quả so: 64 chữ số, không có "sha256:"', 'digest of the comparison: 64 digits, without “sha256:”', '9f86d081…'),
  MA_BAM_LECH: variable('mã băm của danh-sach.txt: 64 chữ số, không có "sha256:"', 'digest of danh-sach.txt: 64 digits, without “sha256:”', '9f86d081…'),
  MOI_TRUONG: variable('tên môi trường (namespace)', 'the environment (namespace)', 'ho-so-suc-khoe-prod'),
  NGUOI_CSDL: variable('tên người xác nhận đã thu hồi quyền đồng bộ; không có dấu ":"', 'who confirms that replication was revoked; without “:”', 'Trần Thị Bình'),
  NGUOI_GHI: variable('một tài khoản ghi trong danh sách của phong bì; chạy dòng đó cho từng tên', 'one writing user of the envelope’s list; run the line for each', 'ndc-01-backup'),
  NGUOI_LAM: variable('tên người làm bước này', 'who does this step', 'Lê Văn Cường'),
  NGUOI_MANG: variable('tên người chứng minh cửa vào đã rút; không có dấu ":"', 'who proved that the edge is withdrawn; without “:”', 'Nguyễn Văn An'),
  NGUOI_TAI_CHO: variable('tên người tại chỗ xác nhận đã cắt điện; không có dấu ":"', 'who confirms on site that power is cut; without “:”', 'Phạm Văn Dũng'),
  NOI: variable('trung tâm đang ghi, cột "NOI" của bảng', 'the site that writes now, column “NOI” of the table', 'ndc-02'),
  NOI_GIU: variable('nơi cất danh-sach.txt: đường dẫn hoặc số niêm phong', 'where danh-sach.txt is kept: a path, or a seal’s number', 'két 3, USB niêm phong 4711'),
  POD: variable('tên pod đang chạy của môi trường', 'a running pod of the environment', 'web-6c9d'),
  POD_MOI: variable('tên pod ở namespace phục hồi bên cạnh', 'a pod in the namespace beside', 'web-7f2a'),
  SO_DONG: variable('số dòng chỉ trung tâm cũ có: số cuối cùng đã in; chưa in số nào là 0', 'rows that the old site alone has: the last figure printed; 0 where none was', '0'),
  TEN_MIEN: variable('một tên miền của môi trường; hỏi từng tên', 'one name of the environment; ask each', 'hoso.example.vn'),
  TEP_KUBECONFIG: variable('mọi tệp kubeconfig trong phong bì, cách nhau bằng dấu hai chấm', 'every kubeconfig of the envelope, with colons between them', '/media/phong-bi/ndc-01:/media/phong-bi/ndc-02'),
  THU_MUC: variable('đường dẫn tuyệt đối của thư mục trong pod, không có dấu / ở cuối', 'absolute path of the folder in the pod, without a / at its end', '/var/lib/app/files'),
  THU_TUC: variable('mã của lời tuyên bố, do ndc dr declare in ra', 'id of the declaration, as ndc dr declare printed it', 'declare-ndc-01-2026-11-29'),
  THU_TUC_TRO_LAI: variable('mã của thủ tục trở lại, do bước fence in ra', 'id of the return, as the step fence printed it', 'return-ndc-01-2026-11-29'),
  THU_VIEN_HSM: variable('tệp thư viện PKCS#11 của thiết bị', 'file of the device’s PKCS#11 library', '/usr/lib/libpkcs11.so'),
  TRUNG_TAM: variable('trung tâm đang chạy môi trường', 'site that runs the environment', 'ndc-01'),
  T_PHUC_HOI: variable('thời điểm cần phục hồi tới, giờ Việt Nam có +07:00; không phải T, lúc mất trung tâm', 'the moment to restore to, Viet Nam time with +07:00; not T, the moment of a loss', '2026-11-29T02:15:00+07:00'),
  T_SACH: variable('điểm sạch trước vi phạm, giờ Việt Nam có +07:00', 'clean point before the breach, Viet Nam time with +07:00', '2026-11-20T02:15:00+07:00'),
  VUNG: variable('vùng (pool) Ceph của ổ đĩa', 'Ceph pool of the volume', 'ndc-block'),
};

/** Variables in capitals that the lines of a part expand and set nowhere themselves. */
export function askedFor({ steps }: Pick<RunbookPart, 'steps'>): readonly string[] {
  const lines = steps.flatMap(({ commands }) => commands.map(({ line }) => line));
  const set = new Set(lines.flatMap((line) => [...line.matchAll(/\b([A-Z][A-Z_]*)=/g), ...line.matchAll(/\bfor ([A-Z][A-Z_]*) in/g)].map(([, name]) => name ?? '')));
  for (const line of lines) for (const [, names = ''] of line.matchAll(/\bread -r ((?:[A-Z_]+ ?)+)/g)) for (const name of names.trim().split(' ')) set.add(name);
  const asked = lines.flatMap((line) => [...line.matchAll(/\$\{?([A-Z][A-Z_]{1,})/g)].map(([, name]) => name ?? ''));
  return [...new Set(asked)].filter((name) => !set.has(name) && !fromShell.has(name)).sort();
}

/** What every shell has. */
const fromShell: ReadonlySet<string> = new Set(['PATH', 'HOME', 'KUBECONFIG']);

/** A part with a table of what is to be filled in, and how that is typed. */
export function withVariables(part: RunbookPart): RunbookPart {
  const rows = askedFor(part).flatMap((name): RunbookCell[][] => {
    const known = variables[name];
    return known === undefined ? [] : [[name, known.what, `export ${name}='${known.example}'`]];
  });
  if (rows.length === 0) return part;
  const table = {
    title: text('Biến phải điền trước khi gõ dòng nêu nó: mỗi biến một dòng export, trong mọi cửa sổ lệnh dùng tới', 'Variables to fill in before a line that names them: one export each, in every shell that uses it'),
    columns: [text('biến', 'variable'), text('là gì', 'what it is'), text('gõ, thay giá trị mẫu', 'type, with a value of yours')],
    rows,
  };
  return { ...part, tables: [...part.tables, table] };
}
