/** How one server takes part in replication. */
export interface ReplicationSettings {
  /** Names of standbys a commit waits for. @default - none: commits return at once */
  readonly waitsFor?: readonly string[];
  /** Megabytes of log kept for standbys that are away. */
  readonly keepMegabytes: number;
  /** Shell command that keeps one file of the log. @default - the log is not archived */
  readonly archiveCommand?: string;
}

/** Port every server has: each is alone in its namespace. */
export const postgresPort = 5432;

/** A string as postgresql.conf takes it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Lines of postgresql.conf. Small and quick to notice a dead peer; nothing that would make an acknowledgement untrue is off. */
export function settingsOf(name: string, socketFolder: string, { waitsFor = [], keepMegabytes, archiveCommand }: ReplicationSettings): readonly string[] {
  return [
    `cluster_name = ${quoted(name)}`,
    `port = ${String(postgresPort)}`,
    `listen_addresses = '*'`,
    `unix_socket_directories = ${quoted(socketFolder)}`,
    'max_connections = 40',
    'shared_buffers = 32MB',
    'wal_level = replica',
    'wal_log_hints = on',
    'hot_standby = on',
    'max_wal_senders = 10',
    `wal_keep_size = ${String(keepMegabytes)}`,
    // Neither a checkpoint's full pages nor a vacuum's records shall come into a measurement unasked.
    'checkpoint_timeout = 1h',
    'max_wal_size = 2GB',
    'min_wal_size = 4MB',
    'autovacuum = off',
    'wal_sender_timeout = 5s',
    'wal_receiver_timeout = 5s',
    'wal_receiver_status_interval = 1s',
    'wal_retrieve_retry_interval = 500ms',
    `synchronous_standby_names = ${quoted(waitsFor.length === 0 ? '' : `FIRST 1 (${waitsFor.map((one) => `"${one.replaceAll('"', '')}"`).join(', ')})`)}`,
    'synchronous_commit = on',
    ...(archiveCommand === undefined ? [] : ['archive_mode = on', `archive_command = ${quoted(archiveCommand)}`]),
    'log_min_messages = log',
  ];
}

/** Whom a standby follows. */
export const followSettings = (name: string, host: string, port: number): readonly string[] => [
  `primary_conninfo = ${quoted(`host=${host} port=${String(port)} user=ndc application_name=${name} connect_timeout=5 sslmode=disable`)}`,
  `recovery_target_timeline = 'latest'`,
];
