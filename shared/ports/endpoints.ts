import type { Endpoint, HeldText } from '../domain/endpoint.ts';
import type { Written } from './written.ts';

/** Endpoints and how they fare. Every read but a glance is strongly consistent. */
export interface Endpoints {
  endpoint(id: string): Promise<Endpoint | undefined>;
  /** As it was a moment ago, at half the price: for an advice that may come too late. */
  glance(id: string): Promise<Endpoint | undefined>;
  /** Keeps `next` under the revision after the one `seen`, if that still stands; `undefined`: if there is none. */
  save(seen: Endpoint | undefined, next: Endpoint): Promise<Written>;
  /** By partner and id; of one partner if it is given. */
  list(page: EndpointPage): Promise<Endpoint[]>;
  /** Shows a text as held; again and again it is the same. */
  hold(text: HeldText): Promise<void>;
  release(endpointId: string, textId: string): Promise<void>;
  /** Texts that wait for a disabled endpoint, oldest first. */
  held(endpointId: string, page: HeldPage): Promise<HeldText[]>;
}

export interface EndpointPage {
  limit: number;
  partner?: string | undefined;
  /** Only what comes behind this one, by partner and id. */
  after?: Pick<Endpoint, 'partner' | 'id'> | undefined;
}

export interface HeldPage {
  limit: number;
  /** Only what is younger than this text. */
  after?: string | undefined;
}

/** `unknown`: the resolver was slow or failed, which is not the caller's fault; the check at connect decides. */
export type HostVerdict = 'public' | 'non_public' | 'not_found' | 'unknown';

/** Does a webhook host resolve to addresses that anybody may be sent to? */
export interface HostCheck {
  check(host: string, now: number): Promise<HostVerdict>;
}
