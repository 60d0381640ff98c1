/** What becomes of questions, by the names under which CloudWatch counts them. `docs/llm.md` explains them. */
export const FIGURES = {
  answered: 'LlmAnswered',
  cached: 'LlmCached',
  timed_out: 'LlmTimedOut',
  failed: 'LlmFailed',
  malformed: 'LlmMalformed',
  capped: 'LlmCapped',
  breaker_open: 'LlmBreakerOpen',
} as const;

/** Millionths of a US dollar. */
export const SPEND_FIGURE = 'LlmSpendMicroUsd';
