import { join } from 'node:path';
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';

export interface PageFilesProps {
  bucket: IBucket;
  distribution: IDistribution;
  /** The built console. */
  folder: string;
}

/**
 * Puts the built console into its bucket. Files with a hash in their name are kept by browsers for a year, and the older ones
 * stay, for whoever still has the page of before; the page itself is asked for every time.
 */
export class PageFiles extends Construct {
  constructor(scope: Construct, id: string, { bucket, distribution, folder }: PageFilesProps) {
    super(scope, id);
    const assets = new BucketDeployment(this, 'Assets', {
      destinationBucket: bucket,
      destinationKeyPrefix: 'assets',
      sources: [Source.asset(join(folder, 'assets'))],
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
      prune: false,
    });
    const page = new BucketDeployment(this, 'Page', {
      destinationBucket: bucket,
      sources: [Source.asset(folder, { exclude: ['assets', 'assets/**'] })],
      cacheControl: [CacheControl.noCache()],
      prune: false,
      distribution,
      distributionPaths: ['/index.html'],
    });
    // The page names files, so they come first.
    page.node.addDependency(assets);
    this.#acknowledge(Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnBucket));
  }
  /** The function that copies the files is CDK's own, one for the stack, and so are its rights. */
  #acknowledge(bucketId: string): void {
    const copier = Stack.of(this).node.children.find(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    );
    if (!copier) return;
    for (const finding of [...COPIERS_FINDINGS, `IAM5[Resource::<${bucketId}.Arn>/*]`])
      Validations.of(copier).acknowledge({ id: `AwsSolutions-${finding}`, reason: CDKS_OWN });
  }
}

const CDKS_OWN =
  'It runs at deployment only, is made and kept by CDK, may read CDK’s assets and write to this one bucket; the distribution whose page it renews cannot be named by a policy before it is there.';

const COPIERS_FINDINGS = [
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  'IAM5[Action::s3:GetObject*]',
  'IAM5[Action::s3:GetBucket*]',
  'IAM5[Action::s3:List*]',
  'IAM5[Action::s3:DeleteObject*]',
  'IAM5[Action::s3:Abort*]',
  'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
  'IAM5[Resource::*]',
  'L1',
];
