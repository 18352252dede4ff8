import { join } from 'node:path';
import { dayInVietNam, utcSecond } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { fences as allFences, lossCases, type Declaration } from '../../../sites/model/kinds/disaster.js';
import { loadEstate } from '../../../sites/model/load.js';
import { operates, type RestoredAt } from '../../../sites/model/losses.js';
import { didYouMean, nearest } from '../../../sites/model/nearest.js';
import { restoresAtStandby, restoresOf } from '../../../sites/recovery/restores.js';
import { codesOf, conceal, revealed } from '../../../sites/tenancy/conceal.js';
import { declaredAgain as again, unprovenFences } from '../../../sites/model/fencing.js';
import type { Text } from '../../../sites/model/text.js';
import { visible } from '../../../sites/model/visible.js';
import { choice } from '../../command-line.js';
import type { Command, Context } from '../../command.js';
import { askSites } from '../../disaster/ask-sites.js';
import { caseOf } from '../../disaster/case-of.js';
import { consequencesOf, declarationText, declaredData, freeDeclarationId, requireUndeclared } from '../../disaster/declare.js';
import { fencesOf } from '../../disaster/fence-option.js';
import { foretoldOf } from '../../disaster/groups.js';
import type { DrDeclareData } from '../../dr-declare-data.js';
import { changeFiles } from '../../edge/change-files.js';
import { loadConnection } from '../../edge/connection.js';
import { readDataDirectory } from '../../edge/data-directory.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { InputFailure } from '../../failure.js';
import { edited, fileChanges, requireLoading } from '../../hand-over/hand-over.js';
import { asDeclared, asOfDay, underConnection } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';

export const command: Command = {
  options: [
    { flags: '--reason <text>', about: { vi: 'vì sao tuyên bố; hai người ký đọc dòng này', en: 'why it is declared; whoever signs reads it' } },
    { flags: '--case <case>', about: { vi: 'dead (ngừng hẳn), link-cut (bị cắt mà vẫn phục vụ) hoặc brownout (không gánh nổi tải)', en: 'dead, link-cut (cut off and still serving) or brownout (cannot carry its load)' } },
    { flags: '--fence <fence>', repeatable: true, about: { vi: `biện pháp cách ly: TÊN=proven:NGƯỜI:BẰNG CHỨNG hoặc TÊN=attested:NGƯỜI; TÊN là ${allFences.join(', ')}`, en: `a fence: NAME=proven:WHO:EVIDENCE or NAME=attested:WHO; NAME is one of ${allFences.join(', ')}` } },
    { flags: '--accept-unproven', about: { vi: 'chấp nhận chuyển khi chưa chứng minh được cách ly: hai nơi có thể cùng ghi', en: 'accept promotion with an unproven fence: two places may write' } },
    { flags: '--confirm-site-answers', about: { vi: 'vẫn tuyên bố dù trung tâm còn trả lời', en: 'declare it although the site answers' } },
    { flags: '--accept-loss <namespace>', repeatable: true, about: { vi: 'chấp nhận mất hẳn dữ liệu của môi trường này', en: 'accept that the data of this environment are gone for good' } },
    { flags: '--draft', about: { vi: 'ghi ở trạng thái draft: chưa ký được, chưa có hiệu lực', en: 'write it as a draft: nobody can sign it yet' } },
    { flags: '--write', about: { vi: 'ghi tệp tuyên bố; không có thì chỉ cho xem', en: 'write the declaration; without it it is only shown' } },
  ],
  examples: [
    'ndc dr declare --lose ndc-01 --reason mất-điện --case dead',
    'ndc dr declare --lose ndc-01 --reason động-đất --fence power-off=proven:nguyen-van-a:PDU-4711 --fence edge-withdrawn=attested:tran-thi-b --fence replication-revoked=attested:tran-thi-b --write',
    'ndc dr declare --lose ndc-02 --reason quá-tải --confirm-site-answers --accept-unproven --write',
  ],
  run: async (context, _args, options): Promise<Outcome<'ndc/dr-declare.v1', DrDeclareData>> => {
    choice('--case', options['case'], lossCases);
    const given = lossCases.find((one) => one === options['case']);
    const list = (name: string): readonly string[] => (options[name] as readonly string[] | undefined) ?? [];
    const reason = options['reason'];
    if (typeof reason !== 'string' || reason.trim() === '') throw new InputFailure('NDC-X320', { vi: 'hãy nêu lý do: --reason "…".', en: 'say why: --reason "…".' });
    const files = await readDataDirectory(context.sites);
    const { estate, connection } = await opened(context, files);
    const site = siteOf(context, estate);
    const replaced = requireUndeclared(estate, site);

    const now = context.now();
    const at = utcSecond(now);
    const said = fencesOf(list('fence'), at);
    const asked = await askSites(context, connection, estate);
    const which = caseOf({ site, asked, fences: said, ...(given === undefined ? {} : { given }), confirmed: options['confirmSiteAnswers'] === true });
    // Secret systems go by their codes here; whoever copies one from a message means the environment behind it.
    const accepts = [...new Set(list('acceptLoss').map((one) => revealed(one, codesOf(estate))))].sort();
    const foretold = foretoldOf(estate, site);
    const listed = (all: readonly RestoredAt[]) => all.map(({ to, environments }) => ({ to, environments: [...environments] }));
    const [restores, atStandby] = [listed(restoresOf(foretold.recovered)), listed(restoresAtStandby(foretold.recovered))];
    const declaration: Declaration = {
      at,
      case: which,
      reason,
      ...(Object.hasOwn(connection.sites, site) ? { siteAnswers: asked.some((one) => one.site === site && one.answers) } : {}),
      fences: [...said],
      ...(options['acceptUnproven'] === true && unprovenFences({ fences: said }).length > 0 ? { unprovenAccepted: true } : {}),
      ...(accepts.length === 0 ? {} : { accepts }),
      ...(restores.length === 0 ? {} : { restores }),
      ...(atStandby.length === 0 ? {} : { restoresAtStandby: atStandby }),
    };
    const consequences = consequencesOf(estate, site, declaration);

    const id = replaced?.id ?? freeDeclarationId(estate, site, at);
    const file = `transitions/${id}.yaml`;
    const edits = { [file]: declarationText(id, site, declaration, { state: options['draft'] === true ? 'draft' : 'open', opened: dayInVietNam(now) }) };
    // Read back as everybody will: what would not load is not written.
    requireLoading(loadEstate(edited(files, edits), estate.scenario.asOf));
    const write = options['write'] === true;
    if (write) await changeFiles(fileChanges(context.sites, edits, new Map(files.flatMap((one) => ('bytes' in one ? [[one.name, one.bytes] as const] : [])))));
    const told = declaredData(estate, site, declaration, consequences, foretold);
    const data: DrDeclareData = { ...told, transition: id, file: join(context.sites, file), written: write, asked, next: [...(replaced === undefined ? [] : [replacedBy(replaced.id, write)]), ...nextOf(id, site, write, told)] };
    return { kind: 'ndc/dr-declare.v1', exit: 0, data: conceal(data, codesOf(estate)) };
  },
};

