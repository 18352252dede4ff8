import { join } from 'node:path';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { offboardingSteps, type OffboardingStep } from '../../../sites/model/offboarding.js';
import { beforeSteps, earlyRefusalOf, refusalOf, withStep, type Steps } from '../../../sites/tenancy/offboard.js';
import { approvalDay } from '../../approvals.js';
import { choice } from '../../command-line.js';
import type { Command, Context } from '../../command.js';
import { changeFiles } from '../../edge/change-files.js';
import { loadConnection } from '../../edge/connection.js';
import { readDataDirectory } from '../../edge/data-directory.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { CheckFailure, InputFailure } from '../../failure.js';
import { freeId } from '../../hand-over/free-id.js';
import { edited, fileChanges, requestFile, requireLoading, type Edits } from '../../hand-over/hand-over.js';
import type { OffboardData } from '../../offboard/data.js';
import { newOffboarding, withoutSubject, withSteps } from '../../offboard/edits.js';
import { named, offboardingOf, subjectOf } from '../../offboard/subject.js';
import { stepOf } from '../../offboard/take-step.js';
import { limitRows, nextOf, stepRows } from '../../offboard/tell.js';
import { asOfDay, underConnection } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';

export const command: Command = {
  arguments: [
    { name: '<subject>', about: { vi: 'cơ quan, hệ thống hoặc môi trường: organisation/…, system/…, environment/…, hoặc chỉ id', en: 'an organisation, system or environment: organisation/…, system/…, environment/…, or the id alone' } },
    { name: '[step]', about: { vi: `bước cần làm: ${offboardingSteps.join(', ')} (mặc định: cho xem đang ở bước nào)`, en: `the step to take: ${offboardingSteps.join(', ')} (default: tell where it stands)` } },
  ],
  options: [
    { flags: '--use <figures>', repeatable: true, about: { vi: 'cordon: mức đang dùng khi không hỏi cụm, ho-so-suc-khoe-prod@ndc-01:cpu=2,memory=4Gi,pods=3', en: 'cordon: current use where no cluster is asked, ho-so-suc-khoe-prod@ndc-01:cpu=2,memory=4Gi,pods=3' } },
    { flags: '--location <text>', about: { vi: 'export: nơi để dữ liệu đã xuất', en: 'export: where the exported data lie' } },
    { flags: '--digest <sha256>', about: { vi: 'export: mã băm của dữ liệu đã xuất', en: 'export: digest of the exported data' } },
    { flags: '--confirmed-by <text>', about: { vi: 'export: người xác nhận bản xuất đầy đủ và đọc được', en: 'export: who confirmed that it is whole and can be read' } },
    { flags: '--until <day>', about: { vi: 'retain: ngày cuối cùng còn giữ mọi thứ', en: 'retain: the last day on which everything is kept' } },
    { flags: '--id <id>', about: { vi: 'cordon: id của thủ tục (mặc định: theo đối tượng)', en: 'cordon: id of the transition (default: from what is given up)' } },
    { flags: '--write', about: { vi: 'ghi bước này; không có thì chỉ cho xem', en: 'write the step; without it it is only shown' } },
  ],
  examples: [
    'ndc tenant offboard system/ho-so-suc-khoe',
    'ndc tenant offboard system/ho-so-suc-khoe cordon --connection that --write',
    'ndc tenant offboard system/ho-so-suc-khoe retain --until 2027-06-30 --write',
    'ndc tenant offboard system/ho-so-suc-khoe release --write',
  ],
  run: async (context, [given = '', wanted], options): Promise<Outcome<'ndc/tenant-offboard.v1', OffboardData>> => {
    choice('step', wanted, offboardingSteps);
    const step = offboardingSteps.find((one) => one === wanted);
    const files = await readDataDirectory(context.sites);
    const opened = await open(context, files);
    const { estate, connection } = opened;
    const name = named(estate, given);
    const transition = offboardingOf(estate, name);
    const id = transition?.id ?? freeId((options['id'] as string | undefined) ?? `offboard-${name.slice(name.indexOf('/') + 1)}`, (one) => Object.hasOwn(estate.transitions, one));
    const before: Steps = transition ?? beforeSteps;
    if (step === undefined) return outcome(context, opened.estate, { name, id, before, after: before, written: false, edits: {}, bytes: new Map() });

    const on = approvalDay(estate, context.now());
    if (on !== estate.scenario.asOf) throw new InputFailure('NDC-X308', { vi: `--as-of ${estate.scenario.asOf} ở tương lai; một bước ghi ngày hôm nay hoặc trước đó.`, en: `--as-of ${estate.scenario.asOf} is to come; a step is dated today or earlier.` });
    const early = earlyRefusalOf(before, step);
    if (early !== undefined) throw refusal(name, early);
    const taken = await stepOf(step, { context, options, estate, connection, name, transition, on });
    const refused = refusalOf(before, taken, on);
    if (refused !== undefined) throw refusal(name, refused);
    const after = withStep(before, taken, on);

    const bytes = new Map(files.flatMap((file) => ('bytes' in file ? [[file.name, file.bytes] as const] : [])));
    const text = (file: string): string => new TextDecoder().decode(bytes.get(file));
    const own = `transitions/${id}.yaml`;
    const edits: Edits = {
      [own]: transition === undefined ? newOffboarding(id, subjectOf(estate, name), on, after) : withSteps(text(own), before, after),
      ...(step === 'release' ? released(estate, name, text) : {}),
    };
    requireLoading(loadEstate(edited(files, edits), estate.scenario.asOf));
    const write = options['write'] === true;
    if (write) await changeFiles(fileChanges(context.sites, edits, bytes));
    return outcome(context, opened.estate, { name, id, before, after, taken: step, written: write, edits, bytes });
  },
};

