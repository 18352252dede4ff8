import type { Text } from '../../sites/model/text.js';

export type StackStep = 'preparing' | 'planning' | 'replanning' | 'applying' | 'destroying' | 'reading' | 'rekeying' | 'done' | 'failed' | 'skipped' | 'stopped';

/** What the runner tells while it works. It never prints. */
export type ProgressEvent =
  | { readonly is: 'clusters'; readonly sites: readonly string[] }
  | { readonly is: 'stack'; readonly stack: string; readonly step: StackStep; readonly finished: number; readonly total: number }
  | { readonly is: 'resource'; readonly stack: string; readonly address: string; readonly action: string; readonly phase: 'started' | 'done' | 'failed' }
  | { readonly is: 'wave'; readonly number: number }
  /** Objects that a transition hands over and that do not stand on the cluster. */
  | { readonly is: 'absent'; readonly stack: string; readonly objects: readonly string[] }
  /** Keys of before a rotation that still opened states. */
  | { readonly is: 'former-keys'; readonly keys: readonly string[] }
  | { readonly is: 'stopping'; readonly running: readonly string[] };

export type OnProgress = (event: ProgressEvent) => void;

const steps: Readonly<Record<StackStep, Text>> = {
  preparing: { vi: 'chuẩn bị', en: 'preparing' },
  planning: { vi: 'lập kế hoạch', en: 'planning' },
  replanning: { vi: 'lập lại kế hoạch phần còn lại', en: 'planning the rest again' },
  applying: { vi: 'áp dụng', en: 'applying' },
  destroying: { vi: 'gỡ bỏ', en: 'destroying' },
  rekeying: { vi: 'mã hóa lại', en: 'encrypting anew' },
  reading: { vi: 'đọc', en: 'reading' },
  done: { vi: 'xong', en: 'done' },
  failed: { vi: 'lỗi', en: 'failed' },
  skipped: { vi: 'bỏ qua', en: 'skipped' },
  stopped: { vi: 'đã dừng', en: 'stopped' },
};

/** One line for an event; undefined for those too small for a line of their own. */
export function progressText(event: ProgressEvent): Text | undefined {
  switch (event.is) {
    case 'clusters':
      return { vi: `Kiểm tra cụm: ${event.sites.join(', ')}`, en: `Checking clusters: ${event.sites.join(', ')}` };
    case 'stack': {
      const count = `[${event.finished}/${event.total}]`;
      return { vi: `${count} ${event.stack}: ${steps[event.step].vi}`, en: `${count} ${event.stack}: ${steps[event.step].en}` };
    }
    case 'resource':
      return undefined;
    case 'wave':
      return { vi: `Đợt ${event.number}`, en: `Wave ${event.number}` };
    case 'absent': {
      const some = `${event.objects.slice(0, 3).join(', ')}${event.objects.length > 3 ? ' …' : ''}`;
      return {
        vi: `${event.stack}: ${event.objects.length} đối tượng của thủ tục chuyển đổi chưa có trên cụm, sẽ được tạo mới: ${some}`,
        en: `${event.stack}: ${event.objects.length} object${event.objects.length === 1 ? '' : 's'} of the transition ${event.objects.length === 1 ? 'does' : 'do'} not stand on the cluster and will be created: ${some}`,
      };
    }
    case 'former-keys':
      return {
        vi: `Còn trạng thái mã hóa bằng khóa cũ: ${event.keys.join(', ')}. Chưa được hủy khóa đó; ndc rekey mã hóa lại chúng bằng khóa hiện tại.`,
        en: `States are still encrypted by former keys: ${event.keys.join(', ')}. Do not destroy them yet; ndc rekey encrypts such states anew under the present key.`,
      };
    case 'stopping':
      return {
        vi: `Đang dừng: chờ ${event.running.join(', ')} kết thúc và lưu trạng thái …`,
        en: `Stopping: waiting for ${event.running.join(', ')} to finish and save state …`,
      };
  }
}
