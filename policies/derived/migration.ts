import type { Dated } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Organisation, Wave } from '../../sites/model/kinds/organisations.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import type { System } from './tier.js';

/** A wave C III names a body in, with the day the body's list says it starts. */
export interface NamedWave {
  readonly wave: Wave;
  readonly start: Dated;
  /** The body the document names: the organisation itself, or the one the system comes from. */
  readonly body: string;
  readonly at: Pointer;
}

/** Every system of every request, in order, with where it stands. */
export interface PlacedSystem {
  readonly organisation: string;
  readonly system: System;
  readonly at: Pointer;
}

export const systemsOf = ({ requests }: Pick<Estate, 'requests'>): readonly PlacedSystem[] =>
  Object.entries(requests).flatMap(([organisation, { systems }]) => systems.map((system, index) => ({ organisation, system, at: pointer('requests', organisation, 'systems', index) })));

const named = (organisation: DeepReadonly<Organisation> | undefined): readonly NamedWave[] =>
  organisation === undefined ? [] : (organisation.waves ?? []).map(({ wave, start }, index) => ({ wave, start, body: organisation.id, at: pointer('organisations', organisation.id, 'waves', index) }));

/** Waves a system may be in: those of the body it comes from, then those of its organisation. */
export function namedWaves({ organisations }: Pick<Estate, 'organisations'>, { organisation, system }: PlacedSystem): readonly NamedWave[] {
  const bodies = [...new Set([...(system.origin === undefined ? [] : [system.origin]), organisation])];
  return bodies.flatMap((body) => named(organisations[body]));
}

/** The wave a system moves in: as the request says, else the only one its bodies are named in. Undefined where it cannot be told or the request speaks of no migration. */
export function waveOf(estate: Pick<Estate, 'organisations'>, placed: PlacedSystem): Wave | undefined {
  const { migration } = placed.system;
  if (migration === undefined || migration.wave !== undefined) return migration?.wave;
  const waves = new Set(namedWaves(estate, placed).map(({ wave }) => wave));
  return waves.size === 1 ? [...waves][0] : undefined;
}

/** State of the owner's facility: the system's own, else its organisation's. */
export const facilityOf = ({ organisations }: Pick<Estate, 'organisations'>, { organisation, system }: PlacedSystem): string | undefined => system.migration?.facility ?? organisations[organisation]?.facility;

/**
 * When a system connects: as the request says, else the start of its wave. Undefined where neither is there.
 * A quarter counts from its first day.
 */
export function connectionOf(estate: Pick<Estate, 'organisations'>, placed: PlacedSystem): { readonly on: Dated; readonly at: Pointer } | undefined {
  const { migration } = placed.system;
  if (migration?.start !== undefined) return { on: migration.start, at: `${placed.at}/migration/start` };
  const wave = waveOf(estate, placed);
  const list = namedWaves(estate, placed).find((candidate) => candidate.wave === wave);
  return wave === undefined || wave === 'none' || list === undefined ? undefined : { on: list.start, at: `${list.at}/start` };
}
