import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Organisation, Wave } from '../model/kinds/organisations.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';

/** A wave a document names a body in. */
export type NamedWave = DeepReadonly<NonNullable<Organisation['waves']>>[number] & { readonly body: string };

/** Waves a system may be in: those of the body it comes from, then those of its organisation. */
export const namedWaves = ({ organisations }: Pick<Estate, 'organisations'>, organisation: string, { origin }: Pick<TenantSystem, 'origin'> | DeepReadonly<Pick<TenantSystem, 'origin'>>): readonly NamedWave[] =>
  [...new Set([...(origin === undefined ? [] : [origin]), organisation])].flatMap((body) => (organisations[body]?.waves ?? []).map((list) => ({ ...list, body })));

/** The one wave that all of them are; undefined for none and for several. */
export function onlyWave(named: readonly NamedWave[]): Wave | undefined {
  const waves = new Set(named.map(({ wave }) => wave));
  return waves.size === 1 ? [...waves][0] : undefined;
}
