import { codesOf } from '../../../sites/tenancy/conceal.js';
import { isDissolved, progressOf, successorsOf } from '../../../sites/tenancy/progress.js';
import type { Command } from '../../command.js';
import { requireKnown } from '../../hand-over/hand-over.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import type { TenantProgressData } from '../../tenant-progress-data.js';

export const command: Command = {
  arguments: [{ name: '[organisation]', about: { vi: 'chỉ cơ quan này, từng hệ thống một', en: 'only this body, system by system' } }],
  computes: true,
  options: [],
  formats: ['csv'],
  examples: ['ndc tenant progress', 'ndc tenant progress bo-y-te --lang vi', 'ndc tenant progress --as-of 2026-06-30', 'ndc tenant progress --format csv'],
  run: async (context, [asked]): Promise<Outcome<'ndc/tenant-progress.v1', TenantProgressData>> => {
    const estate = underScenario(await openEstate(context), context);
    if (asked !== undefined) requireKnown(estate, asked);
    const secret = codesOf(estate);
    const body = asked === undefined ? undefined : estate.organisations[asked];
    const dissolved = body?.dissolvedOn !== undefined && isDissolved(estate, body) ? { organisation: body.id, name: body.name, on: body.dissolvedOn, successors: successorsOf(estate, body.id) } : undefined;
    const shown = asked === undefined ? undefined : (dissolved?.successors ?? [asked]);
    const steps = progressOf(estate).filter(({ organisation, system }) => (shown === undefined || shown.includes(organisation)) && !secret.has(system ?? ''));
    const bodies = [...new Set(steps.map(({ organisation }) => organisation))];
    return {
      kind: 'ndc/tenant-progress.v1',
      exit: 0,
      data: {
        estate: { id: estate.settings.id, digest: estate.digest },
        asOf: estate.scenario.asOf,
        ...(dissolved === undefined ? {} : { dissolved }),
        organisations: bodies.map((organisation) => {
          const systems = estate.requests[organisation]?.systems ?? [];
          return {
            organisation,
            name: estate.organisations[organisation]?.name ?? { vi: organisation, en: organisation },
            registered: estate.requests[organisation] !== undefined,
            systems: systems.length,
            concealed: systems.filter(({ secrecy }) => secrecy !== 'none').length,
          };
        }),
        steps: steps.map(({ basis, ...step }) => ({ ...step, basis: `${estate.legal[basis.document]?.label ?? basis.document} ${basis.clause}` })),
      },
    };
  },
};
