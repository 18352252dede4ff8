import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Command } from '../../../bin/command.js';
import type { HeadroomData } from '../../../bin/headroom-data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { text as headroomText } from '../../../bin/present/capacity/headroom.js';
import { text as storageText } from '../../../bin/present/capacity/storage.js';
import { json } from '../../../bin/present/json.js';
import type { StorageData } from '../../../bin/storage-data.js';
import { withLosses } from '../../../sites/model/losses.js';
import { smallEstate } from '../../stacks/estate-small.js';

const lost = withLosses(smallEstate().estate, [{ site: 'ndc-01', declaration: 'mat-ndc-01', at: '2026-11-29T20:15:00Z' }]);

// Signatures are checked where the estate is read; this is the estate they make. Test files share their modules: the
// commands are loaded anew around it, and once more for whoever comes after.
beforeAll(() => {
  vi.resetModules();
  vi.doMock('../../../bin/open-estate.js', () => ({ openEstate: () => Promise.resolve(lost), underScenario: <T>(estate: T): T => estate }));
});
afterAll(() => {
  vi.doUnmock('../../../bin/open-estate.js');
  vi.resetModules();
});

const context = { sites: '', home: '', root: '.', lang: 'en' as const, now: () => new Date('2026-11-30T03:00:00Z'), progress: () => undefined, warn: () => undefined, signal: new AbortController().signal, globals: { lose: [], delay: [], with: [] } };
const view = (lang: 'vi' | 'en') => ({ lang, columns: 200, colour: false });

describe.each<[string, () => Promise<{ readonly command: Command }>, (data: never, given: ReturnType<typeof view>) => string | Promise<string>]>([
  ['headroom', () => import('../../../bin/commands/capacity/headroom.js'), headroomText],
  ['storage', () => import('../../../bin/commands/capacity/storage.js'), storageText],
])('ndc capacity %s while a site is declared lost', (_name, load, render) => {
  let outcome: Awaited<ReturnType<Command['run']>>;
  let said: Readonly<Record<'vi' | 'en', string>>;
  beforeAll(async () => {
    const { command } = await load();
    outcome = await command.run(context, [], {});
    said = { vi: await render(outcome.data as never, view('vi')), en: await render(outcome.data as never, view('en')) };
  }, 60_000);

  it('names the declaration in the place of its figures, and no day on which it would be due', () => {
    const block = (lang: 'vi' | 'en'): string | undefined => said[lang].split('\n\n').find((part) => part.startsWith('ndc-01  '));
    expect(block('en')).toMatch(/declared lost \(mat-ndc-01, 2026-11-29T20:15:00Z\): it counts for nothing here/);
    expect(block('vi')).toMatch(/đã tuyên bố mất \(mat-ndc-01, 03:15:00 30\/11\/2026 giờ Việt Nam\): không tính năng lực nào ở đây/);
    expect(block('en')).not.toMatch(/due|does not operate/);
    expect(block('en')?.split('\n')).toHaveLength(2);
  });

  it('fits its schema, and takes no site as lost again that is lost', () => {
    const printed = JSON.parse(json(outcome)) as { kind: string };
    expect(outcomeSchemaOf(printed.kind)?.safeParse(printed).error?.issues ?? []).toEqual([]);
    const data = outcome.data as HeadroomData | StorageData;
    expect(data.declared).toEqual([{ site: 'ndc-01', declaration: 'mat-ndc-01', at: '2026-11-29T20:15:00Z', stage: 'lost' }]);
    expect(data.losses.filter((row) => 'domains' in row && row.domains.includes('site/ndc-01'))).toEqual([]);
  });
});
