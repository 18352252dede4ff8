import { join } from 'node:path';
import { deriveIntent } from '../../sites/intent/derive.js';
import { messageOf, shown } from '../../sites/model/diagnostic.js';
import type { Estate } from '../../sites/model/estate.js';
import type { HandOver } from '../../sites/model/hand-over.js';
import { loadEstate, type LoadResult } from '../../sites/model/load.js';
import { meant } from '../../sites/model/meant.js';
import { didYouMean } from '../../sites/model/nearest.js';
import { nameable } from '../../sites/model/organisation-meant.js';
import type { SourceFile } from '../../sites/model/source-file.js';
import type { Text } from '../../sites/model/text.js';
import type { Context, OptionSpec, Values } from '../command.js';
import { changeFiles, type FileChange } from '../edge/change-files.js';
import { readDataDirectory } from '../edge/data-directory.js';
import { InvalidEstate } from '../invalid-estate.js';
import { InputFailure } from '../failure.js';
import { asOfDay } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import type { HandOverData } from './data.js';
import { transitionText } from './edits.js';
import { freeId } from './free-id.js';
import { noticesOf } from './notices.js';

export const handOverOptions: readonly OptionSpec[] = [
  { flags: '--id <id>', about: { vi: 'id của thủ tục chuyển đổi (mặc định: theo loại và tên các bên)', en: 'id of the transition (default: from its kind and the names of both sides)' } },
  { flags: '--write', about: { vi: 'ghi các tệp; không có thì chỉ cho xem', en: 'write the files; without it they are only shown' } },
];

/** The data directory as it is read before anything changes. */
export interface Recorded {
  readonly estate: Estate;
  /** Text of a file below the directory. */
  readonly text: (name: string) => string;
}

/** New text of files below the data directory; undefined where one is removed. */
export type Edits = Readonly<Record<string, string | undefined>>;

export const requestFile = (organisation: string): string => `tenants/${organisation}.yaml`;

/**
 * Works a hand-over out, shows it, and writes it where that was asked for: all files or none. The directory must load
 * before and after; no environment may get another site or name by it.
 *
 * @throws InputFailure NDC-X224 where the result would not load, and whatever `plan` refuses.
 */
export async function handOver(
  context: Context,
  options: Values,
  plan: (recorded: Recorded) => { readonly handOvers: readonly Omit<HandOver, 'transition'>[]; readonly edits: Edits },
): Promise<Outcome<'ndc/tenant-hand-over.v1', HandOverData>> {
  const files = await readDataDirectory(context.sites);
  const asOf = asOfDay(context);
  const loaded = loadEstate(files, asOf);
  if ('diagnostics' in loaded) throw new InvalidEstate(context.sites, loaded.diagnostics);
  const { estate } = loaded;
  const bytes = new Map(files.flatMap((file) => ('bytes' in file ? [[file.name, file.bytes] as const] : [])));
  const planned = plan({ estate, text: (name) => new TextDecoder().decode(bytes.get(name)) });
  const handOvers = named(estate, planned.handOvers, options['id'] as string | undefined);
  const edits: Edits = { ...planned.edits, ...Object.fromEntries(handOvers.map((one) => [`transitions/${one.transition}.yaml`, transitionText(one, asOf)])) };
  const after = requireLoading(loadEstate(edited(files, edits), asOf));
  const environments = environmentsOf(estate, after, handOvers);
  const changes = fileChanges(context.sites, edits, bytes);
  const write = options['write'] === true;
  if (write) await changeFiles(changes);
  return {
    kind: 'ndc/tenant-hand-over.v1',
    exit: 0,
    data: {
      is: handOvers[0]?.kind ?? 'merge',
      written: write,
      transitions: handOvers.map(({ transition, from, to, systems }) => ({ id: transition, from, to, systems })),
      files: changes.map(({ path, before, after: text }) => ({ file: path, change: text === undefined ? 'removed' : before === undefined ? 'new' : 'changed', ...(before === undefined && text !== undefined ? { text } : {}) })),
      environments,
      notices: noticesOf(estate, after, handOvers),
    },
  };
}

/** Each with an id that no transition has yet. */
function named(estate: Estate, handOvers: readonly Omit<HandOver, 'transition'>[], id: string | undefined): readonly HandOver[] {
  const taken = new Set(Object.keys(estate.transitions));
  return handOvers.map((one) => {
    const free = freeId(id ?? `${one.kind}-${one.from}-${one.to}`, (name) => taken.has(name));
    taken.add(free);
    return { ...one, transition: free };
  });
}

/** Edits as changes of the files of a directory, with the bytes they were worked out from. */
export const fileChanges = (directory: string, edits: Edits, bytes: ReadonlyMap<string, Uint8Array>): readonly FileChange[] =>
  Object.entries(edits).map(([name, text]): FileChange => {
    const before = bytes.get(name);
    return { path: join(directory, name), ...(before === undefined ? {} : { before }), ...(text === undefined ? {} : { after: text }) };
  });

/** The estate after edits. @throws InputFailure NDC-X224 where they would leave none. */
export function requireLoading(result: LoadResult): Estate {
  if ('diagnostics' in result) throw notLoading(result.diagnostics.map((found) => ({ code: found.code, message: messageOf(found) })));
  return result.estate;
}

/** Files as they would be after some edits. */
export function edited(files: readonly SourceFile[], edits: Edits): SourceFile[] {
  const fresh = Object.entries(edits).flatMap(([name, text]): SourceFile[] => (text === undefined ? [] : [{ name, bytes: new TextEncoder().encode(text) }]));
  return [...files.filter(({ name }) => !Object.hasOwn(edits, name)), ...fresh];
}

