import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareTools, dropped, keepTool, loadLine } from '../../../sites/recovery/runbook/database-lines.js';
import { divergedLines, divergedList, verifiedLines } from '../../../sites/recovery/runbook/compared-lines.js';
import { comparedLines } from '../../../sites/recovery/runbook/tenant.js';
import { clearTool, cleared, started, stopped, workloadTools } from '../../../sites/recovery/runbook/workload-lines.js';

/**
 * What is printed is typed into a shell, here with a cluster made of files: `ban` holds deployments and replicas, `lich`
 * schedules, `dia` disks with their clusters. Whatever changes something is noted in `goi`.
 */
const kubectl = String.raw`#!/bin/sh
case "$*" in *hong*) echo "error: unreachable" >&2; exit 1;; esac
case "$*" in
  *"get deployment,statefulset "*) while read -r T S; do echo "Deployment $T $S"; done < ban;;
  *"get cronjob "*) cat lich;;
  *"get deployment,statefulset,daemonset"*) echo "kind: List";;
  *"get pvc -l cnpg.io/cluster="*) awk -v C="$(echo "$*" | sed 's/.*cluster=\([^ ]*\).*/\1/')" '$2 == C { print $1 }' dia;;
  *"get pvc -l !cnpg.io/cluster"*) awk '$2 == "" { print $1 }' dia;;
  *"get cluster.postgresql"*) echo may-chinh-1;;
  *" scale "*) echo "$*" >> goi; T=$(echo "$*" | sed 's/.*Deployment.\([^ ]*\) .*/\1/'); S=$(echo "$*" | sed 's/.*replicas=//'); grep -q "^$T " ban || { echo NotFound >&2; exit 1; }; sed -i "s/^$T .*/$T $S/" ban;;
  *" patch cronjob "*) echo "$*" >> goi; T=$(echo "$*" | sed 's/.*patch cronjob \([^ ]*\) .*/\1/'); S=$(echo "$*" | sed 's/.*suspend":\([a-z]*\).*/\1/'); sed -i "s/^$T .*/$T $S/" lich;;
  *"create -f -"*) cat >> anh; echo "--- created" >> anh;;
  *" wait volumesnapshot/"*) echo "$*" >> goi; case "$*" in *cham*) exit 1;; esac;;
  *" wait pod "*) exit 0;;
  *" delete pvc "*) echo "$*" >> goi; awk '$2 != ""' dia > dia.con; mv dia.con dia;;
  *" delete "*) echo "$*" >> goi;;
  *pg_dump*) echo "$*" >> goi; echo PGDMP; test ! -e dut;;
  *pg_restore*) echo "$*" >> goi; cat > da-nap;;
  *psql*) echo "$*" >> goi; cat > /dev/null; cat so-lieu;;
  *) echo "unexpected: $*" >&2; exit 2;;
esac
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-lines-'));
  writeFileSync(join(folder, 'kubectl'), kubectl);
  chmodSync(join(folder, 'kubectl'), 0o755);
  put('ban', 'web 3\nviec 2\n');
  put('lich', 'dem <none>\ncu true\n');
  put('dia', 'don-thu-1 don-thu\ndon-thu-2 don-thu\ntep\n');
  put('goi', '');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const put = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const lines = (name: string): string[] => read(name).split('\n').filter((line) => line !== '');

/** Exit code of the last line, and all that was printed. */
function typed(shell: string, ...all: readonly { readonly line: string }[]): { readonly exit: number; readonly out: string } {
  const script = `${all.map(({ line }) => line).join('\n')}\n`;
  try {
    return { exit: 0, out: execFileSync(shell, ['-c', script], { cwd: folder, encoding: 'utf8', env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` }, stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { exit: status, out: `${stdout}${stderr}` };
  }
}

