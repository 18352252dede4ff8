import { join, resolve } from 'node:path';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { dayInVietNam } from '../../../sites/model/calendar.js';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import { isRecent } from '../../../sites/tenancy/use-levels.js';
import type { Command } from '../../command.js';
import { loadConnection } from '../../edge/connection.js';
import { requireAbsent, writeWhole } from '../../edge/files.js';
import { withSchemaPlace } from '../../edge/schema-place.js';
import { shownPath } from '../../edge/shown-path.js';
import { appendTenantUse, readGivenTenantUse, readTenantUse, tenantUseFile } from '../../edge/tenant-use-history.js';
import { estateHead } from '../../estate-head.js';
import { readSiteUse } from '../../live-use.js';
import { openEstate, underConnection } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { selected } from '../../selection.js';
import type { TenantUsageData } from '../../tenant-usage-data.js';
import { Readings, readingsOf, recordedUse, usageAt } from '../../tenant-usage.js';
import { useRecord } from '../../use-record.js';

export const command: Command = {
  options: [
    { flags: '--site <id...>', about: { vi: 'chỉ các trung tâm này', en: 'only these sites' } },
    { flags: '--organisation <id...>', about: { vi: 'chỉ hiện các cơ quan này', en: 'show only these organisations' } },
    { flags: '--history <file...>', about: { vi: 'thêm các lần đo trước, ví dụ từ máy khác', en: 'earlier readings as well, from another machine for example' } },
    { flags: '--write-record', about: { vi: 'ghi mức dùng cao nhất vào records/usage/ của dữ liệu, làm bằng chứng cho việc xét duyệt', en: 'write the highest use to the data’s records/usage/, as evidence for reviews' } },
  ],
  formats: ['csv'],
  examples: ['ndc tenant usage --connection production', 'ndc tenant usage --organisation bo-y-te --lang vi', 'ndc tenant usage --history readings.jsonl --format csv', 'ndc tenant usage --write-record'],
  run: async (context, _args, options): Promise<Outcome<'ndc/tenant-usage.v1', TenantUsageData>> => {
    const recorded = await openEstate(context);
    const connection = await loadConnection(context.home, context.globals.connection);
    const estate = underConnection(recorded, context, connection);
    const asked = selected(estate, options);
    const sites = Object.values(estate.sites).filter(({ id, phase }) => (asked.sites === undefined ? phase === 'operating' : asked.sites.includes(id)));
    const file = tenantUseFile(context.home, connection.name);
    const given = [file, ...((options['history'] as readonly string[] | undefined) ?? []).map((path) => resolve(path))];
    const now = context.now();
    const wanted = ({ at }: { readonly at: string }): boolean => isRecent(new Date(at), now);
    const histories = await Promise.all(given.map((path) => (path === file ? readTenantUse(path, wanted) : readGivenTenantUse(path, wanted))));
    const recordFile = (name: string): string => join(context.sites, name);
    const today = dayInVietNam(now);
    const recording = options['writeRecord'] === true;
    if (recording) await requireAbsent(recordFile(useRecord(connection.name, today, []).name));

    const { environments } = deriveIntent(estate);
    const looks = await readSiteUse(context, connection, sites);
    const added = looks.flatMap((one) => (one.status === 'read' ? readingsOf(now.toISOString(), one, environments) : []));
    await appendTenantUse(file, added, context.signal);
    const readings = new Readings([...histories.flatMap((history) => history.readings), ...added]);
    const shown = new Set(asked.organisations ?? environments.map(({ organisation }) => organisation));

    const uses = recording ? recordedUse(readings, environments, Object.keys(estate.sites), now) : [];
    const record = useRecord(connection.name, today, uses);
    if (uses.length > 0) await writeWhole(recordFile(record.name), await withSchemaPlace(recordFile(record.name), record.text));
    return {
      kind: 'ndc/tenant-usage.v1',
      exit: looks.some(({ status }) => status === 'unread') ? 3 : 0,
      data: conceal(
        {
          estate: estateHead(estate),
          connection: connection.name,
          asOf: estate.scenario.asOf,
          sites: looks.map((one) => (one.status === 'unread' ? one : usageAt(one, { environments, shown, readings, now }))),
          history: {
            file: shownPath(file),
            unreadable: histories.flatMap(({ unreadable }, index) => unreadable.map((line) => `${shownPath(given[index] ?? file)}:${line}`)),
          },
          ...(recording ? { record: { ...(uses.length === 0 ? {} : { file: shownPath(recordFile(record.name)) }), environments: uses.length } } : {}),
        },
        codesOf(recorded),
      ),
    };
  },
};
