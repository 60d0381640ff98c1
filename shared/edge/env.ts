/** Environment of a function: one name, one string. */
export type EnvOf<Names extends readonly string[]> = Record<Names[number], string>;
/** What it may be told besides. */
export type OptionalEnvOf<Names extends readonly string[]> = Partial<EnvOf<Names>>;

/**
 * Reads the named variables once, at cold start.
 * @throws Error that lists every missing name, so that a wrong deployment fails on its first invocation.
 */
export function readEnv<const Names extends readonly string[]>(
  names: Names,
  source: Readonly<Record<string, string | undefined>>,
): EnvOf<Names> {
  const missing = names.filter((name) => !source[name]);
  if (missing.length > 0) throw new Error(`environment variables are not set: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, source[name]])) as EnvOf<Names>;
}

/** Those of the named variables that are set; an empty one is not. */
export function readOptionalEnv<const Names extends readonly string[]>(
  names: Names,
  source: Readonly<Record<string, string | undefined>>,
): OptionalEnvOf<Names> {
  const set = names.filter((name) => source[name]);
  return Object.fromEntries(set.map((name) => [name, source[name]])) as OptionalEnvOf<Names>;
}
