import { parseDocument } from 'yaml';
import type { DeepReadonly } from '../../sites/model/estate.js';
import type { CordonLimit } from '../../sites/model/kinds/offboarding.js';
import { printBytes, printCpu } from '../../sites/model/units.js';
import type { Steps } from '../../sites/tenancy/offboard.js';
import { RequestText } from '../hand-over/edits.js';
import { fileStyle, transitionFile } from '../hand-over/transition-file.js';
import type { Subject } from './subject.js';

const limitNode = ({ cpu, memory, storage, ...rest }: DeepReadonly<CordonLimit>): object => ({
  ...rest,
  cpu: printCpu(cpu),
  memory: printBytes(memory),
  storage: Object.fromEntries(Object.entries(storage).map(([name, size]) => [name, printBytes(size)])),
});

/** Steps as the file has them: quantities as Kubernetes writes them. */
function written({ offboarding, released, tombstone, state }: Steps): Readonly<Record<string, unknown>> {
  return {
    state,
    ...(offboarding === undefined ? {} : { offboarding: { ...offboarding, cordon: { ...offboarding.cordon, limits: offboarding.cordon.limits.map(limitNode) } } }),
    ...(released === undefined ? {} : { released }),
    ...(tombstone === undefined ? {} : { tombstone }),
  };
}

/** The file of an offboarding that begins. */
export function newOffboarding(id: string, { from }: Pick<Subject, 'from'>, opened: string, steps: Steps): string {
  const { state, ...more } = written(steps);
  return transitionFile({ id, transition: 'offboard', from, to: [], state, opened, ...more }, { vi: 'ndc tenant offboard làm từng bước; trước khi gỡ (release), state: abandoned trả lại hạn mức.', en: 'ndc tenant offboard takes the steps; state: abandoned gives the quota back until the release.' });
}

/** The same file with one more step. What stands in it keeps its form: only what the step adds is set. */
export function withSteps(text: string, before: Steps, after: Steps): string {
  const document = parseDocument(text);
  const [old, fresh] = [written(before), written(after)];
  for (const [key, value] of Object.entries(fresh)) {
    if (key === 'offboarding') {
      for (const [part, inner] of Object.entries(value as object)) if (!document.hasIn(['offboarding', part])) document.setIn(['offboarding', part], document.createNode(inner));
    } else if (old[key] !== value) document.set(key, value);
  }
  return document.toString(fileStyle);
}

/** The request without what is given up; undefined where nothing of it is left. */
export function withoutSubject(text: string, { name }: Pick<Subject, 'name'>, environment: { readonly system: string; readonly name: string } | undefined): string | undefined {
  if (name.startsWith('organisation/')) return undefined;
  const request = new RequestText(text);
  if (environment !== undefined) request.takeEnvironment(environment.system, environment.name);
  else request.take(name.slice('system/'.length));
  return request.text;
}
