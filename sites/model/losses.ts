import { approvalsNeeded, peopleOf, type ApprovalsOnDay } from './approval.js';
import { canonical, deepFreeze, digestOf, type DeepReadonly, type Estate } from './estate.js';
import { mayPromote } from './fencing.js';
import { returnSteps, type ReturnStep } from './kinds/disaster.js';
import type { Transition } from './kinds/ledger.js';

/** A promotion token of one database. */
export interface PromotionToken {
  readonly namespace: string;
  readonly cluster: string;
  readonly token: string;
}

/** The way back of a lost site, once it was begun. */
export interface WayBack {
  readonly transition: string;
  /** Last step that counts: without two people's signatures none after `verify` does. */
  readonly step?: ReturnStep;
  readonly tokens: readonly PromotionToken[];
}

/** A declaration that is in force: open, signed by two people, and not taken back. */
export interface Loss {
  readonly site: string;
  readonly declaration: string;
  /** When it was declared, UTC. */
  readonly at: string;
  /** Environments it has restored from backups, and where: signed with it. */
  readonly restores?: readonly RestoredAt[];
  readonly back?: WayBack;
}

/** Environments that a declaration restores from backups at a site. */
export interface RestoredAt {
  readonly to: string;
  /** Namespaces. */
  readonly environments: readonly string[];
}

/**
 * What a lost site is to the others. `lost`: nothing of it is planned. `quarantined`: it stands as a copy of the survivors
 * and serves nobody. `yielding`: the survivor has stopped writing, and the site does not write yet. `restored`: it writes again.
 */
export type SiteStage = 'serving' | 'lost' | 'quarantined' | 'yielding' | 'restored';

export function stageOf({ losses = [] }: Pick<Estate, 'losses'>, site: string): SiteStage {
  const loss = losses.find((one) => one.site === site);
  if (loss === undefined) return 'serving';
  if (loss.back === undefined) return 'lost';
  const { step } = loss.back;
  return step === 'promote' ? 'restored' : step === 'demote' || step === 'token' ? 'yielding' : 'quarantined';
}

/** Whether a site is taken as lost by a declaration, and not on its way back. */
export const isLost = (estate: Pick<Estate, 'losses'>, site: string): boolean => stageOf(estate, site) === 'lost';

/** Whether others may rely on a site: it operates, and is neither lost nor quarantined. */
export function isReliedOn({ sites, losses }: Pick<Estate, 'sites' | 'losses'>, site: string): boolean {
  const stage = stageOf({ ...(losses === undefined ? {} : { losses }) }, site);
  return sites[site]?.phase === 'operating' && (stage === 'serving' || stage === 'restored');
}

/** Whether a site has stacks: it operates and is not lost. A quarantined one has, and serves nobody. */
export function operates({ sites, losses }: Pick<Estate, 'sites' | 'losses'>, site: string): boolean {
  return sites[site]?.phase === 'operating' && !isLost({ ...(losses === undefined ? {} : { losses }) }, site);
}

export const lostSiteOf = ({ from }: Pick<DeepReadonly<Transition>, 'from'>): string | undefined => {
  const [only, ...more] = from;
  return only?.startsWith('site/') === true && more.length === 0 ? only.slice('site/'.length) : undefined;
};

/** Last step of a way back, as its file says. */
export const lastStep = (back: DeepReadonly<NonNullable<Transition['return']>>): ReturnStep | undefined => [...returnSteps].reverse().find((step) => back[step] !== undefined);

/** Whether two people have signed a transition as it stands. */
export const signedByTwo = (approvals: ApprovalsOnDay, transition: string): boolean => peopleOf((approvals.transitions[transition]?.given ?? []).filter(({ on }) => on <= approvals.on)).length >= approvalsNeeded;

/** Declarations that are in force by the approvals that were checked, earliest first. */
export function lossesOf({ transitions }: Pick<Estate, 'transitions'>, approvals: ApprovalsOnDay): readonly Loss[] {
  const open = Object.values(transitions).filter(({ state, opened }) => state === 'open' && (opened === undefined || opened <= approvals.on));
  const losses = open.flatMap((transition): Loss[] => {
    const site = lostSiteOf(transition);
    const { declaration, id } = transition;
    if (transition.transition !== 'declare' || site === undefined || declaration === undefined || !mayPromote(declaration) || !signedByTwo(approvals, id)) return [];
    const back = open.find((one) => one.transition === 'return' && one.return?.declaration === id);
    const { restores = [] } = declaration;
    return [{ site, declaration: id, at: declaration.at, ...(restores.length === 0 ? {} : { restores }), ...(back?.return === undefined ? {} : { back: wayBack(back.id, back.return, signedByTwo(approvals, back.id)) }) }];
  });
  return losses.sort((a, b) => (a.at < b.at || (a.at === b.at && a.site < b.site) ? -1 : 1));
}

