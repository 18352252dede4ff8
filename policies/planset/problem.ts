import type { Text } from '../../sites/model/text.js';
import { visible } from '../../sites/model/visible.js';

/** A document that cannot be judged at all: the caller shows the text and exits 2. Name and text are made harmless here. */
export class PlanProblem extends Error {
  /** Name of the document, as the plan set's file or the command line writes it. */
  readonly document: string;
  readonly text: Text;

  constructor(document: string, text: Text) {
    const name = visible(document, 200);
    super(`${name}: ${visible(text.en, 2000)}`);
    this.name = 'PlanProblem';
    this.document = name;
    this.text = { vi: visible(text.vi, 2000), en: visible(text.en, 2000) };
  }
}
