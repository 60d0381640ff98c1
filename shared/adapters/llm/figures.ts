import type { FigureName } from '../../domain/figures.ts';

/** What becomes of questions, by the names under which CloudWatch counts them. `docs/llm.md` explains them. */
export const FIGURES = {
  answered: 'LlmAnswered',
  cached: 'LlmCached',
  timed_out: 'LlmTimedOut',
  failed: 'LlmFailed',
  malformed: 'LlmMalformed',
  capped: 'LlmCapped',
  breaker_open: 'LlmBreakerOpen',
} as const satisfies Record<string, FigureName>;

/** Millionths of a US dollar. */
export const SPEND_FIGURE = 'LlmSpendMicroUsd' satisfies FigureName;
