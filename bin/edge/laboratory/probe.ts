import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Text } from '../../../sites/model/text.js';
import { EnvironmentFailure } from '../../failure.js';
import { probeNamespace } from './names.js';
import { asUser, findPostgres, otherUser, postgresPrograms, type OtherUser, type PostgresProgram } from './tools.js';
import { tryProgram } from './run-program.js';

/** What a laboratory needs of this machine, found and tried. */
export interface LaboratoryTools {
  readonly postgres: Readonly<Record<PostgresProgram, string>>;
  readonly user: OtherUser;
}

/** One thing that is not there: what it is, and how it comes. */
export interface Missing {
  readonly what: Text;
  readonly remedy: Text;
}

/** How the machine is asked; tests hand in one that answers otherwise. */
export interface Machine {
  readonly platform: string;
  readonly uid: number;
  readonly tryProgram: typeof tryProgram;
  readonly findPostgres: typeof findPostgres;
  readonly otherUser: typeof otherUser;
}

const thisMachine = (): Machine => ({ platform: process.platform, uid: process.getuid?.() ?? -1, tryProgram, findPostgres, otherUser });

/**
 * Tries what a laboratory does before it begins: programs, root, namespaces with a shaped link, another user. Nothing is
 * skipped for want of something: what is missing is said, all of it at once.
 *
 * @throws EnvironmentFailure NDC-X420.
 */
export async function probeMachine(machine: Machine = thisMachine()): Promise<LaboratoryTools> {
  const { missing, postgres, user } = await look(machine);
  if (missing.length === 0 && user !== undefined) return { postgres: postgres as Record<PostgresProgram, string>, user };
  const list = (lang: 'vi' | 'en'): string => missing.map(({ what, remedy }) => `\n  - ${what[lang]}. ${remedy[lang]}`).join('');
  throw new EnvironmentFailure('NDC-X420', {
    vi: `máy này chưa chạy được phòng thử PostgreSQL; không phần nào bị bỏ qua:${list('vi')}`,
    en: `this machine cannot run the PostgreSQL laboratory, and no part of it is skipped:${list('en')}`,
  });
}

async function look(machine: Machine): Promise<{ readonly missing: readonly Missing[]; readonly postgres: Partial<Record<PostgresProgram, string>>; readonly user: OtherUser | undefined }> {
  const missing: Missing[] = [];
  const lacks = (vi: string, en: string, remedy: Text): void => void missing.push({ what: { vi, en }, remedy });
  const postgres = await machine.findPostgres();
  const absent = postgresPrograms.filter((program) => postgres[program] === undefined);
  if (absent.length > 0) lacks(`thiếu chương trình PostgreSQL: ${absent.join(', ')}`, `programs of PostgreSQL are missing: ${absent.join(', ')}`, { vi: 'Hãy cài PostgreSQL (Debian, Ubuntu: apt install postgresql).', en: 'Install PostgreSQL (Debian, Ubuntu: apt install postgresql).' });
  if (machine.platform !== 'linux') {
    lacks(`hệ điều hành là ${machine.platform}`, `the operating system is ${machine.platform}`, { vi: 'Phòng thử cần Linux.', en: 'The laboratory needs Linux.' });
    return { missing, postgres, user: undefined };
  }
  const user = await machine.otherUser();
  if (user === undefined) lacks('không có người dùng postgres hay nobody', 'there is neither a user postgres nor a user nobody', { vi: 'PostgreSQL không chạy dưới quyền root: hãy tạo một trong hai.', en: 'PostgreSQL refuses to run as root: make one of them.' });
  if (machine.uid !== 0) lacks(`đang chạy với uid ${String(machine.uid)}`, `this runs as uid ${String(machine.uid)}`, { vi: 'Chỉ root được tạo không gian mạng: hãy chạy bằng root.', en: 'Only root may make network namespaces: run it as root.' });
  const programs: readonly (readonly [string, string])[] = [['ip', 'iproute2'], ['tc', 'iproute2'], ['setpriv', 'util-linux']];
  const without = [];
  for (const [program] of programs) if ((await machine.tryProgram(program, [program === 'setpriv' ? '--version' : '-V'])).code !== 0) without.push(program);
  if (without.length > 0) lacks(`thiếu ${without.join(', ')}`, `${without.join(', ')} cannot be run`, { vi: 'Hãy cài iproute2 và util-linux.', en: 'Install iproute2 and util-linux.' });
  if (machine.uid === 0 && without.length === 0) missing.push(...(await tryNamespaces(machine)), ...(user === undefined ? [] : await tryUser(machine, user, postgres)));
  return { missing, postgres, user };
}

