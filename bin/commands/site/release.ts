import { join } from 'node:path';
import { releaseWords } from '../../../sites/model/disaster-words.js';
import { dayInVietNam, isDay, utcSecond, type Day } from '../../../sites/model/calendar.js';
import { shown } from '../../../sites/model/diagnostic.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { ReleaseOrder } from '../../../sites/model/kinds/disaster.js';
import { loadEstate } from '../../../sites/model/load.js';
import { lostSiteOf } from '../../../sites/model/losses.js';
import { didYouMean, nearest } from '../../../sites/model/nearest.js';
import { isOver, latestRelease, longestRelease } from '../../../sites/model/releases.js';
import type { Command, Context } from '../../command.js';
import { changeFiles } from '../../edge/change-files.js';
import { readDataDirectory } from '../../edge/data-directory.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { InputFailure } from '../../failure.js';
import { freeId } from '../../hand-over/free-id.js';
import { edited, fileChanges, requireLoading } from '../../hand-over/hand-over.js';
import { transitionFile } from '../../hand-over/transition-file.js';
import { asOfDay } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import type { SiteReleaseData } from '../../site-release-data.js';

export const command: Command = {
  arguments: [{ name: '<site>', about: { vi: 'trung tâm được phục vụ khi không đọc được nơi nào khác', en: 'the site that may serve while no other one can be read' } }],
  options: [
    { flags: '--reason <text>', about: { vi: 'vì sao, và đã hỏi các nơi khác bằng cách nào; hai người ký đọc dòng này', en: 'why, and how the others were asked; whoever signs reads it' } },
    { flags: '--until <day>', about: { vi: `ngày cuối cùng có hiệu lực, không quá ${longestRelease} ngày kể từ hôm nay`, en: `last day on which it counts, at most ${longestRelease} days from today` } },
    { flags: '--write', about: { vi: 'ghi tệp; không có thì chỉ cho xem', en: 'write the file; without it it is only shown' } },
  ],
  examples: ['ndc site release ndc-01 --reason mất-cả-hai-đường-truyền --until 2026-12-02', 'ndc site release ndc-01 --reason đã-hỏi-qua-bộ-đàm --until 2026-12-02 --write'],
  run: async (context, [given = ''], options): Promise<Outcome<'ndc/site-release.v1', SiteReleaseData>> => {
    const { globals } = context;
    if (globals.with.length > 0 || globals.lose.length > 0 || globals.delay.length > 0)
      throw new InputFailure('NDC-X351', { vi: 'không cho phép gì trên dữ liệu giả định: hãy bỏ --with, --lose, --delay.', en: 'nothing is released on supposed data: leave --with, --lose and --delay out.' });
    const files = await readDataDirectory(context.sites);
    const loaded = loadEstate(files, asOfDay(context));
    if ('diagnostics' in loaded) throw new InvalidEstate(context.sites, loaded.diagnostics);
    const { estate } = loaded;
    const now = context.now();
    const at = utcSecond(now);
    const site = siteOf(estate, given);
    requireReleasable(estate, site, dayInVietNam(now));
    const { reason, until } = options;
    if (typeof reason !== 'string' || reason.trim() === '') throw new InputFailure('NDC-X351', { vi: 'hãy nêu lý do, và đã hỏi các trung tâm khác bằng cách nào: --reason "…".', en: 'say why, and how the other sites were asked: --reason "…".' });
    const order: ReleaseOrder = { at, reason, until: untilOf(until, at) };
    const id = freeId(`release-${site}-${at.slice(0, 10)}`, (one) => Object.hasOwn(estate.transitions, one));
    const file = `transitions/${id}.yaml`;
    const edits = { [file]: releaseText(id, site, order, dayInVietNam(now)) };
    // Read back as everybody will: what would not load is not written.
    requireLoading(loadEstate(edited(files, edits), estate.scenario.asOf));
    const written = options['write'] === true;
    if (written) await changeFiles(fileChanges(context.sites, edits, new Map()));
    const permits = releaseWords(`site/${site}`, order);
    return {
      kind: 'ndc/site-release.v1',
      exit: 0,
      data: { site, name: estate.sites[site]?.name ?? { vi: site, en: site }, transition: id, file: join(context.sites, file), written, at, until: order.until, reason, permits, next: nextOf(context, id, site, written) },
    };
  },
};