/** The estate as recorded, under the scenario of a connection that was named. Nothing supposed takes a step. */
async function open(context: Context, files: Awaited<ReturnType<typeof readDataDirectory>>) {
  if (context.globals.with.length > 0) throw new InputFailure('NDC-X308', { vi: 'không làm bước nào trên dữ liệu giả định: hãy bỏ --with.', en: 'no step is taken on supposed data: leave --with out.' });
  const loaded = loadEstate(files, asOfDay(context));
  if ('diagnostics' in loaded) throw new InvalidEstate(context.sites, loaded.diagnostics);
  const connection = context.globals.connection === undefined ? undefined : await loadConnection(context.home, context.globals.connection);
  const estate = underConnection(loaded.estate, context, connection);
  return { estate, connection };
}

const refusal = (name: string, { vi, en }: { readonly vi: string; readonly en: string }): CheckFailure => new CheckFailure('NDC-X309', { vi: `${name}: ${vi}. Chưa ghi gì.`, en: `${name}: ${en}. Nothing was written.` });

/** The request without what was given up. */
function released(estate: Estate, name: string, text: (file: string) => string): Edits {
  const { organisation } = subjectOf(estate, name);
  const environment = estate.requests[organisation]?.systems.flatMap(({ id, environments }) => environments.map((one) => ({ system: id, name: one.name }))).find((one) => name === `environment/${one.system}-${one.name}`);
  return { [requestFile(organisation)]: withoutSubject(text(requestFile(organisation)), { name }, environment) };
}

interface Told {
  readonly name: string;
  readonly id: string;
  readonly before: Steps;
  readonly after: Steps;
  readonly taken?: OffboardingStep;
  readonly written: boolean;
  readonly edits: Edits;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

const outcome = ({ sites }: Context, estate: Estate, { name, id, after, taken, written, edits, bytes }: Told): Outcome<'ndc/tenant-offboard.v1', OffboardData> => ({
  kind: 'ndc/tenant-offboard.v1',
  exit: 0,
  data: {
    subject: name,
    transition: id,
    file: join(sites, `transitions/${id}.yaml`),
    written,
    ...(taken === undefined ? {} : { taken }),
    steps: stepRows(after),
    limits: limitRows(estate, after.offboarding?.cordon.limits ?? []),
    files: Object.entries(edits).map(([file, content]) => ({ file: join(sites, file), change: content === undefined ? 'removed' : bytes.has(file) ? 'changed' : 'new' })),
    next: nextOf(name, id, after),
  },
});
