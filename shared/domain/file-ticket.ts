import { createHmac, timingSafeEqual } from 'node:crypto';
import { isMessageId } from './ids.ts';

/** Which file a link leads to, and until when, epoch milliseconds of business time. */
export interface FileClaim {
  message_id: string;
  /** Place among the message's attachments, from 0. */
  number: number;
  until: number;
}

const SHAPE = /^(msg_[0-9A-Z]{40})\.(\d{1,2})\.(\d{1,15})\.([\w-]{43})$/;

/** A link's words: what it leads to, signed by what only the back end knows. */
export function signedTicket(claim: FileClaim, secret: string): string {
  return `${wordsOf(claim)}.${signatureOf(claim, secret)}`;
}

/** What a link says it leads to; nothing is known yet of who made it. */
export function readTicket(ticket: string): { claim: FileClaim; signature: string } | undefined {
  const [, message_id = '', number, until, signature = ''] = SHAPE.exec(ticket) ?? [];
  if (!isMessageId(message_id)) return undefined;
  return { claim: { message_id, number: Number(number), until: Number(until) }, signature };
}

/** Was it made here? */
export function isSigned(claim: FileClaim, signature: string, secret: string): boolean {
  const [own, shown] = [Buffer.from(signatureOf(claim, secret)), Buffer.from(signature)];
  return own.length === shown.length && timingSafeEqual(own, shown);
}

function wordsOf({ message_id, number, until }: FileClaim): string {
  return `${message_id}.${number}.${until}`;
}

function signatureOf(claim: FileClaim, secret: string): string {
  return createHmac('sha256', secret)
    .update(`file ${wordsOf(claim)}`)
    .digest('base64url');
}
