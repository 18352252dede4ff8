import { origin, type DeepReadonly, type Estate } from '../model/estate.js';
import { fundings, type Funding } from '../model/kinds/funding.js';
import { pointer } from '../model/pointer.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';
import type { Text } from '../model/text.js';

/** Kinds of money in the order they are told, with the row of what nobody has said. */
export const fundingRows = [...fundings, 'not-said'] as const;
export type FundingRow = (typeof fundingRows)[number];

/** Kinds of money as a budget names them. */
export const fundingNames: Readonly<Record<FundingRow, Text>> = {
  'state-budget': { vi: 'ngân sách nhà nước', en: 'state budget' },
  integrated: { vi: 'vốn lồng ghép', en: 'integrated' },
  'ppp-pilot': { vi: 'thí điểm công tư', en: 'public–private pilot' },
  other: { vi: 'nguồn khác', en: 'other' },
  'not-said': { vi: 'chưa nêu nguồn vốn', en: 'not said' },
};

export interface FundingOf {
  readonly kind: FundingRow;
  /** Who says so: the request, or the organisation's entry in the catalogue; absent where nobody does. */
  readonly by?: 'request' | 'catalogue';
  /** Whoever says so labels it an assumption. */
  readonly assumed: boolean;
}

/** What pays for a system: what its request says, else what the catalogue says of its organisation. */
export function fundingOf(estate: Pick<Estate, 'organisations' | 'origins'>, organisation: string, { funding }: DeepReadonly<Pick<TenantSystem, 'funding'>>, at: string): FundingOf {
  const assumed = (where: string): boolean => origin(estate, where)?.source === 'assumption';
  if (funding !== undefined) return { kind: funding, by: 'request', assumed: assumed(`${at}/funding`) };
  const entry = Object.hasOwn(estate.organisations, organisation) ? estate.organisations[organisation]?.funding : undefined;
  return entry === undefined ? { kind: 'not-said', assumed: false } : { kind: entry satisfies Funding, by: 'catalogue', assumed: assumed(pointer('organisations', organisation, 'funding')) };
}
