import { delay, readDay } from '../../model/calendar.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import type { Text } from '../../model/text.js';
import { found, type RequestRule } from '../finding.js';
import { inRequest } from '../own-pointer.js';

const kind = diagnosticKind<{ on: string; problem: Text; latest: string }>({
  code: 'NDC-T005',
  message: {
    vi: ({ on, problem, latest }) => `ngày rà soát ${readDay(on)} ${problem.vi}. Hãy ghi một ngày từ hôm nay đến ${readDay(latest)}.`,
    en: ({ on, problem, latest }) => `the review day ${on} ${problem.en}. Write a day between today and ${latest}.`,
  },
  explanation: {
    vi: 'reviewOn là ngày cơ quan xem lại phiếu: phân loại, hạn mức, người chịu trách nhiệm. Không ghi thì là 12 tháng sau. Ngày đã qua nghĩa là phiếu chưa được xem lại; ngày xa hơn 24 tháng thì phiếu cũ đi mà không ai biết.',
    en: 'reviewOn is the day on which the organisation looks at its request again: classification, quotas, owners. Left out, it is twelve months on. A day gone by means that nobody did; one more than 24 months away lets the request age unseen.',
  },
});

export const reviewDay: RequestRule = {
  check: ({ estate, request: { organisation, reviewOn } }) => {
    if (reviewOn === undefined) return [];
    const { asOf } = estate.scenario;
    // 24 months are eight quarters; that day itself is allowed.
    const latest = delay(asOf, 8);
    const problem: Text | undefined =
      reviewOn < asOf ? { vi: `đã qua (hôm nay ${readDay(asOf)})`, en: `has gone by (today is ${asOf})` } : reviewOn > latest ? { vi: 'xa hơn 24 tháng', en: 'is more than 24 months away' } : undefined;
    return problem === undefined ? [] : [found(estate, kind, 'notice', inRequest(organisation, 'reviewOn'), { on: reviewOn, problem, latest }, `reviewOn: ${delay(asOf, 4)}`)];
  },
};
