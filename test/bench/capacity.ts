import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { headroomIn, lossAt, type Plan } from '../../sites/capacity/headroom.js';
import { scarcest } from '../../sites/capacity/left.js';
import { plannedQuarters } from '../../sites/capacity/operation.js';
import { planOf } from '../../sites/capacity/plan.js';
import { promisesKept, timelineOf } from '../../sites/capacity/promises-kept.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { plusQuarters, quarterOf, quarters } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import { protections } from '../../sites/model/kinds/protection.js';
import { loadEstate } from '../../sites/model/load.js';
import { asOf } from './estate-of.js';

/** The estate that ships, as a person's clone has it. */
export function shippedEstate(): Estate {
  const root = new URL('../../sites/data', import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(root, path), bytes: readFileSync(path) }));
  const result = loadEstate(files, asOf, {});
  if ('diagnostics' in result) throw new Error('the shipped estate does not load');
  return result.estate;
}

export const planFor = (estate: Estate): Plan => planOf(estate, deriveIntent(estate));

/** Every quarter, every level of loss, every tier, every promise. */
export function headroom(plan: Plan): number {
  return promisesKept(timelineOf(plan), plan).length;
}

/**
 * Twenty quarters from the estate's day: every level of loss, and then every rack of every site on its own, none grouped
 * with its like: what every tier has left of every resource once that rack is lost. `broken` counts the tiers that a rack's
 * loss leaves short, over all racks and quarters.
 */
export function everyRack(plan: Plan): { readonly quarters: number; readonly racks: number; readonly broken: number } {
  const from = quarterOf(plan.estate.scenario.asOf);
  const all = quarters(from, plusQuarters(from, 19));
  let racks = 0;
  let broken = 0;
  for (const quarter of all) {
    headroomIn(plan, quarter);
    for (const site of Object.values(plan.estate.sites))
      for (const hall of site.facility.halls)
        for (let rack = 1; rack <= hall.racks; rack += 1) {
          const lost = lossAt(plan, quarter, site.id, [`rack/${site.id}/${hall.id}/${rack}`]);
          for (const tier of protections) {
            const left = scarcest(lost(tier));
            broken += Number(left !== undefined && left.left < 0n);
          }
          racks += 1;
        }
  }
  return { quarters: all.length, racks, broken };
}

export const planned = (plan: Plan): number => plannedQuarters(plan.estate).length;
