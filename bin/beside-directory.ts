const outside = /^(?:\/|\.{1,2}\/)/;

/**
 * Name of a file that lies beside the data directory, as it was given. A relative one begins with `./` or `../`, which no
 * name below the directory does: `tenants/bo-y-te.yaml` given by `--with` is told from the directory's own.
 */
export const besideDirectory = (given: string): string => (outside.test(given) ? given : `./${given}`);

/** The path a user gave for such a name; `undefined` for a file of the directory. */
export const fromOutside = (name: string): string | undefined => (outside.test(name) ? name.replace(/^\.\/+/, '') : undefined);
