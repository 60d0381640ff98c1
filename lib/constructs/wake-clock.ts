import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';

/** Waits longer than an SQS delay: one-off schedules, each of which sends one signal to one lane and deletes itself. */
export class WakeClock extends Construct {
  readonly groupName: string;
  readonly roleArn: string;
  readonly #group: CfnScheduleGroup;

  constructor(scope: Construct, id: string, lane: Queue) {
    super(scope, id);
    // The plain resource, because ScheduleGroup gives it a fixed name, which a second copy of the stack would fight over.
    this.#group = new CfnScheduleGroup(this, 'Group');
    const role = new Role(this, 'Role', { assumedBy: schedulesOf(this.#group) });
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [lane.queueArn] }));
    this.groupName = this.#group.ref;
    this.roleArn = role.roleArn;
  }

  /** Lets a function set schedules in this group, with this clock's role and no other. */
  allowArming(armer: HouseFunction): void {
    armer.allow(['scheduler:CreateSchedule'], this.#schedules(armer));
    armer.allowPassing(this.roleArn, 'scheduler.amazonaws.com');
  }

  /** Lets a function take schedules of this group back. */
  allowDisarming(eraser: HouseFunction): void {
    eraser.allow(['scheduler:DeleteSchedule'], this.#schedules(eraser));
  }

  /** All of the group's. */
  #schedules(user: HouseFunction): string {
    Validations.of(user).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<${Stack.of(this).getLogicalId(this.#group)}>/*]`,
      reason:
        'A schedule is named for its conversation and due time, which no policy can list: the limit is the group, which holds nothing but these schedules.',
    });
    return Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.groupName}/*`,
    });
  }

  /** Lets a function see what is armed. */
  allowListing(reader: HouseFunction): void {
    Validations.of(reader).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'The Scheduler knows no resource for listing schedules, whatever group is asked for; what is seen there are ids and times.',
    });
    reader.allow(['scheduler:ListSchedules'], '*');
  }
}

/** The Scheduler, and only for this group: otherwise any account's schedule could borrow the role through it. */
function schedulesOf(group: CfnScheduleGroup): ServicePrincipal {
  return new ServicePrincipal('scheduler.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': Stack.of(group).account, 'aws:SourceArn': group.attrArn },
    },
  });
}
