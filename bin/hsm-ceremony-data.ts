import type { Ceremony } from '../sites/keys/ceremony/step.js';
import type { Day } from '../sites/model/calendar.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/hsm-ceremony.v1`: what people do to a key, step by step, and what they sign. */
export interface HsmCeremonyData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  readonly ceremony: Ceremony;
}
