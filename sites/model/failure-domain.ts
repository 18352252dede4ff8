import type { Estate } from './estate.js';
import { nearest } from './nearest.js';
import type { Text } from './text.js';

/** Why a text names no failure domain of the estate. */
export interface NoFailureDomain {
  readonly expected: Text;
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
  conduit: 'conduit/CONDUIT',
  zone: 'zone/ZONE',
} as const;

/**
 * Whether `site/ndc-01`, `hall/ndc-01/a`, `path/ndc-01--ndc-02/north` … stands in the estate.
 * A domain that does not exist would be lost without any effect, and a check would call that survived.
 */
export function failureDomain(estate: Pick<Estate, 'sites' | 'links'>, written: string): Step {
  const [kind = '', id = '', ...rest] = written.split('/');
  if (!Object.hasOwn(shapes, kind)) return { expected: { vi: `một phạm vi sự cố: ${Object.values(shapes).join(', ')}`, en: `a failure domain: ${Object.values(shapes).join(', ')}` }, suggestion: nearest(kind, Object.keys(shapes)) };
  const shape = shapes[kind as keyof typeof shapes];
  if (rest.length !== shape.split('/').length - 2) return { expected: { vi: shape, en: shape }, suggestion: undefined };
  const [first = '', second = ''] = rest;
  const among = (vi: string, en: string, known: readonly string[], word: string): Step =>
    known.includes(word) ? { ok: true } : { expected: { vi: `${vi}: ${known.join(', ') || '(không có)'}`, en: `${en}: ${known.join(', ') || '(none)'}` }, suggestion: nearest(word, known) };
  const upTo = (vi: string, en: string, most: number, word: string): Step =>
    /^[1-9]\d{0,6}$/.test(word) && Number(word) <= most ? { ok: true } : { expected: { vi: `${vi} từ 1 đến ${most}`, en: `${en} from 1 to ${most}` }, suggestion: undefined };

  if (kind === 'link' || kind === 'path') {
    const link = estate.links[id];
    if (link === undefined || !Object.hasOwn(estate.links, id)) return among('một đường truyền', 'a link', Object.keys(estate.links), id);
    return kind === 'link' ? { ok: true } : among(`một tuyến cáp của ${id}`, `a path of ${id}`, link.paths.map((path) => path.id), first);
  }
  if (kind === 'conduit') return among('một tuyến ống cáp', 'a conduit', [...new Set(Object.values(estate.links).flatMap(({ paths }) => paths.flatMap(({ conduits }) => conduits)))], id);
  if (kind === 'zone') {
    const zones = [...new Set(Object.values(estate.sites).flatMap(({ hazards }) => hazards.map(({ zone }) => zone)))];
    return among('một vùng nguy cơ', 'a hazard zone', zones, id);
  }
  const site = estate.sites[id];
  if (site === undefined || !Object.hasOwn(estate.sites, id)) return among('một trung tâm', 'a site', Object.keys(estate.sites), id);
  if (kind === 'site') return { ok: true };
  if (kind === 'node') {
    const pool = site.nodePools.find((candidate) => candidate.id === first);
    return pool === undefined ? among(`một nhóm máy của ${id}`, `a node pool of ${id}`, site.nodePools.map((candidate) => candidate.id), first) : upTo(`một máy của ${first}`, `a node of ${first}`, pool.count, second);
  }
  const hall = site.facility.halls.find((candidate) => candidate.id === first);
  if (hall === undefined) return among(`một phòng máy của ${id}`, `a hall of ${id}`, site.facility.halls.map((candidate) => candidate.id), first);
  if (kind === 'feed') return among(`một nguồn điện của phòng máy ${first}`, `a feed of hall ${first}`, hall.feeds.map((feed) => feed.id), second);
  return kind === 'rack' ? upTo(`một tủ của phòng máy ${first}`, `a rack of hall ${first}`, hall.racks, second) : { ok: true };
}
