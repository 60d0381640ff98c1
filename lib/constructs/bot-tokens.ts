import { Stack, Validations } from 'aws-cdk-lib';
import type { HouseFunction } from './house-function.ts';

/** Where the tokens of a stage's Telegram bots are: encrypted parameters, made by whoever adds a bot and by no deployment. */
export class BotTokens {
  readonly prefix: string;

  constructor(stage: string) {
    this.prefix = `/firstline/${stage}/bots`;
  }

  allowReading(reader: HouseFunction): void {
    this.#allow(reader, ['ssm:GetParameter']);
  }

  allowChanging(changer: HouseFunction): void {
    this.#allow(changer, ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter']);
  }

  #allow(grantee: HouseFunction, actions: string[]): void {
    const parameters = Stack.of(grantee).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: `${this.prefix.slice(1)}/*`,
    });
    Validations.of(grantee).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${this.prefix}/*]`,
      reason:
        'Bots come and go without a deployment, so no policy can list them: the limit is the stage, under whose path nothing but these tokens is kept.',
    });
    grantee.allow(actions, parameters);
  }
}
