/** Every port, by topic. Whoever needs one imports it from here; the files behind this page are its sections. */

/** Telling many clients the same. */
export type * from './ports/broadcast.ts';
/** Conversations: heads, messages, turns, what people did, history. */
export type * from './ports/conversations.ts';
/** Texts on their way out, and where they end. */
export type * from './ports/delivery.ts';
/** Where texts go, and how that fares. */
export type * from './ports/endpoints.ts';
/** The handbook in force, and what admins publish. */
export type * from './ports/handbook.ts';
/** What people at the desk see listed, and have read. */
export type * from './ports/inbox.ts';
/** Incidents, who has reported them, and who was told. */
export type * from './ports/incident.ts';
/** Work on many texts. */
export type * from './ports/jobs.ts';
/** Lanes between functions, and wake-ups. */
export type * from './ports/lanes.ts';
/** What the classifier learns from, and learnt. */
export type * from './ports/learning.ts';
/** Open screens, and what is pushed to them. */
export type * from './ports/live.ts';
/** What is told of the work itself. */
export type * from './ports/observation.ts';
/** Trouble that many have at a time. */
export type * from './ports/outage.ts';
/** Partners: keys, secrets, requests, rates. */
export type * from './ports/partners.ts';
/** People at the desk, their sign-in, and what they changed. */
export type * from './ports/people.ts';
/** What is kept of one client. */
export type * from './ports/privacy.ts';
/** What was said, and clients, to be searched. */
export type * from './ports/search.ts';
/** Sending itself: one text, one ping, so many at a time. */
export type * from './ports/sending.ts';
/** What was counted, by hour. */
export type * from './ports/statistics.ts';
/** Telegram: bots, their tokens, their pace, their API. */
export type * from './ports/telegram.ts';
/** Time and chance, as values. */
export type * from './ports/time-and-chance.ts';
/** How a text is understood. */
export type * from './ports/understanding.ts';
/** How a conditional write ended. */
export type * from './ports/written.ts';