/** The estate and what it is reached by; a site there is not is said before anybody looks for a connection. */
async function opened(context: Context, files: Awaited<ReturnType<typeof readDataDirectory>>): Promise<{ readonly estate: Estate; readonly connection: Awaited<ReturnType<typeof loadConnection>> }> {
  const { globals } = context;
  if (globals.with.length > 0 || globals.delay.length > 0) throw new InputFailure('NDC-X320', { vi: 'không tuyên bố trên dữ liệu giả định: hãy bỏ --with, --delay.', en: 'nothing is declared on supposed data: leave --with and --delay out.' });
  const loaded = loadEstate(files, asOfDay(context));
  if ('diagnostics' in loaded) throw new InvalidEstate(context.sites, loaded.diagnostics);
  const known = Object.keys(loaded.estate.sites);
  const wanted = named(context);
  if (wanted.length !== 1 || !wanted.every((site) => known.includes(site))) throw notASite(context, known, wanted);
  const connection = await loadConnection(context.home, globals.connection);
  const estate = await asDeclared(loaded.estate, context.now());
  // `--lose` names the site that is declared; it is not a supposed loss on top.
  return { connection, estate: underConnection(estate, { ...context, globals: { ...globals, lose: [] } }, connection) };
}

const named = ({ globals }: Context): readonly string[] => globals.lose.map((domain) => domain.replace(/^site\//, ''));

function notASite({ globals }: Context, known: readonly string[], [first, ...more]: readonly string[]): InputFailure {
  const found = globals.lose.length === 0 ? '' : ` (${visible(globals.lose.join(', '), 80)})`;
  const hint = didYouMean(first === undefined || more.length > 0 ? undefined : nearest(first, known));
  return new InputFailure('NDC-X320', { vi: `--lose${found} cần đúng một trung tâm: ${known.join(', ')}.${hint.vi}`, en: `--lose${found} names exactly one site: ${known.join(', ')}.${hint.en}` });
}

/** The one site of `--lose`. @throws InputFailure NDC-X320 */
function siteOf(context: Context, estate: Estate): string {
  const { globals } = context;
  const [given, ...more] = named(context);
  const known = Object.keys(estate.sites).filter((id) => operates(estate, id));
  if (given !== undefined && more.length === 0 && known.includes(given)) return given;
  const found = globals.lose.length === 0 ? '' : ` (${visible(globals.lose.join(', '), 80)})`;
  throw new InputFailure('NDC-X320', { vi: `--lose${found} cần đúng một trung tâm đang hoạt động và chưa tuyên bố mất: ${known.join(', ')}.`, en: `--lose${found} names exactly one site that operates and is not declared lost: ${known.join(', ')}.` });
}

const replacedBy = (id: string, written: boolean): Text => ({ vi: `${written ? 'Đã thay' : 'Sẽ thay'} tuyên bố ${id} mà chưa ai ký.`, en: `${written ? 'Replaced' : 'It replaces'} the declaration ${id}, which nobody had signed.` });

function nextOf(id: string, site: string, written: boolean, { signable }: Pick<DrDeclareData, 'signable'>): DrDeclareData['next'] {
  if (!written) return [{ vi: 'Chưa ghi gì. Chạy lại với --write để ghi tuyên bố.', en: 'Nothing was written. Run it again with --write to write the declaration.' }];
  if (!signable) return [{ vi: `Chưa ký được: ${again(site).vi}.`, en: `Nobody can sign it yet: ${again(site).en}.` }];
  return [
    { vi: `Hai người ký: ndc approve ${id} --key <tệp> --write`, en: `Two people sign: ndc approve ${id} --key <file> --write` },
    { vi: `Rồi: ndc up (chỉ các trung tâm còn lại; hạng cao trước; không gì của ${site} bị xóa)`, en: `Then: ndc up (survivors only, highest tier first; nothing of ${site} is destroyed)` },
  ];
}
