import { describe, expect, it } from 'vitest';
import { readWiring } from '../../local/template.ts';
import { type StackFixture, writeAssembly } from './assembly.ts';

const ENDPOINTS = { gatewayUrl: 'http://127.0.0.1:4000', publicUrl: 'http://localhost:3000' };

const console: StackFixture = {
  Resources: {
    Pages: { Type: 'AWS::S3::Bucket', Properties: { Whatever: { 'Fn::Unheard': 1 } } },
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          DefaultCacheBehavior: { ResponseHeadersPolicyId: { Ref: 'Headers' } },
          CacheBehaviors: [{ PathPattern: '/api*' }, { PathPattern: '/docs*' }],
        },
      },
    },
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          Name: 'pages',
          CustomHeadersConfig: { Items: [{ Header: 'permissions-policy', Value: 'usb=()', Override: true }] },
          SecurityHeadersConfig: {
            ContentSecurityPolicy: {
              ContentSecurityPolicy:
                "default-src 'none'; connect-src 'self' wss://abc.execute-api.eu-central-1.amazonaws.com",
              Override: true,
            },
            ContentTypeOptions: { Override: true },
            FrameOptions: { FrameOption: 'DENY', Override: true },
            ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
            StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
          },
        },
      },
    },
  },
};

describe('the stack that serves pages', () => {
  it('says what browsers are told with them, sockets as they are here, and which paths are the API’s', async () => {
    const { pages } = await readWiring(await writeAssembly({ console }), ENDPOINTS);
    expect(pages).toEqual({
      apiPaths: ['/api*', '/docs*'],
      headers: {
        'content-security-policy': "default-src 'none'; connect-src 'self' ws://localhost:3000",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'permissions-policy': 'usb=()',
      },
    });
  });

  it('need not be there', async () => {
    expect((await readWiring(await writeAssembly({}), ENDPOINTS)).pages).toBeUndefined();
  });
});