/** A namespace with one end of a veth pair in it, shaped: made and taken away again. */
async function tryNamespaces({ tryProgram: attempt }: Machine): Promise<readonly Missing[]> {
  const name = probeNamespace(process.pid);
  const made = await attempt('ip', ['netns', 'add', name]);
  if (made.code !== 0) return [{ what: { vi: `không tạo được không gian mạng (${made.said})`, en: `no network namespace can be made (${made.said})` }, remedy: { vi: 'Trong container, hãy cho phép CAP_SYS_ADMIN và CAP_NET_ADMIN.', en: 'In a container, permit CAP_SYS_ADMIN and CAP_NET_ADMIN.' } }];
  try {
    const joined = await attempt('ip', ['-n', name, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other']);
    if (joined.code !== 0) return [{ what: { vi: `không tạo được cặp veth (${joined.said})`, en: `no veth pair can be made (${joined.said})` }, remedy: { vi: 'Nhân cần CONFIG_VETH, và tiến trình cần CAP_NET_ADMIN.', en: 'The kernel needs CONFIG_VETH, and the process CAP_NET_ADMIN.' } }];
    const shaped = await attempt('ip', ['netns', 'exec', name, 'tc', 'qdisc', 'add', 'dev', 'one', 'root', 'tbf', 'rate', '1mbit', 'burst', '16kb', 'latency', '100ms']);
    if (shaped.code !== 0) return [{ what: { vi: `tc không giới hạn được tốc độ (${shaped.said})`, en: `tc cannot shape a link (${shaped.said})` }, remedy: { vi: 'Nhân cần CONFIG_NET_SCH_TBF.', en: 'The kernel needs CONFIG_NET_SCH_TBF.' } }];
    return [];
  } finally {
    await attempt('ip', ['netns', 'delete', name]);
  }
}

/** Whether that user can be become, reaches the folder for temporary files, and may run PostgreSQL. */
async function tryUser({ tryProgram: attempt }: Machine, user: OtherUser, { postgres }: Partial<Record<PostgresProgram, string>>): Promise<readonly Missing[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ndc-probe-'));
  try {
    await attempt('chown', [String(user.uid), folder]);
    const [file = '', ...args] = asUser(user, ['test', '-w', folder]);
    const reached = await attempt(file, args);
    if (reached.code !== 0) return [{ what: { vi: `người dùng ${user.name} không ghi được trong ${tmpdir()} (${reached.said})`, en: `the user ${user.name} cannot write in ${tmpdir()} (${reached.said})` }, remedy: { vi: 'Hãy đặt TMPDIR là một thư mục mọi người dùng đi qua được, hoặc cho phép CAP_SETUID.', en: 'Set TMPDIR to a folder every user can pass, or permit CAP_SETUID.' } }];
    if (postgres === undefined) return [];
    const [as = '', ...rest] = asUser(user, [postgres, '--version']);
    const runs = await attempt(as, rest);
    return runs.code === 0 ? [] : [{ what: { vi: `người dùng ${user.name} không chạy được ${postgres} (${runs.said})`, en: `the user ${user.name} cannot run ${postgres} (${runs.said})` }, remedy: { vi: 'Hãy cài PostgreSQL ở nơi mọi người dùng đọc được.', en: 'Install PostgreSQL where every user can read it.' } }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
