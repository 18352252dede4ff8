import { isMap, isSeq, parseDocument, Document, type YAMLMap, type YAMLSeq } from 'yaml';
import type { HandOver } from '../../sites/model/hand-over.js';
import { fileStyle, transitionFile } from './transition-file.js';

/** A request as text, taken apart. */
export class RequestText {
  private readonly document: Document;

  constructor(text: string) {
    this.document = parseDocument(text);
    const { systems } = this;
    const [first] = systems.items;
    // A comment above the first entry is the list's to the parser; it speaks of that entry and goes where it goes.
    if (systems.commentBefore !== undefined && systems.commentBefore !== null && isMap(first) && (first.commentBefore ?? '') === '') {
      first.commentBefore = systems.commentBefore;
      systems.commentBefore = null;
    }
  }

  private get systems(): YAMLSeq {
    const systems = this.document.get('systems');
    if (!isSeq(systems)) throw new Error('a request without a list of systems was loaded');
    return systems;
  }

  /** Takes a system's entry out, with its comments. */
  take(id: string): YAMLMap {
    const { items } = this.systems;
    const index = items.findIndex((item) => isMap(item) && item.get('id') === id);
    const [entry] = index < 0 ? [] : items.splice(index, 1);
    if (!isMap(entry)) throw new Error(`a request was loaded with ${id}, which its text does not have`);
    const [first] = items;
    // A blank line between entries is none before the first.
    if (index === 0 && isMap(first)) first.spaceBefore = false;
    return entry;
  }

  /** Takes one environment out of a system that keeps others. */
  takeEnvironment(system: string, name: string): void {
    const entry = this.systems.items.find((item) => isMap(item) && item.get('id') === system);
    const environments = isMap(entry) ? entry.get('environments') : undefined;
    const index = isSeq(environments) ? environments.items.findIndex((item) => isMap(item) && item.get('name') === name) : -1;
    if (!isSeq(environments) || index < 0) throw new Error(`a request was loaded with ${system}-${name}, which its text does not have`);
    environments.items.splice(index, 1);
  }

  add(entry: YAMLMap): void {
    entry.spaceBefore = this.systems.items.length > 0;
    this.systems.items.push(entry);
  }

  /** The same request in another body's name. Groups belong to a body and stay behind, but for those the new one has too. */
  giveTo(organisation: string, groups: readonly string[]): void {
    this.document.set('organisation', organisation);
    const own = this.document.get('groups');
    if (!isSeq(own)) return;
    own.items = own.items.filter((item) => isMap(item) && groups.includes(String(item.get('name'))));
    if (own.items.length === 0) this.document.delete('groups');
  }

  get text(): string {
    return this.document.toString(fileStyle);
  }
}

/** The requests of both sides after systems changed hands; comments and order of everything else stay. */
export function movedSystems(giver: string, taker: string, systems: readonly string[], origin: string | undefined): { readonly giver: string; readonly taker: string } {
  const [from, to] = [new RequestText(giver), new RequestText(taker)];
  for (const id of systems) {
    const entry = from.take(id);
    if (origin !== undefined && !entry.has('origin')) entry.set('origin', origin);
    to.add(entry);
  }
  return { giver: from.text, taker: to.text };
}

/** A request in the name of the body that carries its owner on. */
export function renamedRequest(text: string, organisation: string, groups: readonly string[]): string {
  const request = new RequestText(text);
  request.giveTo(organisation, groups);
  return request.text;
}

/** Whom a new request is of. */
export interface NewOwners {
  readonly accountable: string;
  readonly technical: string;
  readonly mailbox: string;
}

/** The requests of both sides after systems left for a body that had none. */
export function splitSystems(giver: string, organisation: string, owners: NewOwners, systems: readonly string[]): { readonly giver: string; readonly taker: string } {
  const fresh = new Document({ apiVersion: 'ndc.gov.vn/v1', kind: 'TenancyRequest', organisation, owners: { ...owners }, systems: [] });
  if (isMap(fresh.contents)) fresh.contents.commentBefore = ' yaml-language-server: $schema=../../schema/tenant.schema.json';
  const list = fresh.get('systems');
  if (!isSeq(list)) throw new Error('a new request has no list of systems');
  list.flow = false;
  const from = new RequestText(giver);
  list.items.push(...systems.map((id) => from.take(id)));
  const [first] = list.items;
  if (isMap(first)) first.spaceBefore = false;
  return { giver: from.text, taker: fresh.toString(fileStyle) };
}

/** The file of a transition that is open from a day on. */
export const transitionText = ({ transition, kind, from, to, systems }: HandOver, opened: string): string =>
  transitionFile(
    { id: transition, transition: kind, from: [`organisation/${from}`, ...systems.map((id) => `system/${id}`)], to: [`organisation/${to}`], state: 'open', opened },
    { vi: 'Ghi state: done khi đã áp dụng và kế hoạch kế tiếp không còn gì.', en: 'Set state to done once it is applied and the next plan is empty.' },
  );
