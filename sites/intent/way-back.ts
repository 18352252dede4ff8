import type { Estate } from '../model/estate.js';
import { returnSteps, type Return, type ReturnStep } from '../model/kinds/disaster.js';
import { isReliedOn, restoredBy, restoringDeclarations } from '../model/losses.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Text } from '../model/text.js';
import { holderOf, promoted } from './effective.js';
import type { EnvironmentIntent, Intent } from './environment.js';

type Given = Pick<Estate, 'sites' | 'losses'> & Partial<Pick<Estate, 'transitions'>>;

/** The step that comes next; undefined once the site writes again. */
export const nextReturnStep = (back: DeepReadonly<Partial<Return>>): ReturnStep | undefined => returnSteps.find((step) => back[step] === undefined);

/** An environment a returning site may not be given: newer data of it are where nobody reaches them. */
export interface Stale {
  readonly environment: EnvironmentIntent;
  /** The lost site that has them. */
  readonly newestAt: string;
}

/** Environments with a copy at a site whose newest data are at another site that is lost too: to promote what the site has would throw them away. */
export function staleAt(estate: Given, recorded: Intent, site: string): readonly Stale[] {
  const restoring = restoringDeclarations(estate);
  return recorded.environments.flatMap((environment): Stale[] => {
    const here = environment.primary.site === site || environment.standby?.site === site || restoring.some((declaration) => restoredBy(declaration, environment.namespace) === site);
    const newestAt = holderOf(estate, environment);
    return here && newestAt !== site && !isReliedOn(estate, newestAt) ? [{ environment, newestAt }] : [];
  });
}

/** Environments that a returning site runs again once it is back: those that fled from it. */
export const returningTo = (estate: Given, recorded: Intent, site: string): readonly EnvironmentIntent[] => {
  const after = { losses: promoted(estate.losses ?? [], site) };
  return recorded.environments.filter((environment) => holderOf(estate, environment) !== site && holderOf(after, environment) === site);
};

/** What stands in the way of a step; undefined where it may be taken. */
export function returnRefusal(estate: Given, recorded: Intent, { site, back, step, signed }: { readonly site: string; readonly back: DeepReadonly<Partial<Return>>; readonly step: ReturnStep; readonly signed: boolean }): Text | undefined {
  const next = nextReturnStep(back);
  if (next === undefined) return { vi: 'mọi bước đã xong; chỉ còn close', en: 'every step was taken; only close is left' };
  if (step !== next) {
    const taken = back[step] !== undefined;
    return taken ? { vi: `bước ${step} đã làm lúc ${back[step]?.at ?? ''}; bước tiếp theo là ${next}`, en: `the step ${step} was taken at ${back[step]?.at ?? ''}; the next one is ${next}` } : { vi: `chưa tới bước ${step}; bước tiếp theo là ${next}`, en: `it is not the turn of ${step}; the next step is ${next}` };
  }
  const stale = staleAt(estate, recorded, site);
  const [first] = stale;
  if (step !== 'fence' && first !== undefined) {
    const names = stale.slice(0, 5).map(({ environment }) => environment.namespace).join(', ');
    return {
      vi: `bản sao ở ${site} đã cũ: dữ liệu mới nhất của ${names}${stale.length > 5 ? ` … (${stale.length})` : ''} nằm ở ${first.newestAt}, cũng đang bị tuyên bố mất. Hãy đưa ${first.newestAt} trở lại trước`,
      en: `the copies at ${site} are stale: the newest data of ${names}${stale.length > 5 ? ` … (${stale.length})` : ''} are at ${first.newestAt}, which is declared lost too. Bring ${first.newestAt} back first`,
    };
  }
  if (step === 'demote') {
    if (back.verify?.equal !== true) return { vi: 'mã băm hai bên khác nhau: không chuyển về một bản sao sai', en: 'the hashes differ: nothing is handed to a copy that is wrong' };
    if (!signed) return { vi: 'chưa đủ chữ ký hợp lệ của hai người', en: 'it lacks the valid signatures of two people' };
  }
  if ((step === 'token' || step === 'promote') && !signed) return { vi: 'chữ ký của hai người không còn hợp lệ', en: 'the signatures of two people no longer hold' };
  return undefined;
}
