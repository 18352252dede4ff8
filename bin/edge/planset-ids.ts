import { join } from 'node:path';
import { namesIn } from './read-files.js';

/** What an id of a plan set looks like, whether there is such a set or not. */
export const planSetId = /^\d{8}T\d{6}Z-[0-9a-f]+$/;

/** Ids of the plan sets below `home`, oldest first. */
export async function listPlanSets(home: string): Promise<string[]> {
  return (await namesIn(join(home, 'plans'))).filter((name) => planSetId.test(name));
}
