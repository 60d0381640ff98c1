import type { SQSBatchResponse } from 'aws-lambda';
import type { Kit } from '../world/kit.ts';
import type { FunctionName } from '../world/process.ts';

/** A way to break the product from outside, to see whether the simulation notices. */
export interface Mutant {
  /** Other ports for a process of this function. */
  ports?(kit: Kit, fn: FunctionName): Kit;
  /** Another answer to the lane. */
  consume?(run: () => Promise<SQSBatchResponse>): Promise<SQSBatchResponse>;
}
