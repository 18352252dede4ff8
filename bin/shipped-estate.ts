import { join } from 'node:path';
import type { Estate } from '../sites/model/estate.js';
import type { Context } from './command.js';
import { defaultSites } from './context.js';
import { InputFailure } from './failure.js';
import { openEstate } from './open-estate.js';

/** The estate that is asked about; where nobody named one and there is none here, the one that comes with the toolkit: what a rule says does not wait for data. */
export async function estateOrShipped(context: Context): Promise<Estate> {
  try {
    return await openEstate(context);
  } catch (error) {
    if (context.sites !== defaultSites || !(error instanceof InputFailure) || error.code !== 'NDC-X103') throw error;
    return openEstate({ ...context, sites: join(context.root, defaultSites) });
  }
}
