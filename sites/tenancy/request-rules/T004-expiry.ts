import { delay } from '../../model/calendar.js';
import { diagnosticKind } from '../../model/diagnostic.js';
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
    vi: 'expiresAt là ngày cuối cùng môi trường còn hạn mức; ngày đó vẫn được tính. Môi trường đã hết hạn không được cấp gì. Phiếu tạm thời (temporary: true) phải ghi expiresAt cho từng môi trường, nếu không hạn mức tạm thời sẽ ở lại mãi. Cách sửa: ghi một ngày trong tương lai, bỏ môi trường theo thủ tục ngừng sử dụng, hoặc bỏ temporary.',
    en: 'expiresAt is the last day on which an environment has its quota; that day still counts. An environment that has expired is given nothing. A temporary request (temporary: true) names expiresAt for each environment, or what was temporary would stay for good. To mend it: write a day to come, take the environment away by offboarding it, or remove temporary.',
  },
});

export const expiry: RequestRule = {
  check: ({ estate, request }) => {
    const { asOf } = estate.scenario;
    return environmentsIn(request).flatMap(({ environment: { expiresAt }, namespace, at }) => {
      const refuse = (path: string, vi: string, en: string) => [found(estate, kind, 'refuse', at(path), { namespace, problem: { vi, en } })];
      if (expiresAt !== undefined && expiresAt < asOf)
        return refuse('expiresAt', `expiresAt ${expiresAt} đã qua (hôm nay ${asOf}). Hãy ghi ngày cuối cùng còn cần dùng, hoặc đề nghị ngừng môi trường này.`, `expiresAt ${expiresAt} has gone by (today is ${asOf}). Write the last day it is needed, or ask for the environment to be offboarded.`);
      if (request.temporary === true && expiresAt === undefined)
        return refuse('name', `phiếu là tạm thời (temporary: true) nhưng môi trường chưa có ngày hết hạn. Hãy thêm expiresAt, ví dụ expiresAt: ${delay(asOf, 4)}.`, `the request is temporary (temporary: true), and the environment has no day on which it ends. Add expiresAt, such as expiresAt: ${delay(asOf, 4)}.`);
      return [];
    });
  },
};
