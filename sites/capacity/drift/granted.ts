import type { EnvironmentIntent } from '../../intent/environment.js';
import type { Quantities } from '../quantities.js';

type Granted = Pick<EnvironmentIntent, 'system' | 'primary' | 'standby' | 'quota' | 'standbyQuota'>;

/** Fields of other sectors are used in the session, never stored (C V.3): such an environment gets no volumes. */
export const mayStore = ({ system }: Pick<Granted, 'system'>): boolean => !(system.flows ?? []).some(({ fields }) => fields === 'other-sector');

/** What an environment is to get at a site; undefined where it is to have nothing there. */
export function grantedAt(environment: Granted, site: string): Quantities | undefined {
  const { primary, standby, quota, standbyQuota } = environment;
  const here = primary.site === site ? quota : standby?.site === site ? standbyQuota : undefined;
  if (here === undefined) return undefined;
  const storage = mayStore(environment) ? Object.entries(here.storage).map(([name, bytes]): [string, bigint] => [`storage/${name}`, bytes]) : [];
  return new Map<string, bigint>([['cpu', here.cpu], ['memory', here.memory], ['gpu', BigInt(here.gpu)], ['pods', BigInt(here.pods)], ...storage]);
}
