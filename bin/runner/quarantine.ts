import type { ReturnStep } from '../../sites/model/kinds/disaster.js';
import { visible } from '../../sites/model/visible.js';
import { CheckFailure } from '../failure.js';
import type { Clusters } from './clusters.js';
import { refuseClosedElsewhere } from './closed-elsewhere.js';
import { refuseDeclaredElsewhere } from './declared-elsewhere.js';
import { knownSites, readPeers, type Known, type Peers } from './peers.js';
import type { Runner } from './runner.js';

/** What the data say of who may serve. */
export interface Quarantine {
  /** Declarations of lost sites that the data know, open or over: one that a site holds and they do not makes them old. */
  readonly declarations: readonly string[];
  /** Of these the ones that are over. */
  readonly over: readonly string[];
  /** Ways back that the data know, by their transition: the last step that stands in them, or that they are over. */
  readonly ways: Readonly<Record<string, ReturnStep | 'over' | undefined>>;
  /** Sites that a declaration in force keeps from serving: lost, or on their way back. Two people signed it, so nobody has to be asked. */
  readonly held: readonly string[];
  /** Local overrides in force. */
  readonly releases: readonly { readonly site: string; readonly transition: string; readonly until: string }[];
  /** Local overrides that are open and not in force: unsigned, or over. */
  readonly pending: readonly { readonly site: string; readonly transition: string }[];
}

export const nothingHeld: Quarantine = { declarations: [], over: [], ways: {}, held: [], releases: [], pending: [] };

/** Overrides in force at some sites, as plan sets and results name them. */
export const releasedAt = ({ releases }: Pick<Quarantine, 'releases'>, sites: readonly string[]): readonly { readonly site: string; readonly by: string; readonly until: string }[] =>
  releases.flatMap(({ site, transition, until }) => (sites.includes(site) ? [{ site, by: transition, until }] : []));

/** A site whose silence is accepted, and by what. */
export interface Accepted {
  readonly site: string;
  readonly by: string;
}

type Held = Pick<Runner, 'connection' | 'quarantine'> & { readonly stacks: readonly { readonly site: string }[] };

/**
 * A site may serve once another one was read and holds nothing against it. Where none of the sites that could hold something
 * answers, whoever asks may be what is cut off, and nobody knows what two people have signed meanwhile.
 *
 * Not asked for: what was never built, what is declared lost by these very data, and, in a sandbox, what was not started. A
 * checkout that never worked at a site that stands is no witness of what else was built. `answering`: sites worked on that
 * answer. Returns the silence that a local override accepts.
 *
 * @throws CheckFailure NDC-X350 naming the site, who was asked and why nobody spoke.
 */
export function refuseUnread(runner: Held, { told, silent }: Peers, known: Known, answering: readonly string[]): readonly Accepted[] {
  const { connection, quarantine } = runner;
  const { held, releases, pending } = quarantine;
  const operating = [...new Set(runner.stacks.map(({ site }) => site))].sort();
  const accepted: Accepted[] = [];
  for (const site of answering) {
    if (held.includes(site)) continue;
    const others = operating.filter((one) => one !== site && !held.includes(one));
    if (others.some((one) => told.has(one))) continue;
    const stranger = told.get(site)?.built === true && !known.own.has(site);
    const missing = others.filter((one) => (Object.hasOwn(connection.sites, one) || !connection.sandbox) && (known.built.has(one) || stranger));
    if (missing.length === 0) continue;
    const release = releases.find((one) => one.site === site);
    if (release !== undefined) {
      accepted.push(...missing.map((one) => ({ site: one, by: release.transition })));
      continue;
    }
    const why = missing.map((one) => ({ one, text: silent.get(one) ?? { vi: `kết nối ${connection.file} không có trung tâm này`, en: `the connection ${connection.file} does not have this site` } }));
    const open = pending.filter((one) => one.site === site).map(({ transition }) => transition);
    const [first = ''] = missing;
    throw new CheckFailure('NDC-X350', {
      vi: [
        `${site} bị giữ cách ly: không đọc được trung tâm nào khác, nên không biết ${site} có bị tuyên bố mất hay không. Chưa lập kế hoạch, chưa áp dụng gì.`,
        ...why.map(({ one, text }) => `  ${one}: ${visible(text.vi, 400)}`),
        `Hãy nối lại với một trung tâm khác rồi làm lại. Nếu các trung tâm kia đã mất: ndc dr declare --lose ${first}, hai người ký. Nếu không, hai người cho phép tại chỗ, có thời hạn: ndc site release ${site} --reason "…" --until <ngày> --write.`,
        ...(open.length === 0 ? [] : [`Lệnh ${open.join(', ')} đang mở nhưng chưa có hiệu lực (thiếu chữ ký, hoặc đã hết hạn): ndc approve ${open[0] ?? ''}.`]),
      ].join('\n'),
      en: [
        `${site} is held in quarantine: no other site could be read, so nobody knows whether ${site} is declared lost. Nothing was planned or applied.`,
        ...why.map(({ one, text }) => `  ${one}: ${visible(text.en, 400)}`),
        `Reach another site and do it again. If the others are lost: ndc dr declare --lose ${first}, which two people sign. Otherwise two people release this site for some days: ndc site release ${site} --reason "…" --until <day> --write.`,
        ...(open.length === 0 ? [] : [`${open.join(', ')} is open and not in force (signatures are missing, or it is over): ndc approve ${open[0] ?? ''}.`]),
      ].join('\n'),
    });
  }
  // Two released sites may miss the same third one.
  return accepted.filter(({ site }, index) => accepted.findIndex((one) => one.site === site) === index);
}

/** Everything that keeps a site from serving: what others hold against it, and that nobody could be asked. Returns the silence that a local override accepts. */
export async function requireNoDeclaration(runner: Runner, clusters: Clusters): Promise<readonly Accepted[]> {
  const asked = Object.keys(clusters.uids);
  const peers = await readPeers(runner, clusters);
  refuseDeclaredElsewhere(peers, asked, runner.quarantine.declarations);
  refuseClosedElsewhere(peers, runner.quarantine);
  const sites = [...new Set(runner.stacks.map(({ site }) => site))];
  return refuseUnread(runner, peers, await knownSites(runner, sites), asked.filter((site) => clusters.uids[site] !== null));
}
