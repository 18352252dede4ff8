import { encryptionConfiguration, type EncryptionConfiguration, type EncryptionStage } from './encryption-configuration.js';

/** Where the plugin listens: a folder that systemd makes at every start, readable by root alone. */
export const hostSocket = '/run/ndc-kms/kms.sock';

export interface HostFileInputs {
  readonly site: string;
  readonly stage: EncryptionStage;
  readonly partition: string;
  readonly key: string;
  /** PKCS#11 library on the host. */
  readonly library: string;
}

export interface HostFiles {
  readonly encryption: EncryptionConfiguration;
  readonly unit: string;
  /** What kube-apiserver is started with. */
  readonly flags: readonly string[];
}

/** A path that neither systemd nor a shell reads otherwise. */
export const plainPath = /^\/[A-Za-z0-9._+/-]{1,200}$/;

/** Files of every control-plane host of a site: they lie outside Kubernetes, so no provider can place them. */
export function hostFiles({ site, stage, partition, key, library }: HostFileInputs): HostFiles {
  return {
    encryption: encryptionConfiguration(site, stage, hostSocket),
    flags: ['--encryption-provider-config=/etc/kubernetes/encryption.yaml', '--encryption-provider-config-automatic-reload=true'],
    unit: [
      '[Unit]',
      `Description=KMS v2 of ${site} over PKCS#11`,
      'Before=kubelet.service',
      'After=network-online.target',
      'Wants=network-online.target',
      '',
      '[Service]',
      `ExecStart=/usr/bin/ndc hsm kms-plugin --sites=/etc/ndc/sites --site=${site} --socket=${hostSocket} --library=${library} --token=${partition} --pin-file=\${CREDENTIALS_DIRECTORY}/pin --key=${key} --metrics-port=9465`,
      // The PIN is handed over as a credential: in no argument and in no variable.
      `LoadCredential=pin:/etc/ndc/${partition}.pin`,
      'RuntimeDirectory=ndc-kms',
      'RuntimeDirectoryMode=0700',
      'UMask=0177',
      'Restart=on-failure',
      // A wrong PIN ends with 2, and a restart would try it again until the token locks.
      'RestartPreventExitStatus=2',
      'RestartSec=5',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'LimitCORE=0',
      '',
      '[Install]',
      'WantedBy=multi-user.target',
      '',
    ].join('\n'),
  };
}
