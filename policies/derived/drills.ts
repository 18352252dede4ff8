import { daysBetween, type Day } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { RecordEntry } from '../../sites/model/kinds/ledger.js';
import type { DerivedEnvironment } from './placement.js';

/** Days after which a drill proves nothing any more: the one before was a quarter ago. */
export const freshDays = 90;

type Drill = DeepReadonly<RecordEntry> & { readonly drill?: DeepReadonly<RecordEntry>['drill'] };

/** Drills of one environment, by its own name or its system's, oldest first. A record of a day to come, without an outcome, is a drill that is scheduled. */
export function drillsOf({ records }: Pick<Estate, 'records'>, { namespace, system }: DerivedEnvironment, kind: 'restore' | 'failover'): readonly Drill[] {
  const subjects = [`environment/${namespace}`, `system/${system.id}`];
  return Object.values(records)
    .filter(({ record, subject, drill }) => record === 'drill' && subjects.includes(subject) && (drill === undefined || drill.kind === kind))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1));
}

/** The last drill that has happened and said how it ended. */
export const lastDrill = (drills: readonly Drill[], asOf: Day): Drill | undefined => drills.filter(({ on, drill }) => on <= asOf && drill !== undefined).at(-1);

/** The first drill that is still to come. */
export const nextDrill = (drills: readonly Drill[], asOf: Day): Drill | undefined => drills.find(({ on }) => on > asOf);

/** Whether a drill passed and is not too long ago. */
export const isFresh = (drill: Drill | undefined, asOf: Day): boolean => drill?.drill?.passed === true && daysBetween(drill.on, asOf) <= freshDays;
