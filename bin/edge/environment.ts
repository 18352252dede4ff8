/** The process's environment: read here and handed in, so that everything above can be run with another. */
export const environment = (): NodeJS.ProcessEnv => process.env;
