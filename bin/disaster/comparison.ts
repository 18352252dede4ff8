import type { Estate } from '../../sites/model/estate.js';
import { unprovenFences } from '../../sites/model/fencing.js';
import { CheckFailure } from '../failure.js';

/**
 * Where a failover was forced with an unproven fence, two places may have written: that nothing diverged is then no word to
 * be given, but a comparison to be kept.
 *
 * @throws CheckFailure NDC-X374 naming the fences.
 */
export function requireComparison({ transitions }: Pick<Estate, 'transitions'>, declaration: string): void {
  const said = transitions[declaration]?.declaration;
  const open = said === undefined ? [] : unprovenFences(said);
  if (open.length === 0) return;
  throw new CheckFailure('NDC-X374', {
    vi: `${declaration} đã chuyển đi khi chưa chứng minh được cách ly (${open.join(', ')}): hai nơi có thể đã cùng ghi, nên --nothing-diverged không được nhận. Hãy so hai bên, giữ kết quả thành tệp, rồi nêu nó: --diverged <nơi giữ tệp> --digest sha256:<…> --rows <số dòng, 0 nếu không lệch>. Chưa ghi gì.`,
    en: `${declaration} failed over with unproven fences (${open.join(', ')}): two places may have written, so --nothing-diverged is not taken. Compare both, keep the result as a file, and name it: --diverged <where the file is> --digest sha256:<…> --rows <rows, 0 where nothing diverged>. Nothing was written.`,
  });
}
