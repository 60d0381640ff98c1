import * as z from 'zod';
import { type Resource, readProperties } from './template-resources.ts';
import type { PagesWiring } from './wiring.ts';

const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const HEADERS = 'AWS::CloudFront::ResponseHeadersPolicy';

const Headers = {
  reads: z.object({
    ResponseHeadersPolicyConfig: z.object({
      CustomHeadersConfig: z.object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) }),
      SecurityHeadersConfig: z.object({
        ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string() }),
        ContentTypeOptions: z.object({}),
        FrameOptions: z.object({ FrameOption: z.string() }),
        ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }),
      }),
    }),
  }),
  noEffect: [],
};

const Behaviours = z.object({ CacheBehaviors: z.array(z.object({ PathPattern: z.string() })) });

/** Whether a resource belongs to the stack that serves pages: of it the twin reads the headers, and serves the build itself. */
export function arePages(all: readonly Resource[]): (one: Resource) => boolean {
  const stacks = new Set(all.filter(({ type }) => type === DISTRIBUTION).map(({ stack }) => stack));
  return ({ stack }) => stacks.has(stack);
}

/**
 * What the distribution says with every page, but that browsers should come by HTTPS alone: here they cannot. And what it leads
 * to the API.
 * @param local what an address on AWS is on this machine
 */
export function pagesOf(
  resources: readonly Resource[],
  local: (value: string) => string,
): PagesWiring | undefined {
  const distribution = resources.find(({ type }) => type === DISTRIBUTION);
  const policy = resources.find(({ type }) => type === HEADERS);
  if (!distribution || !policy) return undefined;
  return { apiPaths: apiPathsOf(distribution), headers: headersOf(policy, local) };
}

/** As they stand there: what else a distribution names, the twin has no names for. */
function apiPathsOf({ properties, place }: Resource): string[] {
  const read = Behaviours.safeParse(properties['DistributionConfig']);
  if (!read.success) throw new Error(`${place}: the twin does not understand its behaviours`);
  return read.data.CacheBehaviors.map(({ PathPattern }) => PathPattern);
}

function headersOf(policy: Resource, local: (value: string) => string): Record<string, string> {
  const { ResponseHeadersPolicyConfig: config } = readProperties(policy, Headers);
  const security = config.SecurityHeadersConfig;
  return {
    'content-security-policy': local(security.ContentSecurityPolicy.ContentSecurityPolicy),
    'x-content-type-options': 'nosniff',
    'x-frame-options': security.FrameOptions.FrameOption,
    'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
    ...Object.fromEntries(config.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value])),
  };
}
