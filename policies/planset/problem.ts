import type { Text } from '../../sites/model/text.js';

/** A document that cannot be judged at all: the caller shows the text and exits 2. */
export class PlanProblem extends Error {
  constructor(
    /** Name of the document, as the plan set's file writes it. */
    readonly document: string,
    readonly text: Text,
  ) {
    super(`${document}: ${text.en}`);
    this.name = 'PlanProblem';
  }
}
