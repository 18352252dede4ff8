import { join, resolve } from 'node:path';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { operatesIn } from '../../../sites/capacity/operation.js';
import { keysMissingAt } from '../../../sites/keys/missing-at.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Lang } from '../../../sites/model/text.js';
import { synthesise } from '../../../stacks/synthesise.js';
import type { Command, Context } from '../../command.js';
import { drillParts, type DrDrillData, type DrillPart } from '../../dr-drill-data.js';
import { badDelete } from '../../drill/database/bad-delete.js';
import { linkCut } from '../../drill/database/link-cut.js';
import { measureLosses } from '../../drill/database/measure-loss.js';
import { databasePlan } from '../../drill/database/plan.js';
import { siteDead } from '../../drill/database/site-dead.js';
import { onStand, type DatabasePlan, type Stand } from '../../drill/database/stand.js';
import { organisationsFor } from '../../drill/planes/choose.js';
import { failover, type FailoverOptions } from '../../drill/planes/failover.js';
import { keepRecord } from '../../drill/keep-record.js';
import { restoreTenant } from '../../drill/restore/restore-tenant.js';
import { Steps } from '../../drill/steps.js';
import { requireProviders } from '../../edge/engine-providers.js';
import { environment } from '../../edge/environment.js';
import { requireSshKeygen } from '../../edge/ssh-signature.js';
import { estateHead } from '../../estate-head.js';
import { CheckFailure, EnvironmentFailure, InputFailure } from '../../failure.js';
import { lostSite } from '../../lost-site.js';
import { asOfDay } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { recoveryIn } from '../../recovery-in.js';
import { known } from '../../selection.js';

/** Commits before the power or the links go: enough for a history to part, few enough for minutes. */
const commits = 200;
const lockDays = 35;

