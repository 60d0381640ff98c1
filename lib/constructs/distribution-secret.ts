import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** Known to the distribution and to the functions behind it alone: made at deployment, and in no template. */
export class DistributionSecret extends Construct {
  /** What CloudFormation puts in when it deploys. */
  readonly value: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new Secret(this, 'Secret', {
      description: 'Shown by the distribution in front of the API',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.value = secret.secretValue.unsafeUnwrap();
    Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: NOT_ROTATED });
  }
}

const NOT_ROTATED =
  'Whoever knows it can only lie about a caller’s address. It is read at deployment, so a rotation by itself would part the distribution from the functions.';
