import { fits } from '../../../sites/tenancy/queue.js';
import { lookBack } from '../../../sites/tenancy/approval-growth.js';
import type { Command } from '../../command.js';
import { writeWhole } from '../../edge/files.js';
import { InputFailure } from '../../failure.js';
import { asOfDay, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { markdown } from '../../present/tenant/queue-markdown.js';
import { bounded, queueInputs } from '../../queue-inputs.js';
import type { TenantQueueData } from '../../tenant-queue-data.js';
import { tenantQueueOf } from '../../tenant-queue.js';

export const command: Command = {
  options: [
    { flags: '--base <rev>', about: { vi: 'cấu hình đã duyệt: nhánh hoặc commit (mặc định: thư mục dữ liệu như đang có)', en: 'the approved configuration: branch or commit (default: the data directory as it stands)' } },
    { flags: '--head <rev>', about: { vi: 'nhánh, commit hoặc mẫu như refs/heads/phieu/*; nêu được nhiều lần', en: 'branch, commit, or pattern such as refs/heads/request/*; may be repeated' }, repeatable: true },
    { flags: '--out <file>', about: { vi: 'ghi toàn văn (Markdown) vào tệp', en: 'write the whole text (Markdown) to a file' } },
  ],
  formats: ['markdown'],
  examples: ["ndc tenant queue --base origin/main --head 'refs/remotes/origin/request/*'", 'ndc tenant queue --base main --head a --head b --lang vi', 'ndc tenant queue --with bo-y-te.yaml --with bo-tu-phap.yaml', "ndc tenant queue --base main --head 'refs/pull/*/head' --format markdown"],
  run: async (context, _args, options): Promise<Outcome<'ndc/tenant-queue.v1', TenantQueueData>> => {
    const { base, head: heads = [], out } = options as { readonly base?: string; readonly head?: readonly string[]; readonly out?: string };
    const files = [...new Set(context.globals.with)];
    if (heads.length > 0 && base === undefined)
      throw new InputFailure('NDC-X260', { vi: '--head cần --base: hãy nêu nhánh mà các đề nghị nhắm tới, ví dụ --base origin/main.', en: '--head needs --base: name the branch that the proposals aim at, such as --base origin/main.' });
    if (heads.length + files.length === 0)
      throw new InputFailure('NDC-X261', {
        vi: 'chưa nêu đề nghị nào. Hãy nêu nhánh (--base origin/main --head \'refs/remotes/origin/phieu/*\') hoặc tệp (--with bo-y-te.yaml).',
        en: 'no proposal is named. Name branches (--base origin/main --head \'refs/remotes/origin/request/*\') or files (--with bo-y-te.yaml).',
      });
    if (context.globals.lose.length > 0)
      throw new InputFailure('NDC-X264', { vi: 'lệnh này tự xét việc mất từng trung tâm và không nhận --lose. Hãy bỏ --lose.', en: 'this command judges the loss of every site by itself and takes no --lose. Leave it out.' });
    bounded(files.length);
    const inputs = await queueInputs({ sites: context.sites, asOf: asOfDay(context), now: context.now(), ...(base === undefined ? {} : { base }), heads, files, lookBack });
    bounded(inputs.open.length);
    const data = tenantQueueOf(inputs, (estate) => underScenario(estate, context));
    if (out !== undefined) await writeWhole(out, markdown(data, { lang: context.lang, columns: 100, colour: false }, { whole: true }), { replace: true });
    // A pattern that is mistyped must not read as nobody asking anything.
    const fine = (data.open.length > 0 || data.unmatched === undefined) && data.open.every(({ verdict, fit }) => verdict !== 'not-a-request' && verdict !== 'refused' && (fit?.admitted === undefined || fits(fit.inLine)));
    return { kind: 'ndc/tenant-queue.v1', exit: fine ? 0 : 1, data: out === undefined ? data : { ...data, artefact: out } };
  },
};
