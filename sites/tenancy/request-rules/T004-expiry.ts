import { delay, readDay } from '../../model/calendar.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import { cordonsOn } from '../../model/offboarding.js';
import type { Text } from '../../model/text.js';
import { environmentsIn } from '../entries.js';
import { found, type RequestRule } from '../finding.js';

const kind = diagnosticKind<{ namespace: string; problem: Text }>({
  code: 'NDC-T004',
  message: {
    vi: ({ namespace, problem }) => `${namespace}: ${problem.vi}`,
    en: ({ namespace, problem }) => `${namespace}: ${problem.en}`,
  },
  explanation: {
    vi: 'expiresAt là ngày cuối cùng môi trường còn hạn mức; ngày đó vẫn được tính. Từ ngày hôm sau hạn mức của nó là 0 ở mọi trung tâm: không pod hay ổ đĩa mới nào được tạo, năng lực không tính nó nữa; những gì đang chạy và dữ liệu đã lưu không bị xóa cho đến khi ngừng sử dụng theo thủ tục. Phiếu tạm thời (temporary: true) phải ghi expiresAt cho từng môi trường, nếu không hạn mức tạm thời sẽ ở lại mãi. Cách sửa: ghi một ngày trong tương lai, bỏ môi trường theo thủ tục ngừng sử dụng, hoặc bỏ temporary.',
    en: 'expiresAt is the last day on which an environment has its quota; that day still counts. From the day after, its quota is zero at every site: no new pod or volume comes, and capacity counts it no more; what runs and what is stored is not deleted until it is offboarded. A temporary request (temporary: true) names expiresAt for each environment, or what was temporary would stay for good. To mend it: write a day to come, take the environment away by offboarding it, or remove temporary.',
  },
});

export const expiry: RequestRule = {
  check: ({ estate, request }) => {
    const { asOf } = estate.scenario;
    const cordons = cordonsOn(estate, asOf);
    return environmentsIn(request).flatMap(({ environment: { expiresAt }, namespace, at }) => {
      const refuse = (path: string, vi: string, en: string) => [found(estate, kind, 'refuse', at(path), { namespace, problem: { vi, en } })];
      const leaving = cordons.get(namespace);
      if (expiresAt !== undefined && expiresAt < asOf && leaving !== undefined)
        return [found(estate, kind, 'notice', at('expiresAt'), { namespace, problem: { vi: `expiresAt ${readDay(expiresAt)} đã qua; môi trường đang ngừng sử dụng theo thủ tục ${leaving.transition}, không cần sửa gì.`, en: `expiresAt ${expiresAt} has gone by; the environment is being offboarded (${leaving.transition}), and nothing needs mending.` } })];
      if (expiresAt !== undefined && expiresAt < asOf)
        return refuse('expiresAt', `expiresAt ${readDay(expiresAt)} đã qua (hôm nay ${readDay(asOf)}): hạn mức nay là 0, không gì mới chạy được, dữ liệu đã lưu vẫn còn. Hãy ghi ngày cuối cùng còn cần dùng, hoặc đề nghị ngừng môi trường này.`, `expiresAt ${expiresAt} has gone by (today is ${asOf}): its quota is zero now, nothing new starts, stored data stay. Write the last day it is needed, or ask for the environment to be offboarded.`);
      if (request.temporary === true && expiresAt === undefined)
        return refuse('name', `phiếu là tạm thời (temporary: true) nhưng môi trường chưa có ngày hết hạn. Hãy thêm expiresAt, ví dụ expiresAt: ${delay(asOf, 4)}.`, `the request is temporary (temporary: true), and the environment has no day on which it ends. Add expiresAt, such as expiresAt: ${delay(asOf, 4)}.`);
      return [];
    });
  },
};
