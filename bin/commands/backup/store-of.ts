import { isDay } from '../../../sites/model/calendar.js';
import type { Context, OptionSpec, Values } from '../../command.js';
import { loadConnection } from '../../edge/connection.js';
import { openStore, type ObjectStore } from '../../edge/object-store/object-store.js';
import { visible } from '../../edge/visible.js';
import { InputFailure } from '../../failure.js';
import { known } from '../../selection.js';

export const storeOptions: readonly OptionSpec[] = [
  { flags: '--site <id>', about: { vi: 'trung tâm có kho đối tượng', en: 'site whose object store it is' } },
  { flags: '--bucket <name>', about: { vi: 'bucket chứa bản sao lưu', en: 'bucket with the backups' } },
  { flags: '--profile <name>', about: { vi: 'hồ sơ trong ~/.aws/credentials; mặc định theo tệp kết nối, rồi biến môi trường', en: 'profile of ~/.aws/credentials; else the connection’s, else the environment’s keys' } },
];

/** The store and bucket that the options name. @throws InputFailure NDC-X286 without one of them, NDC-X290 for what is no name. */
export async function storeOf(context: Context, options: Values): Promise<{ readonly store: ObjectStore; readonly bucket: string }> {
  const connection = await loadConnection(context.home, context.globals.connection);
  const sites = Object.keys(connection.sites);
  const site = required(options, 'site');
  known('--site', [site], sites);
  const bucket = bucketNamed('bucket', required(options, 'bucket'));
  const reached = connection.sites[site];
  if (reached === undefined) throw new InputFailure('NDC-X007', { vi: `--site là "${site}"`, en: `--site is "${site}"` });
  return { store: await openStore(reached, options['profile'] as string | undefined), bucket };
}

/** @throws InputFailure NDC-X286 where the option is left out. */
export function required(options: Values, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new InputFailure('NDC-X286', { vi: `thiếu --${name}. Xem --help để có ví dụ.`, en: `--${name} is missing. See --help for an example.` });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** @throws InputFailure NDC-X290 */
export const bucketNamed = (option: string, given: string): string => nameOf(option, given, bucketName);

/** @throws InputFailure NDC-X290 where an option holds no name that object stores take. */
export function nameOf(option: string, given: string, pattern: RegExp): string {
  if (pattern.test(given)) return given;
  const shown = visible(given, 80);
  throw new InputFailure('NDC-X290', { vi: `--${option} là "${shown}"; kho đối tượng không nhận tên như vậy.`, en: `--${option} is "${shown}"; object stores take no such name.` });
}

/** Ten years: a longer lock is a typing mistake that nobody can take back. */
const mostDays = 3_660;

/** @throws InputFailure NDC-X287 where it is no number of days. */
export function daysOf(given: string): number {
  const days = Number(given);
  if (/^[1-9]\d{0,3}$/.test(given) && days <= mostDays) return days;
  throw new InputFailure('NDC-X287', {
    vi: `--days là "${given}"; cần một số nguyên từ 1 đến ${mostDays}. Khóa đã đặt thì không ai rút ngắn được.`,
    en: `--days is "${given}"; expected a whole number from 1 to ${mostDays}. Nobody can shorten a lock once it is set.`,
  });
}

/** An instant that has passed, milliseconds since 1970. @throws InputFailure NDC-X288 */
export function instantOf(given: string, now: number): number {
  const parts = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/.exec(given);
  // Date.parse takes 30 February for 2 March.
  const instant = parts === null || !isDay(parts[1] ?? '') ? Number.NaN : Date.parse(given);
  if (!Number.isNaN(instant) && instant <= now) return instant;
  const shown = visible(given, 80);
  throw new InputFailure('NDC-X288', {
    vi: `--moment là "${shown}"; cần một thời điểm đã qua, có múi giờ, ví dụ 2026-11-29T02:15:00+07:00.`,
    en: `--moment is "${shown}"; expected an instant that has passed, with its offset, such as 2026-11-29T02:15:00+07:00.`,
  });
}
