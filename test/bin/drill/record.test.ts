import { describe, expect, it } from 'vitest';
import { drillRecord } from '../../../bin/drill/record.js';
import { digestOf } from '../../../sites/model/estate.js';
import type { DrillStep } from '../../../bin/drill/steps.js';
import { day } from '../../../sites/model/calendar.js';
import { loadEstate } from '../../../sites/model/load.js';
import { durationsOf } from '../../../sites/recovery/durations.js';
import { readDataDirectory } from '../../../bin/edge/data-directory.js';
import { shipped } from '../cli/ndc.js';

const step = (action: DrillStep['action'], ms: number): DrillStep => ({ step: 's', ms, held: true, found: { vi: '', en: '' }, ...(action === undefined ? {} : { action }) });
const input = { kind: 'failover', on: day('2026-11-29'), at: new Date('2026-11-29T18:20:05Z'), subject: 'site/ndc-01', site: 'ndc-01', passed: true, noted: [{ action: 'apply-stack', ms: 4_200 }], evidence: '{"a": 1}\n' } as const;

describe('the record of a drill', () => {
  it('is read as every file of the data, and its times stand in for the planned ones', async () => {
    const record = drillRecord({ ...input, steps: [step('promote-database', 1_500), step('promote-database', 2_100), step('detect', 2_000), step(undefined, 9_000)] });
    const loaded = loadEstate([...(await readDataDirectory(shipped)), { name: record.name, bytes: new TextEncoder().encode(record.text) }], day('2026-11-30'));
    if (!('estate' in loaded)) throw new Error(JSON.stringify(loaded.diagnostics));
    const { estate } = loaded;
    expect(estate.records[record.id]).toMatchObject({ record: 'drill', subject: 'site/ndc-01', drill: { kind: 'failover', passed: true, site: 'ndc-01', evidence: digestOf(input.evidence) } });
    const durations = durationsOf(estate);
    expect(durations['promote-database']).toMatchObject({ measured: 2, p50: 1_500, p95: 2_100 });
    expect(durations['apply-stack']).toMatchObject({ measured: 1, p50: 4_200 });
    // How long a laboratory takes to notice says nothing of how long people do.
    expect(durations.detect.measured).toBe(0);
  });

  it('names the second it was begun: two drills of one day are two records', () => {
    const [one, other] = [input.at, new Date('2026-11-29T18:20:06Z')].map((at) => drillRecord({ ...input, at, steps: [] }));
    expect(one?.id).toBe('drill-failover-ndc-01-2026-11-29-182005');
    expect(other?.id).not.toBe(one?.id);
  });
});
