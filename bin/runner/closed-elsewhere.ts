import { returnSteps } from '../../sites/model/kinds/disaster.js';
import { visible } from '../../sites/model/visible.js';
import { CheckFailure } from '../failure.js';
import type { Peers } from './peers.js';
import type { Quarantine } from './quarantine.js';

/** How much of what a cluster says a message repeats. */
const shown = 80;

/**
 * A branch that still has a site lost fails over once more, beside a site that writes by now; one that is behind on the way
 * back sends a writing site to quarantine, or promotes what has yielded. Both find out here: every site that is reached says
 * which declarations are over, and the last step of each way back that was applied to it. The declared site is asked too,
 * where it answers.
 *
 * Data that do not know a closed declaration are refused as well: they would take the mark away, and continue archives that
 * were ended.
 *
 * @throws CheckFailure NDC-X370 naming the declaration and who says that it is closed; NDC-X371 for a way back that has gone further.
 */
export function refuseClosedElsewhere({ told }: Pick<Peers, 'told'>, { over, ways }: Pick<Quarantine, 'over' | 'ways'>): void {
  const closed = [...told].flatMap(([at, testimony]) => testimony.closed.flatMap((one) => (over.includes(one.declaration) ? [] : [{ at, site: visible(one.site, shown), declaration: visible(one.declaration, shown) }])));
  if (closed.length > 0)
    throw new CheckFailure('NDC-X370', {
      vi: [...closed.map(({ at, site, declaration }) => `${at} ghi nhận tuyên bố ${declaration} đã kết thúc: ${site} đã trở lại. Dữ liệu ở đây không ghi như vậy.`), 'Áp dụng dữ liệu này sẽ chuyển đi lần nữa trong khi nơi chính vẫn đang ghi. Chưa lập kế hoạch, chưa áp dụng gì. Hãy lấy dữ liệu mới nhất (git pull) rồi làm lại; lần mất sau cần một tuyên bố mới.'].join('\n'),
      en: [...closed.map(({ at, site, declaration }) => `${at} says that the declaration ${declaration} is closed: ${site} is back. The data here do not say so.`), 'To apply these data would fail over once more beside a primary that writes. Nothing was planned or applied. Fetch the newest data (git pull) and do it again; another loss takes another declaration.'].join('\n'),
    });
  const behind = [...told].flatMap(([at, { returning }]) =>
    returning.flatMap(({ declaration, transition, step }) => {
      // What is over here is further than any step there.
      const known = Object.hasOwn(ways, transition) ? ways[transition] : undefined;
      if (over.includes(declaration) || known === 'over') return [];
      const here = known === undefined ? -1 : returnSteps.indexOf(known);
      return here >= returnSteps.findIndex((one) => one === step) ? [] : [{ at, transition: visible(transition, shown), step: visible(step, shown), known }];
    }),
  );
  if (behind.length === 0) return;
  throw new CheckFailure('NDC-X371', {
    vi: [...behind.map(({ at, transition, step, known }) => `${at} đã nhận bước ${step} của ${transition}; dữ liệu ở đây ${known === undefined ? 'chưa có bước nào của đường về đó' : `mới tới bước ${known}`}.`), 'Dữ liệu này đã cũ: áp dụng sẽ kéo đường về lùi lại, có thể có hai nơi cùng ghi. Chưa lập kế hoạch, chưa áp dụng gì. Hãy lấy dữ liệu mới nhất (git pull) rồi làm lại.'].join('\n'),
    en: [...behind.map(({ at, transition, step, known }) => `${at} was given the step ${step} of ${transition}; the data here ${known === undefined ? 'have no step of that way back' : `are at its step ${known}`}.`), 'These data are old: to apply them would take the way back a step backwards, and two sites might write. Nothing was planned or applied. Fetch the newest data (git pull) and do it again.'].join('\n'),
  });
}