function wayBack(transition: string, back: DeepReadonly<NonNullable<Transition['return']>>, signed: boolean): WayBack {
  const last = lastStep(back);
  const counted = last !== undefined && !signed && returnSteps.indexOf(last) > returnSteps.indexOf('verify') ? 'verify' : last;
  return { transition, ...(counted === undefined ? {} : { step: counted }), tokens: counted === 'token' || counted === 'promote' ? (back.token?.tokens ?? []) : [] };
}

/** The estate with the declarations that are in force: from then on everything computed from it leaves the lost sites out. */
export function withLosses(estate: Estate, losses: readonly Loss[]): Estate {
  if (losses.length === 0) return estate;
  return deepFreeze({ ...estate, losses, digest: digestOf(`${estate.digest} losses ${canonical(losses)}`), origins: estate.origins }) as Estate;
}

/** The estate as if a site's declaration were not in force: what was foretold of its loss stays to be read while it lasts. Other losses stand. */
export function withoutLossOf(estate: Estate, site: string): Estate {
  const { losses = [], ...undeclared } = estate;
  const left = losses.filter((loss) => loss.site !== site);
  if (left.length === losses.length) return estate;
  return deepFreeze({ ...undeclared, ...(left.length === 0 ? {} : { losses: left }), digest: digestOf(`${estate.digest} without ${site}`), origins: estate.origins }) as Estate;
}

/** Declarations that are over, with what they say: what was lost is back. */
const whatIsOver = ({ transitions }: Pick<Estate, 'transitions'>) =>
  Object.values(transitions).flatMap(({ id, transition, state, from, declaration }) => {
    const site = lostSiteOf({ from });
    return transition === 'declare' && state === 'done' && site !== undefined ? [{ site, id, declaration }] : [];
  });

/** Declarations that are over: what they say lost is back. */
export const overDeclarations = (estate: Pick<Estate, 'transitions'>): readonly { readonly site: string; readonly declaration: string }[] => whatIsOver(estate).map(({ site, id }) => ({ site, declaration: id }));

/** Whether a site was ever lost by declaration, returned or not. */
export const everDeclared = ({ transitions, losses = [] }: Pick<Estate, 'transitions' | 'losses'>): boolean => losses.length > 0 || Object.values(transitions).some(({ transition, state }) => transition === 'declare' && state === 'done');

/**
 * How often databases were built anew because of disasters: at every site where their primary was on the lost site, at the
 * lost site alone where a copy was. An archive is never continued, so what is over counts like what is open.
 */
export function rebuilds({ transitions, losses = [] }: Pick<Estate, 'transitions' | 'losses'>, primary: string, site: string): number {
  // Of a site that is still lost nothing is built: what stands there, and its archive, are the old ones.
  const open = losses.filter((loss) => loss.site !== site || loss.back !== undefined).map((loss) => loss.site);
  const over = whatIsOver({ transitions }).map((one) => one.site);
  return [...over, ...open].filter((lost) => lost === primary || lost === site).length;
}

const restoredBefore = new WeakMap<readonly RestoredAt[], ReadonlyMap<string, string>>();

/** Site at which a declaration has an environment restored; undefined where it says nothing of it. */
export function restoredBy({ restores }: Pick<Loss, 'restores'>, namespace: string): string | undefined {
  if (restores === undefined) return undefined;
  const known = restoredBefore.get(restores) ?? new Map(restores.flatMap(({ to, environments }) => environments.map((one): [string, string] => [one, to])));
  restoredBefore.set(restores, known);
  return known.get(namespace);
}

/**
 * Declarations that restored something from backups, the earliest first, in force or over: what was restored at a site
 * stays there when the lost one is back, until an offboarding gives it up.
 */
export function restoringDeclarations({ transitions, losses = [] }: Partial<Pick<Estate, 'transitions' | 'losses'>>): readonly Pick<Loss, 'site' | 'at' | 'restores'>[] {
  const over = whatIsOver({ transitions: transitions ?? {} }).flatMap(({ site, declaration }) => (declaration?.restores === undefined ? [] : [{ site, at: declaration.at, restores: declaration.restores }]));
  return [...over, ...losses.filter(({ restores }) => restores !== undefined)].sort((a, b) => (a.at < b.at || (a.at === b.at && a.site < b.site) ? -1 : 1));
}
