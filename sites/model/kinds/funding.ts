/** Where the money for a system comes from: the four kinds the documents know (C VII.1, C VII.4, N III.1.c, Q VI). */
export const fundings = [
  'state-budget',
  /** Out of programmes and projects that exist. */
  'integrated',
  /** The public–private pilot of C VII.1 and N III.1.c. */
  'ppp-pilot',
  /** Q VI. */
  'other',
] as const;
export type Funding = (typeof fundings)[number];
