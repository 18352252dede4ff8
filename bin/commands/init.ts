import { join } from 'node:path';
import { quarterOf } from '../../sites/model/calendar.js';
import { messageOf } from '../../sites/model/diagnostic.js';
import { idPattern } from '../../sites/model/kinds/scalars.js';
import { loadEstate } from '../../sites/model/load.js';
import type { Text } from '../../sites/model/text.js';
import { visible } from '../../sites/model/visible.js';
import type { Command, Context, Values } from '../command.js';
import { readDataFile } from '../edge/data-directory.js';
import { requireEmptyPlace, writeFolder, writeWhole } from '../edge/files.js';
import { packageVersion } from '../edge/package-version.js';
import { InputFailure } from '../failure.js';
import type { Choices } from '../init/choices.js';
import type { InitData } from '../init/data.js';
import type { EstateFile } from '../init/estate-file.js';
import { newEstate, schemaFiles } from '../init/new-estate.js';
import { referenceCatalogues, type ReferenceCatalogue } from '../init/reference.js';
import { asOfDay } from '../open-estate.js';
import type { Outcome } from '../outcome.js';

/** RED-001 asks for three sites that operate; beyond five, places that lie far enough apart are for their owner to choose. */
const [fewestSites, mostSites] = [3, 5];

/** Names of files that stand where a site's own, or its keys', would. */
const reservedNames = ['links', 'waivers', 'purchase-plan', 'break-glass'];

const writesAnew: Text = { vi: 'lệnh này ghi một hệ thống mới, chưa có gì để thử', en: 'it writes a new estate, of which nothing can be supposed yet' };

export const command: Command = {
  arguments: [{ name: '<dir>', about: { vi: 'thư mục dữ liệu sẽ ghi; chưa có, hoặc trống', en: 'data directory to write; not there yet, or empty' } }],
  options: [
    { flags: '--name <text>', about: { vi: 'tên của hệ thống (mặc định: id)', en: 'name of the estate (default: its id)' } },
    { flags: '--id <id>', about: { vi: 'id của hệ thống, không bao giờ đổi (mặc định my-estate)', en: 'id of the estate; it never changes (default my-estate)' } },
    { flags: '--site <id>', about: { vi: `id của một trung tâm; nêu ${fewestSites} đến ${mostSites} lần (mặc định dc-01 dc-02 dc-03)`, en: `id of a site; give it ${fewestSites} to ${mostSites} times (default dc-01 dc-02 dc-03)` }, repeatable: true },
    { flags: '--operator <id>', about: { vi: 'id của đơn vị vận hành (mặc định platform-operator)', en: 'id of the organisation that operates it (default platform-operator)' } },
    { flags: '--organisation <id>', about: { vi: 'id của cơ quan sử dụng đầu tiên (mặc định first-ministry)', en: 'id of the first organisation that asks for room (default first-ministry)' } },
  ],
  examples: ['ndc init my-estate', 'ndc init my-estate --name Harbour --id harbour --site east --site west --site south'],
  without: { sites: writesAnew, connection: writesAnew, scenario: writesAnew, lose: writesAnew, delay: writesAnew, with: writesAnew },
  run: init,
};

/** Writes an estate of one's own: whole and valid, or nothing. */
async function init(context: Context, [directory = '']: readonly string[], options: Values): Promise<Outcome<'ndc/init.v1', InitData>> {
  const choices = choicesOf(context, options);
  await requireEmptyPlace(directory);
  const files = newEstate(choices, await shippedCatalogues(context), await packageVersion(context.root));
  requireValid(choices, files);
  await writeFolder(
    directory,
    async (folder) => {
      for (const { path, text } of [...files, ...schemaFiles()]) await writeWhole(join(folder, path), text);
    },
    undefined,
    { mode: 0o755, overEmpty: true },
  );
  const { id, name, sites, operator, organisation } = choices;
  return { kind: 'ndc/init.v1', exit: 0, data: { directory, id, name, sites, operator, organisation, written: files.map(({ path }) => path).sort() } };
}

