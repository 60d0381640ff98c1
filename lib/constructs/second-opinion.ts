import { Stack } from 'aws-cdk-lib';
import type { LlmStageSettings, StageSettings } from '../stage-settings.ts';
import type { HouseFunction } from './house-function.ts';

/** The language model of a stage that has one, and the one parameter that holds its key. */
export class SecondOpinion {
  readonly #llm: LlmStageSettings | undefined;
  readonly #parameter: string;

  /** @throws Error if the model's address can be none. */
  constructor({ stage, llm }: Pick<StageSettings, 'stage' | 'llm'>) {
    this.#llm = llm;
    this.#parameter = `/firstline/${stage}/llm/api-key`;
    if (llm && !/^https?:\/\/[^@\s]+$/.test(llm.baseUrl))
      throw new Error(`llm.baseUrl of the stage "${stage}" must be an http or https URL without a password.`);
  }

  /** What a function needs to know to ask it: nothing, if there is none. */
  get environment() {
    if (!this.#llm) return {};
    const { baseUrl, model, dailyUsd, usdPerMillion } = this.#llm;
    return {
      LLM_BASE_URL: baseUrl,
      LLM_MODEL: model,
      LLM_API_KEY_PARAMETER: this.#parameter,
      ...(dailyUsd !== undefined && { LLM_DAILY_USD: String(dailyUsd) }),
      ...(usdPerMillion && {
        LLM_USD_PER_MILLION_IN: String(usdPerMillion.in),
        LLM_USD_PER_MILLION_OUT: String(usdPerMillion.out),
      }),
    };
  }

  allowReadingKey(reader: HouseFunction): void {
    if (!this.#llm) return;
    const place = { service: 'ssm', resource: 'parameter', resourceName: this.#parameter.slice(1) };
    reader.allow(['ssm:GetParameter'], Stack.of(reader).formatArn(place));
  }
}
