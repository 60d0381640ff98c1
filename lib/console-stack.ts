import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PageFiles } from './constructs/page-files.ts';
import { PageHeaders } from './constructs/page-headers.ts';
import type { StageSettings } from './stage-settings.ts';

export interface ConsoleProps {
  /** `https://…/` of the API. */
  apiUrl: string;
  /** `wss://…/stage` of the WebSocket API. */
  socketUrl: string;
  /** What shows the functions that a request came through this distribution. */
  edgeSecret: string;
  /** The folder of the built console; without one, the bucket stays empty. */
  pages: string | undefined;
}

/** Paths that are the API's, with whatever slash at their end; all others are pages. The twin reads them, too. */
const API_PATHS = ['/api*', '/health*', '/openapi.json*', '/docs*', '/.well-known/*', '/metrics*'];
/** And where the stage has one, the public status page. */
const STATUS_PATH = '/status*';

/** Pages are made in the browser: whatever has no ending is the one page that there is. Missing files stay missing. */
const ONE_PAGE = `function handler(event) {
  var request = event.request;
  if (!/\\.[A-Za-z0-9]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`;

/** What the functions cannot know by themselves: who asks, and under which name the desk was asked. */
const TELL_VIEWER = `function handler(event) {
  var request = event.request;
  request.headers['x-firstline-viewer'] = { value: event.viewer.ip };
  request.headers['x-firstline-host'] = { value: request.headers.host.value };
  return request;
}`;

/** The console in its bucket, and one origin for it and the API. All of it may be rebuilt. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, settings: StageSettings, props: ConsoleProps) {
    super(scope, id, { terminationProtection: settings.deletionProtection });
    const bucket: IBucket = new Bucket(this, 'Pages', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    }) as IBucket;
    const api = this.#api(props);
    // People type it.
    const page = { ...api, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS };
    const distribution = new Distribution(this, 'Distribution', {
      comment: this.stackName,
      defaultRootObject: 'index.html',
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: this.#pages(bucket, props),
      additionalBehaviors: {
        ...Object.fromEntries(API_PATHS.map((path) => [path, api])),
        ...(settings.statusPage === 'on' && { [STATUS_PATH]: page }),
      },
      ...this.#named(settings),
      ...(settings.webAclArn !== undefined && { webAclId: settings.webAclArn }),
    });
    const { pages: folder } = props;
    if (folder !== undefined) new PageFiles(this, 'PageFiles', { bucket, distribution, folder });
    for (const [id, reason] of Object.entries(WITHOUT)) {
      Validations.of(id.startsWith('AwsSolutions-S') ? bucket : distribution).acknowledge({ id, reason });
    }
    const host = settings.domain?.name ?? distribution.distributionDomainName;
    new CfnOutput(this, 'ConsoleUrl', { value: `https://${host}` });
    new CfnOutput(this, 'DomainTarget', { value: distribution.distributionDomainName });
  }

  /** The owner's name for it, if there is one; CloudFront's own goes on beside it. */
  #named({ domain }: StageSettings) {
    if (!domain) return {};
    return {
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  #pages(bucket: IBucket, { socketUrl }: ConsoleProps): BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: new PageHeaders(this, 'PageHeaders', { socketOrigin: originOf(socketUrl) })
        .policy,
      functionAssociations: [this.#atViewer('OnePage', ONE_PAGE)],
    };
  }

  #api({ apiUrl, edgeSecret }: ConsoleProps): BehaviorOptions {
    return {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', apiUrl)), {
        customHeaders: { 'x-firstline-edge': edgeSecret },
        // API Gateway answers within 30 s.
        readTimeout: Duration.seconds(30),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: new OriginRequestPolicy(this, 'AllButHost', {
        // API Gateway is found by its own host alone.
        headerBehavior: OriginRequestHeaderBehavior.denyList('host'),
        cookieBehavior: OriginRequestCookieBehavior.all(),
        queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      }),
      functionAssociations: [this.#atViewer('TellViewer', TELL_VIEWER)],
    };
  }

  #atViewer(id: string, code: string) {
    const inline = FunctionCode.fromInline(code);
    const made = new EdgeFunction(this, id, { code: inline, runtime: FunctionRuntime.JS_2_0 });
    return { function: made, eventType: FunctionEventType.VIEWER_REQUEST };
  }
}

/** `wss://host/stage` without its path. */
function originOf(socketUrl: string): string {
  return `wss://${Fn.select(2, Fn.split('/', socketUrl))}`;
}

const WITHOUT = {
  'AwsSolutions-S1': 'The bucket holds the public files of one page, and only the distribution reads them.',
  'AwsSolutions-CFR1': 'A school’s customers and operators may be anywhere.',
  'AwsSolutions-CFR2':
    'Every request is judged and counted by the functions; a firewall is the owner’s to add.',
  'AwsSolutions-CFR3':
    'Requests to the API are logged where they end, without paths or addresses; who loads the page’s files is of no interest.',
  'AwsSolutions-CFR4':
    'CloudFront’s own name has its own certificate; a domain of the owner’s sets the lowest version of TLS.',
};
