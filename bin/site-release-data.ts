import type { Day } from '../sites/model/calendar.js';
import type { Text } from '../sites/model/text.js';

/** `ndc/site-release.v1`: what two people would sign so that a site may serve although no other site can be read. */
export interface SiteReleaseData {
  readonly site: string;
  readonly name: Text;
  readonly transition: string;
  readonly file: string;
  readonly written: boolean;
  /** UTC. */
  readonly at: string;
  /** Last day on which it counts. */
  readonly until: Day;
  readonly reason: string;
  /** What the signatures permit, in sentences. */
  readonly permits: readonly Text[];
  readonly next: readonly Text[];
}
