import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { BotProbe } from './constructs/bot-probe.ts';
import { BotTokens } from './constructs/bot-tokens.ts';
import { DeadLetters } from './constructs/dead-letters.ts';
import { DeskWatch } from './constructs/desk-watch.ts';
import { DistributionSecret } from './constructs/distribution-secret.ts';
import { HouseFunction } from './constructs/house-function.ts';
import { IntakeDoor } from './constructs/intake-door.ts';
import { outsideIssuer } from './constructs/outside-issuer.ts';
import { SecondOpinion } from './constructs/second-opinion.ts';
import { SocketDoor } from './constructs/socket-door.ts';
import { StreamReader } from './constructs/stream-reader.ts';
import { WakeClock } from './constructs/wake-clock.ts';
import { WorkLane } from './constructs/work-lane.ts';
import { DESK_INDEX } from './data-stack.ts';
import type { FunctionName } from './environments.ts';
import { OPERATOR_PATHS } from './operator-paths.ts';
import type { StageSettings } from './stage-settings.ts';

const TIMEOUT = {
  // A caller may wait 25 s for the outcome; API Gateway gives up at 30.
  ingest: Duration.seconds(29),
  // For room it waits 8 s; Telegram gives up at 60.
  telegram: Duration.seconds(20),
  classify: Duration.seconds(10),
  // An attempt ends after 15 s at the latest; the rest is for writing down how it went.
  deliver: Duration.seconds(20),
  'follow-up': Duration.seconds(10),
  // A step finds for 3 s, or tells 25 clients.
  broadcast: Duration.seconds(10),
  recover: Duration.seconds(10),
  // A push ends after a second, and all are made side by side; each connection gets a few frames.
  project: Duration.seconds(20),
  socket: Duration.seconds(10),
  // As many bots as a desk may have, side by side; an attempt at one ends after 15 s.
  probe: Duration.seconds(30),
  // A step of a job is up to 25 texts, one after the other.
  redrive: Duration.seconds(20),
  // A dry run reads up to 10,000 deaths.
  'operator-api': Duration.seconds(20),
  // A hash, and a handful of reads and writes.
  auth: Duration.seconds(10),
  // A handful of reads.
  status: Duration.seconds(10),
} satisfies Record<FunctionName, Duration>;

/** Of the paths that anybody may ask, as a crowd does in an outage: it takes nothing from whoever has a key. */
const STATUS_THROTTLE = { rateLimit: 100, burstLimit: 200 };
const STATUS_PATHS = ['/status', '/status.json'];
/** Where incidents and published texts are; no client's words, no keys, no people. */
const PUBLIC_PARTITIONS = ['INCIDENTS', 'DOCS'];

const SEND = ['sqs:SendMessage'];
const READ_AND_WRITE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'];
/** Of rows whose keys are known. A name that was proved is taken off those that are counted. */
const READ_AND_WRITE_ROWS = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
];
const BATCH_READ = ['dynamodb:BatchGetItem'];
/** A text that is replayed, or no longer held, is taken from where operators saw it. */
const DELETE = ['dynamodb:DeleteItem'];

/** What may be rebuilt at any time: the door, the lanes, the functions on them and the clock. */
export class ServiceStack extends Stack {
  readonly #settings: StageSettings;
  readonly #table: TableV2;
  readonly #deadLetters: DeadLetters;
  readonly #inbound: WorkLane;
  readonly #outbound: WorkLane;
  readonly #slow: WorkLane;
  readonly #jobs: WorkLane;
  readonly #followUps: WorkLane;
  readonly #broadcasts: WorkLane;
  readonly #retryClock: WakeClock;
  readonly #followUpClock: WakeClock;
  readonly #botTokens: BotTokens;
  readonly #sockets: SocketDoor;
  readonly #edgeSecret: DistributionSecret;
  /** What a distribution in front of it has to know. */
  readonly behind: { apiUrl: string; socketUrl: string; edgeSecret: string };

