import { join } from 'node:path';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { messageOf, shown } from '../../../sites/model/diagnostic.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { meantIds } from '../../../sites/model/meant.js';
import { nameable } from '../../../sites/model/organisation-meant.js';
import type { Text } from '../../../sites/model/text.js';
import { foldVietnamese } from '../../../sites/model/vietnamese-hands.js';
import { quoted } from '../../../sites/recovery/runbook/step.js';
import { derivedOf } from '../../../sites/tenancy/derived.js';
import { requestFindings } from '../../../sites/tenancy/request-findings.js';
import type { Command, Context, Values } from '../../command.js';
import { defaultSites } from '../../context.js';
import { readDataDirectory } from '../../edge/data-directory.js';
import { requireAbsent, writeWhole } from '../../edge/files.js';
import { withSchemaPlace } from '../../edge/schema-place.js';
import { NotAnswered, terminalAsker, type Asker } from '../../edge/prompts.js';
import { InputFailure } from '../../failure.js';
import { asOfDay, openEstate } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { collectAnswers, missingFlags } from '../../tenant-new/collect-answers.js';
import type { NewTenantData } from '../../tenant-new/data.js';
import { organisationNamed, type NamedOrganisation } from '../../tenant-new/organisation.js';
import { requestText, systemToAdd, type CompleteAnswers, type Migration } from '../../tenant-new/request-text.js';

export const command: Command = {
  arguments: [{ name: '[organisation]', about: { vi: 'cơ quan: id hoặc tên, ví dụ bo-y-te hay "Bộ Y tế"', en: 'organisation: its id, such as bo-y-te, or its name' } }],
  options: [
    { flags: '--organisation <id>', about: { vi: 'cơ quan, thay cho đối số', en: 'the organisation, instead of the argument' } },
    { flags: '--name <text>', about: { vi: 'tên hệ thống', en: 'name of the system' } },
    { flags: '--system <id>', about: { vi: 'id của hệ thống, không bao giờ đổi', en: 'id of the system; it never changes' } },
    { flags: '--security-level <level>', about: { vi: 'cấp độ an toàn, 1 đến 5', en: 'security level, 1 to 5' } },
    { flags: '--sharing <class>', about: { vi: 'open, shared hoặc specialised', en: 'open, shared or specialised' } },
    { flags: '--importance <class>', about: { vi: 'ordinary, important hoặc core', en: 'ordinary, important or core' } },
    { flags: '--secrecy <class>', about: { vi: 'none, mat, toi-mat hoặc tuyet-mat', en: 'none, mat, toi-mat or tuyet-mat' } },
    { flags: '--personal-data <class>', about: { vi: 'none, basic hoặc sensitive', en: 'none, basic or sensitive' } },
    { flags: '--environment <name>', about: { vi: 'tên môi trường (mặc định prod)', en: 'name of the environment (default prod)' } },
    { flags: '--size <size>', about: { vi: 'cỡ hạn mức: s, m hoặc l', en: 'size of the quota: s, m or l' } },
    { flags: '--wave <wave>', about: { vi: 'đợt di chuyển (mặc định: hệ thống mới, không di chuyển)', en: 'wave in which the system moves (default: a new system, which does not)' } },
    { flags: '--accountable <text>', about: { vi: 'người chịu trách nhiệm', en: 'accountable owner' } },
    { flags: '--technical <text>', about: { vi: 'đầu mối kỹ thuật, người khác', en: 'technical owner, somebody else' } },
    { flags: '--mailbox <address>', about: { vi: 'hộp thư chung', en: 'shared mailbox' } },
    { flags: '--out <file>', about: { vi: 'ghi ra tệp này thay cho tenants/<cơ quan>.yaml', en: 'write this file instead of tenants/<organisation>.yaml' } },
  ],
  examples: [
    'ndc tenant new',
    'ndc tenant new bo-quoc-phong --lang vi',
    'ndc tenant new bo-quoc-phong --system cong-thong-tin --security-level 3 --sharing open --importance ordinary --secrecy none --personal-data basic --size s',
  ],
  run: async (context, args, options) => newTenant(context, args, options, await terminalAsker(context.lang, context.signal)),
};

