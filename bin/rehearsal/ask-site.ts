import pLimit from 'p-limit';
import type { EnvironmentIntent } from '../../sites/intent/environment.js';
import type { Text } from '../../sites/model/text.js';
import type { RehearsedObject, RehearsedSite } from '../dr-rehearse-data.js';
import { dryRunApply, dryRunCreate, type DryRun, type PlainObject } from '../edge/cluster-dry-run.js';
import type { ServedKind } from '../edge/cluster.js';
import { visible } from '../edge/visible.js';
import { orUnread, type Reached } from '../reach-sites.js';
import type { FailoverObject } from './objects.js';
import { probePod } from './probe-pod.js';

/** Requests at one API server at once: its own fair queueing bounds the rest. */
const atOnce = 16;

interface Question {
  readonly shown: string;
  readonly stack: string;
  readonly change: RehearsedObject['change'];
  readonly object?: PlainObject;
  readonly apiVersion: string;
  readonly kind: string;
}

/** What is asked of one survivor: the objects of its stacks, and a pod for every environment that moves there. */
export interface SiteFailover {
  readonly objects: readonly FailoverObject[];
  readonly moved: readonly EnvironmentIntent[];
  /** Name that every site's registry answers to. */
  readonly registry: string;
}

/** Asks a survivor about everything a failover would bring it; nothing is kept there. */
export async function askSite(reached: Reached, { objects, moved, registry }: SiteFailover): Promise<RehearsedSite> {
  const { site, call, reader } = reached;
  const served = new Map<string, Promise<readonly ServedKind[]>>();
  const kindOf = async (apiVersion: string, kind: string): Promise<ServedKind | undefined> => {
    const known = served.get(apiVersion) ?? reader.kinds(apiVersion);
    served.set(apiVersion, known);
    return (await known).find((one) => one.kind === kind);
  };
  const coming = new Set(objects.flatMap(({ shown: { apiVersion, kind, name }, change }) => (apiVersion === 'v1' && kind === 'Namespace' && change === 'create' ? [name] : [])));
  const questions: readonly Question[] = [
    ...objects.map(({ stack, change, object, shown }): Question => ({ shown: shownAs(shown), stack, change, apiVersion: shown.apiVersion, kind: shown.kind, ...(object === undefined ? {} : { object }) })),
    ...moved.map((environment): Question => ({ shown: `Pod ${environment.namespace}`, stack: `${site.id}-tenant-${environment.organisation}`, change: 'start', apiVersion: 'v1', kind: 'Pod', object: probePod(environment, registry) })),
  ];
  const limit = pLimit(atOnce);
  const answers = await orUnread(site, () =>
    Promise.all(
      questions.map((question) =>
        limit(async (): Promise<{ readonly question: Question; readonly is: 'accepted' | 'refused' | 'untried'; readonly reason: Text }> => {
          const { object, change, apiVersion, kind } = question;
          if (object === undefined) return { question, is: 'untried', reason: { vi: 'một phần chỉ biết khi áp dụng', en: 'a part of it is known only when it is applied' } };
          const known = await kindOf(apiVersion, kind);
          if (known === undefined) return { question, is: 'refused', reason: { vi: `máy chủ API không phục vụ loại ${kind} (${apiVersion})`, en: `the API server does not serve the kind ${kind} (${apiVersion})` } };
          const answer = change === 'start' ? await dryRunCreate(call, known, object) : await dryRunApply(call, known, object);
          return { question, ...judged(answer, change, object.metadata.namespace, coming) };
        }),
      ),
    ),
  );
  if ('reason' in answers) return { site: site.id, status: 'unread', reason: answers.reason, asked: 0, accepted: 0, refused: [], untried: [] };
  const of = (is: 'refused' | 'untried'): RehearsedObject[] => answers.filter((one) => one.is === is).map(({ question: { shown, stack, change }, reason }) => ({ object: shown, stack, change, reason }));
  return { site: site.id, status: 'read', asked: answers.length, accepted: answers.filter(({ is }) => is === 'accepted').length, refused: of('refused'), untried: of('untried') };
}

const nothing: Text = { vi: '', en: '' };

function judged(answer: DryRun, change: Question['change'], namespace: string | undefined, coming: ReadonlySet<string>): { readonly is: 'accepted' | 'refused' | 'untried'; readonly reason: Text } {
  if (answer.is === 'accepted') return { is: 'accepted', reason: nothing };
  const { reason } = answer;
  if (answer.is === 'untried') return { is: 'untried', reason: { vi: `một webhook chỉ trả lời khi áp dụng thật: ${reason}`, en: `a webhook answers only in earnest: ${reason}` } };
  if (answer.is === 'absent')
    return namespace !== undefined && coming.has(namespace)
      ? { is: 'untried', reason: { vi: `namespace ${namespace} chỉ có khi chuyển sang dự phòng`, en: `the namespace ${namespace} comes with the failover` } }
      : { is: 'refused', reason: { vi: reason, en: reason } };
  // A standby's quota and limits are small on purpose, and grow first when it takes over.
  if (change === 'start' && /exceeded quota|must specify limits|usage per (?:Container|Pod)/.test(reason))
    return { is: 'untried', reason: { vi: `hạn mức dự phòng hiện nay chưa cho chạy; khi chuyển sẽ tăng trước: ${reason}`, en: `the standby's quota admits none today, and grows first: ${reason}` } };
  return { is: 'refused', reason: { vi: reason, en: reason } };
}

const shownAs = ({ kind, name, namespace }: FailoverObject['shown']): string => visible(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, 300);
