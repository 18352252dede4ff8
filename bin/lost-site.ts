import { operatesIn } from '../sites/capacity/operation.js';
import { lossOf } from '../sites/capacity/loss.js';
import { quarterOf } from '../sites/model/calendar.js';
import type { Estate } from '../sites/model/estate.js';
import { withoutLossOf } from '../sites/model/losses.js';
import type { Context } from './command.js';
import { InputFailure } from './failure.js';
import { namedConnection, openEstate, underConnection } from './open-estate.js';

/**
 * The one site that `--lose` names, and the estate with everything else that it names lost already.
 *
 * @param foretold the site's own declaration, where one is in force, is set aside: what is asked is what its loss takes and
 *   how it comes back, and that was foretold of the estate it was lost from.
 * @throws InputFailure NDC-X440 where no site is named, NDC-X441 where one does not operate, NDC-X442 where several are.
 */
export async function lostSite(context: Context, { foretold = false }: { readonly foretold?: boolean } = {}): Promise<{ readonly estate: Estate; readonly lost: string }> {
  const opened = await openEstate(context);
  // Checked as any loss is; the site itself is lost by the simulation and not before it.
  const connection = await namedConnection(context);
  const whole = underConnection(opened, context, connection, { parts: true });
  const { sites } = lossOf(whole.scenario.lose);
  const quarter = quarterOf(whole.scenario.asOf);
  const operating = Object.values(whole.sites).filter((site) => operatesIn(site, quarter)).map(({ id }) => id);
  const [lost, ...more] = sites;
  if (lost === undefined)
    throw new InputFailure('NDC-X440', { vi: `chưa nêu mất trung tâm nào; cần --lose với một trong: ${operating.join(', ')}.`, en: `no site is named as lost; expected --lose with one of: ${operating.join(', ')}.` });
  if (more.length > 0)
    throw new InputFailure('NDC-X442', {
      vi: `--lose nêu ${[lost, ...more].join(', ')}; lệnh này xét việc mất một trung tâm. Mất thêm nơi thứ hai: ndc dr matrix --situation second-loss.`,
      en: `--lose names ${[lost, ...more].join(', ')}; this command takes the loss of one site. A second loss: ndc dr matrix --situation second-loss.`,
    });
  if (!operating.includes(lost))
    throw new InputFailure('NDC-X441', {
      vi: `--lose là "${lost}", trung tâm chưa hoạt động vào ${quarter}; đang hoạt động: ${operating.join(', ')}. Xét mục tiêu: thêm --scenario all-operating.`,
      en: `--lose is "${lost}", which does not operate in ${quarter}; operating: ${operating.join(', ')}. To ask about the target add --scenario all-operating.`,
    });
  const left = context.globals.lose.filter((domain) => domain !== lost && domain !== `site/${lost}` && !domain.startsWith('zone/'));
  return { estate: underConnection(foretold ? withoutLossOf(opened, lost) : opened, { ...context, globals: { ...context.globals, lose: left } }, connection, { parts: true }), lost };
}
