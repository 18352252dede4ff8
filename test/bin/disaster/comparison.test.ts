import { expect, it } from 'vitest';
import { requireComparison } from '../../../bin/disaster/comparison.js';
import { CheckFailure } from '../../../bin/failure.js';
import type { Estate } from '../../../sites/model/estate.js';
import { fences, type FenceState } from '../../../sites/model/kinds/disaster.js';

const after = (...states: readonly FenceState[]): Pick<Estate, 'transitions'> => ({ transitions: { mat: { id: 'mat', transition: 'declare', declaration: { fences: states.flatMap((state, index) => (fences[index] === undefined ? [] : [{ fence: fences[index], state }])) } } } as unknown as Estate['transitions'] });

it('nobody’s word is enough that nothing diverged where a fence was unproven, and the file to give is named', () => {
  const refused = (given: Pick<Estate, 'transitions'>): string => {
    try {
      requireComparison(given, 'mat');
      return 'taken';
    } catch (error) {
      if (!(error instanceof CheckFailure)) throw error;
      return `${error.code}: ${error.text.en}`;
    }
  };
  expect(refused(after('proven', 'unproven', 'attested'))).toMatch(/^NDC-X374: mat failed over with unproven fences \(replication-revoked\).*--diverged <where the file is> --digest sha256:<…> --rows <rows, 0/);
  // What is not listed is unproven.
  expect(refused(after('proven'))).toMatch(/replication-revoked, power-off/);
  expect(refused(after('proven', 'attested', 'proven'))).toBe('taken');
});
