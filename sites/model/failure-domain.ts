import type { Estate } from './estate.js';
import { nearest } from './nearest.js';

/** Why a text names no failure domain of the estate. */
export interface NoFailureDomain {
  readonly expected: string;
  readonly suggestion: string | undefined;
}

type Step = { readonly ok: true } | NoFailureDomain;

const shapes = {
  site: 'site/SITE',
  hall: 'hall/SITE/HALL',
  feed: 'feed/SITE/HALL/FEED',
  rack: 'rack/SITE/HALL/NUMBER',
  node: 'node/SITE/POOL/NUMBER',
  link: 'link/A--B',
  path: 'path/A--B/PATH',
} as const;

/**
 * Whether `site/ndc-01`, `hall/ndc-01/a`, `path/ndc-01--ndc-02/north` … stands in the estate.
 * A domain that does not exist would be lost without any effect, and a check would call that survived.
 */
export function failureDomain(estate: Pick<Estate, 'sites' | 'links'>, written: string): Step {
  const [kind = '', id = '', ...rest] = written.split('/');
  if (!Object.hasOwn(shapes, kind)) return { expected: `a failure domain: ${Object.values(shapes).join(', ')}`, suggestion: nearest(kind, Object.keys(shapes)) };
  const shape = shapes[kind as keyof typeof shapes];
  if (rest.length !== shape.split('/').length - 2) return { expected: shape, suggestion: undefined };
  const [first = '', second = ''] = rest;
  const among = (what: string, known: readonly string[], word: string): Step =>
    known.includes(word) ? { ok: true } : { expected: `${what}: ${known.join(', ') || '(none)'}`, suggestion: nearest(word, known) };
  const upTo = (what: string, most: number, word: string): Step =>
    /^[1-9]\d{0,6}$/.test(word) && Number(word) <= most ? { ok: true } : { expected: `${what} from 1 to ${most}`, suggestion: undefined };

  if (kind === 'link' || kind === 'path') {
    const link = estate.links[id];
    if (link === undefined || !Object.hasOwn(estate.links, id)) return among('a link', Object.keys(estate.links), id);
    return kind === 'link' ? { ok: true } : among(`a path of ${id}`, link.paths.map((path) => path.id), first);
  }
  const site = estate.sites[id];
  if (site === undefined || !Object.hasOwn(estate.sites, id)) return among('a site', Object.keys(estate.sites), id);
  if (kind === 'site') return { ok: true };
  if (kind === 'node') {
    const pool = site.nodePools.find((candidate) => candidate.id === first);
    return pool === undefined ? among(`a node pool of ${id}`, site.nodePools.map((candidate) => candidate.id), first) : upTo(`a node of ${first}`, pool.count, second);
  }
  const hall = site.facility.halls.find((candidate) => candidate.id === first);
  if (hall === undefined) return among(`a hall of ${id}`, site.facility.halls.map((candidate) => candidate.id), first);
  if (kind === 'feed') return among(`a feed of hall ${first}`, hall.feeds.map((feed) => feed.id), second);
  return kind === 'rack' ? upTo(`a rack of hall ${first}`, hall.racks, second) : { ok: true };
}
