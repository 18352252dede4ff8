import { join } from 'node:path';
import { stringify } from 'yaml';
import { encryptionStages, type EncryptionStage } from '../../../sites/keys/encryption-configuration.js';
import { hostFiles, plainPath } from '../../../sites/keys/host-files.js';
import { canPlan } from '../../../sites/keys/rotation.js';
import type { Command } from '../../command.js';
import { choice } from '../../command-line.js';
import { writeWhole } from '../../edge/files.js';
import { InputFailure } from '../../failure.js';
import type { HsmHostFilesData } from '../../hsm-rotate-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { oneSite, oneSiteOption } from './sites-option.js';
import { needed, requireLabel } from './token-options.js';

export const command: Command = {
  options: [
    oneSiteOption,
    { flags: '--stage <stage>', about: { vi: 'migrating: còn đọc được bí mật chưa mã hóa; encrypted (mặc định): không còn', en: 'migrating: secrets in clear are still read; encrypted (default): no longer' } },
    { flags: '--library <path>', about: { vi: 'thư viện PKCS#11 trên máy chủ điều khiển', en: 'PKCS#11 library on the control-plane hosts' } },
    { flags: '--out <dir>', about: { vi: 'ghi các tệp vào thư mục này', en: 'write the files into this folder' } },
  ],
  examples: ['ndc hsm host-files --site ndc-01 --library /usr/lib/hsm/libpkcs11.so', 'ndc hsm host-files --site ndc-01 --stage migrating --library /usr/lib/hsm/libpkcs11.so --out out/hosts/ndc-01'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-host-files.v1', HsmHostFilesData>> => {
    const estate = underScenario(await openEstate(context), context);
    const site = oneSite(estate, options);
    choice('--stage', options['stage'], encryptionStages);
    const stage = (options['stage'] as EncryptionStage | undefined) ?? 'encrypted';
    const library = needed(options, 'library', '--library');
    if (!plainPath.test(library)) throw new InputFailure('NDC-X062', { vi: '--library phải là đường dẫn tuyệt đối, chỉ gồm chữ không dấu, chữ số và . _ + / -.', en: '--library has to be an absolute path of letters, digits and . _ + / - alone.' });
    const keys = Object.values(estate.keys).filter(canPlan).filter((key) => key.site === site);
    const [key, ...more] = keys;
    if (key === undefined || more.length > 0) throw new InputFailure('NDC-X067', { vi: `${site} có ${keys.length} khóa cho máy chủ API trong HSM; cần đúng một. Xem sites/data/keys/${site}.yaml.`, en: `${site} has ${keys.length} keys for the API server in an HSM; expected one. See sites/data/keys/${site}.yaml.` });
    const { partition, label } = key.home.hsm;
    const rendered = hostFiles({ site, stage, partition: requireLabel('hsm.partitions', partition, 32), key: label, library });
    const files = [
      { path: '/etc/kubernetes/encryption.yaml', content: stringify(rendered.encryption) },
      { path: '/etc/systemd/system/ndc-kms.service', content: rendered.unit },
    ];
    const out = options['out'] as string | undefined;
    if (out !== undefined) for (const { path, content } of files) await writeWhole(join(out, path), content, { mode: 0o600 });
    return { kind: 'ndc/hsm-host-files.v1', exit: 0, data: { site, stage, key: label, files, flags: rendered.flags, ...(out === undefined ? {} : { written: out }) } };
  },
};
