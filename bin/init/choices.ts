import type { Day, Quarter } from '../../sites/model/calendar.js';

/** What somebody decides of a new estate; the rest are figures to be replaced. */
export interface Choices {
  readonly id: string;
  readonly name: string;
  /** Ids of its sites, in the order of their numbers. */
  readonly sites: readonly string[];
  /** The organisation that operates it, and the first that asks for room. */
  readonly operator: string;
  readonly organisation: string;
  /** From when on everything stands, and the day the keys are said to be of. */
  readonly from: Quarter;
  readonly day: Day;
}

/** The estate's figures are nobody's yet. */
export const invented = {
  source: 'assumption',
  note: { vi: 'Số liệu mẫu do ndc init ghi; hãy thay bằng số liệu thật.', en: 'Example figures written by ndc init; replace them with your own.' },
} as const;

export const head = <K extends string>(kind: K) => ({ apiVersion: 'ndc.gov.vn/v1', kind, provenance: invented }) as const;

/** The other sites of a site. */
export const others = ({ sites }: Choices, site: string): readonly string[] => sites.filter((other) => other !== site);

/** Names in a zone that never resolves on the Internet (RFC 6762, appendix G lists `internal` among private ones). */
export const internal = (name: string, site: string): string => `${name}.${site}.internal`;

/** The decision that every milestone names until its owner names a real one. */
export const decision = 'decision';
export const basis = { document: decision, clause: '1' } as const;

export const keyDomain = 'estate-keys';
export const partitions = ['kms', 'seal', 'storage', 'backup', 'state', 'ca'] as const;
export type Partition = (typeof partitions)[number];
export const partition = (site: string, name: Partition): string => `${site}-${name}`;

export const system = 'portal';
export const database = 'portal';
