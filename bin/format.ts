/** Forms of an outcome, one per `--format`. */
export const formats = ['text', 'json', 'csv', 'svg', 'sarif', 'junit', 'oscal', 'html', 'markdown'] as const;
export type Format = (typeof formats)[number];
