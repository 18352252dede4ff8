import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command as runbook } from '../../../bin/commands/dr/runbook.js';
import type { DrRunbookData } from '../../../bin/dr-runbook-data.js';
import { openEstate } from '../../../bin/open-estate.js';
import { withoutStandby } from '../../stacks/estate-small.js';
import { small } from '../cli/ndc.js';
import { contextOf, declareSigned, enterSigners } from './signed-loss.js';

const now = new Date('2026-11-30T03:00:00Z');
let home: string;
const printed = async (): Promise<DrRunbookData> => (await runbook.run(contextOf(home, now, ['ndc-01']), [], {})).data as DrRunbookData;
const linesOf = ({ parts }: DrRunbookData): string[] => parts.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands.map(({ line }) => line)));

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ndc-reprint-'));
  cpSync(small, join(home, 'data'), { recursive: true });
  const file = join(home, 'data/tenants/so-b.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').trimEnd());
  appendFileSync(file, withoutStandby);
  mkdirSync(join(home, 'data/transitions'), { recursive: true });
  enterSigners(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a runbook that is printed again while its loss is declared', () => {
  it('says what it said before: who comes back, what is cleared, dropped, compared, stopped, restored', async () => {
    const before = await printed();
    await declareSigned(home, 'declare-ndc-01', 'ndc-01', now);
    // It is in force: whatever else is computed from these data leaves the site out.
    expect((await openEstate(contextOf(home, now))).losses?.map(({ site }) => site)).toEqual(['ndc-01']);
    const after = await printed();
    expect(after.parts).toEqual(before.parts);
    expect([after.survivors, after.lost]).toEqual([['ndc-02', 'ndc-03'], 'ndc-01']);
    for (const word of ['giu() {', 'bo ndc-0', 'delete cluster.postgresql.cnpg.io', 'backup create', 'restore create', 'dung ndc-0', 'bat ndc-01']) expect(linesOf(after).some((line) => line.includes(word)), word).toBe(true);
    for (const { title, does } of after.parts.flatMap(({ steps }) => steps)) for (const said of [title, ...does]) expect(said.vi + said.en).not.toMatch(/ {2}/);
    // The page tells the data it was made from: with the declaration in them they are others.
    expect(after.estate.digest).not.toBe(before.estate.digest);
  });

  it('of another site is of the survivors as they are now', async () => {
    const other = (await runbook.run(contextOf(home, now, ['ndc-02']), [], {})).data as DrRunbookData;
    expect(other.survivors).toEqual(['ndc-03']);
    const rows = other.parts.find(({ id }) => id === 'failover')?.tables.flatMap((table) => table.rows) ?? [];
    expect(JSON.stringify(rows)).toContain('thu-vien-prod');
  });
});
