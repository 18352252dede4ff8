import type { z } from 'zod';
import type { linksSchema } from '../../sites/model/kinds/links.js';
import { head, type Choices } from './choices.js';
import { estateFile, type EstateFile } from './estate-file.js';

/** Every pair of sites, on two paths without a common conduit. */
export function linksFile({ sites }: Choices): EstateFile {
  const value: z.input<typeof linksSchema> = {
    ...head('Links'),
    links: sites.flatMap((a, index) =>
      sites.slice(index + 1).map((b, other) => ({
        a,
        b,
        capacityGbps: 10,
        rttMs: 8,
        paths: [
          { id: 'path-1', conduits: [`conduit-${index + 1}-${other + index + 2}-a`], provider: 'Provider A' },
          { id: 'path-2', conduits: [`conduit-${index + 1}-${other + index + 2}-b`], provider: 'Provider B' },
        ],
        encrypted: true,
      })),
    ),
  };
  return estateFile('links.yaml', { schemaName: 'links', about: ['Links between the sites: capacity, delay, and the paths by which each may be cut: ndc capacity links.'], value, notes: { links: 'Each path alone carries the whole link; no conduit is in two of them.' } });
}
