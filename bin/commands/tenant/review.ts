import { join } from 'node:path';
import { loadEstate } from '../../../sites/model/load.js';
import { lookBack, type Stood } from '../../../sites/tenancy/approval-growth.js';
import type { Command } from '../../command.js';
import { Git } from '../../edge/git.js';
import { writeWhole } from '../../edge/files.js';
import { shownPath } from '../../edge/shown-path.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { InputFailure } from '../../failure.js';
import { readLiveUse } from '../../live-use.js';
import { asDeclared, asOfDay, declaredLike, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { markdown } from '../../present/tenant/review-markdown.js';
import { requestHistory, reviewFiles } from '../../review-inputs.js';
import type { ReviewVerdict, TenantReviewData } from '../../tenant-review-data.js';
import { reviewOf } from '../../tenant-review.js';
import { uncommittedRequests } from '../../uncommitted-requests.js';

/** Whether what was judged may be taken, once approved where it has to be. */
const stands = (verdict: ReviewVerdict): boolean => verdict === 'unclear' || verdict === 'approval' || verdict === 'accepted';

export const command: Command = {
  options: [
    { flags: '--base <rev>', about: { vi: 'cấu hình đã duyệt: nhánh hoặc commit mà đề nghị nhắm tới', en: 'the approved configuration: branch or commit the request aims at' } },
    { flags: '--head <rev>', about: { vi: 'nhánh hoặc commit của đề nghị (mặc định HEAD)', en: 'branch or commit of the request (default HEAD)' } },
    { flags: '--out <file>', about: { vi: 'ghi toàn văn vào tệp, kể cả phần không vừa một bình luận', en: 'write the whole text, with what does not fit a comment' } },
  ],
  examples: ['ndc tenant review --base origin/main', 'ndc tenant review --base origin/main --head feature --lang vi --out review.md', 'ndc tenant review --base main --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/tenant-review.v1', TenantReviewData>> => {
    const { base: baseRevision, head: headRevision = 'HEAD', out } = options as { readonly base?: string; readonly head?: string; readonly out?: string };
    if (baseRevision === undefined)
      throw new InputFailure('NDC-X246', { vi: 'thiếu --base: hãy nêu nhánh mà đề nghị nhắm tới, ví dụ --base origin/main.', en: '--base is missing: name the branch the request aims at, such as --base origin/main.' });
    if (context.globals.with.length > 0)
      throw new InputFailure('NDC-X247', { vi: 'ndc tenant review đọc phiếu từ git, không nhận --with. Để xét một tệp chưa ghi vào git: ndc tenant check.', en: 'ndc tenant review reads requests from git and takes no --with. For a file that is not committed: ndc tenant check.' });
    const asOf = asOfDay(context);
    const git = await Git.at('.');
    const folder = await git.inside(context.sites);
    const [base, head] = [await git.commit(baseRevision), await git.commit(headRevision)];
    const files = await reviewFiles(git, base, head, folder);
    const loaded = loadEstate(files.base, asOf);
    if ('diagnostics' in loaded) throw new InvalidEstate(context.sites, loaded.diagnostics);
    const inForce = await asDeclared(loaded.estate, context.now());
    const asked = declaredLike(loadEstate(files.head, asOf), inForce);
    const history: Record<string, readonly Stood[] | undefined> = {};
    // What cannot be read asks for no approval; thousands of such files then cost no call each.
    for (const organisation of 'estate' in asked ? files.organisations : []) history[organisation] = await requestHistory(git, base, `${folder}/tenants/${organisation}.yaml`, asOf, lookBack(inForce));
    const live = context.globals.connection === undefined || 'diagnostics' in asked ? undefined : await readLiveUse(context, asked.estate, files.organisations);
    // Of any other commit the work tree says nothing.
    const uncommitted = head === (await git.commit('HEAD').catch(() => undefined)) ? (await uncommittedRequests(git, head, folder, context.sites)).map((name) => shownPath(join(context.sites, name))) : [];
    const data = reviewOf({
      base: underScenario(inForce, context),
      head: 'estate' in asked ? { estate: underScenario(asked.estate, context) } : asked,
      files,
      commits: { base, head },
      history,
      uncommitted,
      ...(live === undefined ? {} : { live }),
    });
    if (out !== undefined) await writeWhole(out, markdown(data, { lang: context.lang, columns: 100, colour: false }, { whole: true }), { replace: true });
    return { kind: 'ndc/tenant-review.v1', exit: stands(data.verdict) ? 0 : 1, data: out === undefined ? data : { ...data, artefact: out } };
  },
};
