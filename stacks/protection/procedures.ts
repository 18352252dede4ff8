import { databaseName, sharedSecrets } from '../../constructs/protection/database-names.js';
import { foreignLocationName, locationName } from '../../constructs/protection/backup-location.js';
import { objectStoreName, serverName } from '../../constructs/protection/database-names.js';
import type { Dataset, DatasetCopy, RestoreProcedureProps } from '../../constructs/protection/restore-procedure.js';
import { archivesOverTime } from '../../sites/intent/archives-over-time.js';
import type { DatabaseProtection, EnvironmentProtection } from '../../sites/intent/protection.js';
import type { Estate } from '../../sites/model/estate.js';
import { render, type TextOf } from '../../sites/model/text.js';
import { sitesOf } from './protected-at.js';

const volumes: TextOf<{ locations: string; namespace: string; days: number }> = {
  vi: ({ locations, namespace, days }) =>
    `1. Cô lập ${namespace}: chặn truy cập, dừng ghi. 2. Xác định thời điểm T trước sự cố hoặc trước khi bị xâm nhập, trong ${days} ngày gần nhất; bản sao trước T coi là sạch, bản sao sau T giữ lại làm chứng cứ. 3. Mở vị trí sao lưu ${locations} ở chế độ chỉ đọc; nếu nghi bản sao bị xóa hay ghi đè, lấy phiên bản của đối tượng tại T, không lấy phiên bản mới nhất. 4. velero restore create --from-backup <bản sao trước T> --namespace-mappings ${namespace}:${namespace}-khoi-phuc. 5. So khớp mã băm, chủ quản kiểm tra, rồi mới chuyển truy cập.`,
  en: ({ locations, namespace, days }) =>
    `1. Isolate ${namespace}: no access, no writes. 2. Settle the moment T before the accident or the breach, within the last ${days} days; a backup before T counts as clean, later ones are kept as evidence. 3. Open the location ${locations} read-only; where backups may have been deleted or overwritten, take the version an object had at T, never the newest. 4. velero restore create --from-backup <the backup before T> --namespace-mappings ${namespace}:${namespace}-khoi-phuc. 5. Compare hashes, let the owner check, and only then switch access over.`,
};

const database: TextOf<{ store: string; server: string; name: string; days: number }> = {
  vi: ({ store, server, name, days }) =>
    `1. Dừng ghi, giữ nguyên cụm cũ làm chứng cứ. 2. Xác định thời điểm T trước sự cố hoặc trước khi bị xâm nhập, trong ${days} ngày gần nhất. 3. Dựng cụm mới với bootstrap.recovery từ ObjectStore ${store}, serverName ${server}, recoveryTarget.targetTime = T, vào một kho lưu trữ mới: tăng incarnation trong catalogue/recovery.yaml, vì không được ghi tiếp vào kho cũ. 4. Đếm dòng và so mã băm của cơ sở dữ liệu ${name}. 5. Chủ quản kiểm tra, rồi mới chuyển truy cập; các bản sao ở trung tâm khác dựng lại từ cụm mới.`,
  en: ({ store, server, name, days }) =>
    `1. Stop writes and keep the old cluster as evidence. 2. Settle the moment T before the accident or the breach, within the last ${days} days. 3. Build a new cluster with bootstrap.recovery from the ObjectStore ${store}, serverName ${server}, recoveryTarget.targetTime = T, into an archive of its own: count the incarnation in catalogue/recovery.yaml up, for an archive is never continued. 4. Count rows and compare hashes of the database ${name}. 5. Let the owner check, and only then switch access over; replicas at other sites are rebuilt from the new cluster.`,
};

const ownersOwn: TextOf<{ engine: string; id: string }> = {
  vi: ({ engine, id }) => `Cơ sở dữ liệu ${id} (${engine}) do chủ quản tự nhân bản và sao lưu bằng công cụ của hệ quản trị: nền tảng không vận hành loại này. Chủ quản nộp quy trình khôi phục để ghi vào catalogue/recovery.yaml.`,
  en: ({ engine, id }) => `The database ${id} (${engine}) is replicated and backed up by its owner with the engine's own means: the platform does not operate this kind. The owner hands in the procedure to be written in catalogue/recovery.yaml.`,
};