function choicesOf(context: Context, options: Values): Choices {
  const day = asOfDay(context);
  const id = idOf('--id', options['id'], 'my-estate');
  const given = options['site'] as readonly string[] | undefined;
  const sites = given === undefined || given.length === 0 ? ['dc-01', 'dc-02', 'dc-03'] : given.map((site) => idOf('--site', site, '', 32));
  if (sites.length < fewestSites || sites.length > mostSites || new Set(sites).size < sites.length)
    throw new InputFailure('NDC-X461', {
      vi: `--site nêu ${sites.length} trung tâm (${sites.join(', ')}); cần ${fewestSites} đến ${mostSites} id khác nhau, vì RED-001 đòi hỏi ít nhất ba trung tâm.`,
      en: `--site names ${sites.length} sites (${sites.join(', ')}); expected ${fewestSites} to ${mostSites} different ids, since RED-001 asks for at least three sites.`,
    });
  const taken = sites.find((site) => reservedNames.includes(site));
  if (taken !== undefined)
    throw new InputFailure('NDC-X461', { vi: `--site là "${taken}", tên của một tệp khác trong thư mục dữ liệu. Hãy chọn id khác.`, en: `--site is "${taken}", the name of another file of a data directory. Choose another id.` });
  const operator = idOf('--operator', options['operator'], 'platform-operator', 30);
  const organisation = idOf('--organisation', options['organisation'], 'first-ministry', 30);
  if (operator === organisation)
    throw new InputFailure('NDC-X461', { vi: `--operator và --organisation cùng là "${operator}"; cần hai cơ quan khác nhau.`, en: `--operator and --organisation are both "${operator}"; expected two different organisations.` });
  return { id, name: (options['name'] as string | undefined) ?? id, sites, operator, organisation, from: quarterOf(day), day };
}

/** An id as files hold it; it becomes part of file names, stacks and namespaces. */
function idOf(flag: string, given: unknown, fallback: string, longest = 63): string {
  const id = (given as string | undefined) ?? fallback;
  if (idPattern.test(id) && id.length <= longest) return id;
  const found = visible(id, 80);
  throw new InputFailure('NDC-X460', {
    vi: `${flag} là "${found}"; cần một id: chữ thường không dấu, chữ số và dấu gạch nối, bắt đầu bằng chữ, tối đa ${longest} ký tự.`,
    en: `${flag} is "${found}"; expected an id: lower-case letters, digits and dashes, starting with a letter, at most ${longest} characters.`,
  });
}

async function shippedCatalogues({ root }: Context): Promise<ReadonlyMap<ReferenceCatalogue, string>> {
  const texts = new Map<ReferenceCatalogue, string>();
  for (const name of referenceCatalogues) {
    const file = await readDataFile(join(root, 'sites/data/catalogue', `${name}.yaml`));
    if (!('bytes' in file)) throw new Error(`the package lacks ${file.name}`);
    texts.set(name, new TextDecoder().decode(file.bytes));
  }
  return texts;
}

/** What was asked for may be no valid text of a file (a name of 500 characters): said before anything is written. */
function requireValid({ day }: Choices, files: readonly EstateFile[]): void {
  const result = loadEstate(
    files.map(({ path, text }) => ({ name: path, bytes: new TextEncoder().encode(text) })),
    day,
  );
  if ('estate' in result) return;
  const lines = (lang: 'vi' | 'en'): string => result.diagnostics.map((one) => `  ${one.code} ${one.place.file}: ${messageOf(one)[lang]}`).join('\n');
  throw new InputFailure('NDC-X462', { vi: `dữ liệu sẽ không hợp lệ nên chưa ghi gì:\n${lines('vi')}`, en: `the data would not be valid, so nothing was written:\n${lines('en')}` });
}
