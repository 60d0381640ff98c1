import { type StackPart, stackName } from '../../lib/stack-names.ts';
import type { StageSettings } from '../../lib/stage-settings.ts';

/** What CDK writes of the stacks: their outputs by name. */
export type Outputs = Record<string, Record<string, string>>;

/** Where the desk is, and what its owner does now; a desk that has been there before needs none of it again. */
export function nextSteps({ stage, domain }: StageSettings, outputs: Outputs): string[] {
  const output = (part: StackPart, name: string): string => outputs[stackName(stage, part)]?.[name] ?? '–';
  const [console, api] = [output('console', 'ConsoleUrl'), output('service', 'ApiUrl').replace(/\/$/, '')];
  return [
    '',
    `${stage} is deployed.`,
    `  console  ${console}`,
    `  API      ${api}`,
    `  sockets  ${output('service', 'SocketUrl')}`,
    `  table    ${output('data', 'TableName')}`,
    '',
    'Next, if it is new:',
    ...(domain
      ? [`  DNS      a CNAME (or alias) record: ${domain.name} → ${output('console', 'DomainTarget')}`]
      : []),
    `  health   curl -sS ${api}/health/full`,
    `  admin    npm run admin -- operator add anna --role admin --table ${output('data', 'TableName')}`,
    `           then sign in at ${console}, and take an access token for the rest: docs/operators.md#signing-in`,
    `           export FIRSTLINE_URL=${api} FIRSTLINE_ADMIN_TOKEN=…`,
    '  partner  npm run admin -- partner add acme --name "Acme School"     # shows its key and its secret, once',
    '  bot      npm run admin -- bot add school --token-file token.txt',
    `           npm run admin -- bot webhook school                         # Telegram will call ${api}/api/telegram/school/webhook`,
  ];
}
