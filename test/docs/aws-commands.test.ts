import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { readAws } from './aws-models.ts';
import { awsIn, PAGES, pageAt } from './pages.ts';

const shown = PAGES.flatMap((page) =>
  awsIn(pageAt(page)).map((command) => ({ page, ...command, text: command.words.join(' ') })),
);
const given = (words: readonly string[], option: string) => words[words.indexOf(option) + 1] ?? '';

describe('commands of AWS that pages have their readers type', () => {
  it.each(shown)('can be followed: $page, aws $text', ({ words, named }) => {
    readAws(words, named);
  });

  it.each(shown.filter(({ text }) => text.startsWith('dynamodb put-item')))(
    'put a row that opens a door: $page',
    ({ words }) => {
      const { pk, sk, ...row } = JSON.parse(given(words, '--item')) as Record<string, { S: string }>;
      expect({ pk: pk?.S, sk: sk?.S }).toEqual(keys.callerKey('$HASH'));
      expect(['admin', 'metrics']).toEqual(expect.arrayContaining(Object.keys(row)));
    },
  );

  it('are found, with their words', () => {
    const text = [
      'Take it away (`aws ssm delete-parameter`), or `aws lambda get-account-settings --query AccountLimit`.',
      '```sh',
      'KEY=x; aws ssm put-parameter --name /a \\',
      '  --value "a \\"b\\" $KEY"   # --overwrite',
      '```',
    ].join('\n');
    expect(awsIn(text)).toEqual([
      { words: ['ssm', 'put-parameter', '--name', '/a', '--value', 'a "b" $KEY'], named: false },
      { words: ['ssm', 'delete-parameter'], named: true },
      { words: ['lambda', 'get-account-settings', '--query', 'AccountLimit'], named: false },
    ]);
    expect(shown.length).toBeGreaterThan(10);
  });

  it.each([
    ['of a service without a model', 'sqs list-queues'],
    ['that is no operation', 'dynamodb put-items --table-name T --item {}'],
    ['that is spelt otherwise', 'dynamodb putitem --table-name T --item {}'],
    ['with an option of another', 'dynamodb put-item --table-name T --item {} --name x'],
    ['without what has to be there', 'dynamodb put-item --table-name T'],
    ['without a value', 'ssm put-parameter --name /a --value'],
    ['with a switch that is none', 'lambda update-event-source-mapping --uuid U --no-batch-size'],
    ['with a value that nothing takes', 'lambda update-event-source-mapping --uuid U --enabled yes'],
    ['that asks for what is not answered', 'lambda get-account-settings --query AccountLimits.CodeSize'],
    ['that asks in no language', 'lambda get-account-settings --query AccountLimit['],
  ])('and are refused: one %s', (_what, command) => {
    expect(() => readAws(command.split(' '))).toThrow();
  });
});
