import { createHash } from 'node:crypto';

/** Names around one database's cluster. They are the same at every site, but where they name one. */

export const objectStoreName = (cluster: string, site: string): string => `${cluster}-${site}`;

/** Prefix in the archive: an archive is never continued by another incarnation, which the archiver refuses. */
export const serverName = (cluster: string, site: string, incarnation: number): string => `${cluster}-${site}-${incarnation}`;

/** Service by which the other sites reach the cluster of a site. */
export const siteService = (cluster: string, site: string): string => asLabel(`${cluster}-${site}`);

/** A name of at most 63 characters, as services have them; what is longer is cut and told apart by a digest. */
const asLabel = (name: string): string => (name.length <= 63 ? name : `${name.slice(0, 54)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`);

/** PostgreSQL takes dashes in quoted names only. */
export const databaseName = (cluster: string): string => cluster.replaceAll('-', '_');

/** Credentials of the archive at a site. */
export const archiveSecret = (site: string): string => `database-archive-${site}`;

/** Secrets that must be equal at every site that holds the database: authorities and certificates of replication, roles. */
export const sharedSecrets = (cluster: string) => ({
  clientAuthority: `${cluster}-client-ca`,
  replication: `${cluster}-replication`,
  serverAuthority: `${cluster}-server-ca`,
  server: `${cluster}-server`,
  owner: `${cluster}-owner`,
  superuser: `${cluster}-superuser`,
});
