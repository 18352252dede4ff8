import { storeClassOf } from '../../sites/model/key-needs.js';
import { hsmSeal, type HsmSeal } from '../hsm-seal.js';
import { buckets, objectStoreHost } from '../object-store.js';
import { everyMinutes } from '../protection/cron.js';
import { mirrored, type ComponentInput, type PlatformComponent } from './component.js';
import { statefulSetOverRacks } from './rack-spread.js';

/** Secret with the listener's certificate, issued by the site's own authority. */
const certificate = 'openbao-tls';
const mounted = `/openbao/userconfig/${certificate}`;

/**
 * Keeper of secrets: three servers with one log, each on its own node and in a rack of its own. The chart's default
 * listener speaks in clear. Snapshots go to the site's own store.
 * Source: https://github.com/openbao/openbao-helm/blob/main/charts/openbao/values.yaml
 */
export const openbao: PlatformComponent = {
  podSecurity: 'baseline',
  holdsData: true,
  values: (input) => openbaoValues(input, { instance: 'openbao' }),
};

interface Instance {
  /** Name of the release. */
  readonly instance: string;
  /** Keeper whose snapshots it takes over: another site's. @default - its own */
  readonly source?: { readonly site: string; readonly host: string; /** Declared lost: what it left is kept, and nothing more is asked of it. */ readonly lost: boolean };
}

/**
 * A keeper, or the standby of another site's. Restoring a snapshot replaces a whole store, so each source site has an
 * instance of its own, which takes its snapshots over the link and keeps them at this site: they outlive the source.
 */
export function openbaoValues({ estate, site, labels }: Pick<ComponentInput, 'estate' | 'site' | 'labels'>, { instance, source }: Instance): ReturnType<PlatformComponent['values']> {
  const seal = hsmSeal(estate, site, source?.site ?? site.id);
  // Vendors' libraries are linked against glibc, and the plain image has none, nor loads any.
  const [registry = '', ...path] = mirrored(site, seal === undefined ? 'quay.io/openbao/openbao' : 'quay.io/openbao/openbao-hsm-ubi').split('/');
  const bucket = buckets.platform;
  const dataClass = storeClassOf(site);
  return {
    global: { tlsDisable: false },
    injector: { enabled: false },
    server: {
      image: { registry, repository: path.join('/') },
      extraLabels: { ...labels },
      extraEnvironmentVars: { BAO_CACERT: `${mounted}/ca.crt`, ...(seal === undefined ? {} : sealVariables(seal)) },
      volumes: [{ name: certificate, secret: { secretName: certificate, defaultMode: 288 } }, ...(seal === undefined ? [] : [{ name: 'pin', secret: { secretName: `${instance}-pin`, defaultMode: 288 } }, { name: 'pkcs11', emptyDir: {} }])],
      volumeMounts: [{ name: certificate, mountPath: mounted, readOnly: true }, ...(seal === undefined ? [] : [{ name: 'pin', mountPath: pinFolder, readOnly: true }, { name: 'pkcs11', mountPath: libraryFolder, readOnly: true }])],
      ...(seal === undefined ? {} : { extraArgs: `-config=${pinFolder}/seal.hcl`, extraInitContainers: [libraryCopy(seal)] }),
      topologySpreadConstraints: statefulSetOverRacks({ 'app.kubernetes.io/name': 'openbao', 'app.kubernetes.io/instance': instance, component: 'server' }),
      // No class of a site is the default: a claim that names none would wait for ever.
      dataStorage: { enabled: true, ...(dataClass === undefined ? {} : { storageClass: dataClass }) },
      ha: { enabled: true, replicas: 3, raft: { enabled: true, setNodeId: true, config: configuration } },
    },
    snapshotAgent: {
      enabled: source?.lost !== true,
      schedule: everyMinutes(estate.recovery.secretStore.snapshotEveryMinutes),
      image: { repository: mirrored(site, 'ghcr.io/openbao/openbao-snapshot-agent') },
      s3CredentialsSecret: 'openbao-snapshots',
      config: {
        s3Host: objectStoreHost(estate, site),
        s3Bucket: bucket,
        s3Uri: `s3://${bucket}/openbao/${source?.site ?? site.id}`,
        s3ExpireDays: '14',
        s3cmdExtraFlag: '-v',
        baoAuthPath: 'kubernetes',
        baoRole: 'snapshot',
      },
      extraVolumes: [{ name: certificate, secret: { secretName: certificate, defaultMode: 288 } }],
      extraVolumeMounts: [{ name: certificate, mountPath: mounted, readOnly: true }],
      extraEnvironmentVars: { BAO_CACERT: `${mounted}/ca.crt`, ...(source === undefined ? {} : { BAO_ADDR: `https://${source.host}:8200` }) },
    },
  };
}

const [pinFolder, libraryFolder] = ['/openbao/pin', '/openbao/pkcs11'];

/**
 * How the seal is opened, but for the PIN, which alone stands in the file `seal.hcl` of the Secret `<release>-pin` as
 * `seal "pkcs11" { pin = "…" }`: whoever runs the HSM writes it, and no state, value or variable ever holds it. Variables go
 * before what a file says.
 * Source: https://openbao.org/docs/configuration/seal/pkcs11/
 */
const sealVariables = ({ partition, label, mechanism, library }: HsmSeal): Readonly<Record<string, string>> => ({
  BAO_HSM_LIB: `${libraryFolder}/${library.slice(library.lastIndexOf('/') + 1)}`,
  BAO_HSM_TOKEN_LABEL: partition,
  BAO_HSM_KEY_LABEL: label,
  BAO_HSM_MECHANISM: mechanism,
});

/** The vendor's library lies in an image of its own, so that neither image is built anew for the other. */
const libraryCopy = ({ image, library }: HsmSeal) => ({
  name: 'pkcs11',
  image,
  command: ['cp', '-R', `${library.slice(0, library.lastIndexOf('/'))}/.`, libraryFolder],
  volumeMounts: [{ name: 'pkcs11', mountPath: libraryFolder }],
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, runAsUser: 100, runAsGroup: 1000 },
});

const configuration = `ui = false
listener "tcp" {
  address         = "[::]:8200"
  cluster_address = "[::]:8201"
  tls_cert_file   = "${mounted}/tls.crt"
  tls_key_file    = "${mounted}/tls.key"
}
storage "raft" {
  path = "/openbao/data"
}
service_registration "kubernetes" {}
`;
