import { jsonSchemas, schemaText } from '../../sites/model/json-schema.js';
import { breakGlassFile, keysFile } from './keys.js';
import type { Choices } from './choices.js';
import { schemaFolder, type EstateFile } from './estate-file.js';
import { linksFile } from './links.js';
import { referenceFile, type ReferenceCatalogue } from './reference.js';
import { settingsFile } from './settings.js';
import { siteFile } from './site.js';
import { organisationsFile, requestFile } from './tenancy.js';

/** The data files of a new estate; `shipped` is the text of the toolkit's own catalogues, by name. */
export function newEstate(choices: Choices, shipped: ReadonlyMap<ReferenceCatalogue, string>, version: string): readonly EstateFile[] {
  const { sites } = choices;
  return [
    ...sites.map((site) => siteFile(choices, site)),
    linksFile(choices),
    settingsFile(choices),
    organisationsFile(choices),
    ...[...shipped].map(([name, text]) => referenceFile(name, text, version)),
    ...sites.map((site) => keysFile(choices, site)),
    breakGlassFile(choices),
    requestFile(choices),
  ];
}

/** The schemas that its files name. */
export const schemaFiles = (): readonly EstateFile[] => Object.entries(jsonSchemas()).map(([name, schema]) => ({ path: `${schemaFolder}/${name}`, text: schemaText(schema) }));
