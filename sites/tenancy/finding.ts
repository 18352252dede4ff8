import { render } from '../model/text.js';
import type { DiagnosticKind, Params, Place } from '../model/diagnostic.js';
import { origin, type DeepReadonly, type Estate } from '../model/estate.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import type { Pointer } from '../model/pointer.js';
import type { Text } from '../model/text.js';

/** `refuse`: the request cannot be taken as it is. `notice`: it can; somebody should know. */
export type Weight = 'refuse' | 'notice';

/** What is wrong with a request beyond its form and beyond the policies: nothing here has a legal basis of its own, and nothing can be waived. */
export interface RequestFinding {
  /** `NDC-Txxx`, explained by `ndc explain`. */
  readonly code: string;
  readonly weight: Weight;
  /** Of the value in the Estate. */
  readonly pointer: Pointer;
  /** Where it stands; absent for what is missing. */
  readonly place?: Place;
  readonly message: Text;
  /** Lines of YAML to paste, where there is one right answer. */
  readonly paste?: string;
}

/** What a rule of requests is given. `base`: the same organisation's request as it stands, absent for a first one. */
export interface GivenRequest {
  readonly estate: Estate;
  readonly request: DeepReadonly<TenancyRequest>;
  readonly base?: DeepReadonly<TenancyRequest>;
}

/** One rule of requests, one file each. */
export interface RequestRule {
  readonly check: (given: GivenRequest) => readonly RequestFinding[];
}

/** A finding of a kind at a value of the estate. */
export function found<P extends Params>(estate: Pick<Estate, 'origins'>, kind: DiagnosticKind<P>, weight: Weight, pointer: Pointer, params: P, paste?: string): RequestFinding {
  const at = origin(estate, pointer);
  return {
    code: kind.code,
    weight,
    pointer,
    ...(at === undefined ? {} : { place: { file: at.file, line: at.line, column: at.column } }),
    message: render(kind.message, params),
    ...(paste === undefined ? {} : { paste }),
  };
}
