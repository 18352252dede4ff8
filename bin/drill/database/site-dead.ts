import { instant, pause } from '../../edge/laboratory/clock.js';
import { tryProgram } from '../../edge/laboratory/run-program.js';
import { postgresPort } from '../../edge/laboratory/postgres-settings.js';
import type { PostgresServer } from '../../edge/laboratory/postgres.js';
import type { Steps } from '../steps.js';
import { byFreshest } from './freshest.js';
import { lossOf, type MeasuredLoss } from './rows.js';
import { clientOf, keysOf, logEnd, thirdFollows, type Stand } from './stand.js';

/** A site that lost its power, and what its standby had of it. */
export interface SiteDeadResult {
  readonly loss: MeasuredLoss;
  /** From the loss of power until the promoted server took a commit, milliseconds. */
  readonly outageMs: number;
}

/** Milliseconds of silence after which a client believes a site to be gone. */
const silence = 2_000;

/**
 * Kills the primary's site while clients write, promotes the copy that received most and holds what clients were answered
 * for against what is there. The other copy follows the promoted one.
 *
 * @param commits how many acknowledged commits before the power goes.
 */
export async function siteDead(stand: Stand, steps: Steps, commits: number): Promise<SiteDeadResult> {
  const { laboratory, plan, primary } = stand;
  const client = clientOf(stand, primary, { firstKey: 1, mark: 'before' });
  try {
    await steps.take('write', undefined, async () => {
      await client.reached(commits, laboratory.signal);
      const wrote = client.acknowledged.length;
      return { value: wrote, held: wrote >= commits, found: { vi: `máy khách đã ghi ${String(wrote)} giao dịch tại ${plan.primary}${client.over ? `, rồi dừng: ${client.said}` : ''}`, en: `a client committed ${String(wrote)} times at ${plan.primary}${client.over ? `, then ended: ${client.said}` : ''}` } };
    });
    const dead = instant();
    await steps.take('lose-power', undefined, async () => {
      const ended = await laboratory.kill(plan.primary);
      return { value: ended, held: ended > 0, found: { vi: `${plan.primary} mất điện: ${String(ended)} tiến trình chết, mọi đường truyền đứt`, en: `${plan.primary} lost its power: ${String(ended)} processes died, every link is down` } };
    });
    await steps.take('detect', 'detect', async () => {
      const tries = await silent(stand, primary);
      return { value: tries, found: { vi: `${plan.primary} im lặng ${String(tries)} lần hỏi liên tiếp`, en: `${plan.primary} left ${String(tries)} questions in a row without an answer` } };
    });
    const acknowledged = await client.stop();
    // The standby of the estate may have fallen behind the third copy: whoever has more of the log loses less.
    const { loss, after: survivors } = await steps.take('promote', 'promote-database', async () => {
      const { stand: after, said } = await byFreshest(stand);
      await after.standby.promote();
      const found = lossOf(acknowledged, await keysOf(after.standby));
      const held = found.holes.length === 0 && (plan.commit !== 'synchronous' || found.rows === 0);
      const { standby: name } = after.plan;
      return { value: { loss: found, after }, held, found: { vi: `${said.vi}; ${name} thành bản chính; mất ${String(found.rows)} giao dịch đã báo xong (${String(found.ms)} ms)`, en: `${said.en}; ${name} is the primary; ${String(found.rows)} acknowledged commits are gone (${String(found.ms)} ms)` } };
    });
    const { plan: roles, standby, third } = survivors;
    // Its own standby is gone: a commit that waited for it would wait for ever.
    await standby.configure({ ...stand.settings(roles.standby), waitsFor: [] });
    await standby.rows('select pg_reload_conf()');
    const after = clientOf(survivors, standby, { firstKey: (acknowledged.at(-1)?.key ?? 0) + 1_000_000, mark: 'after' });
    try {
      const outageMs = await steps.take('verify', 'verify', async () => {
        await after.reached(20, laboratory.signal);
        const wrote = after.acknowledged.length;
        return { value: Math.round(instant() - dead), held: wrote >= 20, found: { vi: `${roles.standby} nhận ${String(wrote)} giao dịch mới`, en: `${roles.standby} took ${String(wrote)} new commits` } };
      });
      await steps.take('follow', undefined, async () => {
        const how = await thirdFollows(survivors, standby);
        await after.stop();
        await third.replayed(await logEnd(standby));
        const there = await keysOf(third);
        const missing = after.acknowledged.filter(({ key }) => !there.has(key)).length;
        const came = how === 'followed' ? { vi: 'theo bản chính mới', en: 'follows the new primary' } : { vi: `đã nhận nhiều hơn ${roles.standby}, nên được chép lại toàn bộ`, en: `had received more than ${roles.standby} and was copied anew` };
        return { value: how, held: missing === 0, found: { vi: `${roles.third} ${came.vi}; thiếu ${String(missing)} giao dịch`, en: `${roles.third} ${came.en}; ${String(missing)} commits missing there` } };
      });
      return { loss, outageMs };
    } finally {
      await after.stop();
    }
  } finally {
    await client.stop();
  }
}

/** Asks a server as a client would until it was silent for long enough. @returns how often in a row. */
async function silent({ laboratory }: Stand, server: PostgresServer): Promise<number> {
  let tries = 0;
  for (let since: number | undefined; ; ) {
    const answered = await answersClients(laboratory, server);
    if (answered) [tries, since] = [0, undefined];
    else {
      tries += 1;
      since ??= instant();
      if (instant() - since >= silence) return tries;
    }
    await pause(200, laboratory.signal);
    laboratory.signal.throwIfAborted();
  }
}

/** Whether a client gets an answer. */
export async function answersClients(laboratory: Stand['laboratory'], server: PostgresServer): Promise<boolean> {
  const conninfo = `host=${laboratory.addressForClients(server.name)} port=${String(postgresPort)} user=ndc dbname=postgres sslmode=disable connect_timeout=2`;
  const { code } = await tryProgram('ip', laboratory.network.at(laboratory.clients, ['env', '-C', '/', server.psql, conninfo, '-XAtqnc', 'select 1']), { signal: laboratory.signal, timeout: 4_000 });
  return code === 0;
}