  constructor(scope: Construct, id: string, settings: StageSettings, table: TableV2) {
    super(scope, id, { terminationProtection: settings.deletionProtection });
    this.#settings = settings;
    this.#table = table;
    this.#deadLetters = new DeadLetters(this, 'DeadLetters', TIMEOUT.redrive);
    this.#inbound = this.#lane('Inbound', TIMEOUT.classify);
    this.#outbound = this.#lane('Outbound', TIMEOUT.deliver);
    this.#slow = this.#lane('Slow', TIMEOUT.deliver);
    this.#jobs = this.#lane('Jobs', TIMEOUT.redrive);
    this.#followUps = this.#lane('FollowUps', TIMEOUT['follow-up']);
    this.#broadcasts = this.#lane('Broadcasts', TIMEOUT.broadcast);
    this.#retryClock = new WakeClock(this, 'RetryClock', this.#slow.queue);
    this.#followUpClock = new WakeClock(this, 'FollowUpClock', this.#followUps.queue);
    this.#botTokens = new BotTokens(settings.stage);
    this.#sockets = new SocketDoor(this, 'SocketDoor', settings);
    this.#edgeSecret = new DistributionSecret(this, 'DistributionSecret');
    const { concurrency } = settings;

    const door = new IntakeDoor(this, 'IntakeDoor', settings, this.#ingest());
    this.behind = { apiUrl: door.url, socketUrl: this.#sockets.url, edgeSecret: this.#edgeSecret.value };
    door.lead('Telegram', this.#telegram(), ['/api/telegram/{proxy+}']);
    const publicUrl = settings.domain ? `https://${settings.domain.name}/` : door.url;
    door.lead('OperatorApi', this.#operatorApi(publicUrl), OPERATOR_PATHS);
    door.leadThrottled('Auth', this.#auth(publicUrl), ['/api/auth/{proxy+}'], settings.signInThrottle);
    if (settings.statusPage === 'on')
      door.leadThrottled('Status', this.#status(), STATUS_PATHS, STATUS_THROTTLE);
    this.#inbound.feed(this.#classify(), concurrency.classify);
    const deliver = this.#deliver();
    this.#outbound.feed(deliver, concurrency.deliver);
    this.#slow.feed(deliver, concurrency.slow);
    this.#followUps.feed(this.#followUp(), concurrency['follow-up']);
    this.#broadcasts.feed(this.#broadcast(), concurrency.broadcast);
    const redrive = this.#redrive();
    this.#jobs.feed(redrive, concurrency.redrive);
    this.#deadLetters.feed(redrive, concurrency.redrive);

    new StreamReader(this, 'StreamReader', {
      table,
      consumer: this.#recover(),
      // Far enough behind that most messages have their answer. Those of the last two seconds have none, and are signalled for
      // nothing: of a window of ten seconds that would be every fifth.
      window: Duration.seconds(20),
      patterns: [{ eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['message'] } } } }],
    });
    this.#feedScreens();

    new BotProbe(this, 'BotProbe', { prober: this.#probe(), stage: settings.stage });

    new DeskWatch(this, 'Watch', {
      settings,
      inbound: this.#inbound.queue,
      outbound: this.#outbound.queue,
      scheduleGroups: [this.#retryClock.groupName, this.#followUpClock.groupName],
    });

    new CfnOutput(this, 'ApiUrl', { value: publicUrl });
  }

  /** Screens: what they send, and what they are told of. */
  #feedScreens(): void {
    this.#sockets.lead(this.#socket());
    const project = this.#project();
    const stream = new StreamReader(this, 'ScreenReader', {
      table: this.#table,
      consumer: project,
      window: Duration.seconds(0),
      failureTimeout: TIMEOUT.project,
      patterns: [
        { dynamodb: { Keys: { sk: { S: ['HEAD'] } } } },
        { dynamodb: { Keys: { pk: { S: ['OPERATORS'] } } } },
        { dynamodb: { Keys: { pk: { S: ['BROADCASTS'] } } } },
        { dynamodb: { Keys: { pk: { S: ['INCIDENTS'] } } } },
        { dynamodb: { NewImage: { kind: { S: ['message', 'attempt', 'note', 'action'] } } } },
      ],
    });
    stream.tellOfFailures(project);
    new CfnOutput(this, 'SocketUrl', { value: this.#sockets.url });
  }

  #lane(id: string, consumerTimeout: Duration): WorkLane {
    return new WorkLane(this, id, { consumerTimeout, deadLetters: this.#deadLetters });
  }

  #ingest(): HouseFunction {
    const ingest = new HouseFunction(this, 'Ingest', {
      name: 'ingest',
      settings: this.#settings,
      timeout: TIMEOUT.ingest,
      folders: { openapi: 'shared/contracts/openapi' },
      environment: {
        ...this.#atTheDoor(),
        EDGE_SECRET: this.#edgeSecret.value,
        STATUS_PAGE: this.#settings.statusPage,
        ...outsideIssuer(this.#settings),
      },
    });
    ingest.allow([...READ_AND_WRITE, ...BATCH_READ], this.#table.tableArn);
    // Asked for its attributes, the queue shows in `/health/full` that it is there.
    ingest.allow([...SEND, 'sqs:GetQueueAttributes'], this.#inbound.queue.queueArn);
    return ingest;
  }

  #telegram(): HouseFunction {
    const telegram = new HouseFunction(this, 'Telegram', {
      name: 'telegram',
      settings: this.#settings,
      timeout: TIMEOUT.telegram,
      environment: this.#atTheDoor(),
    });
    telegram.allow([...READ_AND_WRITE, ...BATCH_READ], this.#table.tableArn);
    telegram.allow(SEND, this.#inbound.queue.queueArn);
    return telegram;
  }

  /** What a function needs to know that takes messages in. */
  #atTheDoor() {
    return {
      TABLE_NAME: this.#table.tableName,
      INBOUND_QUEUE_URL: this.#inbound.queue.queueUrl,
      LIMITS: this.#settings.limits,
      PACE: this.#settings.pace,
    };
  }

  #classify(): HouseFunction {
    const opinion = new SecondOpinion(this.#settings);
    const classify = new HouseFunction(this, 'Classify', {
      name: 'classify',
      settings: this.#settings,
      timeout: TIMEOUT.classify,
      mayLoop: true,
      folders: {
        model: 'shared/classification/model',
        'trouble-model': 'shared/classification/trouble/model',
      },
      environment: {
        TABLE_NAME: this.#table.tableName,
        INBOUND_QUEUE_URL: this.#inbound.queue.queueUrl,
        JOBS_QUEUE_URL: this.#jobs.queue.queueUrl,
        OUTBOUND_QUEUE_URL: this.#outbound.queue.queueUrl,
        FOLLOW_UPS_QUEUE_URL: this.#followUps.queue.queueUrl,
        PACE: this.#settings.pace,
        ...opinion.environment,
      },
    });
    classify.allow([...READ_AND_WRITE, ...BATCH_READ], this.#table.tableArn);
    classify.allow(SEND, this.#inbound.queue.queueArn);
    classify.allow(SEND, this.#outbound.queue.queueArn);
    classify.allow(SEND, this.#followUps.queue.queueArn);
    classify.allow(SEND, this.#jobs.queue.queueArn);
    opinion.allowAsking(classify);
    return classify;
  }

  #deliver(): HouseFunction {
    const deliver = new HouseFunction(this, 'Deliver', {
      name: 'deliver',
      settings: this.#settings,
      timeout: TIMEOUT.deliver,
      mayLoop: true,
      environment: {
        TABLE_NAME: this.#table.tableName,
        OUTBOUND_QUEUE_URL: this.#outbound.queue.queueUrl,
        SLOW_QUEUE_URL: this.#slow.queue.queueUrl,
        SLOW_QUEUE_ARN: this.#slow.queue.queueArn,
        DEAD_LETTERS_QUEUE_URL: this.#deadLetters.queue.queueUrl,
        SCHEDULE_GROUP: this.#retryClock.groupName,
        SCHEDULE_ROLE_ARN: this.#retryClock.roleArn,
        INBOUND_QUEUE_URL: this.#inbound.queue.queueUrl,
        ...this.#wakeUps(),
        // An endpoint is on one of the lanes at a time, so the wider one counts.
        INSTANCES: String(Math.max(this.#settings.concurrency.deliver, this.#settings.concurrency.slow)),
        ...this.#bots(),
      },
    });
    deliver.allow([...READ_AND_WRITE, ...DELETE], this.#table.tableArn);
    deliver.allow(SEND, this.#outbound.queue.queueArn);
    deliver.allow(SEND, this.#slow.queue.queueArn);
    deliver.allow(SEND, this.#deadLetters.queue.queueArn);
    // A reply that was taken back, because its conversation changed hands, leaves its messages to be answered anew.
    deliver.allow(SEND, this.#inbound.queue.queueArn);
    this.#retryClock.allowArming(deliver);
    this.#followUpClock.allowArming(deliver);
    this.#botTokens.allowReading(deliver);
    return deliver;
  }

  #followUp(): HouseFunction {
    const followUp = new HouseFunction(this, 'FollowUp', {
      name: 'follow-up',
      settings: this.#settings,
      timeout: TIMEOUT['follow-up'],
      mayLoop: true,
      environment: {
        TABLE_NAME: this.#table.tableName,
        INBOUND_QUEUE_URL: this.#inbound.queue.queueUrl,
        OUTBOUND_QUEUE_URL: this.#outbound.queue.queueUrl,
        FOLLOW_UPS_QUEUE_URL: this.#followUps.queue.queueUrl,
        ...this.#wakeUps(),
      },
    });
    followUp.allow(READ_AND_WRITE, this.#table.tableArn);
    followUp.allow(SEND, this.#inbound.queue.queueArn);
    followUp.allow(SEND, this.#outbound.queue.queueArn);
    followUp.allow(SEND, this.#followUps.queue.queueArn);
    this.#followUpClock.allowArming(followUp);
    return followUp;
  }

  #broadcast(): HouseFunction {
    const broadcast = new HouseFunction(this, 'Broadcast', {
      name: 'broadcast',
      settings: this.#settings,
      timeout: TIMEOUT.broadcast,
      mayLoop: true,
      environment: {
        TABLE_NAME: this.#table.tableName,
        OUTBOUND_QUEUE_URL: this.#outbound.queue.queueUrl,
        BROADCASTS_QUEUE_URL: this.#broadcasts.queue.queueUrl,
      },
    });
    broadcast.allow([...READ_AND_WRITE, ...BATCH_READ], this.#table.tableArn);
    broadcast.allow(['dynamodb:Query'], `${this.#table.tableArn}/index/${DESK_INDEX}`);
    broadcast.allow(SEND, this.#outbound.queue.queueArn);
    broadcast.allow(SEND, this.#broadcasts.queue.queueArn);
    return broadcast;
  }

  /** What a function needs to know to have conversations woken. */
  #wakeUps() {
    return {
      FOLLOW_UPS_QUEUE_ARN: this.#followUps.queue.queueArn,
      FOLLOW_UP_GROUP: this.#followUpClock.groupName,
      FOLLOW_UP_ROLE_ARN: this.#followUpClock.roleArn,
    };
  }

  /** What a function needs to know to ask the Bot API. */
  #bots() {
    return {
      BOT_TOKENS_PREFIX: this.#botTokens.prefix,
      TELEGRAM_API_URL: this.#settings.telegramApi,
    };
  }

  #recover(): HouseFunction {
    const recover = new HouseFunction(this, 'Recover', {
      name: 'recover',
      settings: this.#settings,
      timeout: TIMEOUT.recover,
      environment: {
        TABLE_NAME: this.#table.tableName,
        INBOUND_QUEUE_URL: this.#inbound.queue.queueUrl,
      },
    });
    recover.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], this.#table.tableArn);
    recover.allow(SEND, this.#inbound.queue.queueArn);
    return recover;
  }

  #project(): HouseFunction {
    const project = new HouseFunction(this, 'Project', {
      name: 'project',
      settings: this.#settings,
      timeout: TIMEOUT.project,
      environment: { TABLE_NAME: this.#table.tableName, SOCKETS_URL: this.#sockets.callbackUrl },
    });
    project.allow(['dynamodb:Query', ...BATCH_READ, ...DELETE], this.#table.tableArn);
    this.#sockets.allowPushing(project);
    return project;
  }

  #socket(): HouseFunction {
    const socket = new HouseFunction(this, 'Socket', {
      name: 'socket',
      settings: this.#settings,
      timeout: TIMEOUT.socket,
      environment: { TABLE_NAME: this.#table.tableName, SOCKETS_URL: this.#sockets.callbackUrl },
    });
    socket.allow([...READ_AND_WRITE, ...DELETE], this.#table.tableArn);
    this.#sockets.allowPushing(socket);
    return socket;
  }

  #probe(): HouseFunction {
    const probe = new HouseFunction(this, 'Probe', {
      name: 'probe',
      settings: this.#settings,
      timeout: TIMEOUT.probe,
      environment: { TABLE_NAME: this.#table.tableName, ...this.#bots() },
    });
    probe.allow(['dynamodb:Query'], this.#table.tableArn);
    this.#botTokens.allowReading(probe);
    return probe;
  }

  #redrive(): HouseFunction {
    const redrive = new HouseFunction(this, 'Redrive', {
      name: 'redrive',
      settings: this.#settings,
      timeout: TIMEOUT.redrive,
      mayLoop: true,
      environment: {
        TABLE_NAME: this.#table.tableName,
        INBOUND_QUEUE_URL: this.#inbound.queue.queueUrl,
        OUTBOUND_QUEUE_URL: this.#outbound.queue.queueUrl,
        FOLLOW_UPS_QUEUE_URL: this.#followUps.queue.queueUrl,
        JOBS_QUEUE_URL: this.#jobs.queue.queueUrl,
        BROADCASTS_QUEUE_URL: this.#broadcasts.queue.queueUrl,
        JOBS_QUEUE_ARN: this.#jobs.queue.queueArn,
        SCHEDULE_GROUP: this.#retryClock.groupName,
        FOLLOW_UP_GROUP: this.#followUpClock.groupName,
      },
    });
    redrive.allow([...READ_AND_WRITE, ...BATCH_READ, ...DELETE], this.#table.tableArn);
    // Of a client that is erased nothing is to come.
    this.#followUpClock.allowListing(redrive);
    this.#retryClock.allowDisarming(redrive);
    this.#followUpClock.allowDisarming(redrive);
    redrive.allow(SEND, this.#inbound.queue.queueArn);
    redrive.allow(SEND, this.#outbound.queue.queueArn);
    redrive.allow(SEND, this.#followUps.queue.queueArn);
    redrive.allow(SEND, this.#jobs.queue.queueArn);
    redrive.allow(SEND, this.#broadcasts.queue.queueArn);
    return redrive;
  }

  #operatorApi(publicUrl: string): HouseFunction {
    const operatorApi = new HouseFunction(this, 'OperatorApi', {
      name: 'operator-api',
      settings: this.#settings,
      timeout: TIMEOUT['operator-api'],
      environment: {
        TABLE_NAME: this.#table.tableName,
        INBOUND_QUEUE_URL: this.#inbound.queue.queueUrl,
        OUTBOUND_QUEUE_URL: this.#outbound.queue.queueUrl,
        JOBS_QUEUE_URL: this.#jobs.queue.queueUrl,
        BROADCASTS_QUEUE_URL: this.#broadcasts.queue.queueUrl,
        FOLLOW_UPS_QUEUE_URL: this.#followUps.queue.queueUrl,
        FOLLOW_UP_GROUP: this.#followUpClock.groupName,
        SCHEDULE_GROUP: this.#retryClock.groupName,
        LIMITS: this.#settings.limits,
        PACE: this.#settings.pace,
        EDGE_SECRET: this.#edgeSecret.value,
        SECOND_OPINION: this.#settings.llm === undefined ? 'off' : 'on',
        ...outsideIssuer(this.#settings),
        ...this.#bots(),
        PUBLIC_URL: publicUrl,
      },
    });
    operatorApi.allow([...READ_AND_WRITE, ...BATCH_READ, ...DELETE], this.#table.tableArn);
    operatorApi.allow(['dynamodb:Query'], `${this.#table.tableArn}/index/${DESK_INDEX}`);
    // What is handed back is the bot's to answer.
    operatorApi.allow(SEND, this.#inbound.queue.queueArn);
    operatorApi.allow(SEND, this.#outbound.queue.queueArn);
    operatorApi.allow(SEND, this.#jobs.queue.queueArn);
    operatorApi.allow(SEND, this.#broadcasts.queue.queueArn);
    operatorApi.allow(SEND, this.#followUps.queue.queueArn);
    this.#followUpClock.allowListing(operatorApi);
    this.#botTokens.allowChanging(operatorApi);
    return operatorApi;
  }

  #auth(publicUrl: string): HouseFunction {
    const auth = new HouseFunction(this, 'Auth', {
      name: 'auth',
      settings: this.#settings,
      timeout: TIMEOUT.auth,
      environment: {
        TABLE_NAME: this.#table.tableName,
        LIMITS: this.#settings.limits,
        PUBLIC_URL: publicUrl,
        SOCKET_URL: this.#sockets.url,
        EDGE_SECRET: this.#edgeSecret.value,
        ...outsideIssuer(this.#settings),
      },
    });
    auth.allow(READ_AND_WRITE_ROWS, this.#table.tableArn);
    return auth;
  }

  #status(): HouseFunction {
    const status = new HouseFunction(this, 'Status', {
      name: 'status',
      settings: this.#settings,
      timeout: TIMEOUT.status,
      environment: {
        TABLE_NAME: this.#table.tableName,
        LIMITS: this.#settings.limits,
        EDGE_SECRET: this.#edgeSecret.value,
      },
    });
    status.allow(['dynamodb:GetItem', 'dynamodb:Query'], this.#table.tableArn, {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': PUBLIC_PARTITIONS },
    });
    return status;
  }
}
