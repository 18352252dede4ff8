import { gatherRules, type OwnRule } from '../policies/own-rules/gather.js';
import type { Estate } from '../sites/model/estate.js';
import { readRuleFolder, type TestFile } from './edge/rule-folder.js';
import { InvalidEstate } from './invalid-estate.js';

/** The rules of a folder named on the command line, with their files. */
export interface OwnRules {
  readonly directory: string;
  readonly rules: readonly OwnRule[];
  readonly tests: readonly TestFile[];
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/**
 * Loads the folder that `--rules` names. Every file must be right: a rule that cannot be read is no rule less.
 *
 * @throws InputFailure NDC-X035, InvalidEstate with each problem at its place.
 */
export async function loadOwnRules(directory: string, estate?: Pick<Estate, 'legal'>): Promise<OwnRules> {
  const { rules: sources, tests, bytes } = await readRuleFolder(directory);
  const gathered = gatherRules(sources, estate === undefined ? undefined : Object.keys(estate.legal));
  if ('diagnostics' in gathered) throw new InvalidEstate(directory, gathered.diagnostics);
  return { directory, rules: gathered.rules, tests, bytes };
}
