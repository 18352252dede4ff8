import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import { loadEstate } from '../sites/model/load.js';
import { lookBack, type Stood } from '../sites/tenancy/approval-growth.js';
import type { Context } from './command.js';
import { Git } from './edge/git.js';
import { EnvironmentFailure, InputFailure } from './failure.js';
import { asDeclared, asOfDay, openEstate, underScenario } from './open-estate.js';
import { dataFilesAt, requestHistory } from './review-inputs.js';

/** What is in force, and how a request stood before. */
export interface InForce {
  readonly estate: Estate;
  /** The commit it was read from; absent where no git tells, and the data directory stands for it. */
  readonly commit?: string;
  /** Earlier states of an organisation's request, where git knows them. */
  readonly history: (organisation: string) => Promise<readonly DeepReadonly<Stood>[] | undefined>;
}

/** Branches that hold what is in force, the first that exists: as the place it was cloned from has it, then as it is here. */
const branches = ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/remotes/origin/master', 'refs/heads/main', 'refs/heads/master'];

/**
 * The estate that requests are compared with: the data directory as it was where this branch parted from the main one.
 * What somebody has just written into the directory, or committed on a branch, is in force nowhere. Outside a git
 * repository nobody knows what was before, and the directory as it is counts.
 */
export async function requestsInForce(context: Context): Promise<InForce> {
  const parted = await whereParted(context.sites);
  const loaded = parted === undefined ? undefined : loadEstate(await dataFilesAt(parted.git, parted.commit, parted.folder), asOfDay(context));
  // A commit that this version does not read is nothing to compare with.
  if (parted === undefined || loaded === undefined || 'diagnostics' in loaded) return { estate: underScenario(await openEstate({ ...context, globals: { ...context.globals, with: [] } }), context), history: () => Promise.resolve(undefined) };
  const { git, commit, folder } = parted;
  // With its own declarations: what is asked is judged with those of the directory, and a site that both hold lost is no change.
  const estate = underScenario(await asDeclared(loaded.estate, context.now()), context);
  return { estate, commit, history: (organisation) => requestHistory(git, commit, `${folder}/tenants/${organisation}.yaml`, estate.scenario.asOf, lookBack(estate)) };
}

async function whereParted(sites: string): Promise<{ readonly git: Git; readonly commit: string; readonly folder: string } | undefined> {
  const known = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof InputFailure || error instanceof EnvironmentFailure) return undefined;
      throw error;
    }
  };
  const git = await known(() => Git.at(sites));
  const [folder, head] = git === undefined ? [] : [await known(() => git.inside(sites)), await known(() => git.commit('HEAD'))];
  if (git === undefined || folder === undefined || head === undefined) return undefined;
  for (const branch of branches) {
    const tip = await known(() => git.commit(branch));
    const commit = tip === undefined ? undefined : await known(() => git.mergeBase(head, tip));
    if (commit !== undefined) return { git, folder, commit };
  }
  return { git, folder, commit: head };
}
