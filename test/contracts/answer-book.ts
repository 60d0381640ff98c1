import { expect } from 'vitest';
import type { JsonSchema, OperationObject } from '../../shared/contracts/describe/json.ts';
import type { FaultCode } from '../../shared/domain/errors.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { bodyDeviations, DOCUMENTED, deviations, operationOf } from './documented.ts';
import { type Request, verdictOf } from './partner-door.ts';

interface Asked {
  ask(request: Request): Promise<HttpResponse>;
}

/** Asks at doors, holds what is said to its description, and keeps every answer as `operation status code`. */
export class AnswerBook {
  readonly #given = new Set<string>();

  /** `body` is what is sent if the request names none. */
  async ask(door: Asked, request: Request, body?: unknown): Promise<HttpResponse> {
    const response = await door.ask(request);
    const operation = operationOf(request.method ?? 'POST', request.path ?? '/api/messages');
    if (!operation) throw new Error(`${request.path} is not described`);
    expect(deviations(operation, response)).toEqual([]);
    const sent = request.body ?? body;
    if (response.statusCode < 300 && sent !== undefined) expect(bodyDeviations(operation, sent)).toEqual([]);
    const { code = '' } = response.isBase64Encoded ? {} : verdictOf(response);
    const type = response.headers['content-type'] ?? '';
    const what = code || (type.startsWith('text/csv') ? 'csv' : '');
    this.#given.add(`${operation.operationId} ${response.statusCode} ${what}`.trim());
    return response;
  }

  /** Holds every answer that these operations describe to have been given, and no other. */
  expectAll(among: (operation: OperationObject) => boolean): void {
    const described = DOCUMENTED.filter(({ operation }) => among(operation)).flatMap(answersOf);
    expect([...this.#given].toSorted()).toEqual(described.toSorted());
  }
}

/** Stands for what an answer without a body has in it. */
const BODILESS = { '': { schema: {} as JsonSchema } };

function answersOf({ operation: { operationId, responses } }: (typeof DOCUMENTED)[number]): string[] {
  return Object.entries(responses).flatMap(([answered, { content }]) =>
    Object.entries(content ?? BODILESS).flatMap(([type, { schema }]) => {
      const codes = schema.properties?.['code']?.['enum'] as FaultCode[] | undefined;
      return type === 'application/problem+json'
        ? (codes ?? []).map((code) => `${operationId} ${answered} ${code}`)
        : [`${operationId} ${answered} ${type.startsWith('text/csv') ? 'csv' : ''}`.trim()];
    }),
  );
}
