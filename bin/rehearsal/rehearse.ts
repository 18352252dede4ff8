import { afterLoss, type Stopped } from '../../sites/intent/after-loss.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import { restoresOf } from '../../sites/recovery/restores.js';
import { synthesise } from '../../stacks/synthesise.js';
import type { RehearsedLoss, RehearsedSite } from '../dr-rehearse-data.js';
import { foretoldOf } from '../disaster/groups.js';
import { isReached, type Reached, type UnreadSite } from '../reach-sites.js';
import { askSite } from './ask-site.js';
import { failoverObjects } from './objects.js';

/** Asks every survivor of a loss about what the failover would bring it. */
export async function rehearseLoss(estate: Estate, lost: string, reached: readonly (Reached | UnreadSite)[]): Promise<RehearsedLoss> {
  const intent = deriveIntent(estate);
  const { intent: left, stopped } = afterLoss(intent, lost, restoresOf(foretoldOf(estate, lost).recovered));
  const survivors = reached.filter((one) => idOf(one) !== lost);
  const sites = survivors.map(idOf);
  const moved = left.environments.filter(({ namespace, primary }) => intent.environments.some((one) => one.namespace === namespace && one.primary.site === lost && primary.site !== lost));
  const objects = failoverObjects(synthesise(estate, intent, { sites }), synthesise(estate, left, { sites }));
  return {
    lost,
    survivors: await Promise.all(
      survivors.map(async (one): Promise<RehearsedSite> => {
        if (!isReached(one)) return { site: one.site, status: 'unread', reason: one.reason, asked: 0, accepted: 0, refused: [], untried: [] };
        const { id } = one.site;
        return askSite(one, {
          objects: objects.filter(({ stack }) => stack.startsWith(`${id}-`)),
          moved: moved.filter(({ primary }) => primary.site === id),
          registry: estate.recovery.registry.name,
        });
      }),
    ),
    stopped: stopped.map(({ namespace, ...why }) => ({ namespace, because: becauseOf(why) })),
  };
}

const idOf = (one: Reached | UnreadSite): string => (isReached(one) ? one.site.id : one.site);

function becauseOf({ because, standby = '' }: Omit<Stopped, 'namespace'>): Text {
  return because === 'no-standby'
    ? { vi: 'không có nơi dự phòng, và không nơi nào phục hồi được', en: 'it has no standby, and no site can restore it' }
    : { vi: `nơi dự phòng ${standby} chưa hoạt động`, en: `its standby ${standby} does not operate yet` };
}
