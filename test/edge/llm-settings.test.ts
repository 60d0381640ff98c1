import { describe, expect, it } from 'vitest';
import { readLlmSettings } from '../../shared/edge/llm-settings.ts';

const SET = { LLM_BASE_URL: 'https://api.example.com/v1', LLM_MODEL: 'tiny' };

describe('settings of a language model', () => {
  it.each<[string, Record<string, string | undefined>]>([
    ['nothing is said', {}],
    ['only a key is said', { LLM_API_KEY: 'sk-1', LLM_DAILY_USD: 'much' }],
    ['empty words are said', { LLM_BASE_URL: '', LLM_MODEL: '' }],
  ])('are none if %s', (_, source) => {
    expect(readLlmSettings(source)).toBeUndefined();
  });

  it('are cautious unless told', () => {
    expect(readLlmSettings(SET)).toEqual({
      provider: 'openai',
      base: 'https://api.example.com/v1',
      model: 'tiny',
      key: undefined,
      cap: 1_000_000,
      prices: { in: 3, out: 15 },
    });
  });

  it('are as they are told', () => {
    const settings = readLlmSettings({
      ...SET,
      LLM_BASE_URL: 'http://localhost:11434/v1',
      LLM_API_KEY: ' sk-1\n',
      LLM_DAILY_USD: '0.57',
      LLM_USD_PER_MILLION_IN: '0.15',
      LLM_USD_PER_MILLION_OUT: '0',
    });
    expect(settings).toEqual({
      provider: 'openai',
      base: 'http://localhost:11434/v1',
      model: 'tiny',
      key: { plain: 'sk-1' },
      cap: 570_000,
      prices: { in: 0.15, out: 0 },
    });
  });

  it('name the parameter with the key, unless the key itself is said', () => {
    const source = { ...SET, LLM_API_KEY_PARAMETER: '/firstline/prod/llm/api-key' };
    expect(readLlmSettings(source)).toMatchObject({ key: { parameter: '/firstline/prod/llm/api-key' } });
    expect(readLlmSettings({ ...source, LLM_API_KEY: 'sk-1' })).toMatchObject({ key: { plain: 'sk-1' } });
  });

  it.each<[Record<string, string>, string]>([
    [{ LLM_MODEL: '' }, 'LLM_BASE_URL is set and LLM_MODEL is not: both are needed.'],
    [{ LLM_BASE_URL: '' }, 'LLM_MODEL is set and LLM_BASE_URL is not: both are needed.'],
    [{ LLM_BASE_URL: 'CANARY' }, 'LLM_BASE_URL must be an http or https URL'],
    [{ LLM_BASE_URL: 'file:///CANARY' }, 'LLM_BASE_URL must be an http or https URL'],
    [{ LLM_BASE_URL: 'https://me:CANARY@example.com' }, 'LLM_BASE_URL must be an http or https URL'],
    [{ LLM_API_KEY: 'sk CANARY' }, 'LLM_API_KEY must be one word of ASCII characters.'],
    [{ LLM_API_KEY: 'ключ-CANARY' }, 'LLM_API_KEY must be one word of ASCII characters.'],
    ...['-1', 'CANARY', '1,5', '1e9', 'Infinity', '0x10', '1000001'].map(
      (amount): [Record<string, string>, string] => [
        { LLM_DAILY_USD: amount },
        'LLM_DAILY_USD must be US dollars in digits, such as 0.5, and 1000000 at most.',
      ],
    ),
    [{ LLM_USD_PER_MILLION_IN: '$3' }, 'LLM_USD_PER_MILLION_IN must be US dollars'],
    [{ LLM_USD_PER_MILLION_OUT: '-0.1' }, 'LLM_USD_PER_MILLION_OUT must be US dollars'],
  ])('that cannot be are refused by a sentence without their value: %j', (over, sentence) => {
    const read = () => readLlmSettings({ ...SET, ...over });
    expect(read).toThrow(sentence);
    expect(read).not.toThrow('CANARY');
  });
});

describe('settings of a model on Bedrock', () => {
  const ON_BEDROCK = { LLM_PROVIDER: 'bedrock', LLM_MODEL: 'eu.amazon.nova-lite-v1:0' };
  const PROFILE = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3';

  it('need neither address nor key', () => {
    expect(readLlmSettings({ ...ON_BEDROCK, LLM_DAILY_USD: '2' })).toEqual({
      provider: 'bedrock',
      model: 'eu.amazon.nova-lite-v1:0',
      region: undefined,
      cap: 2_000_000,
      prices: { in: 3, out: 15 },
    });
  });

  it.each([
    ['as it is said', { LLM_REGION: 'eu-central-1' }, 'eu-central-1'],
    ['as the ARN has it', { LLM_MODEL: PROFILE }, 'eu-west-1'],
    ['as both have it', { LLM_MODEL: PROFILE, LLM_REGION: 'eu-west-1' }, 'eu-west-1'],
    ['in a partition of its own', { LLM_REGION: 'us-gov-west-1' }, 'us-gov-west-1'],
  ])('have a region %s', (_, over, region) => {
    expect(readLlmSettings({ ...ON_BEDROCK, ...over })).toMatchObject({ region });
  });

  it.each<[Record<string, string>, string]>([
    [{ LLM_PROVIDER: 'CANARY' }, 'LLM_PROVIDER must be openai or bedrock.'],
    [{ LLM_MODEL: '' }, 'LLM_PROVIDER is bedrock and LLM_MODEL is not set: both are needed.'],
    [{ LLM_MODEL: 'CANARY model?' }, 'LLM_MODEL must be the id or ARN of a model or an inference profile'],
    [{ LLM_BASE_URL: 'https://CANARY.example.com' }, 'LLM_BASE_URL does not go with LLM_PROVIDER=bedrock'],
    [{ LLM_API_KEY: 'CANARY' }, 'LLM_API_KEY does not go with LLM_PROVIDER=bedrock'],
    [{ LLM_API_KEY_PARAMETER: '/CANARY' }, 'LLM_API_KEY_PARAMETER does not go with LLM_PROVIDER=bedrock'],
    [{ LLM_REGION: 'CANARY.example.com' }, 'LLM_REGION must be the name of a region, such as eu-central-1.'],
    [{ LLM_MODEL: PROFILE, LLM_REGION: 'us-east-1' }, 'LLM_REGION must be the region that the ARN'],
    [{ LLM_PROVIDER: 'openai', LLM_REGION: 'us-east-1' }, 'LLM_REGION does not go with LLM_PROVIDER=openai'],
    [{ LLM_DAILY_USD: 'CANARY' }, 'LLM_DAILY_USD must be US dollars'],
  ])('that cannot be are refused by a sentence without their value: %j', (over, sentence) => {
    const read = () => readLlmSettings({ ...ON_BEDROCK, ...over });
    expect(read).toThrow(sentence);
    expect(read).not.toThrow('CANARY');
  });
});
