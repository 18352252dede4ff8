import type { Values } from '../../command.js';
import { command as approve } from '../../commands/approve.js';
import { command as declare } from '../../commands/dr/declare.js';
import { command as wayBack } from '../../commands/dr/return.js';
import { command as plan } from '../../commands/plan.js';
import type { DrDeclareData } from '../../dr-declare-data.js';
import type { DrReturnData } from '../../dr-return-data.js';
import { startSite, stopSite } from '../../edge/sandbox/site-power.js';
import { digestOf } from '../../../sites/model/estate.js';
import type { PlanResult } from '../../runner/plan.js';
import { keepRows } from '../../edge/laboratory/kept-rows.js';
import { takeFreshest } from '../database/freshest.js';
import { divergenceOf, keyRuns, lossOf } from '../database/rows.js';
import { clientOf, keysOf, ledgerOf, thirdFollows, type Stand } from '../database/stand.js';
import { bringBack, demote, promoteAgain, sameEverywhere } from '../database/way-back.js';
import { answersClients } from '../database/site-dead.js';
import type { Steps } from '../steps.js';
import { DrillClusters } from './clusters.js';
import { applyStacks, onPlanes, type Planes, type PlanesOptions } from './project.js';
import { runCommand } from './run-command.js';

/** A site lost for real and led back: control planes as the toolkit drives them, a real database beside them. */
export interface FailoverResult {
  readonly organisations: readonly string[];
  /** Stacks that were applied on the survivors. */
  readonly stacks: number;
  /** Milliseconds each of them took, from its start to its end. */
  readonly applied: readonly number[];
  readonly databases: number;
  readonly lostCommits: number;
  readonly lostMs: number;
  /** Rows only the lost site had, kept. */
  readonly divergedRows: number;
  /** Namespaces that are others than before: none may be. */
  readonly replaced: readonly string[];
  /** Stacks whose plan is not empty at the end. */
  readonly unsettled: readonly string[];
}

export interface FailoverOptions extends PlanesOptions {
  /** Folder in which rows that parted are kept. */
  readonly keepIn: string;
}

const commits = 100;
const who = 'ndc dr drill';

/** Loses the plan's primary site, and brings it back. Every step is one a person would take, by the same commands. */
export const failover = (stand: Stand, steps: Steps, options: FailoverOptions): Promise<FailoverResult> => onPlanes(steps, options, (planes) => thereAndBack(stand, steps, planes, options));

