import type { SendResult } from '../../shared/domain/delivery.ts';

/** What a partner's endpoint answered, or why it did not, as the partner sees it. */
export function resultView(result: SendResult) {
  const { status, address, timing } = result;
  const came =
    result.kind === 'response'
      ? { retry_after: result.retry_after, response_body: result.body }
      : { error: result.error, error_detail: result.detail };
  return { status, ...came, address, timing };
}
