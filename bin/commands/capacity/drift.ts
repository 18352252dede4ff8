import { resolve } from 'node:path';
import { compareSite, type Use } from '../../../sites/capacity/drift/compare.js';
import { facilityInputs, type FacilityInputs } from '../../../sites/capacity/facility-inputs.js';
import { trendOf } from '../../../sites/capacity/drift/trend.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Intent } from '../../../sites/intent/environment.js';
import { day, quarterOf, type Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { CapacityDriftData, CapacityDriftSite, ReadSite, UseForecast } from '../../capacity-drift-data.js';
import type { Command } from '../../command.js';
import { loadConnection } from '../../edge/connection.js';
import { readLiveSite } from '../../edge/live-capacity.js';
import { shownPath } from '../../edge/shown-path.js';
import { appendUsage, readGivenUsage, readUsage, usageFile, type UsageReading } from '../../edge/usage-history.js';
import { estateHead } from '../../estate-head.js';
import { openEstate, underConnection } from '../../open-estate.js';
import type { ExitCode, Outcome } from '../../outcome.js';
import { orUnread, reachSites, type Reached } from '../../reach-sites.js';
import { known } from '../../selection.js';

export const command: Command = {
  options: [
    { flags: '--site <id...>', about: { vi: 'chỉ các trung tâm này', en: 'only these sites' } },
    { flags: '--history <file...>', about: { vi: 'thêm các lần đo trước, ví dụ từ máy khác', en: 'earlier readings as well, from another machine for example' } },
  ],
  formats: ['csv'],
  examples: ['ndc capacity drift', 'ndc capacity drift --connection production --site ndc-01', 'ndc capacity drift --history readings.jsonl --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-drift.v1', CapacityDriftData>> => {
    const recorded = await openEstate(context);
    const connection = await loadConnection(context.home, context.globals.connection);
    const estate = underConnection(recorded, context, connection);
    const asked = known('--site', options['site'] as readonly string[] | undefined, Object.keys(estate.sites));
    const sites = Object.values(estate.sites).filter(({ id, phase }) => (asked === undefined ? phase === 'operating' : asked.includes(id)));
    const file = usageFile(context.home, connection.name);
    const given = [file, ...((options['history'] as readonly string[] | undefined) ?? []).map((path) => resolve(path))];
    const histories = await Promise.all(given.map((path) => (path === file ? readUsage(path) : readGivenUsage(path))));
    const at = context.now().toISOString();
    const intent = deriveIntent(estate);
    const facility = facilityInputs(estate, intent);
    const earlier = histories.flatMap(({ readings }) => readings);
    const reached = await reachSites(context, connection, sites);
    const looks = await Promise.all(reached.map(async (one): Promise<Looked> => ('reason' in one ? { row: one } : look({ estate, intent, at, facility: facility.get(one.site.id), earlier }, one))));
    await appendUsage(context.home, connection.name, looks.flatMap(({ reading }) => (reading === undefined ? [] : [reading])), context.signal);
    const found = looks.map(({ row }) => row);
    return {
      kind: 'ndc/capacity-drift.v1',
      exit: exitOf(found),
      data: {
        estate: estateHead(estate),
        connection: connection.name,
        asOf: estate.scenario.asOf,
        quarter: quarterOf(estate.scenario.asOf),
        sites: found,
        history: {
          file: shownPath(file),
          unreadable: histories.flatMap(({ unreadable }, index) => unreadable.map((line) => `${shownPath(given[index] ?? file)}:${line}`)),
        },
      },
    };
  },
};

/** A site nobody could read hides whatever is wrong there; else what the model counts on must be there. */
function exitOf(sites: readonly CapacityDriftSite[]): ExitCode {
  if (sites.some(({ status }) => status === 'unread')) return 3;
  return sites.some((site) => site.status === 'read' && site.rows.some(({ measure, pool, short }) => short && pool === undefined && (measure === 'offered' || measure === 'raw'))) ? 1 : 0;
}

/** A site's row, with the reading it adds where it was read. */
interface Looked {
  readonly row: CapacityDriftSite;
  readonly reading?: UsageReading;
}

interface Look {
  readonly estate: Estate;
  readonly intent: Intent;
  /** RFC 3339. */
  readonly at: string;
  readonly facility: FacilityInputs | undefined;
  readonly earlier: readonly UsageReading[];
}

async function look({ estate, intent, at, facility, earlier }: Look, { site, connected, reader, uid }: Reached): Promise<Looked> {
  const live = await orUnread(site, () => readLiveSite(reader, connected));
  if ('reason' in live) return { row: live };
  const { uses, ...drift } = compareSite(estate, intent, site, quarterOf(estate.scenario.asOf), live, facility);
  const own = earlier.filter((reading) => reading.site === site.id);
  const same = own.filter((reading) => reading.uid === uid);
  const reading: UsageReading = { at, site: site.id, uid, used: Object.fromEntries(uses.map(({ resource, used }) => [resource, String(used)])) };
  const row: ReadSite = { site: site.id, name: site.name, status: 'read', uid, ...drift, uses: uses.map((use) => ({ ...use, trend: forecast(use, [...same, reading]) })), unread: live.unread, earlierCluster: own.length - same.length };
  return { row, reading };
}

const dayMs = 86_400_000;

function forecast({ resource, limit }: Use, readings: readonly UsageReading[]): UseForecast {
  // The same reading may stand in two files.
  const byInstant = new Map(readings.flatMap(({ at, used }) => (used[resource] === undefined ? [] : [[Date.parse(at), Number(used[resource])] as const])));
  const trend = trendOf(
    [...byInstant].map(([instant, value]) => ({ day: instant / dayMs, value })),
    Number(limit),
  );
  if (trend.kind === 'none' || trend.kind === 'full') return trend;
  const { kind, readings: count, days, perDay } = trend;
  return {
    kind,
    readings: count,
    days,
    perDay,
    ...(trend.kind === 'growing'
      ? {
          exhausted: dayOf(trend.exhausted),
          ...(trend.between === undefined ? {} : { between: { earliest: dayOf(trend.between.earliest), ...(trend.between.latest === undefined ? {} : { latest: dayOf(trend.between.latest) }) } }),
        }
      : {}),
  };
}

const dayOf = (days: number): Day => day(new Date(Math.floor(days) * dayMs).toISOString().slice(0, 10));
