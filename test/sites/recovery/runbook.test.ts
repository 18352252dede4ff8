import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protections } from '../../../sites/model/kinds/protection.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { recoveredFrom } from '../../../sites/recovery/matrix.js';
import { cleanPoints, type LastRun } from '../../../sites/recovery/runbook/clean-point.js';
import { declarePart } from '../../../sites/recovery/runbook/declare.js';
import { failoverPart } from '../../../sites/recovery/runbook/failover.js';
import { returnPart } from '../../../sites/recovery/runbook/give-back.js';
import { planOfRunbook, type RunbookNames, type RunbookPlan } from '../../../sites/recovery/runbook/plan.js';
import { quoted } from '../../../sites/recovery/runbook/step.js';
import { lastRunOf } from '../../../bin/runbook-names.js';
import { database, type SystemOf } from '../capacity/planned-estate.js';
import { asOf, shippedEstate } from '../data/shipped.js';
import { recoveryFrom, recoveryWith } from './recovered.js';

const minute = 60_000;
const day = 1440 * minute;
const now = Date.parse('2026-11-29T12:00:00Z');

/** Everything begins on the hour its interval divides from the beginning of 1970. */
const even: LastRun = (of, before) => {
  const every = of.what === 'monthly' ? 30 * day : of.what === 'base' ? of.everyHours * 60 * minute : of.everyMinutes * minute;
  return Math.floor(before / every) * every;
};

const systems = protections.map((tier): SystemOf => ({ id: `${tier}-0`, tier, databases: [database()], placement: tier === 'bronze' ? '{primary: ndc-01, backup: ndc-03}' : '{primary: ndc-01, standby: ndc-02, backup: ndc-03}' }));
const recovery = recoveryWith(systems);
const shipped = recoveryFrom(applyScenario(shippedEstate(), { asOf, lose: [], delay: {}, phase: 'all-operating' }));
const at = (breach: number, lastRun = even) => cleanPoints(recovery, { breach, now, lastRun });

describe('the newest clean point before a breach', () => {
  it('is just before it for databases, and the backup before it for the rest', () => {
    const breach = now - 3 * day - 7 * minute;
    for (const { data, at: moment, kept, from } of at(breach)) {
      expect(kept).toBe('kept');
      if (data === 'databases') {
        expect(moment).toBe(breach - 1000);
        expect(from).toBeLessThanOrEqual(moment ?? 0);
      } else expect(moment).toBeLessThanOrEqual(breach);
    }
  });

  it('is never after the breach, never past its keeping, and never newer for an older breach', () => {
    const ago = fc.integer({ min: 1, max: 500 * 24 * 60 });
    fc.assert(
      fc.property(ago, ago, (a, b) => {
        const [recent, old] = [Math.min(a, b), Math.max(a, b)].map((minutes) => at(now - minutes * minute)) as [ReturnType<typeof at>, ReturnType<typeof at>];
        recent.forEach(({ at: moment, until, kept }, index) => {
          if (moment !== undefined) {
            expect(moment).toBeLessThanOrEqual(now - Math.min(a, b) * minute);
            expect(until).toBeGreaterThanOrEqual(now);
          }
          expect(kept === 'gone').toBe(moment === undefined);
          const older = old[index]?.at;
          if (moment !== undefined && older !== undefined) expect(older).toBeLessThanOrEqual(moment);
          // What is gone of a recent breach is gone of an older one.
          if (kept === 'gone') expect(old[index]?.kept).toBe('gone');
        });
      }),
      { numRuns: 150 },
    );
  });

  it('reaches as far as the retention of the off-site copy, then as the lock, then the monthlies; beyond nothing', () => {
    const of = (days: number, namespace: string, data: string) => cleanPoints(shipped, { breach: now - days * day + 61 * minute, now, lastRun: even }).find((point) => point.namespace === namespace && point.data === data)?.kept;
    const target = shipped.subjects.find(({ namespace }) => namespace === 'csdl-y-te-prod')?.protection.backups.find(({ kind }) => kind === 'off-site');
    expect([target?.retentionDays, target?.lockDays]).toEqual([35, 69]);
    for (const [days, kept] of [[35, 'kept'], [36, 'locked'], [69, 'locked'], [70, 'monthly'], [300, 'monthly'], [400, 'gone']] as const) expect(of(days, 'csdl-y-te-prod', 'volumes'), String(days)).toBe(kept);
    for (const [days, kept] of [[35, 'kept'], [36, 'locked'], [80, 'monthly'], [400, 'gone']] as const) expect(of(days, 'csdl-y-te-prod', 'databases'), String(days)).toBe(kept);
    // Bronze keeps fourteen days, locks nothing and has no monthlies.
    for (const [days, kept] of [[13, 'kept'], [16, 'gone']] as const) expect(of(days, 'di-san-so-prod', 'volumes'), String(days)).toBe(kept);
  });

  it('is not a backup that was still being made when the breach began', () => {
    // Every silver backup begins on the hour; a breach a moment later cannot be in one that is older than its making.
    const breach = Math.floor(now / (60 * minute)) * 60 * minute + 1;
    const volumes = cleanPoints(recovery, { breach: breach - 2 * day, now, lastRun: even }).find(({ namespace, data }) => namespace === 'silver-0-prod' && data === 'volumes');
    expect(volumes?.at).toBeLessThan(breach - 2 * day - minute);
  });

  it('is of the very schedules that stacks write', () => {
    const lastRun = lastRunOf(shipped.estate);
    const breach = Date.parse('2026-11-20T00:00:00+07:00');
    for (const { schedule, at: moment, data } of cleanPoints(shipped, { breach, now, lastRun })) {
      if (schedule?.what !== 'backup' || moment === undefined || data === 'databases') continue;
      // As often as it is declared, and none between it and the breach but one that was still being made.
      expect(breach - moment).toBeLessThanOrEqual(2 * schedule.everyMinutes * minute);
      expect(lastRun(schedule, moment)).toBe(moment);
      expect(new Date(moment).getUTCSeconds()).toBe(0);
    }
    expect(lastRun({ what: 'monthly', organisation: 'bo-y-te', tier: 'platinum', target: 'ndc-02', everyMinutes: 30 }, breach)).toBeGreaterThanOrEqual(Date.parse('2026-11-01T00:00:00Z'));
  });
});

