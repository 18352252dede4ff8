import type { Text } from '../../sites/model/text.js';
import type { Absence, ReadStack } from '../planset/read-model.js';

/** Why a stack was not read, in a sentence's second half. */
export function absenceText({ name, absence }: Pick<ReadStack, 'name'> & { readonly absence?: Absence }): Text {
  const accepted: Text = absence?.declared === true ? { vi: ', đã được khai báo', en: ', which was declared' } : { vi: '', en: '' };
  switch (absence?.is) {
    case 'unreachable':
      return {
        vi: `phần ${name} không đọc được vì trung tâm mất liên lạc từ ${absence.since ?? 'chưa rõ lúc nào'} (${absence.reasonVi ?? absence.reason ?? 'không rõ lý do'})${accepted.vi}`,
        en: `stack ${name} was not read: its site has been unreachable since ${absence.since ?? 'an unknown time'} (${absence.reason ?? 'no reason given'})${accepted.en}`,
      };
    case 'not-selected':
      return { vi: `phần ${name} không được chọn khi lập bộ kế hoạch${accepted.vi}`, en: `stack ${name} was not selected for the plan set${accepted.en}` };
    case 'not-given':
      return { vi: `không có kế hoạch nào của phần ${name} được đưa vào`, en: `no plan of stack ${name} was handed in` };
    case 'failed':
      return { vi: `phần ${name} lập kế hoạch không thành công (${absence.reason ?? 'không rõ lý do'})`, en: `planning stack ${name} failed (${absence.reason ?? 'no reason given'})` };
    case undefined:
      return { vi: `phần ${name} không được đọc`, en: `stack ${name} was not read` };
  }
}