export const command: Command = {
  options: [
    { flags: '--part <part...>', about: { vi: 'chỉ các phần này: failover, site-dead, link-cut, bad-delete, losses', en: 'only these parts: failover, site-dead, link-cut, bad-delete, losses' } },
    { flags: '--restore <organisation>', about: { vi: 'chỉ phục hồi đối tượng API của cơ quan này bằng Velero thật, từ trung tâm bị mất vào trung tâm khác (không gồm ổ đĩa)', en: 'only restore this organisation’s API objects by the real Velero, from the lost site into another (no volumes)' } },
    { flags: '--into <site>', about: { vi: '--restore: trung tâm nhận (mặc định: trung tâm thứ ba)', en: '--restore: site that takes them (default: the third site)' } },
    { flags: '--organisation <id...>', about: { vi: 'failover: các cơ quan được dựng trong cụm thử nghiệm (mặc định ba cơ quan nhỏ nhất có hệ thống phải chuyển)', en: 'failover: organisations that are set up in the sandbox (default: the three smallest with systems that move)' } },
    { flags: '--engine <path>', about: { vi: 'failover: chương trình terraform hoặc tofu (mặc định tìm trên PATH)', en: 'failover: the program terraform or tofu (default: found on PATH)' } },
    { flags: '--write', about: { vi: 'ghi kết quả và bằng chứng vào records/drills/ của dữ liệu', en: 'write the result and its evidence to the data’s records/drills/' } },
    { flags: '--sign <key>', about: { vi: 'ký bản ghi bằng khóa SSH này: tệp khóa, hoặc tệp .pub khi khóa nằm trong ssh-agent', en: 'sign the record with this SSH key: the key file, or the .pub file of a key held by ssh-agent' } },
  ],
  examples: [
    'ndc dr drill --scenario all-operating --lose site/ndc-01',
    'ndc dr drill --scenario all-operating --lose site/ndc-01 --part site-dead --part link-cut',
    'ndc dr drill --scenario all-operating --lose site/ndc-03 --part failover --engine /usr/bin/tofu',
    'ndc dr drill --scenario all-operating --lose site/ndc-01 --restore bo-y-te --into ndc-03',
    'ndc dr drill --lose site/ndc-02 --write --sign ~/.ssh/ndc --lang vi',
  ],
  run: async (context, _args, options): Promise<Outcome<'ndc/dr-drill.v1', DrDrillData>> => {
    const write = options['write'] === true;
    const key = options['sign'] as string | undefined;
    if (key !== undefined && !write) throw new InputFailure('NDC-X431', { vi: '--sign chỉ có nghĩa cùng --write: chưa có gì để ký.', en: '--sign goes with --write: there is nothing to sign otherwise.' });
    const asked = known('--part', options['part'] as readonly string[] | undefined, drillParts);
    const parts = drillParts.filter((part) => asked === undefined || asked.includes(part));
    const { estate, lost } = await lostSite(context);
    const intent = deriveIntent(estate);
    const recovery = recoveryIn(estate, intent);
    const operating = Object.values(estate.sites).flatMap((site) => (operatesIn(site, recovery.quarter) ? [site.id] : []));
    const plan = databasePlan(recovery, lost, operating);
    if (plan === undefined)
      throw new InputFailure('NDC-X430', {
        vi: `cần ba trung tâm hoạt động (nơi mất, nơi dự phòng, nơi thứ ba); hiện có: ${operating.join(', ')}. Diễn tập mục tiêu: thêm --scenario all-operating.`,
        en: `three operating sites are needed (the lost one, its standby, the third); there are: ${operating.join(', ')}. To drill the target add --scenario all-operating.`,
      });
    if (key !== undefined) await requireSshKeygen();
    const organisations = known('--organisation', options['organisation'] as readonly string[] | undefined, Object.keys(estate.requests)) ?? organisationsFor(intent, lost);
    const engine = options['engine'] as string | undefined;
    const began = context.now();
    const { standby, third, links } = plan;
    const head = { estate: estateHead(estate), lost, standby, third, links };
    const keep = (kind: 'failover' | 'restore', subject: string, site: string, data: Omit<DrDrillData, 'record'>, noted: Steps['noted']) => keepRecord({ directory: context.sites, on: asOfDay(context), at: began, kind, subject, site, noted, data, write, ...(key === undefined ? {} : { key }) });
    const [organisation] = known('--restore', one(options['restore']), Object.keys(estate.requests)) ?? [];
    if (organisation !== undefined) {
      const [into = third] = known('--into', one(options['into']), operating.filter((id) => id !== lost)) ?? [];
      if (!intent.environments.some((each) => each.organisation === organisation && each.primary.site === lost))
        throw new InputFailure('NDC-X432', { vi: `${organisation} không chạy gì ở ${lost}: không có gì để phục hồi. Hãy nêu --lose là trung tâm chạy chính của cơ quan đó.`, en: `${organisation} runs nothing at ${lost}: there is nothing to restore. Name with --lose the site that runs it.` });
      requireKeys(estate, intent.environments, lost, into, organisation);
      await requireDrillProviders(context, estate, engine);
      const own = new Steps((line) => context.progress(line[context.lang]), context.signal);
      const restore = await orInterrupted(context, () => restoreTenant(own, { context, organisation, from: lost, into, ...(engine === undefined ? {} : { engine: resolve(engine) }) }));
      const data = { ...head, steps: own.taken.map((step) => ({ part: 'restore' as const, ...step })), restore, passed: own.held };
      // Of the organisation, not of its environments: what Velero restores here is no data, and proves nothing of any.
      return { kind: 'ndc/dr-drill.v1', exit: data.passed ? 0 : 1, data: { ...data, record: await keep('restore', `organisation/${organisation}`, into, data, own.noted) } };
    }
    if (parts.includes('failover')) await requireDrillProviders(context, estate, engine);
    const { noted, ...found } = await drill(context, plan, parts, { organisations, ...(engine === undefined ? {} : { engine: resolve(engine) }) });
    const data = { ...head, ...found, passed: found.steps.every(({ held }) => held) };
    return { kind: 'ndc/dr-drill.v1', exit: data.passed ? 0 : 1, data: { ...data, record: await keep('failover', `site/${lost}`, lost, data, noted) } };
  },
};

