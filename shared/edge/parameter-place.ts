/** Where Parameter Store is asked, and how often: by what the SDK goes by. The twin has one of its own. */
export function parameterPlace(source: Readonly<Record<string, string | undefined>>) {
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_SSM: endpoint, AWS_MAX_ATTEMPTS: tries = 3 } = source;
  return { region, endpoint, tries: Number(tries) };
}
