import { describe, expect, it } from 'vitest';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { runbookNames } from '../../../bin/runbook-names.js';
import { withLosses, type Loss } from '../../../sites/model/losses.js';
import type { ReturnStep } from '../../../sites/model/kinds/disaster.js';
import { lastBackup, restoredBack } from '../../../sites/recovery/runbook/return-by-backup.js';
import { planOfRunbook, type RunbookPlan } from '../../../sites/recovery/runbook/plan.js';
import { returningIn } from '../../../sites/recovery/runbook/returning.js';
import type { RunbookStep } from '../../../sites/recovery/runbook/step.js';
import { restoresOf } from '../../../sites/recovery/restores.js';
import { edited, estateOf, smallEstateFiles, withoutStandby } from '../estate-small.js';
import { resourcesAt } from '../resources.js';

const { estate } = estateOf(edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => `${text.trimEnd()}${withoutStandby}`));
const sites = Object.keys(estate.sites);
/** Whoever is lost: a system without a standby runs at one of them. */
const plans = sites.flatMap((site) => {
  const { recovery, recovered } = foretoldOf(estate, site);
  const plan = planOfRunbook(recovery, recovered, runbookNames(estate), { acts: '', asks: '', supposed: '', folder: 'sites/data' });
  return returningIn(plan).byBackup.length === 0 ? [] : [{ site, plan, restores: restoresOf(recovered) }];
});

interface Location {
  readonly accessMode: string;
  readonly objectStorage: { readonly bucket: string; readonly prefix: string };
  readonly config: { readonly s3Url: string };
}

/** Backup locations of a site once a step of the return was applied. */
function locations(site: string, at: string, step: ReturnStep): ReadonlyMap<string, Location> {
  const { restores = [] } = plans.find((one) => one.site === site) ?? {};
  const loss: Loss = { site, restores, declaration: `mat-${site}`, at: '2026-11-01T20:15:00Z', back: { transition: `ve-${site}`, step, tokens: [] } };
  return new Map(
    [...resourcesAt(withLosses(estate, [loss]), at).values()].flatMap(({ manifest }) => {
      const { kind, metadata, spec } = (manifest ?? {}) as { kind?: string; metadata?: { name: string }; spec?: Location };
      return kind === 'BackupStorageLocation' && metadata !== undefined && spec !== undefined ? [[metadata.name, spec] as const] : [];
    }),
  );
}

const linesOf = ({ commands }: RunbookStep): string[] => commands.map(({ line }) => line);
/** What is backed up from where to which location, and in which location it is then looked for. */
function moved(plan: RunbookPlan): readonly { readonly from: string; readonly to: string; readonly read: string; readonly early: boolean }[] {
  const { byBackup } = returningIn(plan);
  const [before, after] = [lastBackup(byBackup, plan), restoredBack(byBackup, plan)];
  const reads = after.commands.flatMap(({ line, expects }) => (line.includes(' backup get ') ? [/STORAGE LOCATION is ([\w-]+)/.exec(expects.en)?.[1] ?? ''] : []));
  const made = (lines: readonly string[], early: boolean) => lines.flatMap((line) => (line.includes(' backup create ') ? [{ from: /--kubecontext (\S+)/.exec(line)?.[1] ?? '', to: /--storage-location (\S+)/.exec(line)?.[1] ?? '', early }] : []));
  const all = [...made(linesOf(before), true), ...made(linesOf(after), false)];
  expect(all.length).toBe(reads.length);
  expect(all.length).toBeGreaterThan(0);
  return all.map((one, index) => ({ ...one, read: reads[index] ?? '' }));
}

it('there is a system that comes back by backup', () => {
  expect(plans.map(({ site }) => site)).not.toEqual([]);
});

describe.each(plans)('the last backup on the way back to $site', ({ site, plan }) => {
  it.each(['demote', 'token'] as const)('goes to a location that takes writes after %s, and lies where the site reads', (step) => {
    for (const { from, to, read, early } of moved(plan)) {
      expect(early).toBe(true);
      const [target, source] = [locations(site, from, step).get(to), locations(site, site, step).get(read)];
      expect(target?.accessMode).toBe('ReadWrite');
      expect([source?.objectStorage, source?.config.s3Url]).toEqual([target?.objectStorage, target?.config.s3Url]);
      // The site's own store takes none yet: had it been written there, Velero would have refused.
      expect(locations(site, from, step).get(site)?.accessMode).toBe('ReadOnly');
    }
  });

  it('where only one survivor stands goes to the site itself, once that takes writes again', () => {
    for (const one of new Set(plan.order.flatMap(({ to }) => to ?? []))) {
      const alone = { ...plan, survivors: [one], order: plan.order.filter(({ to }) => to === one) };
      if (returningIn(alone).byBackup.length === 0) continue;
      for (const { from, to, read, early } of moved(alone)) {
        expect([early, to]).toEqual([false, site]);
        const [target, source] = [locations(site, from, 'promote').get(to), locations(site, site, 'promote').get(read)];
        expect(target?.accessMode).toBe('ReadWrite');
        expect([source?.objectStorage, source?.config.s3Url]).toEqual([target?.objectStorage, target?.config.s3Url]);
      }
    }
  });

  it('is named after the return, moves disks, and leaves databases to their archives as schedules do', () => {
    for (const line of linesOf(lastBackup(returningIn(plan).byBackup, plan)).filter((one) => one.includes(' backup create '))) {
      expect(line).toMatch(/ backup create [\w-]+-"\$THU_TUC_TRO_LAI" /);
      expect(line).toContain(" --selector '!cnpg.io/cluster' --snapshot-move-data ");
    }
  });
});