/** A backup without its key is lost, and a drill without it would prove what never happens. @throws CheckFailure NDC-X390 */
function requireKeys(estate: Estate, environments: Parameters<typeof keysMissingAt>[1], from: string, into: string, organisation: string): void {
  const missing = keysMissingAt(estate, environments, from, into, organisation);
  if (missing.length === 0) return;
  const told = (lang: Lang): string => missing.map(({ key, opens, because }) => key === undefined ? `${opens}: ${because[lang]}` : `${key} (${opens}) ${because[lang]}`).join('; ');
  throw new CheckFailure('NDC-X390', {
    vi: `${into} không phục hồi được gì của ${from}: ở đó không có khóa cần có. ${told('vi')}. Hãy đưa HSM vào cùng miền khóa theo nghi thức rồi nêu ${into} ở domain.sharedWith, hoặc chọn --into khác; khóa dự kiến thì tạo trước.`,
    en: `${into} can restore nothing of ${from}: it lacks keys that this takes. ${told('en')}. Bring the HSM into the domain by ceremony and name ${into} in domain.sharedWith, or choose another --into; make a planned key first.`,
  });
}

/** Asked before anything is started: the middle of a drill is no time to learn of it. What its stacks need is what the platform's need, whoever the tenants are. */
async function requireDrillProviders(context: Context, estate: Estate, engine: string | undefined): Promise<void> {
  const none = { ...estate, requests: {} };
  const [stack] = synthesise(none, deriveIntent(none));
  if (stack === undefined) throw new Error('an estate with operating sites has stacks');
  await requireProviders({ home: context.home, env: environment(), json: stack.json, interrupt: context.signal, ...(engine === undefined ? {} : { engine: resolve(engine) }) });
}

type Found = Pick<DrDrillData, 'steps' | 'failover' | 'siteDead' | 'linkCut' | 'badDelete' | 'losses'>;

const one = (given: unknown): readonly string[] | undefined => (typeof given === 'string' ? [given] : undefined);

/** Every part on a laboratory of its own: what one leaves behind is no other's beginning. */
async function drill(context: Context, plan: DatabasePlan, parts: readonly DrillPart[], planes: Pick<FailoverOptions, 'organisations' | 'engine'>): Promise<Found & { readonly noted: Steps['noted'] }> {
  const options = { packageRoot: context.root, onProgress: (line: { vi: string; en: string }) => context.progress(line[context.lang]), signal: context.signal };
  const steps: (DrDrillData['steps'][number])[] = [];
  const noted: Steps['noted'] = [];
  const on = async <T>(part: DrillPart, work: (stand: Stand, steps: Steps) => Promise<T>, with_: DatabasePlan = plan): Promise<T | undefined> => {
    if (!parts.includes(part)) return undefined;
    const own = new Steps(options.onProgress, context.signal);
    const value = await onStand(with_, options, (stand) => work(stand, own));
    steps.push(...own.taken.map((step) => ({ part, ...step })));
    noted.push(...own.noted);
    return value;
  };
  return orInterrupted(context, async () => {
    const moved = await on('failover', (stand, own) => failover(stand, own, { context, keepIn: join(context.home, 'drills', 'kept'), ...planes }));
    const dead = await on('site-dead', (stand, own) => siteDead(stand, own, commits));
    const cut = await on('link-cut', (stand, own) => linkCut(stand, own, { commits, keepIn: join(context.home, 'drills', 'kept') }));
    const deleted = await on('bad-delete', (stand, own) => badDelete(stand, own, { commits, lockDays, packageRoot: context.root, onProgress: options.onProgress }));
    const losses = await on('losses', (stand, own) => measureLosses(stand, own));
    return { steps, noted, ...(moved === undefined ? {} : { failover: moved }), ...(dead === undefined ? {} : { siteDead: dead }), ...(cut === undefined ? {} : { linkCut: cut }), ...(deleted === undefined ? {} : { badDelete: deleted }), ...(losses === undefined ? {} : { losses }) };
  });
}

/** What is aborted has removed everything of it by then. */
async function orInterrupted<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!context.signal.aborted) throw error;
    throw new EnvironmentFailure('NDC-X426', { vi: 'diễn tập bị dừng giữa chừng. Đã dọn mọi tiến trình, không gian mạng và tệp; chưa ghi kết quả. Có thể chạy lại.', en: 'the drill was interrupted. Every process, namespace and file of it is removed, and no result was written. It can be run again.' });
  }
}
