import type { DeclaredFence, LossCase } from '../../sites/model/kinds/disaster.js';
import type { AskedSite } from '../dr-declare-data.js';
import { CheckFailure, EnvironmentFailure, InputFailure } from '../failure.js';

interface Asked {
  readonly site: string;
  readonly asked: readonly AskedSite[];
  readonly fences: readonly DeclaredFence[];
  /** What the person says it is. */
  readonly given?: LossCase;
  /** `--confirm-site-answers` */
  readonly confirmed: boolean;
}

/**
 * Which of the three cases it is. A site that answers is not dead; silence alone does not tell a dead site from one whose
 * link is cut and that still serves its clients, so somebody has to say which, or show that its power is off.
 *
 * @throws EnvironmentFailure NDC-X322 where no other site answers either: then whoever asks may be the one that is cut off.
 * @throws CheckFailure NDC-X321 for a site that answers and nobody confirmed that; NDC-X323 where what was said is not what was found.
 * @throws InputFailure NDC-X324 where nobody said whether it is dead or cut off.
 */
export function caseOf({ site, asked, fences, given, confirmed }: Asked): LossCase {
  const own = asked.find((one) => one.site === site);
  const others = asked.filter((one) => one.site !== site);
  if (own?.answers === true) {
    if (given === 'dead') throw new CheckFailure('NDC-X323', { vi: `${site} có trả lời, nên không phải dead. Là brownout (không gánh nổi tải) hay link-cut (bị cắt khỏi các trung tâm khác)?`, en: `${site} answers, so it is not dead. Is it brownout (cannot carry its load) or link-cut (cut off from the other sites)?` });
    if (!confirmed) {
      throw new CheckFailure('NDC-X321', {
        vi: `${site} vẫn trả lời. Tuyên bố mất một trung tâm đang chạy sẽ tạo hai nơi cùng ghi. Nếu chắc chắn, thêm --confirm-site-answers. Chưa ghi gì.`,
        en: `${site} answers. To declare a site lost that runs makes two places write. If you are sure, add --confirm-site-answers. Nothing was written.`,
      });
    }
    return given ?? 'brownout';
  }
  if (others.length > 0 && others.every(({ answers }) => !answers))
    throw new EnvironmentFailure('NDC-X322', {
      vi: `không trung tâm nào trả lời (${[site, ...others.map((one) => one.site)].join(', ')}): có thể chính máy này bị cắt mạng. Hãy chạy từ nơi tới được các trung tâm còn lại. Chưa ghi gì.`,
      en: `no site answers (${[site, ...others.map((one) => one.site)].join(', ')}): this machine may be what is cut off. Run it where the survivors can be reached. Nothing was written.`,
    });
  if (given === 'brownout') throw new CheckFailure('NDC-X323', { vi: `${site} không trả lời, nên không phải brownout: là dead hay link-cut?`, en: `${site} does not answer, so it is not brownout: is it dead or link-cut?` });
  if (given !== undefined) return given;
  if (fences.some(({ fence, state }) => fence === 'power-off' && state === 'proven')) return 'dead';
  throw new InputFailure('NDC-X324', {
    vi: `${site} không trả lời; từ đây không biết nó ngừng hẳn hay chỉ bị cắt đường truyền mà vẫn phục vụ người dùng. Hãy hỏi qua bộ đàm, rồi nêu --case dead hoặc --case link-cut; hoặc --fence power-off=proven:NGƯỜI:BẰNG CHỨNG.`,
    en: `${site} does not answer; from here nobody can tell whether it is dead or cut off and still serving its clients. Ask by radio, then say --case dead or --case link-cut; or --fence power-off=proven:WHO:EVIDENCE.`,
  });
}
