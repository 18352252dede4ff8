import type { Ceremony } from '../sites/keys/ceremony/step.js';
import type { Day } from '../sites/model/calendar.js';
import type { Text } from '../sites/model/text.js';

/** Outcome `ndc/hsm-ceremony.v1`: what people do to a key, step by step, and what they sign. */
export interface HsmCeremonyData {
  readonly estate: { readonly id: string; readonly name: Text; readonly digest: string };
  readonly asOf: Day;
  readonly ceremony: Ceremony;
}
