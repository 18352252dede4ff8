import { approvalsNeeded, peopleOf, type ApprovalsOnDay } from '../../sites/model/approval.js';
import { readDay, type Day } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import { isTenants } from '../../sites/model/offboarding.js';
import type { Text } from '../../sites/model/text.js';
import { mayDestroy, offboardingsNaming, type DataLoss } from './data-losses.js';

/** What the offboardings that name some losses still lack, in sentences: a step, a day, a person, and each signature that does not count. */
export function approvalGaps(estate: Estate, losses: readonly DataLoss[], asOf: Day, approvals: ApprovalsOnDay): readonly Text[] {
  const day = asOf < approvals.on ? asOf : approvals.on;
  const seen = new Set<string>();
  return losses.flatMap((loss) =>
    offboardingsNaming(estate, loss, day).flatMap((transition) => {
      if (seen.has(transition.id)) return [];
      seen.add(transition.id);
      return [...notYet(transition, loss, day), ...missingPeople(transition, day, approvals)];
    }),
  );
}

function notYet(transition: DeepReadonly<Transition>, loss: DataLoss, day: Day): readonly Text[] {
  const { id, from, offboarding, released } = transition;
  if (!from.some(isTenants) || mayDestroy(transition, loss, day)) return [];
  if (offboarding?.retention === undefined) return [{ vi: `${id} chưa qua các bước cordon, export, retain.`, en: `${id} has not taken the steps cordon, export and retain.` }];
  if (day <= offboarding.retention.until) return [{ vi: `${id} còn lưu giữ đến hết ${offboarding.retention.until}.`, en: `${id} keeps everything until the end of ${offboarding.retention.until}.` }];
  if (released === undefined || released > day) return [{ vi: `${id} chưa qua bước release.`, en: `${id} has not taken the step release.` }];
  return [{ vi: `${id} không nêu ${loss.object} ở ${loss.site} trong danh sách đã ký.`, en: `${id} does not list ${loss.object} at ${loss.site} in what was signed.` }];
}

function missingPeople({ id }: DeepReadonly<Transition>, day: Day, { transitions }: ApprovalsOnDay): readonly Text[] {
  const { given, refused } = transitions[id] ?? { given: [], refused: [] };
  const people = peopleOf(given.filter(({ on }) => on <= day));
  const late = given.filter(({ on }) => on > day).map(({ by }) => by);
  return [
    ...(people.length >= approvalsNeeded ? [] : [{ vi: `${id} có chữ ký hợp lệ của ${people.length}/${approvalsNeeded} người.`, en: `${id} has valid signatures of ${people.length} of ${approvalsNeeded} people.` }]),
    ...refused.map(({ by, because }) => ({ vi: `Chữ ký của ${by} cho ${id} không được tính: ${because.vi}.`, en: `The signature of ${by} on ${id} does not count: ${because.en}.` })),
    ...late.map((by) => ({ vi: `Chữ ký của ${by} cho ${id} ghi ngày sau ${readDay(day)}.`, en: `The signature of ${by} on ${id} is dated after ${day}.` })),
  ];
}
