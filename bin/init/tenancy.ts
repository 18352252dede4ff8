import type { z } from 'zod';
import type { organisationsSchema } from '../../sites/model/kinds/organisations.js';
import type { tenancyRequestSchema } from '../../sites/model/kinds/tenancy-request.js';
import { database, head, system, type Choices } from './choices.js';
import { estateFile, type EstateFile } from './estate-file.js';

/** Host names below the reserved domain `example` belong to nobody (RFC 2606). */
const suffix = (organisation: string): string => `${organisation}.example`;

export function organisationsFile({ operator, organisation }: Choices): EstateFile {
  const value: z.input<typeof organisationsSchema> = {
    ...head('Organisations'),
    organisations: [
      { id: operator, name: { vi: 'Đơn vị vận hành', en: 'Operator of the platform' }, level: 'central', kind: 'government-agency', funding: 'state-budget' },
      { id: organisation, name: { vi: 'Cơ quan sử dụng đầu tiên', en: 'First organisation' }, level: 'central', kind: 'ministry', funding: 'state-budget', groups: [`${organisation}:platform`, `${organisation}:viewers`], hostSuffixes: [suffix(organisation)] },
    ],
  };
  return estateFile('catalogue/organisations.yaml', {
    schemaName: 'organisations',
    about: ['Organisations that operate the platform or may ask for room. One without a file below tenants/ is not registered yet.'],
    value,
    notes: { organisations: 'Ids are never renamed: a successor is a new entry. Groups and host suffixes are granted here and nowhere else.' },
  });
}

/** Stands where a document's number does until there is one. */
const example = 'EXAMPLE-1';

/** One system with a database: enough for a stack, a standby, a backup and keys of its own. */
export function requestFile({ organisation, operator, day }: Choices): EstateFile {
  const value: z.input<typeof tenancyRequestSchema> = {
    ...head('TenancyRequest'),
    organisation,
    owners: { accountable: 'Head of digital affairs', technical: 'Head of the computing department', mailbox: `platform@${suffix(organisation)}` },
    groups: [
      { name: `${organisation}:platform`, role: 'operate' },
      { name: `${organisation}:viewers`, role: 'view' },
    ],
    systems: [
      {
        id: system,
        name: 'Public service portal',
        securityLevel: 3,
        sharing: 'shared',
        importance: 'important',
        secrecy: 'none',
        personalData: 'basic',
        migration: { mode: 'new', start: day, agreement: { document: example, date: day }, securityPlan: { document: example, date: day, confirmedBy: operator } },
        environments: [{ name: 'prod', quota: { size: 'm' }, network: { ingressHosts: [`portal.${suffix(organisation)}`] } }],
        databases: [{ id: database, engine: 'postgresql', size: '200Gi', changeRate: '2Gi' }],
      },
    ],
  };
  return estateFile(`tenants/${organisation}.yaml`, {
    schemaName: 'tenant',
    about: ['Phiếu đăng ký sử dụng, do chính cơ quan sửa; ndc tenant check xét. Điều không ghi ở đây được suy ra.', 'What an organisation asks for: edited by its own people, judged by ndc tenant check. What is not said here is derived.'],
    value,
    notes: {
      owners: 'Hai người khác nhau, và một hộp thư không thuộc riêng ai. / Two different people, and a mailbox that belongs to neither.',
      groups: 'Nhóm mà catalogue/organisations.yaml đã cấp. / Groups that catalogue/organisations.yaml grants.',
      systems: 'Phân loại quyết định cấp bảo vệ. / The classification decides the protection tier.',
    },
  });
}
