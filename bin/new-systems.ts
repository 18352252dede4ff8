import type { EnvironmentIntent } from '../sites/intent/environment.js';
import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import { fundingOf } from '../sites/tenancy/funding.js';
import { inRequest } from '../sites/tenancy/own-pointer.js';
import { namedWaves, onlyWave } from '../sites/tenancy/waves.js';
import { checkedEnvironment } from './checked-environment.js';
import type { NewSystem } from './tenant-review-data.js';

type Request = DeepReadonly<TenancyRequest>;

/** Systems that a request has and its base has not, as whoever approves has to know them. `intents`: of this request. */
export function newSystems(estate: Estate, was: Request | undefined, is: Request | undefined, intents: readonly EnvironmentIntent[]): NewSystem[] {
  const known = new Set(was?.systems.map(({ id }) => id));
  return (is?.systems ?? []).flatMap((system, index): NewSystem[] => {
    if (is === undefined || known.has(system.id)) return [];
    const { id, name, securityLevel, sharing, importance, secrecy, personalData, migration } = system;
    if (secrecy !== 'none') return [{ system: id, concealed: true }];
    const own = intents.filter((intent) => intent.system.id === id);
    const tier = own[0]?.tier;
    const funding = fundingOf(estate, is.organisation, system, inRequest(is.organisation, 'systems', index));
    return [
      {
        system: id,
        concealed: false,
        name,
        securityLevel,
        sharing,
        importance,
        personalData,
        ...(tier === undefined ? {} : { tier: estate.protection.tiers[tier].name }),
        funding: funding.kind,
        fundingByCatalogue: funding.by === 'catalogue',
        ...(migration === undefined ? {} : { migration: migrationOf(estate, is.organisation, system) }),
        environments: own.map((intent) => checkedEnvironment(estate, intent)),
      },
    ];
  });
}

/** With wave and start as they are derived where the request leaves them out. */
function migrationOf(estate: Estate, organisation: string, system: Request['systems'][number]): NonNullable<Extract<NewSystem, { concealed: false }>['migration']> {
  const { wave, mode, start, facility, agreement, securityPlan } = system.migration ?? {};
  const named = namedWaves(estate, organisation, system);
  const only = onlyWave(named);
  const begins = start ?? (wave === undefined ? named.find((list) => list.wave === only)?.start : undefined);
  const of = wave ?? only;
  const present = facility ?? estate.organisations[organisation]?.facility;
  return {
    ...(of === undefined ? {} : { wave: of }),
    ...(mode === undefined ? {} : { mode }),
    ...(begins === undefined ? {} : { start: begins }),
    ...(present === undefined ? {} : { facility: present }),
    ...(agreement === undefined ? {} : { agreement }),
    ...(securityPlan === undefined ? {} : { securityPlan: { document: securityPlan.document, date: securityPlan.date } }),
  };
}