/** What comes next: of the same data directory, and to be typed as it stands. */
const checkCommand = ({ sites }: Pick<Context, 'sites'>, file: string): string => ['ndc tenant check', quoted(file), ...(sites === defaultSites ? [] : ['--sites', quoted(sites)])].join(' ');

/** Where the loader looks for an organisation's request. */
const placeOf = ({ sites }: Pick<Context, 'sites'>, organisation: string): string => join(sites, 'tenants', `${organisation}.yaml`);

/** Writes a first request. `asker` answers what no flag says; without one, every flag must be given. */
export async function newTenant(context: Context, [argument]: readonly string[], options: Values, asker: Asker | undefined): Promise<Outcome<'ndc/tenant-new.v1', NewTenantData>> {
  const estate = await openEstate(context);
  try {
    const organisation = await organisationOf(estate, context, argument, options, asker);
    const { id } = organisation;
    const file = (options['out'] as string | undefined) ?? placeOf(context, id);
    if (estate.requests[id] !== undefined) throw there(context, id);
    await requireAbsent(file);
    const answers = await collectAnswers(estate, id, options, asker, context.lang);
    if (answers.secrecy !== 'none' && options['out'] === undefined) await agreedToName(context, file, asker);
    return await written(context, estate, organisation, file, answers);
  } catch (error) {
    if (error instanceof NotAnswered) throw new InputFailure('NDC-X195', { vi: 'đã dừng theo yêu cầu; chưa ghi gì.', en: 'stopped as asked; nothing was written.' });
    throw error;
  }
}

async function organisationOf(estate: Estate, context: Context, argument: string | undefined, options: Values, asker: Asker | undefined): Promise<NamedOrganisation> {
  const { lang } = context;
  const flag = options['organisation'] as string | undefined;
  if (argument !== undefined && flag !== undefined && argument !== flag)
    throw new InputFailure('NDC-X191', { vi: `cơ quan được nêu hai lần: "${shown(argument)}" và --organisation "${shown(flag)}". Hãy giữ một.`, en: `the organisation is given twice: "${shown(argument)}" and --organisation "${shown(flag)}". Keep one.` });
  const given = argument ?? flag;
  if (given !== undefined) {
    const named = organisationNamed(estate, given);
    if (named.readFrom === undefined || asker === undefined) return named;
    const name = estate.organisations[named.id]?.name[lang] ?? named.id;
    const yes = await asker.choose({ message: lang === 'vi' ? `Cơ quan là ${shown(name)} (${named.id})?` : `Is the organisation ${shown(name)} (${named.id})?`, answers: [{ value: 'yes', name: lang === 'vi' ? 'Đúng' : 'Yes' }, { value: 'no', name: lang === 'vi' ? 'Không, chọn lại' : 'No, choose again' }] });
    if (yes === 'yes') return named;
  }
  if (asker === undefined) throw missingFlags(estate);
  const answers = Object.values(estate.organisations)
    .filter(({ dissolvedOn }) => dissolvedOn === undefined)
    .map(({ id, name }) => ({ value: id, name: `${shown(name[lang])} (${id})`, ...(estate.requests[id] === undefined ? {} : { disabled: lang === 'vi' ? `đã có phiếu: ${placeOf(context, id)}` : `has a request: ${placeOf(context, id)}` }) }))
    // What can be chosen stands first.
    .sort((a, b) => Number('disabled' in a) - Number('disabled' in b));
  const called = nameable(Object.values(estate.organisations));
  const found = await asker.find({ message: lang === 'vi' ? 'Cơ quan (gõ để tìm)' : 'Organisation (type to search)', answers, matches: (typed, { name, value }) => foldVietnamese(name).includes(foldVietnamese(typed.slice(0, 200))) || meantIds(typed, called).includes(value) });
  return organisationNamed(estate, found);
}

/**
 * The file names what it registers, and the data directory is everybody's: whoever registers a state secret says first
 * that it may stand there, by an answer or by `--out`.
 */
