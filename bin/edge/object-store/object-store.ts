import type { S3Client } from '@aws-sdk/client-s3';
import { EnvironmentFailure, InputFailure } from '../../failure.js';
import { environment } from '../environment.js';
import type { SiteConnection } from '../connection.js';
import { visible } from '../visible.js';

/** Milliseconds until a connection stands, and until an answer begins. */
const patience = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/** A site's object store, with the keys of one identity. */
export interface ObjectStore {
  readonly site: string;
  readonly endpoint: string;
  readonly client: S3Client;
}

/**
 * Opens the object store of a site. The client library is loaded here, not at start-up. Keys come from a profile of the
 * shared credentials file or from the environment; never from an argument, and never from a metadata service.
 *
 * @throws InputFailure NDC-X281 where the connection names no store, NDC-X282 without keys.
 */
export async function openStore({ id, store }: SiteConnection, profile?: string): Promise<ObjectStore> {
  if (store === undefined)
    throw new InputFailure('NDC-X281', {
      vi: `kết nối không nêu kho đối tượng của ${id}. Hãy thêm sites.${id}.store: {endpoint: https://…} vào tệp kết nối.`,
      en: `the connection names no object store of ${id}. Add sites.${id}.store: {endpoint: https://…} to the connection file.`,
    });
  // The lock file pins a version that runs here; which Node a later one wants is no news for whoever restores.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  const { endpoint, region } = store;
  const client = new Client({
    endpoint,
    region,
    credentials: await credentialsOf(id, profile ?? store.profile),
    // Ceph and its like answer under one name, not one a bucket.
    forcePathStyle: true,
    maxAttempts: 3,
    requestHandler: patience,
    // Stores that are not AWS's know no trailing checksums: hashes are compared by whoever reads back.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { site: id, endpoint, client };
}

async function credentialsOf(site: string, profile: string | undefined): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }> {
  if (profile !== undefined) {
    const { fromIni } = await import('@aws-sdk/credential-provider-ini');
    try {
      const { accessKeyId, secretAccessKey, sessionToken } = await fromIni({ profile })();
      return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    } catch {
      throw new InputFailure('NDC-X282', {
        vi: `không dùng được hồ sơ "${visible(profile, 120)}" của tệp khóa dùng chung (~/.aws/credentials). Hãy kiểm tra tên và nội dung của nó.`,
        en: `the profile "${visible(profile, 120)}" of the shared credentials file (~/.aws/credentials) cannot be used. Check its name and content.`,
      });
    }
  }
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = environment();
  if (accessKeyId === undefined || secretAccessKey === undefined || accessKeyId === '' || secretAccessKey === '')
    throw new InputFailure('NDC-X282', {
      vi: `chưa có khóa của kho đối tượng tại ${site}. Hãy đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY, hoặc nêu store.profile trong tệp kết nối, hoặc --profile.`,
      en: `there are no keys for the object store of ${site}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name store.profile in the connection file, or --profile.`,
    });
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined || sessionToken === '' ? {} : { sessionToken }) };
}

/** What a store said of a request it did not carry out. */
export interface StoreRefusal {
  /** `AccessDenied`, `NoSuchBucket`, `InvalidRequest` … */
  readonly name: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly text: string;
}

export function refusalOf(error: unknown): StoreRefusal {
  const { name = 'Error', message = '', $metadata } = error as { name?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  return { name: visible(name, 80), status: $metadata?.httpStatusCode ?? 0, text: visible(message === '' ? name : message, 300) };
}

/** Names by which stores say that the keys are wrong, rather than that they may not. */
export const wrongKeys: ReadonlySet<string> = new Set(['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'InvalidAccessKeyID', 'ExpiredToken', 'InvalidToken', 'RequestTimeTooSkewed']);

/** A store's refusal as the failure of a command. */
export function storeFailure({ site, endpoint }: ObjectStore, doing: { readonly vi: string; readonly en: string }, error: unknown): InputFailure | EnvironmentFailure {
  const { name, status, text } = refusalOf(error);
  if (wrongKeys.has(name))
    return new InputFailure('NDC-X282', { vi: `${site}: ${doing.vi}: kho ${endpoint} không nhận khóa này (${name}). Hãy kiểm tra khóa và đồng hồ máy.`, en: `${site}: ${doing.en}: the store ${endpoint} does not take these keys (${name}). Check the keys and this machine's clock.` });
  if (status === 404 || name === 'NoSuchBucket')
    return new InputFailure('NDC-X283', { vi: `${site}: ${doing.vi}: kho ${endpoint} không có (${name}). Hãy kiểm tra tên.`, en: `${site}: ${doing.en}: the store ${endpoint} does not have it (${name}). Check the name.` });
  if (status === 403 || status === 401)
    return new EnvironmentFailure('NDC-X284', { vi: `${site}: ${doing.vi}: kho ${endpoint} không cho phép (${name}). Hãy dùng danh tính có quyền này.`, en: `${site}: ${doing.en}: the store ${endpoint} does not permit it (${name}). Use an identity that may.` });
  return new EnvironmentFailure('NDC-X285', { vi: `${site}: ${doing.vi}: kho ${endpoint} không làm được (${text}).`, en: `${site}: ${doing.en}: the store ${endpoint} could not (${text}).` });
}