/** The environments that change hands, with their sites. */
function environmentsOf(before: Estate, after: Estate, handOvers: readonly HandOver[]): HandOverData['environments'] {
  const old = new Map(deriveIntent(before).environments.map((environment) => [environment.namespace, environment]));
  return deriveIntent(after).environments.flatMap(({ namespace, system, primary, standby }) => {
    const given = handOvers.find(({ systems }) => systems.includes(system.id));
    if (given === undefined) return [];
    const was = old.get(namespace);
    if (was?.primary.site !== primary.site || was.standby?.site !== standby?.site)
      throw new InputFailure('NDC-X226', {
        vi: `${namespace} sẽ đổi trung tâm khi chuyển; hãy ghi rõ placement của nó trong phiếu hiện tại rồi chạy lại.`,
        en: `${namespace} would get another site by this; write its placement into the present request, and run again.`,
      });
    return [{ namespace, from: given.from, to: given.to, sites: [primary.site, ...(standby === undefined ? [] : [standby.site])] }];
  });
}

/** The organisation a person named as giver, which must have a request to hand over. @throws InputFailure NDC-X220, NDC-X221 */
export const withRequest = (estate: Estate, given: string): Estate['requests'][string] =>
  requestOf(estate, given, {
    vi: 'Không có gì để giao: hệ thống của cơ quan này, nếu có, nằm trong phiếu của cơ quan kế tục. Xem ndc tenant progress',
    en: 'There is nothing to hand over: systems that came from it, if any, stand in the request of whoever carries them on. See ndc tenant progress',
  });

/** The organisation a person named as taker, whose request takes in what is handed over. @throws InputFailure NDC-X220, NDC-X221 */
export const takingRequest = (estate: Estate, given: string): Estate['requests'][string] =>
  requestOf(estate, given, {
    vi: 'Muốn giao cả phiếu của một cơ quan cho nó: ndc tenant rename; giao một phần: ndc tenant split. Cơ quan nào đã có phiếu: ndc tenant progress',
    en: 'To give it a whole request of another: ndc tenant rename; a part of one: ndc tenant split. Who has a request: ndc tenant progress',
  });

function requestOf({ organisations, requests }: Estate, given: string, advice: Text): Estate['requests'][string] {
  requireKnown({ organisations }, given);
  const request = requests[given];
  if (request === undefined) throw new InputFailure('NDC-X221', { vi: `${given} chưa có phiếu đăng ký (${requestFile(given)}). ${advice.vi}.`, en: `${given} has no request (${requestFile(given)}). ${advice.en}.` });
  return request;
}

/** The organisation a person named, which must have none yet. @throws InputFailure NDC-X220, NDC-X222 */
export function withoutRequest({ organisations, requests }: Estate, given: string): void {
  requireKnown({ organisations }, given);
  if (requests[given] === undefined) return;
  throw new InputFailure('NDC-X222', {
    vi: `${given} đã có phiếu đăng ký (${requestFile(given)}). Hãy dùng ndc tenant merge hoặc ndc tenant transfer.`,
    en: `${given} has a request already (${requestFile(given)}). Use ndc tenant merge or ndc tenant transfer.`,
  });
}

/** @throws InputFailure NDC-X220 for an organisation that the catalogue does not have. */
export function requireKnown({ organisations }: Pick<Estate, 'organisations'>, given: string): void {
  if (Object.hasOwn(organisations, given)) return;
  const hint = didYouMean(meant(given, nameable(Object.values(organisations))));
  throw new InputFailure('NDC-X220', {
    vi: `không có cơ quan "${shown(given)}" trong catalogue/organisations.yaml.${hint.vi}`,
    en: `there is no organisation "${shown(given)}" in catalogue/organisations.yaml.${hint.en}`,
  });
}

/** Systems a person named, by who has them, each once. @throws InputFailure NDC-X223 for one nobody has, or that is there already. */
export function systemsByOwner({ requests }: Estate, given: readonly string[], to: string): ReadonlyMap<string, readonly string[]> {
  const owners = new Map(Object.values(requests).flatMap(({ organisation, systems }) => systems.map(({ id }) => [id, organisation] as const)));
  const found = new Map<string, string[]>();
  for (const id of new Set(given)) {
    const owner = owners.get(id);
    if (owner === undefined) {
      const hint = didYouMean(meant(id, [...owners.keys()]));
      throw new InputFailure('NDC-X223', { vi: `không phiếu nào có hệ thống "${shown(id)}".${hint.vi}`, en: `no request has a system "${shown(id)}".${hint.en}` });
    }
    if (owner === to) throw new InputFailure('NDC-X223', { vi: `hệ thống "${id}" đã thuộc ${to}.`, en: `the system "${id}" belongs to ${to} already.` });
    found.set(owner, [...(found.get(owner) ?? []), id]);
  }
  for (const [owner, systems] of found)
    if (requests[owner]?.systems.length === systems.length)
      throw new InputFailure('NDC-X227', {
        vi: `${owner} sẽ không còn hệ thống nào. Muốn giao tất cả: ndc tenant merge ${owner} ${to}, hoặc ndc tenant rename ${owner} ${to}.`,
        en: `${owner} would be left without a system. To hand over all of them: ndc tenant merge ${owner} ${to}, or ndc tenant rename ${owner} ${to}.`,
      });
  return found;
}

function notLoading(problems: readonly { readonly code: string; readonly message: { readonly vi: string; readonly en: string } }[]): InputFailure {
  const lines = (lang: 'vi' | 'en'): string => problems.map(({ code, message }) => `  ${code} ${message[lang]}`).join('\n');
  return new InputFailure('NDC-X224', { vi: `sau thay đổi này, dữ liệu sẽ không hợp lệ; chưa ghi gì:\n${lines('vi')}`, en: `the data would not be valid afterwards; nothing was written:\n${lines('en')}` });
}