async function agreedToName({ lang }: Context, file: string, asker: Asker | undefined): Promise<void> {
  const vi = lang === 'vi';
  const answer = await asker?.choose({
    message: vi ? `Hệ thống thuộc bí mật nhà nước; tệp nêu rõ tên và cỡ của nó. Ghi vào ${shown(file)}?` : `The system holds state secrets, and the file tells its name and size. Write it to ${shown(file)}?`,
    answers: [
      { value: 'no', name: vi ? 'Không: chưa ghi gì, hỏi nhóm nền tảng nơi lưu riêng' : 'No: write nothing, and ask the platform team where it belongs' },
      { value: 'yes', name: vi ? 'Có: thư mục này được phép chứa bí mật nhà nước' : 'Yes: this directory may hold state secrets' },
    ],
  });
  if (answer === 'yes') return;
  throw new InputFailure('NDC-X196', {
    vi: `hệ thống thuộc bí mật nhà nước, mà tệp phiếu nêu rõ tên và cỡ của nó; chưa ghi gì. Hãy hỏi nhóm nền tảng nơi lưu riêng rồi nêu nơi đó: --out TỆP. Chỉ khi thư mục dữ liệu này được phép chứa bí mật nhà nước: --out ${shown(file)}`,
    en: `the system holds state secrets, and a request tells its name and size; nothing was written. Ask the platform team where such files belong and name the place: --out FILE. Only if this data directory may hold state secrets: --out ${shown(file)}`,
  });
}

/** A request of the organisation is there: what to do instead. */
function there(context: Context, id: string): InputFailure {
  const file = placeOf(context, id);
  return new InputFailure('NDC-X192', {
    vi: `${id} đã có phiếu đăng ký (${file}) và phiếu đó không bị ghi đè. Để thêm một hệ thống, dán vào cuối mục systems: rồi điền:\n${systemToAdd}\nSau đó: ${checkCommand(context, file)}`,
    en: `${id} has a request already (${file}), which is not overwritten. To add a system, paste this at the end of its systems: and fill it in:\n${systemToAdd}\nThen: ${checkCommand(context, file)}`,
  });
}

function migrationOf(estate: Estate, organisation: string, wave: string | undefined): Migration | undefined {
  if (wave === undefined || wave === 'none') return undefined;
  const waves = new Set((estate.organisations[organisation]?.waves ?? []).map((list) => list.wave));
  // The only wave of a body is derived, with its reason; a choice between several is written down.
  return { mode: 'move', ...(waves.size > 1 ? { wave } : {}) };
}

/** Loads the estate with the new file, judges it, and only then writes it. */
async function written(context: Context, estate: Estate, { id, readFrom }: NamedOrganisation, file: string, answers: CompleteAnswers): Promise<Outcome<'ndc/tenant-new.v1', NewTenantData>> {
  const name = estate.organisations[id]?.name ?? { vi: id, en: id };
  const text = await withSchemaPlace(file, requestText(id, name, answers, migrationOf(estate, id, answers.wave), file === placeOf(context, id)));
  const loaded = loadEstate([...(await readDataDirectory(context.sites)), { name: `tenants/${id}.yaml`, bytes: new TextEncoder().encode(text) }], asOfDay(context));
  if ('diagnostics' in loaded) throw notWritten(loaded.diagnostics.map((diagnostic) => ({ code: diagnostic.code, message: messageOf(diagnostic) })));
  const request = loaded.estate.requests[id];
  if (request === undefined) throw new Error('the request that was loaded is not in the estate');
  const findings = requestFindings({ estate: loaded.estate, request });
  const refused = findings.filter(({ weight }) => weight === 'refuse');
  if (refused.length > 0) throw notWritten(refused);
  await writeWhole(file, text);
  return {
    kind: 'ndc/tenant-new.v1',
    exit: 0,
    data: {
      organisation: id,
      name,
      ...(readFrom === undefined ? {} : { readFrom }),
      file,
      secret: answers.secrecy !== 'none',
      next: checkCommand(context, file),
      text,
      derived: derivedOf(loaded.estate, request, deriveIntent({ ...loaded.estate, requests: { [id]: request } }).environments),
      notices: findings.map(({ code, message, paste }) => ({ code, message, ...(paste === undefined ? {} : { paste }) })),
    },
  };
}

function notWritten(problems: readonly { readonly code: string; readonly message: Text }[]): InputFailure {
  const lines = (lang: keyof Text): string => problems.map(({ code, message }) => `  ${code} ${message[lang]}`).join('\n');
  return new InputFailure('NDC-X194', { vi: `phiếu chưa hợp lệ nên chưa được ghi:\n${lines('vi')}`, en: `the request is not valid yet and was not written:\n${lines('en')}` });
}
