import { hashed } from './database-lines.js';
import type { Written } from './returning.js';
import { command, type RunbookCommand } from './step.js';

/** A folder nobody has written to: files of an earlier comparison are not taken for this one's. The variable holds its name. */
const freshFolder = (variable: string, name: string): RunbookCommand =>
  command(
    `${variable}=$(mktemp -d ${name}.XXXXXX) && echo "$${variable}"`,
    `tên một thư mục mới và rỗng; biến ${variable} giữ tên đó: không đổi cửa sổ lệnh cho đến hết bước`,
    `the name of a new, empty folder, which the variable ${variable} holds: stay in this shell to the end of the step`,
  );

const fileIn = (folder: string, of: string, { namespace, database }: Written): string => `"$${folder}"/${of}.${namespace}.${database}.tsv`;

/** One database at both sites: the same hashes, or the tables that differ. */
function compared(folder: string, [first, second]: readonly [string, string], [a, b]: readonly [Written, Written]): string {
  const [left, right] = [fileIn(folder, first, a), fileIn(folder, second, b)];
  return `${hashed(a, left)} && ${hashed(b, right)} && diff ${left} ${right} && echo GIONG HET`;
}

const at = (one: Written, site: string): Written => ({ ...one, at: site });

/** What the old site alone has, each database by itself. */
export const divergedLines = (streaming: readonly Written[], lost: string): readonly RunbookCommand[] => [
  freshFolder('THU_MUC_LECH', 'lech'),
  ...streaming.map((one) => command(compared('THU_MUC_LECH', ['cu', 'moi'], [at(one, lost), at(one, one.to)]), 'GIONG HET: giống hệt; in ra bảng nào thì bảng đó khác; không in GIONG HET mà cũng không in bảng nào: không đọc được, coi là lệch', 'GIONG HET: the same; tables that are printed differ; neither GIONG HET nor a table: unreadable, treat it as diverged')),
];

/** The list of such rows under its digest: it says how many there are, so that also an empty one is a file of something. */
export const divergedList = (): RunbookCommand =>
  command(
    `touch "$THU_MUC_LECH"/chi-noi-cu.txt && { printf 'so dong chi trung tam cu co: '; wc -l < "$THU_MUC_LECH"/chi-noi-cu.txt; cat "$THU_MUC_LECH"/chi-noi-cu.txt; } > "$THU_MUC_LECH"/danh-sach.txt && test -s "$THU_MUC_LECH"/danh-sach.txt && sha256sum "$THU_MUC_LECH"/danh-sach.txt`,
    'mã băm của danh sách: ghi vào biến MA_BAM_LECH; nơi cất tệp danh-sach.txt: NOI_GIU',
    'digest of the list: put it into the variable MA_BAM_LECH; where the file danh-sach.txt is kept: NOI_GIU',
  );

/**
 * The comparison that two people sign by its digest. It fails unless every database was compared at both sites: a digest of
 * nothing looks like any other. Where none streams the file says so, and why.
 */
export function verifiedLines(streaming: readonly Written[], lost: string): readonly RunbookCommand[] {
  const result = 'KET_QUA_SO="$THU_MUC_SO"/ket-qua-so.txt';
  const digest = ['mã băm của kết quả so: ghi vào biến MA_BAM; cất tệp cùng sổ trực. Không in mã băm: còn thiếu một phép so, quay lại các dòng trên', 'digest of the comparison: put it into the variable MA_BAM; keep the file with the log. No digest: a comparison is missing, go back to the lines above'] as const;
  if (streaming.length === 0) return [freshFolder('THU_MUC_SO', 'so'), command(`${result}; echo 'khong co so du lieu nao sao chep lien tuc: so sau khi phuc hoi' > "$KET_QUA_SO" && test -s "$KET_QUA_SO" && sha256sum "$KET_QUA_SO"`, ...digest)];
  return [
    freshFolder('THU_MUC_SO', 'so'),
    ...streaming.map((one) => command(compared('THU_MUC_SO', ['ghi', 'chep'], [at(one, one.to), at(one, lost)]), 'GIONG HET: giống hệt', 'GIONG HET: the same')),
    command(
      `${result}; test "$(find "$THU_MUC_SO" -name 'ghi.*.tsv' -size +0 | wc -l)" -eq ${streaming.length} && test "$(find "$THU_MUC_SO" -name 'chep.*.tsv' -size +0 | wc -l)" -eq ${streaming.length} && cat "$THU_MUC_SO"/ghi.*.tsv "$THU_MUC_SO"/chep.*.tsv > "$KET_QUA_SO" && test -s "$KET_QUA_SO" && sha256sum "$KET_QUA_SO"`,
      ...digest,
    ),
  ];
}
