import { Stack } from 'aws-cdk-lib';
import type { LlmStageSettings, OpenAiModel, StageSettings } from '../stage-settings.ts';
import { bedrockRights } from './bedrock-model.ts';
import type { HouseFunction } from './house-function.ts';

/** The language model of a stage that has one, and the right to ask it: of a server the one parameter that holds its key, of Bedrock the model. */
export class SecondOpinion {
  readonly #llm: LlmStageSettings | undefined;
  readonly #parameter: string;

  /** @throws Error if the model's address can be none. */
  constructor({ stage, llm }: Pick<StageSettings, 'stage' | 'llm'>) {
    this.#llm = llm;
    this.#parameter = `/firstline/${stage}/llm/api-key`;
    if (llm && llm.provider !== 'bedrock' && !/^https?:\/\/[^@\s]+$/.test(llm.baseUrl))
      throw new Error(`llm.baseUrl of the stage "${stage}" must be an http or https URL without a password.`);
  }

  /** What a function needs to know to ask it: nothing, if there is none. */
  get environment() {
    if (!this.#llm) return {};
    const { dailyUsd, usdPerMillion } = this.#llm;
    return {
      ...this.#place(this.#llm),
      ...(dailyUsd !== undefined && { LLM_DAILY_USD: String(dailyUsd) }),
      ...(usdPerMillion && {
        LLM_USD_PER_MILLION_IN: String(usdPerMillion.in),
        LLM_USD_PER_MILLION_OUT: String(usdPerMillion.out),
      }),
    };
  }

  /** @throws Error if a model on Bedrock is named so that nobody can tell what may be asked. */
  allowAsking(asker: HouseFunction): void {
    if (!this.#llm) return;
    if (this.#llm.provider === 'bedrock') {
      for (const { arn, conditions } of bedrockRights(this.#llm, Stack.of(asker)))
        asker.allow(['bedrock:InvokeModel'], arn, conditions);
      return;
    }
    const place = { service: 'ssm', resource: 'parameter', resourceName: this.#parameter.slice(1) };
    asker.allow(['ssm:GetParameter'], Stack.of(asker).formatArn(place));
  }

  #place(llm: LlmStageSettings) {
    if (llm.provider !== 'bedrock') return this.#server(llm);
    const { provider, model, region } = llm;
    return { LLM_PROVIDER: provider, LLM_MODEL: model, ...(region !== undefined && { LLM_REGION: region }) };
  }

  #server({ baseUrl, model }: OpenAiModel) {
    return { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY_PARAMETER: this.#parameter };
  }
}
