/** What the runner hands to the engine instead of what happened to be in the user's environment. */
export interface EngineSurroundings {
  readonly site: { readonly kubeconfig: string; readonly context: string };
  /** `.terraform` of the work folder. */
  readonly dataDirectory: string;
  /** CLI configuration file; undefined leaves the user's own default file to the engine. */
  readonly cliConfiguration?: string;
  /** Providers downloaded once; only set while one `init` runs at a time. */
  readonly pluginCache?: string;
  readonly charts?: { readonly repositories: string; readonly cache: string };
  /** Value of TF_ENCRYPTION. */
  readonly encryption?: string;
}

/**
 * Variables that would change what a plan means or where it goes: another workspace, other arguments, another cluster
 * (`KUBE_HOST` and its kin beat a kubeconfig), a plugin cache that parallel `init` corrupts, a trace that prints secrets.
 */
const dropped = /^(TF_.*|TOFU_.*|OPENTOFU_.*|KUBE_.*|KUBECONFIG|KUBECTL_.*|HELM_.*|CHECKPOINT_.*)$/;

/** Registry and backend credentials are the user's to give. */
const kept = /^(TF_TOKEN_.*|TF_HTTP_(USERNAME|PASSWORD|CLIENT_.*)|TF_REGISTRY_.*)$/;

/** The engine's whole environment. Secrets travel here, never in arguments. */
export function engineEnvironment(base: NodeJS.ProcessEnv, around: EngineSurroundings): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(base)) if (value !== undefined && (!dropped.test(key) || kept.test(key))) env[key] = value;
  env['TF_IN_AUTOMATION'] = '1';
  env['TF_INPUT'] = '0';
  env['CHECKPOINT_DISABLE'] = '1';
  env['TF_DATA_DIR'] = around.dataDirectory;
  env['KUBE_CONFIG_PATH'] = around.site.kubeconfig;
  env['KUBE_CTX'] = around.site.context;
  if (around.cliConfiguration !== undefined) env['TF_CLI_CONFIG_FILE'] = around.cliConfiguration;
  if (around.pluginCache !== undefined) env['TF_PLUGIN_CACHE_DIR'] = around.pluginCache;
  if (around.charts !== undefined) {
    env['HELM_REPOSITORY_CONFIG_PATH'] = around.charts.repositories;
    env['HELM_REPOSITORY_CACHE'] = around.charts.cache;
  }
  if (around.encryption !== undefined) env['TF_ENCRYPTION'] = around.encryption;
  return env;
}
