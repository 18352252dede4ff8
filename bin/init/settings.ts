import type { z } from 'zod';
import { plusQuarters } from '../../sites/model/calendar.js';
import type { estateSettingsSchema } from '../../sites/model/kinds/estate-settings.js';
import { head, type Choices } from './choices.js';
import { estateFile, type EstateFile } from './estate-file.js';

/** Quarters that capacity is planned for. */
const horizon = 16;

export function settingsFile({ id, name, sites, operator, from }: Choices): EstateFile {
  const value: z.input<typeof estateSettingsSchema> = {
    ...head('EstateSettings'),
    id,
    name: { vi: name, en: name },
    operator,
    horizon: plusQuarters(from, horizon),
    regions: sites.map((_site, index) => ({ id: `region-${index + 1}`, name: { vi: `Vùng ${index + 1}`, en: `Region ${index + 1}` } })),
    separation: { minimumKm: 300, warningBetween: [] },
    placement: { candidates: [...sites] },
    platformIdentity: { group: 'platform:engineers' },
    domesticSuffixes: ['gov.vn'],
    targets: [],
    milestones: [],
  };
  return estateFile('catalogue/estate.yaml', {
    schemaName: 'estate',
    about: ['What holds for the estate as a whole.'],
    value,
    notes: {
      id: 'Stable for ever: every Terraform stack carries it.',
      horizon: 'Last quarter that capacity and purchases are planned for.',
      separation: 'Shortest permitted distance between two sites (RED-003).',
      placement: 'Sites that environments without a placement are spread over; a change moves them.',
      platformIdentity: 'Group the platform’s own pipeline acts as, in every cluster.',
      domesticSuffixes: 'Destinations that count as inside the country (NET-001).',
      targets: 'What has to be reached by when, each with its legal basis.',
    },
  });
}
