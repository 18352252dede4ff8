import { asDeadline, asStart, type Dated, type Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Organisation } from '../model/kinds/organisations.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';
import type { Text } from '../model/text.js';
import { namedWaves, onlyWave } from './waves.js';

export const progressSteps = ['registration', 'agreement', 'security-plan', 'move', 'synchronisation'] as const;
export type ProgressStep = (typeof progressSteps)[number];

/**
 * `done`: a document or the request itself says so. `open`: its day has not come, or no document names one. `overdue`: its
 * day has passed and nothing on record says that it was done, which is no proof that it was not.
 */
export type StepState = 'done' | 'open' | 'overdue';

/** One step of one body or system, against the day that a document or the request sets. */
export interface Progress {
  readonly organisation: string;
  /** Left out for the registration of the body itself. */
  readonly system?: string;
  readonly step: ProgressStep;
  readonly state: StepState;
  readonly due?: Dated;
  /** Clause the step rests on, `t IV.4`. */
  readonly basis: { readonly document: string; readonly clause: string };
  /** What says that it is done. */
  readonly record?: { readonly document: string; readonly on: Day };
}

export const stepNames: Readonly<Record<ProgressStep, Text>> = {
  registration: { vi: 'đăng ký', en: 'registration' },
  agreement: { vi: 'thống nhất lộ trình', en: 'agreement on the route' },
  'security-plan': { vi: 'phương án an ninh', en: 'security plan' },
  move: { vi: 'di chuyển', en: 'move' },
  synchronisation: { vi: 'đồng bộ', en: 'synchronisation' },
};

/** Milestone of catalogue/estate.yaml by which every body registers (T IV.4). */
const registrationMilestone = 'dang-ky-su-dung';

/** Every step of every body that stands, in the order of the catalogue, and of every system that its request moves or synchronises. */
export function progressOf(estate: Estate): readonly Progress[] {
  const { asOf } = estate.scenario;
  const registration = estate.settings.milestones.find(({ id }) => id === registrationMilestone);
  return Object.values(estate.organisations)
    .filter((organisation) => !isDissolved(estate, organisation))
    .flatMap((organisation) => {
      const request = estate.requests[organisation.id];
      const registered: Progress = {
        organisation: organisation.id,
        step: 'registration',
        state: request !== undefined ? 'done' : stateOf(false, registration?.due, asOf),
        ...(registration === undefined ? {} : { due: registration.due }),
        basis: registration?.basis ?? { document: 't', clause: 'IV.4' },
      };
      return [registered, ...(request?.systems ?? []).flatMap((system) => systemSteps(estate, organisation, system))];
    });
}

/** Who carries a dissolved body on, in the order of the catalogue: as the catalogue says, and whoever's request holds systems that come from it. */
export const successorsOf = ({ organisations, requests }: Pick<Estate, 'organisations' | 'requests'>, dissolved: string): readonly string[] =>
  Object.values(organisations)
    .filter(({ id, succeeds = [] }) => id !== dissolved && (succeeds.some((one) => one.id === dissolved) || requests[id]?.systems.some(({ origin }) => origin === dissolved) === true))
    .map(({ id }) => id);

/** Whether a body stands no more on the estate's day: what is asked of it is asked of whoever carries it on. */
export const isDissolved = ({ scenario }: Pick<Estate, 'scenario'>, { dissolvedOn }: DeepReadonly<Pick<Organisation, 'dissolvedOn'>>): boolean => dissolvedOn !== undefined && asStart(dissolvedOn) <= scenario.asOf;

const stateOf = (done: boolean, due: Dated | undefined, asOf: Day): StepState => (done ? 'done' : due !== undefined && asDeadline(due) < asOf ? 'overdue' : 'open');

function systemSteps(estate: Estate, organisation: DeepReadonly<Organisation>, system: DeepReadonly<TenantSystem>): Progress[] {
  const { asOf } = estate.scenario;
  const { migration } = system;
  const head = { organisation: organisation.id, system: system.id };
  const steps: Progress[] = [];
  if (migration !== undefined && migration.wave !== 'none') {
    const start = startOf(estate, organisation, system);
    // Both gates come before the connection: their day is the last before it, that of a quarter its first.
    const gate = (step: ProgressStep, basis: Progress['basis'], written: { readonly document: string; readonly date: Day } | undefined): Progress => {
      const done = written !== undefined && written.date <= asOf;
      return { ...head, step, state: done ? 'done' : start !== undefined && asStart(start) <= asOf ? 'overdue' : 'open', ...(start === undefined ? {} : { due: start }), basis, ...(done ? { record: { document: written.document, on: written.date } } : {}) };
    };
    steps.push(
      gate('agreement', { document: 'c', clause: 'III.1.b' }, migration.agreement),
      gate('security-plan', { document: 't', clause: 'IV.6' }, migration.securityPlan),
      { ...head, step: 'move', state: stateOf(false, start, asOf), ...(start === undefined ? {} : { due: start }), basis: { document: 'c', clause: 'III' } },
    );
  }
  const link = Object.values(estate.ingest).find((one) => one.system === system.id);
  if (link !== undefined) steps.push({ ...head, step: 'synchronisation', state: stateOf(false, link.from, asOf), ...(link.from === undefined ? {} : { due: link.from }), basis: { document: 'n', clause: 'III.2.b' } });
  return steps;
}

/**
 * When a system moves: as its request says; for an owner of databases by the state of its facility (C III.3: leased, at the
 * end of the contract; tier III, once written off); else when the wave starts in which the document names its bodies.
 */
function startOf(estate: Estate, organisation: DeepReadonly<Organisation>, system: DeepReadonly<TenantSystem>): Dated | undefined {
  const { migration } = system;
  if (migration?.start !== undefined) return migration.start;
  const named = namedWaves(estate, organisation.id, system);
  const wave = migration?.wave ?? onlyWave(named);
  const facility = migration?.facility ?? organisation.facility;
  if (wave === 'database-owner' && facility === 'leased') return migration?.contractEnds;
  if (wave === 'database-owner' && facility === 'tier-iii') return migration?.depreciationEnds;
  return named.find((list) => list.wave === wave)?.start;
}
