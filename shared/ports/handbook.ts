import type { PolicyReading } from '../domain/documents.ts';
import type { Handbook } from '../domain/handbook.ts';
import type { Written } from './written.ts';

/** The policy and texts in force. */
export interface Handbooks {
  current(): Promise<Handbook>;
}

/** The policy that these changes make of the shipped one, or what is wrong with it. */
export type ReadPolicy = (changes: unknown) => PolicyReading;

/** What admins publish, with every version there was. Every read is strongly consistent. */
export interface Documents {
  /** All that are published, each in its latest version. */
  all(): Promise<PublishedDocument[]>;
  document(name: string): Promise<PublishedDocument | undefined>;
  version(name: string, version: number): Promise<PublishedDocument | undefined>;
  /** Newest first. */
  versions(name: string, page: { limit: number; before?: number | undefined }): Promise<PublishedDocument[]>;
  /** Publishes it as its version, if the one before still is the latest: both the latest and the history, or neither. */
  publish(document: PublishedDocument): Promise<Written>;
}

/** One version of what an admin published; who, when and why is its audit. */
export interface PublishedDocument {
  name: string;
  /** From 1, without gaps. */
  version: number;
  body: unknown;
  at: number;
  by: string;
  reason?: string | undefined;
  /** The version it brings back; 0: what is shipped. */
  restores?: number | undefined;
}
