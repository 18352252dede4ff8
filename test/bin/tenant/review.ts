import { newLines } from '../../../bin/review-inputs.js';
import { reviewOf, type ReviewInput } from '../../../bin/tenant-review.js';
import type { TenantReviewData } from '../../../bin/tenant-review-data.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import type { SourceFile } from '../../../sites/model/source-file.js';
import { asOf } from '../../sites/model/estate-files.js';

const commits = { base: '1'.repeat(40), head: '2'.repeat(40) };

/** A review of head's files against base's, without git: `names` are the requests that differ. */
export function reviewed(base: readonly SourceFile[], head: readonly SourceFile[], organisations: readonly string[], more: Partial<ReviewInput['files']> = {}, { history, live }: Partial<Pick<ReviewInput, 'history' | 'live'>> = {}): TenantReviewData {
  const estate = loadEstate(base, asOf);
  if ('diagnostics' in estate) throw new Error('the base does not load');
  const changedLines = Object.fromEntries(organisations.map((id) => `tenants/${id}.yaml`).map((name) => [name, newLines(base.find((file) => file.name === name), head.find((file) => file.name === name))]));
  return reviewOf({ base: estate.estate, head: loadEstate(head, asOf), files: { head, organisations, changedLines, foreign: [], outdated: [], ...more }, commits, history: history ?? Object.fromEntries(organisations.map((id) => [id, [{ on: asOf, request: requestIn(estate.estate, id) }]])), ...(live === undefined ? {} : { live }) });
}

const requestIn = (estate: Estate, id: string): Estate['requests'][string] | undefined => estate.requests[id];
