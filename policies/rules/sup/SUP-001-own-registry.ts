import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Component } from '../../../sites/model/kinds/components.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { chartFrom, customImages, imagesOf, pinOf, type ImageUse } from '../../derived/images.js';
import { componentsOf, installedOf } from '../../derived/installed.js';
import { none, notKnown, opened, type Openings } from '../../derived/network-policy.js';
import { environmentsOf, promisedAt } from '../../derived/placement.js';
import { seenIn } from '../../derived/seen.js';
import { workloadOf, workloadsAt, workloadsByNamespace } from '../../derived/workloads.js';
import { concluded, type Because } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import type { Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';
import type { Seen } from '../../planset/lookup.js';
import { plainText } from '../../planset/known.js';
import { isUnknown, unnamed } from '../../planset/read-model.js';

/** What a tag without a digest means: nobody has read the digest of a catalogue chart's images yet; anybody else could pin his. */
type TagOnly = 'unknown' | 'fail';

/** Hosts of a site's registry: its own name first, then the one that every site's registry answers to, so that a reference holds wherever a system runs. */
type Registries = readonly [own: string, ...neutral: string[]];

const registriesOf = ({ recovery }: Pick<Estate, 'recovery'>, site: DeepReadonly<Site>): Registries => [site.services.registry.endpoint, recovery.registry.name];

function judgeImage({ by, image }: ImageUse, registries: Registries, tagOnly: TagOnly): Judged {
  if (isUnknown(image)) return notKnown(`${by}: ${image.because}`);
  const reference = plainText(image);
  const [registry] = registries;
  const pin = pinOf(reference, registries.find((host) => reference.startsWith(`${host}/`)) ?? registry);
  if (!pin.registry) return opened(`${by} dùng ảnh ${reference}, không từ ${registry}`, `${by} runs ${reference}, which is not from ${registry}`);
  if (pin.by === 'digest') return none;
  if (pin.by === 'nothing') return opened(`${by} dùng ảnh ${reference} không ghim phiên bản`, `${by} runs ${reference}, which is pinned by nothing`);
  return tagOnly === 'fail' ? opened(`${by} dùng ảnh ${reference} không ghim bằng sha256`, `${by} runs ${reference} without a digest`) : { beyond: [], unknown: [{ vi: `${by}: ${reference} chưa có mã băm; cần đọc và ghim`, en: `${by}: ${reference} has no digest; it is to be read and pinned` }] };
}

/** Openings, of which some are unknown for a reason of our own. */
type Judged = Omit<Openings, 'unknown'> & { readonly unknown: readonly Because[] };
const allOf = (parts: readonly Judged[]): Judged => ({ beyond: parts.flatMap(({ beyond }) => beyond), unknown: parts.flatMap(({ unknown }) => unknown) });

const evidenceOf = (seen: readonly Seen[]): readonly Evidence[] => seen.map(({ resource, object }) => ({ what: { vi: `${object.kind} đã đọc`, en: `${object.kind} read` }, found: object.name === unnamed ? resource.address : object.name, pointer: resource.pointer, document: resource.stack }));

/** Objects that run images, and the images. */
function usesOf(seen: readonly Seen[]): { readonly from: readonly Seen[]; readonly uses: readonly ImageUse[]; readonly unknown: readonly string[] } {
  const parts = seen.flatMap((one) => {
    const workload = workloadOf(one);
    const uses = workload === undefined ? customImages(one.object) : imagesOf(workload);
    return uses.length === 0 && workload === undefined ? [] : [{ one, uses, unknown: (workload?.unknown ?? []).map((because) => `${one.object.kind} ${one.object.name}: ${because}`) }];
  });
  return { from: parts.map(({ one }) => one), uses: parts.flatMap(({ uses }) => uses), unknown: parts.flatMap(({ unknown }) => unknown) };
}

function ofComponent(estate: Estate, component: DeepReadonly<Component>, declared: string, { site, column, stacks }: SiteView): Finding {
  const { releases, objects, opaque } = installedOf(component, stacks, column);
  const registry = site.services.registry.endpoint;
  const { from, uses, unknown } = usesOf(objects);
  const versions = releases.map(({ release, address }): Openings => {
    const version = release?.[column]?.version ?? null;
    if (isUnknown(version)) return notKnown(`${address} version: ${version.because}`);
    if (version === null || version === '') return opened(`${address} không ghim phiên bản chart`, `${address} pins no chart version`);
    // While an upgrade rolls, what is recorded may be another version.
    return version === declared || column === 'before' ? none : opened(`${address} dùng chart ${plainText(version)}, danh mục ghi ${declared}`, `${address} installs chart ${plainText(version)}, the catalogue names ${declared}`);
  });
  const sources = releases.map(({ release, address }): Openings => {
    const source = release?.[column]?.source ?? null;
    if (isUnknown(source)) return notKnown(`${address} repository: ${source.because}`);
    const named = plainText(source);
    return source === null || chartFrom(named, registry) ? none : opened(`${address} lấy chart từ ${named}, không từ ${registry}`, `${address} takes its chart from ${named}, which is not ${registry}`);
  });
  const open = allOf([
    ...versions,
    ...sources,
    ...uses.map((use) => judgeImage(use, registriesOf(estate, site), 'unknown')),
    ...(component.digest === undefined ? [{ beyond: [], unknown: [{ vi: `chưa ai đọc mã băm của chart ${component.chart} ${declared}; cần ghi vào catalogue/components.yaml`, en: `the digest of chart ${component.chart} ${declared} has not been read; it is to be recorded in catalogue/components.yaml` }] }] : []),
  ]);
  return concluded({
    where: { vi: `${component.id} ở ${site.id}`, en: `${component.id} in ${site.id}` },
    problems: open.beyond,
    missing: releases.length === 0 ? [{ vi: `không có bản cài đặt nào của chart ${component.chart}`, en: `no release installs its chart ${component.chart}` }] : [],
    unknown: [...open.unknown, ...unknown, ...opaque.map(({ address, because }) => `${address}: ${because}`)],
    own: stacks,
    fine: { vi: `chart ${declared} và ${uses.length} ảnh từ ${registry}, ghim bằng sha256`, en: `chart ${declared} and ${uses.length} images come from ${registry}, pinned by digest` },
    evidence: [{ what: { vi: 'Mã băm của chart', en: 'Digest of the chart' }, found: component.digest ?? '–', pointer: pointer('components', component.id, 'digest'), document: 'estate' }, ...evidenceOf(from)],
  });
}

function ofEverythingElse(estate: Estate, { site, column, planset, stacks }: SiteView): Finding {
  const platform = stacks.filter(({ kind }) => kind === 'platform');
  const installed = new Set(componentsOf(estate).flatMap((component) => installedOf(component, platform, column).objects.map(({ resource }) => resource)));
  const tenants = new Set(environmentsOf(estate).flatMap((environment) => (promisedAt(environment, site.id) === undefined ? [] : [environment.namespace])));
  const rest = workloadsAt(planset, site.id, column).filter(({ resource, namespace }) => !installed.has(resource) && !tenants.has(namespace));
  const custom = seenIn(stacks, column).filter(({ resource, object }) => !installed.has(resource) && customImages(object).length > 0);
  return images(estate, site, [...rest, ...custom], stacks, { vi: `phần còn lại ở ${site.id}`, en: `everything else in ${site.id}` });
}

function images(estate: Estate, site: DeepReadonly<Site>, seen: readonly Seen[], stacks: SiteView['stacks'], where: Text): Finding {
  const registries = registriesOf(estate, site);
  const [registry] = registries;
  const { from, uses, unknown } = usesOf(seen);
  // The catalogue names the server of databases by its tag as well; its digest is still to be read.
  const catalogued = registries.map((host) => `${host}/${estate.recovery.databaseClusters.image}`);
  const open = allOf(uses.map((use) => judgeImage(use, registries, !isUnknown(use.image) && catalogued.includes(plainText(use.image)) ? 'unknown' : 'fail')));
  return concluded({ where, problems: open.beyond, unknown: [...open.unknown, ...unknown], own: stacks, all: stacks, fine: { vi: `${uses.length} ảnh trong kế hoạch, đều từ ${registry} và ghim bằng sha256`, en: `${uses.length} images in the plan, all from ${registry} and pinned by digest` }, evidence: evidenceOf(from) });
}

function subjectsAt(estate: Estate, site: DeepReadonly<Site>): readonly SiteSubject[] {
  const versions = new Map((site.components ?? []).map(({ id, version }) => [id, version]));
  return [
    ...componentsOf(estate).map((component): SiteSubject => ({ subject: { object: `component/${component.id}`, site: site.id }, stacks: ({ kind }) => kind === 'platform', judge: (view) => ofComponent(estate, component, versions.get(component.id) ?? component.version, view) })),
    ...environmentsOf(estate)
      .filter((environment) => promisedAt(environment, site.id) !== undefined)
      .map(({ namespace, organisation }): SiteSubject => ({
        subject: { object: `environment/${namespace}`, site: site.id, organisation },
        stacks: (stack) => stack.kind === 'tenant' && stack.organisation === organisation,
        judge: ({ planset, column, stacks }) => images(estate, site, workloadsByNamespace(planset, site.id, column).get(namespace) ?? [], stacks, { vi: `${namespace} ở ${site.id}`, en: `${namespace} in ${site.id}` }),
      })),
    { subject: { object: `site/${site.id}`, site: site.id }, judge: (view) => ofEverythingElse(estate, view) },
  ];
}

export const sup001: Rule = {
  id: 'SUP-001',
  version: 2,
  title: { vi: 'Chart và ảnh lấy từ kho của trung tâm, ghim phiên bản và mã băm', en: "Charts and images come from the estate's registry, pinned by version and digest" },
  explanation: {
    vi: 'Trung tâm chạy tách khỏi internet: mọi ảnh phải từ kho của chính trung tâm, hoặc dưới tên chung mà kho của mọi trung tâm đều trả lời, ghim bằng sha256; chart ghim đúng phiên bản trong danh mục, và nếu nêu kho (repository) hay địa chỉ thì cũng phải là kho đó. Thẻ (tag) thay được nội dung, nên ảnh chỉ có thẻ là không đạt; với chart của danh mục mà chưa ai đọc mã băm thì chưa đủ căn cứ. Xét mọi container, init container, ephemeral container và ảnh gắn làm volume của mọi loại workload, cùng trường ảnh của CephCluster và Cluster (CloudNativePG). Ảnh nêu trong tham số hay ConfigMap của chart thì không thấy được.',
    en: 'A site runs apart from the internet: every image comes from its own registry, under its name or the one every site\'s registry answers to, and is pinned by sha256; charts are pinned to the catalogue\'s version, and where a release names a repository or an address, it is that registry too. A tag can change its content, so an image with a tag alone fails; for the catalogue\'s own charts, whose digests nobody has read yet, this cannot be known. Judged are containers, init containers, ephemeral containers and images mounted as volumes of every kind of workload, and the image fields of CephCluster and of CloudNativePG\'s Cluster. Images named in arguments or ConfigMaps of a chart cannot be seen.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [],
  engineering: { statement: { vi: 'Chuỗi cung ứng phần mềm: chỉ chạy những gì đã kiểm tra.', en: 'Software supply chain: only what was examined runs.' }, link: 'https://kubernetes.io/docs/concepts/containers/images/#image-names' },
  reads: ['estate', 'planset'],
  unknownBlocks: false,
  emptyPopulation: 'fail',
  mutants: ['foreign-registry', 'unpin', 'drop-object', 'known-to-unknown'],
  check: (input) => judgeSites(input, (site) => subjectsAt(input.estate, site)),
  remedy: { vi: 'Đưa ảnh vào kho của trung tâm và ghim bằng @sha256; ghi `digest` của chart vào catalogue/components.yaml.', en: "Mirror the image into the site's registry and pin it by @sha256; record the chart's `digest` in catalogue/components.yaml." },
};
