import type { Text } from '../../model/text.js';
import type { OwnRun } from './returning.js';
import { by, text, type RunbookStep } from './step.js';

/**
 * Engines the platform does not operate: nothing of it promotes, demotes or clones them, so whoever replicates them does,
 * with the engine's own means, at the moments that the plan leaves for it. Each is named, with whom to call.
 */
const named = (all: readonly OwnRun[]): readonly Text[] =>
  all.map(({ namespace, organisation, to, id, engine, means }) =>
    text(`${namespace} (${organisation}): ${id}, ${engine}, ở ${to}; ${means ?? 'không khai báo cách nhân bản: hỏi còn bản nào'}`, `${namespace} (${organisation}): ${id}, ${engine}, at ${to}; ${means ?? 'no replication is declared: ask which copy is left'}`),
  );

/** Switching over in the disaster. */
export function activated(words: Text, all: readonly OwnRun[]): RunbookStep {
  return by('tenant-contact', text(`Mức ${words.vi}: chủ quản nâng cơ sở dữ liệu tự vận hành`, `Tier ${words.en}: owners activate the databases they run`), {
    byHand: true,
    does: [
      text('Nền tảng không vận hành các cơ sở dữ liệu này: chủ quản nâng bản dự phòng bằng công cụ của hệ quản trị, sau khi trưởng ca báo cách ly đã xong. Trưởng ca gọi từng đầu mối:', 'The platform does not operate these databases: their owner activates the standby with the engine’s own means, once the shift lead says that the fences stand. The shift lead calls each contact:'),
      ...named(all),
    ],
    until: text(`mọi đầu mối ở mức ${words.vi} trả lời đã nâng, hoặc nêu vì sao chưa`, `every contact of tier ${words.en} answers that it is active, or why it is not`),
  });
}

/** Before volumes are copied over: the stale one stays shut and becomes a standby. */
export function rebuiltByOwners(lost: string, all: readonly OwnRun[]): RunbookStep {
  return by('tenant-contact', text(`Chủ quản dựng lại bản dự phòng ở ${lost} của cơ sở dữ liệu tự vận hành`, `Owners make their standbys at ${lost} anew, of the databases they run`), {
    byHand: true,
    does: [
      text(`Bản cũ ở ${lost} còn tưởng mình là bản chính và giữ dữ liệu cũ: KHÔNG mở cho ghi. Phần mềm ở đó đã dừng ở bước fence, vì vậy nó chưa tự chạy. Chủ quản giữ lại phần chỉ bản cũ có, rồi dựng nó lại thành bản dự phòng của bản đang chạy, bằng công cụ của hệ quản trị. Tệp của nó nằm trên ổ đĩa được đồng bộ: bước reclone chép đè ổ đĩa đó, nên chủ quản chỉ giữ phần cần giữ và xác nhận bản cũ đã đóng. Hệ thống không có bản dự phòng thì cũng vậy. Trưởng ca gọi từng đầu mối:`, `The old one at ${lost} still takes itself for the primary and holds stale data: do NOT open it for writing. Software there was stopped in the step fence, so it has not started by itself. The owner keeps what only the old one has, then makes it a standby of the one that runs, with the engine’s own means. Where its files lie on a mirrored volume the step reclone copies over that volume: the owner then keeps what is to be kept and says that the old one is shut. So too for a system that has no standby. The shift lead calls each contact:`),
      ...named(all),
    ],
    until: text('mọi đầu mối trả lời: bản cũ đã đóng, phần cần giữ đã giữ, bản dự phòng đã dựng hoặc sẽ chép theo ổ đĩa', 'every contact answers: the old one is shut, what had to be kept is kept, the standby is made or comes with its volume'),
  });
}

/** Before anybody is demoted: with their volumes they would lose what they write after. */
export function stoppedByOwners(lost: string, all: readonly OwnRun[]): RunbookStep {
  return by('tenant-contact', text('Chủ quản ngừng ghi vào cơ sở dữ liệu tự vận hành', 'Owners stop writing to the databases they run'), {
    byHand: true,
    does: [
      text(`Bước demote không dừng được chúng, nhưng chuyển ổ đĩa của chúng sang chỉ nhận: bản còn mở sẽ hỏng tệp. Chủ quản đóng hẳn bản đang chạy (có bản dự phòng ở ${lost} thì chờ nó nhận hết nhật ký trước), và CHƯA mở bản nào ở ${lost}. Trưởng ca gọi từng đầu mối:`, `The step demote cannot stop them, yet it turns their volumes into receivers: one that is open breaks its files. The owner shuts the one that runs (where there is a standby at ${lost} once it has taken in the whole log), and opens NONE at ${lost} yet. The shift lead calls each contact:`),
      ...named(all),
    ],
    until: text('mọi đầu mối trả lời đã đóng; chưa ai trả lời thì không demote', 'every contact answers that it is shut; nothing is demoted before'),
  });
}

/** Once the site writes again. */
export function openedByOwners(lost: string, all: readonly OwnRun[]): RunbookStep {
  return by('tenant-contact', text(`Chủ quản mở cơ sở dữ liệu tự vận hành ở ${lost}`, `Owners open the databases they run at ${lost}`), {
    byHand: true,
    does: [
      text(`Chủ quản mở bản ở ${lost} làm bản chính, kiểm tra dòng mới nhất viết trước lúc đóng, rồi đặt bản ở nơi vừa chạy làm bản dự phòng. Không bao giờ mở cả hai bản cho ghi. Trưởng ca gọi từng đầu mối:`, `The owner opens the one at ${lost} as the primary, looks for the newest row written before it was shut, then makes the one that ran until now its standby. Never are both open for writing. The shift lead calls each contact:`),
      ...named(all),
    ],
    until: text(`mọi đầu mối trả lời: bản chính ở ${lost}, bản kia là bản dự phòng, dòng mới nhất còn đủ`, `every contact answers: the primary is at ${lost}, the other one is a standby, the newest row is there`),
  });
}
