import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { DrDrillData } from '../../../bin/dr-drill-data.js';
import { findEngines } from '../journey/engines.js';
import { repository } from '../journey/repository.js';
import { drillFolder, expectNothingLeft } from './traces.js';

const [engine] = await findEngines();

it('has an engine to test with', () => {
  expect(engine, 'install terraform or tofu, or set NDC_TOFU').toBeDefined();
});

describe('a tenant is restored by Velero into another site', () => {
  const folder = drillFolder();

  it('every object is what it was, and the page says what it does not cover', async () => {
    const drill = await execa(process.execPath, [join(repository, 'bin/ndc'), 'dr', 'drill', '--sites', join(repository, 'sites/data'), '--scenario', 'all-operating', '--lose', 'site/ndc-01', '--restore', 'kiem-toan-nha-nuoc', '--into', 'ndc-03', '--engine', engine?.path ?? '', '--lang', 'en', '--json'], { cwd: folder(), reject: false, env: { NO_COLOR: '1' } });
    expect(drill.exitCode, drill.stderr).toBe(0);
    const { restore, steps } = JSON.parse(drill.stdout) as DrDrillData;
    expect(steps.map(({ step }) => step)).toEqual(['bench', 'control-planes', 'apply', 'workload', 'velero', 'backup', 'lose-site', 'velero-there', 'restore', 'compare']);
    expect(restore?.objects.filter(({ is }) => is !== 'equal')).toEqual([]);
    for (const kind of ['Namespace', 'ResourceQuota', 'NetworkPolicy', 'RoleBinding', 'Deployment', 'Service', 'ConfigMap', 'Secret']) expect(restore?.objects.some(({ object }) => object.startsWith(`${kind} `)), kind).toBe(true);
    await expectNothingLeft();
  });
});