/** Datasets of an environment, with the secrets its sites must share. */
export function procedureOf(estate: Estate, protection: EnvironmentProtection): Pick<RestoreProcedureProps, 'environment' | 'datasets' | 'sharedSecrets'> {
  const { environment, tier, primary, backups } = protection;
  const { namespace } = environment;
  const inputs = estate.recovery.systems.find(({ system }) => system === environment.system.id);
  const { retention } = estate.protection.tiers[tier];
  const archive = { days: retention.days, monthlies: retention.monthlies, ...(inputs?.archive === undefined ? {} : { years: inputs.archive.years, basis: inputs.archive.basis }) };
  const open = backups.filter(({ operating }) => operating);
  const longest = open.reduce((days, target) => Math.max(days, target.retentionDays), 0);
  const backedUp = open.map(({ site, kind, everyMinutes, retentionDays, lockDays }): DatasetCopy => ({ site, kind: 'backup', location: kind === 'local' ? locationName(site) : `${locationName(site)} / ${foreignLocationName(site, primary.site)}`, everyMinutes, retentionDays, lockDays }));
  const mirrored: readonly DatasetCopy[] = protection.volumes === undefined || protection.standby?.operating !== true ? [] : [{ site: protection.volumes.to, kind: 'replica', location: protection.volumes.pools.join(' '), ...(protection.volumes.intervalMinutes === undefined ? {} : { everyMinutes: protection.volumes.intervalMinutes }) }];
  const restore = inputs?.restoreProcedure;
  return {
    environment: namespace,
    datasets: [
      { id: 'volumes', copies: [...mirrored, ...backedUp], archive, restore: restore ?? render(volumes, { locations: backedUp.map(({ location }) => location).join(', '), namespace, days: longest }) },
      ...protection.databases.map((one): Dataset => databaseDataset(estate, protection, one, { archive, longest, restore })),
    ],
    sharedSecrets: protection.databases
      .filter(({ operated }) => operated)
      .flatMap((one) => {
        const sites = sitesOf(estate, protection, one);
        return sites.length < 2 ? [] : Object.values(sharedSecrets(one.cluster)).map((name) => ({ name, sites }));
      }),
  };
}

function databaseDataset(estate: Estate, protection: EnvironmentProtection, one: DatabaseProtection, { archive, longest, restore }: { archive: Dataset['archive']; longest: number; restore: Dataset['restore'] | undefined }): Dataset {
  const { primary, backups } = protection;
  const { cluster, operated, incarnations } = one;
  if (!operated) return { id: one.database.id, copies: [], archive, restore: restore ?? render(ownersOwn, { engine: one.database.engine, id: one.database.id }) };
  const sites = sitesOf(estate, protection, one);
  const kept = (site: string): number => backups.find((target) => target.site === site)?.retentionDays ?? estate.recovery.localCopy.retentionDays;
  const copies = sites.map((site): DatasetCopy => {
    const at = site === primary.site ? one.archive : site;
    return { site: at, kind: 'backup', location: `${objectStoreName(cluster, at)} ${serverName(cluster, site, incarnations[site] ?? 1)}`, everyMinutes: one.baseBackupEveryHours * 60, retentionDays: kept(at), lockDays: backups.find((target) => target.site === at)?.lockDays ?? 0 };
  });
  const archives = archivesOverTime(estate, protection, one).map(({ site, incarnation, store, from, until }) => ({ location: `${objectStoreName(cluster, store)} ${serverName(cluster, site, incarnation)}`, ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }));
  const replicas = sites.filter((site) => site !== primary.site).map((site): DatasetCopy => ({ site, kind: 'replica', location: cluster }));
  // The copy that reaches furthest back, and of those the one that is not lost with the primary.
  const best = [...copies].sort((a, b) => (b.retentionDays ?? 0) - (a.retentionDays ?? 0))[0];
  const [store = '', server = ''] = (best?.location ?? '').split(' ');
  return { id: one.database.id, copies: [...replicas, ...copies], ...(archives.length === 0 ? {} : { archives }), archive, restore: restore ?? render(database, { store, server, name: databaseName(cluster), days: Math.max(longest, best?.retentionDays ?? 0) }) };
}
