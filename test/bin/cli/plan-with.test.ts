import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditData } from '../../../bin/commands/audit.js';
import { estate, swap } from './estates.js';
import { asOf, jsonOf, ndc, small } from './ndc.js';
import { workplace } from './workplace.js';

describe('a plan set made with a what-if file', () => {
  it('names the file, and is judged with it again without being told', async () => {
    const { work, env } = workplace();
    const at = { cwd: work, env } as const;
    const file = join(estate({ 'tenants/so-b.yaml': swap('size: s', 'size: m') }), 'tenants', 'so-b.yaml');
    const { id } = JSON.parse((await ndc(['plan', '--sites', small, '--with', file, ...asOf, '--json'], at)).out) as { id: string };
    const set = JSON.parse(readFileSync(join(work, '.ndc', 'plans', id, 'planset.json'), 'utf8')) as { estate: { digest: string }; scenario: { with?: string[] } };
    expect(set.scenario.with).toEqual([file]);

    const audited = jsonOf<AuditData>(await ndc(['audit', id, '--sites', small, ...asOf, '--json'], at));
    expect(audited.estate.digest).toBe(set.estate.digest);
    expect(audited.estate.scenario.add).toMatchObject([{ name: 'tenants/so-b.yaml' }]);
  });

  it('made without one names none', async () => {
    const { work, env } = workplace();
    const { id } = JSON.parse((await ndc(['plan', '--sites', small, ...asOf, '--json'], { cwd: work, env })).out) as { id: string };
    expect(JSON.parse(readFileSync(join(work, '.ndc', 'plans', id, 'planset.json'), 'utf8'))).not.toHaveProperty('scenario.with');
  });
});
