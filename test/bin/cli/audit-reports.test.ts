import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditData } from '../../../bin/commands/audit.js';
// Loads what the command needs while the file is collected: it takes seconds, and no test's time.
import '../../../bin/commands/audit.js';
import '../../../bin/present/audit.js';
import { oscalFaults, sarifFaults } from '../../policies/reports/published.js';
import { xmlOf } from '../../policies/reports/xml-reader.js';
import { folder } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, root, small, type Ran } from './ndc.js';

/** A folder with one real plan, named from where it lies. */
function plans(): string {
  const here = folder();
  mkdirSync(join(here, 'plans'));
  cpSync(join(root, 'test/fixtures/plans/terraform-1.11.4/create.json'), join(here, 'plans', 'create.json'));
  return here;
}

const cwd = plans;
const audit = (here: string, ...more: string[]): Promise<Ran> => ndc(['audit', 'plans', '--sites', small, ...asOf, ...more], { cwd: here });

describe('ndc audit --format', () => {
  it.each<[string, (out: string) => void]>([
    ['text', (out) => expect(out).toMatch(/^1 plan: .*\n[\s\S]*What this does not prove/)],
    ['json', (out) => expect(JSON.parse(out)).toMatchObject({ kind: 'ndc/audit.v1' })],
    ['sarif', (out) => expect(sarifFaults(JSON.parse(out))).toEqual([])],
    ['junit', (out) => expect(xmlOf(out).name).toBe('testsuites')],
    ['oscal', (out) => expect(oscalFaults(JSON.parse(out))).toEqual([])],
    ['html', (out) => expect(out).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)],
  ])('%s: the report on standard output, the exit code of the audit', async (format, holds) => {
    const ran = await audit(cwd(), '--format', format);
    expect([ran.exit, ran.err, ran.reached]).toEqual([1, '', []]);
    holds(ran.out);
  });

  it('counts the same in every form', async () => {
    const here = cwd();
    const { summary, verdicts } = jsonOf<AuditData>(await audit(here, '--json'));
    const sarif = JSON.parse((await audit(here, '--format', 'sarif')).out) as { readonly runs: readonly [{ readonly results: readonly { readonly kind: string }[]; readonly artifacts: readonly { readonly location: object }[] }] };
    const junit = xmlOf((await audit(here, '--format', 'junit')).out);
    const [{ results, artifacts }] = sarif.runs;
    expect(results.filter(({ kind }) => kind === 'open')).toHaveLength(summary.counts.unknown);
    expect(Number(junit.attributes['errors'])).toBe(summary.counts.unknown);
    expect(results).toHaveLength(verdicts.length + summary.waiverProblems);
    expect(artifacts[0]?.location).toEqual({ uri: 'plans/create.json', uriBaseId: 'PLANS' });
  });

  it('lists its forms, and no other command takes them', async () => {
    const wrong = await audit(cwd(), '--format', 'sarf');
    expect([wrong.exit, wrong.err]).toEqual([2, expect.stringMatching(/NDC-X011 --format is "sarf"; expected text or json or sarif or junit or oscal or html\. Did you mean sarif\?/) as string]);
    const check = await ndc(['check', '--sites', small, ...asOf, '--format', 'html']);
    expect([check.exit, check.out]).toEqual([2, '']);
    expect(check.err).toContain('expected text or json.');
  });

  it('says in words why there is no report', async () => {
    const ran = await ndc(['audit', 'nowhere.json', '--sites', small, ...asOf, '--format', 'oscal'], { cwd: folder() });
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain('nowhere.json');
    expectNoTrace(ran);
  });
});

describe('ndc audit --assurance', () => {
  it.each([
    [[], 'A', 'Level A: plan JSON as it was handed in; nothing in it shows who made it.'],
    [['--assurance', 'C'], 'C', 'Level C: planned by the auditor with read-only access. As declared by the auditor.'],
    // The plan creates everything: no second plan can be empty.
    [['--assurance', 'D'], 'C', 'Level C: planned by the auditor with read-only access. The auditor declared level D. Not level D: a plan still changes something (plans/create.json). Not level D: no plan was read (ndc-01-platform, ndc-01-tenant-bo-a, ndc-01-tenant-so-b, ndc-01-protection).'],
  ])('%j', async (options, level, text) => {
    const { assurance } = jsonOf<AuditData>(await audit(cwd(), ...options, '--json'));
    expect([assurance.level, assurance.text.en, assurance.computed]).toEqual([level, text, 'A']);
  });

  it.each(['A', 'E', 'c'])('%s is no level one declares', async (level) => {
    const ran = await audit(cwd(), '--assurance', level);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(`NDC-X011 --assurance is "${level}"; expected B or C or D.`);
  });
});
