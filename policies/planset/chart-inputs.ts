/** Inputs that decide what a chart renders to, as release and template both name them: they must agree in all of them. */
export const chartInputs = ['name', 'namespace', 'chart', 'version', 'repository', 'values', 'set', 'set_list', 'set_sensitive', 'postrender', 'devel'] as const;