describe.each(['/bin/sh', '/bin/bash'])('lines of a runbook, typed into %s', (shell) => {
  const run = (...all: readonly { readonly line: string }[]) => typed(shell, ...all);

  it('stop software and schedules, keep what was written down when they stop it twice, and start it as it was', () => {
    const stop = stopped('ndc-03', ['a-prod']);
    expect(run(...workloadTools(), stop).exit).toBe(0);
    expect([lines('ban'), lines('lich')]).toEqual([['web 0', 'viec 0'], ['dem true', 'cu true']]);
    const kept = read('so-ban.ndc-03.a-prod.txt');
    // Again: the file is named, so that one of another occasion is seen, and is not written anew.
    expect(run(...workloadTools(), stop).out).toContain('so-ban.ndc-03.a-prod.txt');
    expect(read('so-ban.ndc-03.a-prod.txt')).toBe(kept);
    expect(run(...workloadTools(), started('ndc-03', ['a-prod'])).exit).toBe(0);
    expect([lines('ban'), lines('lich')]).toEqual([['web 3', 'viec 2'], ['dem false', 'cu true']]);
    // Put aside: the next occasion writes its own.
    expect(existsSync(join(folder, 'so-ban.ndc-03.a-prod.txt'))).toBe(false);
    expect(readdirSync(folder).filter((name) => /^so-ban\.ndc-03\.a-prod\.txt\.\d{14}$/.test(name))).toHaveLength(1);
    expect(run(...workloadTools(), started('ndc-03', ['a-prod'])).exit).not.toBe(0);
  });

  it('start elsewhere what was stopped here, name what is not there, and keep the counts until all of it runs', () => {
    run(...workloadTools(), stopped('ndc-03', ['a-prod']));
    put('ban', 'web 0\n');
    const back = started('ndc-01', ['a-prod'], 'ndc-03');
    const { exit, out } = run(...workloadTools(), back);
    expect(exit).not.toBe(0);
    expect(out).toContain('NotFound');
    expect(lines('ban')).toEqual(['web 3']);
    expect(existsSync(join(folder, 'so-ban.ndc-03.a-prod.txt'))).toBe(true);
    put('ban', 'web 3\nviec 0\n');
    expect(run(...workloadTools(), back).exit).toBe(0);
    expect(lines('ban')).toEqual(['web 3', 'viec 2']);
  });

  it('leave no file where the counts could not be read, and name who is not done of many', () => {
    const { out } = run(...workloadTools(), stopped('ndc-03', ['a-prod', 'hong-prod']));
    expect(out).toContain('CHUA XONG: hong-prod');
    expect(out).not.toContain('CHUA XONG: a-prod');
    expect(readdirSync(folder).filter((name) => name.startsWith('so-ban.') && name.endsWith('.txt'))).toEqual(['so-ban.ndc-03.a-prod.txt']);
    expect(lines('ban')).toEqual(['web 0', 'viec 0']);
  });

  const both = ['don-thu', 'nhat-ky'].map((cluster) => ({ at: 'ndc-01', to: 'ndc-02', namespace: 'a-prod', cluster, database: cluster.replace('-', '_'), replicates: true }));

  it('sign a comparison of every database at both sites, and none of what lay there before', () => {
    put('so-lieu', 'BANG|1\npublic.a|3|9\n');
    // Of an earlier return: never taken for this one's.
    put('ghi.a-prod.cu.tsv', 'cu\n');
    put('chep.a-prod.cu.tsv', 'cu\n');
    const [open, ...rest] = verifiedLines(both, 'ndc-01');
    const [sum] = rest.splice(-1);
    if (open === undefined || sum === undefined) throw new Error('no lines');
    const whole = run(...compareTools(), open, ...rest, sum);
    expect([whole.exit, whole.out.match(/GIONG HET/g)?.length, /^[0-9a-f]{64} /m.test(whole.out)]).toEqual([0, 2, true]);
    const [made = ''] = readdirSync(folder).filter((name) => name.startsWith('so.'));
    expect(read(`${made}/ket-qua-so.txt`)).toBe('BANG|1\npublic.a|3|9\n'.repeat(4));
    // Nothing compared, one database left out, one site unreadable: no digest that could be signed.
    put('so-lieu', '');
    for (const lines of [[open, sum], [open, ...rest.slice(1), sum], [open, ...rest, sum]]) {
      const { exit, out } = run(...compareTools(), ...lines);
      expect([exit === 0, /[0-9a-f]{64}/.test(out)], out).toEqual([false, false]);
    }
    const none = run(...verifiedLines([], 'ndc-01'));
    expect([none.exit, none.out.includes('e3b0c442')]).toEqual([0, false]);
  });

  it('list what the old site alone has in a folder of its own; an empty list says that it is empty', () => {
    put('so-lieu', 'BANG|1\npublic.a|3|9\n');
    put('chi-noi-cu.txt', 'dong cua lan truoc\n');
    const { exit, out } = run(...compareTools(), ...divergedLines(both, 'ndc-01'), divergedList());
    expect([exit, out.includes('e3b0c442')]).toEqual([0, false]);
    const [made = ''] = readdirSync(folder).filter((name) => name.startsWith('lech.'));
    expect(read(`${made}/danh-sach.txt`)).toBe('so dong chi trung tam cu co: 0\n');
  });

  const drop = dropped({ at: 'ndc-01', namespace: 'a-prod', cluster: 'don-thu' });

  it('keep a snapshot of this occasion of every disk before a cluster is deleted', () => {
    expect(run(keepTool(), drop).exit).toBe(0);
    const [name = ''] = /giu-don-thu-1-\d{14}/.exec(read('anh')) ?? [];
    expect(read('anh').match(/^kind: VolumeSnapshot$/gm)).toHaveLength(2);
    expect(name).not.toBe('');
    expect(lines('goi')[0]).toContain(` wait volumesnapshot/${name} `);
    expect(lines('goi')[2]).toContain('delete cluster.postgresql.cnpg.io don-thu');
  });

  it.each([
    ['there is no disk', { dia: 'tep\n' }, 'don-thu'],
    ['a snapshot does not become ready', { dia: 'cham-1 don-thu\n' }, 'don-thu'],
    ['nothing answers', {}, 'hong'],
  ])('delete nothing where %s', (_why, files, cluster) => {
    for (const [name, text] of Object.entries(files)) put(name, text);
    expect(run(keepTool(), dropped({ at: 'ndc-01', namespace: 'a-prod', cluster })).exit).not.toBe(0);
    expect(read('goi')).not.toContain('delete');
  });

  it('clear software and disks but those of databases, with a copy of both, and put old counts aside', () => {
    put('so-ban.ndc-01.a-prod.txt', 'Deployment web 9\n');
    expect(run(keepTool(), clearTool(), cleared('ndc-01', ['a-prod'])).exit).toBe(0);
    expect(lines('dia')).toEqual(['don-thu-1 don-thu', 'don-thu-2 don-thu']);
    expect(read('anh')).toMatch(/giu-tep-\d{14}/);
    expect(read('anh')).not.toContain('don-thu');
    expect(readdirSync(folder).filter((name) => /^bo\.ndc-01\.a-prod\.\d{14}\.yaml$/.test(name))).toHaveLength(1);
    expect(existsSync(join(folder, 'so-ban.ndc-01.a-prod.txt'))).toBe(false);
    // Nothing old: done as well. Unreadable: nothing is deleted.
    put('goi', '');
    expect(run(keepTool(), clearTool(), cleared('ndc-01', ['a-prod'])).exit).toBe(0);
    expect(read('goi')).not.toContain('delete pvc');
    put('goi', '');
    expect(run(keepTool(), clearTool(), cleared('ndc-01', ['hong-prod'])).exit).not.toBe(0);
    expect(read('goi')).toBe('');
  });

  const at = (namespace: string) => ({ at: 'ndc-01', namespace, cluster: 'don-thu', database: 'don_thu' });

  it('say that two databases are the same only where both were read', () => {
    put('so-lieu', 'BANG|1\npublic.a|1|5\n');
    const [compared, , rows] = comparedLines(at('a-prod'), at('a-prod-khoi-phuc'), ['cu', 'moi']);
    if (compared === undefined || rows === undefined) throw new Error('lines are missing');
    expect(run(...compareTools(), compared)).toMatchObject({ exit: 0, out: expect.stringContaining('GIONG HET') as string });
    expect(run(...compareTools(), rows).out).toBe('0\n');
    for (const pair of [['hong', 'a-prod'], ['a-prod', 'hong'], ['hong', 'hong']] as const) {
      const [read1, , read2] = comparedLines(at(pair[0]), at(pair[1]), ['x', 'y']);
      for (const line of [read1, read2]) {
        if (line === undefined) throw new Error('lines are missing');
        const { exit, out } = run(...compareTools(), line);
        expect(exit).not.toBe(0);
        expect(out).not.toMatch(/GIONG HET|^\d/m);
      }
    }
    put('so-lieu', '');
    expect(run(...compareTools(), compared).exit).not.toBe(0);
  });

  it('take a load for done only where the dump came to its end', () => {
    const load = loadLine(at('a-prod'), 'a-prod-khoi-phuc');
    expect(run(load).exit).toBe(0);
    expect(read('da-nap')).toBe('PGDMP\n');
    put('dut', '');
    expect(run(load).exit).not.toBe(0);
  });
});