async function thereAndBack(stand: Stand, steps: Steps, planes: Planes, { organisations, keepIn }: FailoverOptions): Promise<FailoverResult> {
  const { laboratory, plan: roles, primary, standby } = stand;
  const { primary: lost, standby: survivor, third } = roles;
  const { context, info, project } = planes;
  const clusters = new DrillClusters(context);
  const bring = (step: string, vi: string, en: string, timed = false) =>
    steps.take(step, undefined, async () => {
      const value = await applyStacks(planes, step);
      if (timed) for (const ms of value.took) steps.note('apply-stack', ms);
      return { value, found: { vi: `${vi}: ${String(value.stacks)} stack`, en: `${en}: ${String(value.stacks)} stacks` } };
    });
  const back = async (step: string, options: Values = {}): Promise<DrReturnData> => (await runCommand<DrReturnData>(context, wayBack, [lost, step], { by: who, write: true, ...options })).data;
  const sign = async (transition: string): Promise<void> => {
    for (const key of project.keys) await runCommand(context, approve, [transition], { key, write: true });
  };

  await bring('apply', 'mọi stack đã áp dụng ở ba trung tâm', 'every stack is applied at three sites');
  const before = new Map(await Promise.all([lost, survivor, third].map(async (site) => [site, await clusters.namespaces(site)] as const)));
  const databases = await clusters.databases();
  const wrote = await clusters.writers(lost);
  const client = clientOf(stand, primary, { firstKey: 1, mark: 'old' });
  let fresh: ReturnType<typeof clientOf> | undefined;
  try {
    await client.reached(commits, laboratory.signal);
    await steps.take('lose-site', undefined, async () => {
      await Promise.all([stopSite(info, lost), laboratory.kill(lost)]);
      return { value: undefined, found: { vi: `${lost} mất điện: API và cơ sở dữ liệu chết, đường truyền đứt`, en: `${lost} lost its power: its API and its database died, its links are down` } };
    });
    await client.stop();
    await steps.take('fence', 'fence', async () => {
      const [api, database] = [await clusters.answers(lost), await answersClients(laboratory, primary)];
      return { value: undefined, held: !api && !database, found: !api && !database ? { vi: `${lost}: API và cơ sở dữ liệu đều không trả lời`, en: `${lost}: neither its API nor its database answers` } : { vi: `${lost} vẫn trả lời`, en: `${lost} still answers` } };
    });
    await steps.take('declare', undefined, async () => {
      const fence = ['power-off', 'edge-withdrawn', 'replication-revoked'].map((name) => `${name}=proven:${who}:killed by the drill, and tried`);
      const { data } = await runCommand<DrDeclareData>({ ...context, globals: { ...context.globals, lose: [lost] } }, declare, [], { reason: 'diễn tập · drill', case: 'dead', fence, acceptLoss: [], write: true });
      await sign(data.transition);
      return { value: data.transition, held: data.signable && data.window.is === 'shut', found: { vi: `${data.transition}: hai người đã ký; ${data.window.said.vi}`, en: `${data.transition}: two people signed; ${data.window.said.en}` } };
    });
    const applied = await bring('apply-on-survivors', `áp dụng ở ${survivor} và ${third} khi API của ${lost} đã chết`, `applied at ${survivor} and ${third} while the API of ${lost} is dead`, true);
    const loss = await steps.take('promote', 'promote-database', async () => {
      const said = await takeFreshest(stand);
      await standby.promote();
      const value = lossOf(client.acknowledged, await keysOf(standby));
      return { value, held: value.holes.length === 0, found: { vi: `${said.vi}; ${survivor} là bản chính; mất ${String(value.rows)} giao dịch (${String(value.ms)} ms)`, en: `${said.en}; ${survivor} is the primary; ${String(value.rows)} commits are gone (${String(value.ms)} ms)` } };
    });
    await thirdFollows(stand, standby);
    await steps.take('check-objects', 'verify', async () => {
      // Each where its own standby was: one writer, neither none nor two.
      const writers = [...(await clusters.writers(survivor)), ...(await clusters.writers(third))];
      const missing = wrote.filter((name) => writers.filter((one) => one === name).length !== 1);
      const replaced = await replacedSince(clusters, before, [survivor, third]);
      return { value: undefined, held: missing.length === 0 && replaced.length === 0, found: { vi: `${String(wrote.length - missing.length)}/${String(wrote.length)} cơ sở dữ liệu có đúng một nơi ghi; ${String(replaced.length)} namespace bị thay`, en: `${String(wrote.length - missing.length)} of ${String(wrote.length)} databases are written at exactly one survivor; ${String(replaced.length)} namespaces replaced` } };
    });
    fresh = clientOf(stand, standby, { firstKey: Number(await standby.value('select coalesce(max(key), 0) + 1 from ledger')), mark: 'new' });
    await fresh.reached(commits, laboratory.signal);

    await steps.take('site-back', undefined, async () => {
      await startSite(info, lost, { signal: context.signal });
      const writers = await clusters.writers(lost);
      const data = await back('fence', { evidence: 'killed by the drill; no client reaches it' });
      return { value: data.transition, held: writers.length >= wrote.length, found: { vi: `${lost} có điện lại và vẫn tưởng mình ghi ${String(writers.length)} cơ sở dữ liệu; bước fence đã ghi`, en: `${lost} has power again, and still believes that it writes ${String(writers.length)} databases; the step fence is recorded` } };
    });
    await bring('quarantine', `${lost} bị cách ly`, `${lost} is quarantined`);
    await steps.take('check-quarantine', 'verify', async () => {
      const writers = (await clusters.writers(lost)).filter((name) => wrote.includes(name));
      const replaced = await replacedSince(clusters, before, [lost]);
      return { value: undefined, held: writers.length === 0 && replaced.length === 0, found: { vi: `${String(writers.length)} cơ sở dữ liệu còn ghi tại ${lost}; ${String(replaced.length)} namespace bị thay`, en: `${String(writers.length)} databases still write at ${lost}; ${String(replaced.length)} namespaces replaced` } };
    });
    const kept = await steps.take('keep', undefined, async () => {
      // Alone: no link is up yet, and nobody but the drill reaches it.
      await primary.start();
      const parted = divergenceOf(await ledgerOf(primary), await ledgerOf(standby));
      const keys = [...parted.onlyOld, ...parted.differing];
      const value = await keepRows(primary, keys, keepIn);
      return { value, held: value.rows === keys.length, found: { vi: `${String(value.rows)} dòng chỉ ${lost} có (khóa ${keyRuns(keys)}), giữ trong ${value.file}`, en: `${String(value.rows)} rows are ${lost}'s alone (keys ${keyRuns(keys)}), kept in ${value.file}` } };
    });
    const way = await steps.take('re-clone', undefined, async () => {
      await laboratory.revive(lost);
      await laboratory.withdraw(lost);
      return bringBack(stand);
    });
    const rewound = way.took === 'rewound';
    // What is copied anew is a Cluster made anew: a person deletes the old one, and the next plan makes it.
    if (!rewound) {
      await steps.take('delete-stale', undefined, async () => {
        const value = await clusters.deleteStale(lost);
        return { value, found: { vi: `${String(value)} Cluster cũ của ${lost} đã xóa để dựng lại`, en: `${String(value)} stale Clusters of ${lost} deleted, to be made anew` } };
      });
      await bring('make-anew', `các bản sao ở ${lost} được dựng lại`, `the copies at ${lost} are made anew`);
    }
    await steps.take('reclone', undefined, async () => {
      const { transition } = await back('reclone', { how: rewound ? 'rewind' : 're-clone', ...(rewound ? { proof: 'pg_rewind ended well and the hashes are compared next' } : {}), ...(kept.rows === 0 ? { nothingDiverged: true } : { diverged: kept.file, digest: `sha256:${kept.sha256}`, rows: String(kept.rows) }) });
      return { value: transition, found: { vi: `bước reclone đã ghi (${rewound ? 'tua lại' : 'chép lại'})`, en: `the step reclone is recorded (${rewound ? 'wound back' : 'copied again'})` } };
    });
    await fresh.stop();
    const digests = await sameEverywhere(stand, steps);
    await steps.take('sign-return', undefined, async () => {
      const equal = new Set(Object.values(digests)).size === 1;
      const report = JSON.stringify(digests);
      const data = await back('verify', { report: `sha256 of the ledger at each site: ${report}`.slice(0, 390), digest: digestOf(report), ...(equal ? { equal: true } : { different: true }) });
      await sign(data.transition);
      await back('demote');
      return { value: way.took, found: { vi: `hai người đã ký ${data.transition}`, en: `two people signed ${data.transition}` } };
    });
    await bring('apply-demotion', `${survivor} thôi ghi`, `${survivor} writes no more`);
    const end = await demote(stand, steps);
    await steps.take('token', undefined, async () => {
      const count = await clusters.sayToken(lost, Buffer.from(JSON.stringify({ lastCheckpointREDOWAL: end })).toString('base64'));
      await back('token');
      await clusters.deleteOld(lost);
      await back('promote');
      return { value: count, found: { vi: `${String(count)} mã thăng cấp được trao`, en: `${String(count)} promotion tokens handed over` } };
    });
    await bring('apply-promotion', `${lost} ghi lại`, `${lost} writes again`);
    await promoteAgain(stand, steps, end, fresh.acknowledged.map(({ key }) => key));
    await steps.take('close', undefined, async () => ({ value: await back('close'), found: { vi: 'tuyên bố và thủ tục trở lại đã khép', en: 'declaration and return are closed' } }));
    await bring('settle', 'trở về như trước', 'as it was before');
    const [replaced, unsettled] = await steps.take('check-empty', 'verify', async () => {
      const again = await runCommand<PlanResult>(context, plan, []);
      const open = again.data.rows.flatMap(({ name, noOp, status }) => (status.is === 'planned' && noOp ? [] : [name]));
      const others = await replacedSince(clusters, before, [lost, survivor, third]);
      const writers = await clusters.writers(lost);
      const missing = wrote.filter((name) => !writers.includes(name));
      return { value: [others, open] as const, held: open.length + others.length + missing.length === 0, found: { vi: `${String(open.length)} kế hoạch không rỗng, ${String(others.length)} namespace bị thay, ${String(missing.length)} cơ sở dữ liệu chưa về`, en: `${String(open.length)} plans are not empty, ${String(others.length)} namespaces replaced, ${String(missing.length)} databases not back` } };
    });
    return { organisations, stacks: applied.stacks, applied: applied.took, databases, lostCommits: loss.rows, lostMs: loss.ms, divergedRows: kept.rows, replaced, unsettled };
  } finally {
    await client.stop();
    await fresh?.stop();
  }
}

async function replacedSince(clusters: DrillClusters, before: ReadonlyMap<string, ReadonlyMap<string, string>>, sites: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    sites.map(async (site) => {
      const now = await clusters.namespaces(site);
      return [...(before.get(site) ?? [])].filter(([name, uid]) => now.get(name) !== uid).map(([name]) => `${site}/${name}`);
    }),
  );
  return found.flat();
}
