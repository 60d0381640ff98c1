const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Every limit of the system, in one place. Times are milliseconds of business time unless the name says wall;
 * sizes are characters or bytes as the name says. Sources: design §1.2, §3, §4.
 */
export const LIMITS = {
  bodyBytes: 256 * 1024,
  contentCharacters: 5000,
  clientIdCharacters: 255,
  idempotencyKeyCharacters: 255,
  attachments: 10,
  urlCharacters: 2048,
  nameCharacters: 255,
  localeCharacters: 35,
  platformCharacters: 64,
  chatIdCharacters: 255,
  /** A caller's own X-Request-ID is kept if it is no longer than this. */
  requestIdCharacters: 128,

  /** Without a rate limit messages are still counted, because the count tells concurrent writers apart. */
  unlimitedWindow: MINUTE,
  duplicateWindow: 5 * SECOND,
  idempotencyKept: 7 * DAY,

  /** Messages of one conversation that may wait for a turn; beyond it the door says 503. */
  pendingMessages: 100,
  /** In a chat it may be more, because nobody there can be told to wait. */
  pendingInChat: 500,
  /** Messages left to an operator that a hand-back brings back; later ones stay with the operators. */
  owedMessages: 100,
  /** Operators' texts of one conversation that are known again by the key they were asked for under. */
  repliesRemembered: 5,
  /** Texts of one conversation that may wait for delivery. */
  outboxTexts: 100,
  /** After this a remembered id whose message row never came is forgotten. */
  pendingWithoutRow: MINUTE,

  /** A message that is unanswered after this may never have been signalled. */
  unsignalledAfter: 10 * SECOND,
  burstQuiet: 2 * SECOND,
  burstLongest: 6 * SECOND,

  /** Longest `Prefer: wait`, in seconds of wall time; API Gateway gives up at 30. */
  waitSeconds: 25,
  /** Keys and addresses whose request rates one instance remembers. */
  ratedCallers: 10_000,

  /** A reply stands right behind the newest message it answers: it is looked for among so many rows behind a message. */
  rowsSearched: 200,
  historyPage: 50,
  historyPageMost: 200,
  messagesKept: 400 * DAY,
  attemptsKept: 90 * DAY,

  /** A claim outlives the deadline of an attempt (15 s; in a chat 5 s and 10 s), so that a live attempt is never taken for a crashed one. */
  claimWall: 20 * SECOND,
  /** One invocation begins no new attempt after this, so that the last one ends within its time-out. */
  deliverSpanWall: 2 * SECOND,
  busyRetryWallSeconds: 2,
  /** A send waits so long within an invocation for room at its endpoint, and is signalled again after so long. */
  roomWaitWall: SECOND,
  crowdedRetryWallSeconds: 1,
  /** Attempts that failed by our own fault cost no try, up to so many. */
  freeAttempts: 30,
  /** Failures in a row that open an endpoint's breaker, and how long it stays open before a probe, at first and at most. */
  breakerFailures: 5,
  breakerFirstWait: 30 * SECOND,
  breakerLongestWait: 5 * MINUTE,
  /** Sends at a time to an endpoint at which nothing was delivered yet, or not for a day. */
  freshEndpointSends: 4,
  endpointSilence: DAY,
  /** An endpoint at which nothing succeeded for so long is disabled (design §4.3). */
  endpointFailingMost: 5 * DAY,
  /** Failures in a row are forgotten when nothing was sent for so long: longer than the longest step of the ladder. */
  failuresKept: 2 * DAY,
  /** When an endpoint was last used is kept to this. */
  endpointUsedKept: HOUR,
  /** What is known of an endpoint that was not used since is forgotten, unless it is disabled. */
  endpointsKept: 400 * DAY,
  /** An attempt that takes longer marks its endpoint slow for a while, already while it is under way. */
  slowAfterWall: 2 * SECOND,
  slowKept: 10 * MINUTE,
  /** Waits of a text for its endpoint grow from the first to the longest; a lane can hold back no longer than that. */
  deferralFirst: 15 * SECOND,
  deferralLongest: 15 * MINUTE,
  /** A text whose endpoint is disabled is given up after this, counted from when it was due. */
  heldMost: 30 * DAY,
  /** Sends at a time to one origin of one partner, over all instances. */
  originSends: 20,
  /** Sends a second to one endpoint, over all instances. */
  endpointRate: 400,

  /** Secrets that may sign a partner's webhooks at a time: the newest, and older ones within their overlap. */
  webhookSecrets: 3,
  /** A secret that was replaced goes on signing beside the new one, so that a partner changes over when it suits. */
  webhookSecretOverlap: DAY,
  webhookSecretOverlapMost: 7 * DAY,
  /** For so long receivers may keep the list of the desk's keys. */
  jwksSeconds: 3600,
  /** A new key is published so long before it signs: longer than any old list is kept. */
  webhookKeyLead: 2 * HOUR,
  /** A key stays published so long after it signed last. */
  webhookKeyPublished: 7 * DAY,
  /** An instance goes on for so long with the keys that it has read. */
  webhookKeysRemembered: MINUTE,
  /** Keys that are published at a time. */
  webhookKeys: 8,

  /** SQS holds a message back for at most this long. */
  laneDelaySeconds: 900,
  /** A text that waits longer to leave is woken by a schedule of its own. */
  laneWaitSeconds: 60,
  /** Signals of one chain that did work; beyond it something goes in circles. */
  signalHops: 50,
  /** Items of a list's page, and how many a caller may ask for. */
  listPage: 50,
  listPageMost: 200,
  /** One page of the dead, or one step of a job, looks at no more than so many deaths and comes back short; all the days that are kept it may ask for. */
  deathsPerPage: 1000,
  deathDaysPerPage: 92,
  /** A dry run counts so far. */
  deathsCounted: 10_000,
  deathsShown: 10,
  /** Held texts of one endpoint are counted so far where many endpoints are listed. */
  heldCounted: 100,
  /** Endpoints that one page of held texts looks through. */
  endpointsPerPage: 200,

  /** Texts that a step of a job replays, and how long it is to the next: an endpoint that recovered is not flooded. */
  jobBatch: 25,
  jobPause: SECOND,
  /** A text that fails so often in one step is left to people. */
  jobTries: 3,
  /** Held texts that go out in one step once their endpoint has proved itself. */
  drainedAtOnce: 20,
  /** A delivery that saw its endpoint disabled may still put a text aside. */
  drainLastLook: 30 * SECOND,
  /** The same job asked for again within it, without a key, was asked for by mistake. */
  jobAskedTwice: 10 * SECOND,
  jobsKept: 90 * DAY,
  /** Names and reasons that operators give. */
  filterCharacters: 255,
  reasonCharacters: 500,

  /** Policy and texts go on for so long after somebody published others. */
  handbookRemembered: MINUTE,
  /** If they cannot be read, those remembered go on for so long before it is tried again. */
  handbookRetried: 5 * SECOND,
  templateCharacters: 2000,
  /** Places of one request that are told to be wrong. */
  issuesTold: 100,
  /** Reminders after one reply, and how far off any follow-up may be. */
  reminders: 10,
  followUpLongest: 30 * DAY,
  followUpExpiresMost: DAY,
  /** A schedule is armed for no sooner than that. */
  soonest: 5 * SECOND,
  /** A schedule fires so much before its time at most, by whoever's clock. */
  wokenEarly: 5 * SECOND,
  /** A follow-up that is no further off waits on its lane and not for a schedule. */
  shortWait: MINUTE,
  /** Armed conversations that a page of reminders looks through. */
  remindersPerPage: 100,
  /** A dry run of a policy goes through the newest rows of so many conversations, and shows so many turns of them. */
  dryRunConversations: 50,
  dryRunRows: 200,
  dryRunItems: 50,
  /** Versions of a policy or a template that a page shows. */
  versionsPage: 50,
  /** The file of a model travels in parts of so many bytes: as base64 in JSON one fits into a body, and into a row of the table. */
  modelPartBytes: 180_000,
  modelParts: 24,
  /** A model that could not be read is tried again after so long. */
  modelRetried: MINUTE,
  /** Labelled examples to a page: each of them reads what was said. */
  examplesPage: 50,
  /** Keywords of a desk, characters and words of one, and letters in front of its `*`. */
  keywords: 500,
  keywordCharacters: 100,
  keywordWords: 8,
  keywordStem: 3,
  /** Keywords that are tried at once. */
  keywordsTried: 100,
  /** Versions of the keywords that a page shows: each has them all, and an answer of Lambda is 6 MB at most. */
  keywordVersionsPage: 10,
  /** Words and gaps of a text that are compared one by one; a longer one is shown as changed in whole. */
  diffPieces: 4000,
  /** Names of parameters and their values in a preview. */
  previewCharacters: 2000,

  /** Updates of a bot are known again for so long (facts of the Bot API: at least 48 h). */
  updateKept: 2 * DAY,
  parkedCharacters: 8_000,
  /** A customer who writes very much is kept waiting so long for room before the update has to come again, and how often it is looked for. */
  roomForUpdateWall: 8 * SECOND,
  roomLookedForWall: 250,
  parkedKept: 30 * DAY,
  /** A bot remembers for so long which groups it has greeted. */
  groupRemembered: 365 * DAY,
  /** A text that is only ever told to wait is given up after so long, in sight. */
  pacedMost: 3 * DAY,
  /** One text in a chat, in UTF-16 units; longer ones are sent in parts. */
  chatTextUnits: 4096,
  /** Sends a second for one bot, and a minute for one group: so far under what the Bot API allows (30 and 20) that no second has too many though some sends leave `momentLateWall` late. */
  botRate: 27,
  groupRate: 19,
  /** A moment that was missed by more than that is given up: `30 / botRate` seconds, less one for the second that is looked at, is 111 ms. */
  momentLateWall: 100,
  /** A send waits so long at most for its bot's next moment; if that is further off, the text comes again. */
  pacedWaitWall: 3 * SECOND,
  /** Texts that wait until their bot may speak again come back within so long after that, so that not all come at once. */
  pacedSpread: 3 * SECOND,
  /** An attempt begins no part after this, the look for its token included: with the 10 s that a part may take, it ends within its claim. */
  chatSpanWall: 5 * SECOND,
  /** What a bot was told to wait, at most; and if it was not told how long. */
  floodWaitMost: DAY,
  floodWait: 5 * SECOND,
  /** Between two texts in one chat, wall time. */
  chatSpacingWall: SECOND + 50,
  /** A chat shows that somebody writes if the text is due within so long. */
  typingShown: 15 * SECOND,
  /** Nobody waits longer for that to be shown. */
  typingWaitWall: SECOND,
  /** Two probes: an error of a webhook before that is over. */
  botErrorRecentWall: 10 * MINUTE,
  /** A file that operators fetch through us; what Lambda can answer with. */
  fileBytes: 4 * 1024 * 1024,
  /** A link to a file holds for so long. */
  fileLinkKept: 5 * MINUTE,
  /** After a change of a bot's secret its webhook may show the old one for so long. */
  botSecretOverlap: HOUR,
  /** Secrets that one bot's webhook may show: the newest, and what it may have been given before. */
  botSecrets: 5,
  bots: 50,
  /** The Bot API's own names for files, albums and taps; what is longer is none of them. */
  chatTokenCharacters: 256,
  /** What a button may carry. */
  buttonBytes: 64,

  /** Everything that is asked of a language model for one message: the look for its key and a repeat included. */
  llmWall: 4 * SECOND,
  /** What fails later than that is not asked again. */
  llmRepeatWall: 2 * SECOND,
  /** What of a message a language model is shown, what of its answer is read, and how many tokens it may answer with. */
  llmCharacters: 2000,
  llmAnswerBytes: 64 * 1024,
  llmAnswerTokens: 64,
  /** Failures in a row after which an instance asks no language model, and for how long, at first and at most. */
  llmBreakerFailures: 5,
  llmBreakerFirstWait: 30 * SECOND,
  llmBreakerLongestWait: 5 * MINUTE,
  /** An instance goes on for so long with the key that it has read. */
  llmKeyRememberedWall: 5 * MINUTE,
  opinionsKept: 30 * DAY,
  spendingKept: 90 * DAY,

  /** Optimistic writes that found the conversation changed are decided anew this often. */
  rounds: 8,
  /** So many messages of one client may arrive at the same moment: each round lets one of them in. */
  admissionRounds: 64,
  /** A request for a human of no more words is nothing else. */
  briefWords: 6,
  /** One bot's conversation turns are computed from at most this much text. */
  turnTextCharacters: 20_000,
} as const;