const names: RunbookNames = { ceph: 'rook-ceph', velero: 'velero', secretStore: 'openbao', secretStoreOf: (site) => `openbao-of-${site}`, volumesBucket: 'b', databasesBucket: 'd', systemNamespace: 's', procedure: (n) => `restore-${n}`, databaseName: (c) => c.replaceAll('-', '_'), volumesGroup: 'g', backupSchedule: ({ organisation, tier, target }) => `${organisation}-${tier}-to-${target}`, foreignLocation: (a, b) => `${a}-of-${b}`, location: (site) => `to-${site}`, ownLabel: 'own' };

describe('a runbook', () => {
  const planFor = (lost: string): RunbookPlan => planOfRunbook(recovery, recoveredFrom(recovery, lost, new Set(), 'dead'), names, { acts: '', asks: '', supposed: '', folder: 'sites/data' });

  it.each(['ndc-01', 'ndc-02', 'ndc-03'])('of %s never types anything at the lost site before it returns, but to ask whether it lives', (lost) => {
    const plan = planFor(lost);
    const lines = [declarePart(plan), failoverPart(plan)].flatMap(({ steps }) => steps.flatMap(({ commands }) => commands.map(({ line }) => line)));
    const there = lines.filter((line) => new RegExp(`--(?:kube)?context ${lost}\\b`).test(line));
    expect(there.every((line) => line.includes('/readyz'))).toBe(true);
    // Whatever asks a survivor comes after the envelope that says how.
    expect(lines.find((line) => line.includes('kubectl'))).toContain('KUBECONFIG');
    expect(returnPart(plan).steps.some(({ commands }) => commands.some(({ line }) => line.includes(`ndc dr return ${lost}`)))).toBe(true);
  });

  it('restores a backup that is named, never the newest of a schedule, and brings back what went that way', () => {
    const plan = planFor('ndc-01');
    const lines = [failoverPart(plan), returnPart(plan)].map(({ steps }) => steps.flatMap(({ commands }) => commands.map(({ line }) => line)).filter((line) => line.startsWith('velero ')));
    expect(lines.flat().filter((line) => line.includes('--from-schedule'))).toEqual([]);
    expect(lines[0]?.some((line) => line.includes('backup get --selector velero.io/storage-location=ndc-0'))).toBe(true);
    const back = plan.order.filter(({ fate: { subject } }) => subject.protection.pair === undefined && subject.protection.databases.every(({ replicates }) => !replicates));
    expect(back.length).toBeGreaterThan(0);
    for (const word of ['backup create', 'restore create']) expect(lines[1]?.filter((line) => line.includes(word))).toHaveLength(back.length);
    expect(lines[1]?.findIndex((line) => line.includes('restore create'))).toBeGreaterThan(lines[1]?.findLastIndex((line) => line.includes('backup create')) ?? 0);
  });

  const written = (plan: RunbookPlan): string[] => returnPart(plan).steps.flatMap(({ commands }) => commands.map(({ line }) => line));

  it.each(['ndc-01', 'ndc-02', 'ndc-03'])('puts every step of the return of %s on the approved branch before anybody plans by it', (lost) => {
    const lines = [...declarePart(planFor(lost)).steps.flatMap(({ commands }) => commands.map(({ line }) => line)), ...written(planFor(lost))];
    let unsaved = false;
    for (const line of lines) {
      if (/^ndc (?:dr return|approve).* --write/.test(line)) unsaved = true;
      if (line.includes(' push')) unsaved = false;
      // A second person, and every plan, reads what is on the branch.
      if (line.startsWith('ndc up') || line.includes(' pull ')) expect(unsaved, line).toBe(false);
    }
    expect(unsaved).toBe(false);
    expect(lines.filter((line) => line.includes('git '))).toSatisfy((all: string[]) => all.every((line) => line.startsWith('git -C sites/data ')));
  });

  it('holds the fences until the site stands as a copy, and lifts every one of them', () => {
    const plan = planFor('ndc-01');
    const lines = written(plan);
    const enabled = lines.findIndex((line) => line.includes('user enable'));
    expect(enabled).toBeGreaterThan(lines.findIndex((line) => line.startsWith('ndc up')));
    // What it believes is looked at before, and again once it was told otherwise.
    expect(lines.slice(0, enabled).filter((line) => line.includes('.spec.replica.primary'))).toHaveLength(2);
    const suspended = declarePart(plan).steps.flatMap(({ commands }) => commands).filter(({ line }) => line.includes('user suspend'));
    expect(lines.filter((line) => line.includes('user enable'))).toHaveLength(suspended.length);
    for (const fence of ['Lift fences 3 and 2', 'Lift fence 1']) expect(returnPart(plan).steps.some(({ title }) => title.en.startsWith(fence))).toBe(true);
  });

  it('makes every stale cluster anew: what streams before it is verified, what comes by backup between demote and promote', () => {
    const plan = planFor('ndc-01');
    const lines = written(plan);
    const at = (word: string): number => lines.findIndex((line) => line.includes(word));
    const operated = plan.order.flatMap(({ namespace, databases }) => databases.filter((one) => one.operated).map((one) => ({ ...one, namespace })));
    expect(new Set(operated.map(({ replicates }) => replicates))).toEqual(new Set([true, false]));
    for (const { namespace, cluster, replicates } of operated) {
      const gone = at(`giu ndc-01 ${namespace} cnpg.io/cluster=${cluster} && kubectl --context ndc-01 -n ${namespace} delete cluster.postgresql.cnpg.io ${cluster} `);
      const [after, before] = replicates ? [' reclone ', 'return ndc-01 verify'] : ['return ndc-01 demote', 'return ndc-01 promote'];
      expect(gone, namespace).toBeGreaterThan(replicates ? at('comm -13') : at(after));
      expect(gone, namespace).toBeLessThan(at(replicates ? after : before));
    }
    // Nobody asserts unseen that nothing diverged.
    expect(at('--nothing-diverged')).toBeGreaterThan(at('--diverged'));
  });

  it('stops all software at the survivors before anything is demoted, and starts it at the site once that writes', () => {
    const lost = 'ndc-01';
    const plan = planFor(lost);
    const lines = written(plan);
    const at = (word: string): number => lines.findIndex((line) => line.includes(word));
    const typed = (call: string, site: string, namespace: string): number => lines.findIndex((line) => (line.startsWith('for N in ') ? line.includes(`do ${call} ${site} `) && line.split(';')[0]?.split(' ').includes(namespace) === true : line.startsWith(`${call} ${site} ${namespace}`)));
    expect(plan.order.length).toBeGreaterThan(0);
    for (const { namespace, to = '', fate } of plan.order) {
      const byBackup = fate.subject.protection.pair === undefined && fate.subject.protection.databases.every(({ replicates }) => !replicates);
      // At the site itself while its nodes are off: what it was last told would run on stale data.
      expect(typed('dung', lost, namespace), namespace).toBeLessThan(at('user enable'));
      expect(typed('dung', lost, namespace), namespace).toBeGreaterThan(at(' fence '));
      expect(typed('dung', to, namespace), namespace).toBeGreaterThan(at(' verify '));
      expect(typed('dung', to, namespace), namespace).toBeLessThan(at(`return ${lost} demote`));
      expect(typed('bat', lost, namespace), namespace).toBeGreaterThan(lines.findLastIndex((line) => line.includes('.spec.replica.primary')));
      // A standby gets its counts back; what slept there is cleared in the next loss.
      if (byBackup) expect(typed('bat', to, namespace), namespace).toBe(-1);
      else expect(typed('bat', to, namespace), namespace).toBeGreaterThan(typed('bat', lost, namespace));
      if (byBackup) for (const edge of [`return ${lost} demote`, `return ${lost} promote`]) expect(typed('bo', lost, namespace) > at(edge), `${namespace} ${edge}`).toBe(edge.endsWith('demote'));
    }
  });

  it('waits until volumes are copied before a plan asks for anything else', () => {
    const lines = written(planFor('ndc-01'));
    const patched = lines.findLastIndex((line) => line.includes('"replicationState":"resync"'));
    expect(patched).toBeGreaterThan(0);
    expect(lines[patched + 1]).toContain('"Resyncing"');
    expect(lines[patched + 2]).toMatch(/^ndc up/);
  });

  it('clears what an earlier loss left before it applies, where it restores and nowhere else', () => {
    const plan = planFor('ndc-01');
    const { steps } = failoverPart(plan);
    const lines = steps.flatMap(({ commands }) => commands.map(({ line }) => line));
    const up = lines.findIndex((line) => line.startsWith('ndc up'));
    const restored = plan.order.filter(({ promoted }) => !promoted);
    expect(restored.length).toBeGreaterThan(0);
    for (const { namespace, to = '', databases } of plan.order) {
      const isRestored = restored.some((one) => one.namespace === namespace);
      const cleared = lines.indexOf(`bo ${to} ${namespace}`);
      expect(cleared >= 0 && cleared < up, namespace).toBe(isRestored);
      for (const { cluster, operated } of databases) if (operated) expect(lines.slice(0, up).some((line) => line.startsWith(`giu ${to} ${namespace} cnpg.io/cluster=${cluster} && `)), namespace).toBe(isRestored);
    }
    // Without any there is nothing to clear.
    const none = { ...plan, order: plan.order.filter(({ promoted }) => promoted) };
    expect(failoverPart(none).steps.some(({ title }) => title.en.startsWith('Clear what'))).toBe(false);
  });

  it('declares before it applies, fences before it promotes, and switches names last', () => {
    const plan = planFor('ndc-01');
    const steps = [declarePart(plan), failoverPart(plan)].flatMap((part) => part.steps);
    const place = (word: string): number => steps.findIndex(({ title, commands }) => title.en.startsWith(word) || commands.some(({ line }) => line.startsWith(word)));
    const order = ['Break the glass', 'Fence 1', 'Fence 3', 'ndc dr declare', 'ndc approve', 'Keys in the HSM', 'Identity', 'The secret store', 'ndc up', 'Tier', 'Switch DNS', 'Close'].map(place);
    expect(order.every((one) => one >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    // Budgets of what follows one another begin no earlier.
    const begins = steps.flatMap(({ budget }) => (budget === undefined ? [] : [budget.fromMs]));
    expect(begins.length).toBeGreaterThan(8);
    for (const { budget } of steps) if (budget !== undefined) expect(budget.untilMs).toBeGreaterThanOrEqual(budget.fromMs);
  });

  it('leaves nobody out: every environment of the lost site is brought back, or told to run nowhere', () => {
    for (const lost of ['ndc-01', 'ndc-02', 'ndc-03']) {
      const { order, stopped, recovered } = planFor(lost);
      expect([...order, ...stopped].map(({ namespace }) => namespace).sort()).toEqual([...recovered.fates.keys()].sort());
      expect(order.every(({ to }) => to !== lost)).toBe(true);
    }
  });
});

describe('a word for a shell', () => {
  it('is one word, whatever it holds', () => {
    fc.assert(fc.property(fc.string(), (word) => {
      const written = quoted(word);
      // Undo it as a POSIX shell does: nothing is special in single quotes, a backslash outside takes the next character.
      const read = written.startsWith("'") ? written.slice(1, -1).replaceAll("'\\''", "'") : written;
      expect(read).toBe(word);
      if (!written.startsWith("'")) expect(written).toMatch(/^[\w./:@%+=,-]+$/);
    }));
  });
});
