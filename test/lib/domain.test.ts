import { describe, expect, test } from 'vitest';
import { nameOf, resourcesOf, synthesise } from './synthesised.ts';

const DOMAIN = {
  name: 'desk.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
};

/** Where the functions that are told believe the desk to be. */
function publicUrls(over: Parameters<typeof synthesise>[1]): Record<string, string> {
  const functions = Object.entries(resourcesOf(synthesise('prod', over).service, 'AWS::Lambda::Function'));
  const urls = functions.map(([name, { Properties }]) => {
    const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
    return [name, Variables['PUBLIC_URL']] as const;
  });
  return Object.fromEntries(urls.filter(([, url]) => url).map(([name, url]) => [name, nameOf(url)]));
}

describe('the public address of a desk', () => {
  test('is its domain, for sign-ins, links to files and the webhooks of bots', () => {
    const url = 'https://desk.example.com/';
    expect(publicUrls({ domain: DOMAIN })).toEqual({ OperatorApiFunction: url, AuthFunction: url });
    const { service } = synthesise('prod', { domain: DOMAIN });
    expect(service.findOutputs('ApiUrl')['ApiUrl']?.['Value']).toBe(url);
  });

  test('is that of API Gateway without one', () => {
    const urls = Object.values(publicUrls({}));
    expect(urls).toHaveLength(2);
    for (const url of urls) expect(url).toContain('.execute-api.');
  });
});