/** The site that is named; whether it operates is the scenario's to say, and stands in the way of nothing here. @throws InputFailure NDC-X351 */
function siteOf({ sites }: Pick<Estate, 'sites'>, given: string): string {
  if (Object.hasOwn(sites, given)) return given;
  const known = Object.keys(sites);
  const hint = didYouMean(nearest(given, known));
  throw new InputFailure('NDC-X351', {
    vi: `không có trung tâm "${shown(given)}"; hiện có: ${known.join(', ')}.${hint.vi}`,
    en: `there is no site "${shown(given)}"; there are: ${known.join(', ')}.${hint.en}`,
  });
}

/** @throws InputFailure NDC-X352 beside another one that is not over; NDC-X353 against a declaration that these data know. */
function requireReleasable({ transitions }: Pick<Estate, 'transitions'>, site: string, today: Day): void {
  const own = Object.values(transitions).filter((one) => (one.state === 'open' || one.state === 'draft') && lostSiteOf(one) === site);
  const declared = own.find(({ transition }) => transition === 'declare');
  if (declared !== undefined)
    throw new InputFailure('NDC-X353', {
      vi: `${site} đã bị tuyên bố mất (${declared.id}, ${declared.state}). Cho phép tại chỗ không thay được đường về: ndc dr return ${site}.`,
      en: `${site} is declared lost (${declared.id}, ${declared.state}). A release is no way back: ndc dr return ${site}.`,
    });
  const other = own.find(({ transition, release }) => transition === 'release' && release !== undefined && !isOver(release, today));
  if (other !== undefined)
    throw new InputFailure('NDC-X352', {
      vi: `${site} đã có lệnh ${other.id} đến hết ${other.release?.until ?? ''}. Hãy ký nó: ndc approve ${other.id}; hoặc ghi state: abandoned rồi làm lại.`,
      en: `${site} has ${other.id} already, until the end of ${other.release?.until ?? ''}. Sign it: ndc approve ${other.id}; or write state: abandoned and do it again.`,
    });
}

/** @throws InputFailure NDC-X351 */
function untilOf(given: unknown, at: string): Day {
  const today = dayInVietNam(new Date(at));
  const latest = latestRelease(at);
  if (typeof given === 'string' && isDay(given) && given >= today && given <= latest) return given;
  const found = typeof given === 'string' ? ` "${shown(given)}"` : '';
  throw new InputFailure('NDC-X351', { vi: `--until${found}: cần một ngày từ ${today} đến ${latest}.`, en: `--until${found}: expected a day from ${today} to ${latest}.` });
}

const releaseText = (id: string, site: string, release: ReleaseOrder, opened: Day): string =>
  transitionFile(
    { id, transition: 'release', from: [`site/${site}`], to: [], state: 'open', opened, release },
    { vi: 'Hai người ký bằng ndc approve. Đến hết ngày cuối, trung tâm được phục vụ dù không đọc được trung tâm nào khác.', en: 'Two people sign it with ndc approve. Until its last day the site may serve although no other one can be read.' },
  );

const nextOf = ({ globals: { connection } }: Context, id: string, site: string, written: boolean): SiteReleaseData['next'] =>
  written
    ? [
        { vi: `Hai người ký: ndc approve ${id} --key <tệp> --write`, en: `Two people sign: ndc approve ${id} --key <file> --write` },
        { vi: `Rồi: ndc up --site ${site}${connection === undefined ? '' : ` --connection ${connection}`}. Khi đọc được trung tâm khác, ghi state: done.`, en: `Then: ndc up --site ${site}${connection === undefined ? '' : ` --connection ${connection}`}. Once another site can be read, write state: done.` },
      ]
    : [{ vi: 'Chưa ghi gì. Chạy lại với --write để ghi.', en: 'Nothing was written. Run it again with --write to write it.' }];
