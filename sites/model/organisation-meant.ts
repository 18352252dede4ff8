import type { Diagnostic } from './diagnostic.js';
import { wrongValue } from './diagnostics-of-files.js';
import type { Organisation } from './kinds/organisations.js';
import { meant, type Nameable } from './meant.js';
import type { TypedFiles } from './typed-files.js';

/** The organisations of a catalogue by what they are called. */
export const nameable = (organisations: readonly Pick<Organisation, 'id' | 'name'>[]): readonly Nameable[] => organisations.map(({ id, name }) => ({ id, names: [name.vi, name.en] }));

/** Keys of a request that name an organisation. */
const naming = /\/(?:organisation|businessOwner|technicalOperator|origin)$/;

/**
 * A schema knows how an id is written and not which there are: where a name stands instead of an organisation's id, the
 * one that the catalogue knows is suggested, and no id that leads nowhere.
 */
export function withOrganisationMeant(diagnostics: readonly Diagnostic[], files: TypedFiles): readonly Diagnostic[] {
  if (!files.has('Organisations')) return diagnostics;
  const known = nameable(files.items<Organisation>('Organisations', 'organisations').map(({ item }) => item));
  return diagnostics.map((diagnostic) => {
    const { code, pointer, params } = diagnostic;
    return code === wrongValue.code && naming.test(pointer) && typeof params['found'] === 'string' ? { ...diagnostic, params: { ...params, suggestion: meant(params['found'], known) } } : diagnostic;
  });
}
