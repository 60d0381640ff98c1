import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIGURES, SPEND_FIGURE } from '../../shared/adapters/llm/figures.ts';
import { DEPLOYED_LLM_ENV } from '../../shared/edge/llm-settings.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/llm.md'), 'utf8');

it.each([...Object.values(FIGURES), SPEND_FIGURE, ...DEPLOYED_LLM_ENV, 'LLM_API_KEY'])(
  '%s stands in the page on language models',
  (name) => {
    expect(PAGE).toContain(`\`${name}\``);
  },
);
