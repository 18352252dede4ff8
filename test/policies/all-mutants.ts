import { mutants, type Mutant } from './mutate.js';
import { encryptionMutants } from './rules/mutants-of-encryption.js';
import { estateMutants } from './rules/mutants-of-estates.js';
import { planMutants } from './rules/mutants-of-plans.js';
import { protectionMutants } from './rules/mutants-of-protection.js';

/** Every way to break the good estate and its good plan set that a rule must notice. */
export const allMutants: readonly Mutant[] = [...mutants, ...planMutants, ...estateMutants, ...protectionMutants, ...encryptionMutants];
