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
  /** As long as texts: that there is an attempt tells what was said from a draft. */
  attemptsKept: 400 * DAY,
  /** What was given up, and signals that crashed their function twice. */
  deathsKept: 90 * DAY,

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
  /** Rows of one client that a step of an erase looks at, and other lists that it goes through. */
  erasedAtOnce: 50,
  parkedLookedAt: 100,
  stuckLookedAt: 500,
  /** Incidents, or broadcasts, that a step of an erase goes through. */
  tellingsLookedAt: 25,
  /** What was under way when an erase looked first has ended when it looks again: longer than a text's claim and a lane's repeat. */
  eraseLooksAgain: 2 * MINUTE,
  /** A start of an erase that nobody could signal is found after so long. */
  eraseFoundAfter: 10 * SECOND,
  /** One answer of an export; Lambda's answers are 6 MB at most. */
  exportBytes: 5 * 1024 * 1024,
  exportRows: 100,
  /** Conversations of a page of the inbox: head, profile and read mark of each come by one question for a hundred rows. */
  inboxPage: 25,
  inboxPageMost: 33,
  /** A page that a filter leaves nearly empty looks so often for more, and then comes back short. */
  inboxRounds: 4,
  /** What the inbox shows of a client's last words. */
  previewOfLast: 120,
  /** What is told to somebody whose reply would have missed it. */
  missedShown: 20,
  noteCharacters: 5000,
  /** Replies that operators keep ready, and the names of each. */
  cannedReplies: 300,
  cannedIdCharacters: 64,
  cannedTitleCharacters: 120,
  /** Views of the inbox that one person keeps, and that everybody has; and the names of each. */
  savedViews: 50,
  viewIdCharacters: 64,
  viewNameCharacters: 120,

  /** A look at a day of all that was said: so many ids of its index at most. */
  saidAtOnce: 128,
  /** A search reaches back so far unless it is told how far; what is older than LIMITS.messagesKept is gone. */
  searchBack: 30 * DAY,
  /** A page of a search looks through no more days, rows and index keys than this, and for no longer, and comes back short. */
  searchDays: 32,
  searchRows: 5000,
  searchWall: 1.5 * SECOND,
  /** A message's turn that is not on its page is looked for among so many rows before the page. */
  searchedTurnRows: 20,
  /** Stretches of conversations that are read at a time. */
  stretchesAtOnce: 24,
  /** Conversations that a page of a search for conversations looks through. */
  conversationsSearched: 500,
  /** What it may ask for: of how many messages at least, and how many hours back; feedback is looked at so far. */
  leastMessages: 1000,
  searchedHours: 400 * 24,
  feedbackSearched: 5000,
  /** Clients that a search for clients finds, and looks through for those of one partner. */
  clientsFound: 20,
  clientsSearched: 500,
  /** The same of a page of exported results, or of a report, and how many results it has at most; LIMITS.exportBytes bounds it as well. */
  resultsHits: 5000,
  resultsDays: 100,
  resultsRows: 20_000,
  resultsWall: 8 * SECOND,

  /** Statistics are asked for of at most so long; without a beginning, of a day. */
  statisticsSpan: 31 * DAY,
  statisticsBack: DAY,
  /** An hour is counted once more each time so long has passed since its end; the last of them is when every text has ended. */
  hourCounted: [HOUR, DAY, 4 * DAY, 31 * DAY],
  /** So long before attempts expire an hour that was counted stays as it is. */
  hourCountLast: DAY,
  /** Of an open hour a count holds for so long, and one that is not finished is gone on with for so long. */
  openHourKept: 30 * SECOND,
  openHourResumed: 10 * MINUTE,
  /** Hours that are counted at a time. */
  hoursAtOnce: 4,
  /** Feedback that one answer of a summary, or one page of what was misunderstood, looks through. */
  feedbackCounted: 5000,
  feedbackLookedAt: 1000,
  feedbackAtOnce: 500,

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
  /** Conversations that wait for a person, as far as they are counted for a graph. */
  waitingCounted: 200,
  /** Deaths and stuck signals are counted for a graph for so long, and so many of each. */
  deathsGraphed: 7 * DAY,
  deathsGraphedMost: 1000,
  /** What was said so lately may still be worked on; so many looks for older work, each twice as far back, at LIMITS.saidAtOnce conversations at most. */
  workRests: MINUTE,
  workLooks: 6,
  /** Endpoints that the probe looks at: so many pages of so many. */
  probedEndpointPages: 10,
  probedEndpointPage: 100,
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
  /** The same where it answers by a tool, whose frame is tokens, too. */
  llmToolTokens: 160,
  /** Failures in a row after which an instance asks no language model, and for how long, at first and at most. */
  llmBreakerFailures: 5,
  llmBreakerFirstWait: 30 * SECOND,
  llmBreakerLongestWait: 5 * MINUTE,
  /** An instance goes on for so long with the key that it has read. */
  llmKeyRememberedWall: 5 * MINUTE,
  opinionsKept: 30 * DAY,
  spendingKept: 90 * DAY,

  /** Sockets open at a time: of the whole desk, and of one person, whose oldest gives way to a new one. */
  connections: 500,
  connectionsOfOne: 8,
  /** API Gateway cuts every connection after two hours; its row outlives it by a little. */
  connectionWall: 2 * HOUR + MINUTE,
  /** A socket opens within so long after it was let in, for that is as long as API Gateway waits for the function. */
  handshakeWall: 30 * SECOND,
  /** A ticket opens a socket for so long. */
  ticketSeconds: 30,
  ticketCharacters: 128,
  /** What a screen may send: bytes of a frame, frames at once, and a second. */
  screenFrameBytes: 1024,
  screenFrames: 20,
  screenFrameRate: 5,
  /** Screens whose rates one instance remembers. */
  ratedScreens: 1000,
  /** A connection that does not take a frame within so long is ended. */
  pushWall: SECOND,
  /** Pushes to one connection at a time: of different conversations, whose order does not matter. */
  pushesAtOnce: 4,
  /** Requests of one instance at a time to API Gateway, for all connections. */
  pushSockets: 256,
  /** What a frame tells: so many messages or deliveries of a conversation, and so much of each text. */
  frameItems: 20,
  frameTextCharacters: 1000,

  /** Characters of a new password; what is longer cannot be typed at the sign-in either. */
  passwordLeast: 12,
  passwordMost: 128,
  /** Failures in a row under one name, and from one address, after which nobody may try for a while. */
  signInTriesOfName: 5,
  signInTriesOfAddress: 30,
  signInLockWall: 15 * MINUTE,
  /** How long an access token opens something, and how far two clocks may be apart. */
  accessTokenWall: 15 * MINUTE,
  clockSkewWall: 5 * SECOND,
  accessTokenCharacters: 2048,
  refreshTokenCharacters: 256,
  /** A session ends if its token was not changed for so long, and after so long in any case. */
  sessionIdleWall: 12 * HOUR,
  sessionLongestWall: 7 * DAY,
  /** A refresh token that was changed for another is taken for so long from a second tab. */
  refreshGraceWall: 10 * SECOND,
  /** Browsers at which one person is signed in; one more ends the session that was used longest ago. */
  sessionsOfOperator: 10,
  /** Whoever judges a request goes on for so long with what was read of an operator, and with the keys of tokens. */
  operatorsRememberedWall: MINUTE,
  tokenKeysRememberedWall: MINUTE,
  /** A key that an instance does not know is looked for no more often than that. */
  tokenKeysLookedForWall: 5 * SECOND,
  /** A new key of tokens is published so long before it signs, and the old one verifies for so long after: longer than a token lives. */
  tokenKeyLeadWall: 2 * MINUTE,
  tokenKeyKeptWall: 20 * MINUTE,
  tokenKeyAgeWall: 30 * DAY,
  tokenKeys: 8,
  /** Tokens of an issuer outside of the desk: how long one is, how old it may be, and how far its clock may be from ours. */
  outsideTokenCharacters: 8192,
  outsideTokenWall: HOUR,
  outsideClockSkewWall: 30 * SECOND,
  /** Its keys hold for so long after they were read, and are asked for no more often than that. */
  outsideKeysRememberedWall: 10 * MINUTE,
  outsideKeysLookedForWall: 30 * SECOND,
  /** What is read of its answers, and how many keys it may have. */
  outsideAnswerBytes: 64 * 1024,
  outsideKeys: 32,
  operators: 200,
  operatorIdCharacters: 64,
  /** Partners of a desk, and keys of one of them: two while they are changed over, and some for systems of its own. */
  partners: 200,
  partnerIdCharacters: 64,
  partnerKeys: 10,

  /** How long it is known who changed what of the desk, and how much of it: in bytes, before and after together. */
  auditKept: 400 * DAY,
  auditDetailBytes: 4096,
  /** Entries that are looked at for one page. */
  auditLooked: 1000,

  /** Incidents that may be open at a time, and entries of the timeline of one: the first and the newest. */
  incidentsOpen: 10,
  /** Incidents that may have been merged into one: whoever tells a client of it reserves it for each. */
  incidentsMerged: 10,
  incidentEntries: 100,
  incidentTextCharacters: 1000,
  incidentNoteCharacters: 1000,
  /** Clients of a channel are told by themselves that something is down at most so often (design §4.4). */
  toldAgain: 6 * HOUR,
  /** What was dismissed stays so for that long, unless far more report it. */
  dismissalHolds: 2 * HOUR,
  /** An instance goes on for so long with the incidents that it knows to be open. */
  boardRememberedWall: 3 * SECOND,
  /** Who reported an incident: in so many shards, so long kept, and counted so far. */
  incidentShards: 8,
  incidentRowsKept: 90 * DAY,
  linksCounted: 2000,
  incidentsKept: 400 * DAY,
  /** A channel joins an incident when so many of its own clients have reported it within LIMITS.channelWindow. */
  channelReporters: 3,
  channelWindow: 10 * MINUTE,
  /** Conversations that a step of an incident's end looks at. */
  incidentBatch: 25,
  incidentAtOnce: 8,
  /** A change of an incident whose work nobody could signal is found after so long. */
  incidentFoundAfter: 10 * SECOND,
  /** What anybody may know of incidents: so many of the newest, of those that are over for so long; read anew after so long, by whichever time it is over first. */
  statusIncidents: 20,
  statusLooksBack: 7 * DAY,
  statusRemembered: 10 * SECOND,
  /** And so long kept by whoever was told. */
  statusSeconds: 30,

  /** A broadcast is for whoever wrote in the last so many hours (design §4.4), or in so many at most. */
  audienceHours: 24,
  audienceHoursMost: 7 * 24,
  noticeCharacters: 2000,
  /** What the index of a day has not got after so long it never will. */
  indexLag: 2 * SECOND,
  /** Looks at a day that a step of counting takes, and rows of whoever was told; and for how long at most. */
  audienceLooks: 8,
  audienceRows: 400,
  audienceWall: 3 * SECOND,
  audienceShards: 8,
  audienceAtOnce: 25,
  audienceKept: 7 * DAY,
  /** Clients that a step of telling looks at: about a second's work. */
  noticeBatch: 25,
  /** Notices a second on one channel: a bot may send 30, and LIMITS.originSends go to an origin at a time; the rest is for replies. */
  noticesASecond: 20,
  /** The next step begins so long before the last notice of this one is due. */
  noticesAhead: SECOND,
  /** A notice that did not leave by then does not leave any more. */
  noticeHolds: DAY,
  /** A step that nobody has signalled is found after so long. */
  broadcastStalled: 15 * SECOND,
  broadcastsKept: 400 * DAY,
  broadcastsOfIncident: 50,
  /** A dry run counts so long and so far, and then says that it is not all. */
  audienceCountedWall: 8 * SECOND,
  audienceCounted: 200_000,

  /** Reports of trouble are counted over so long; under so many distinct clients in it nothing is suspected (design §4.4). */
  troubleWindow: 10 * MINUTE,
  troubleReporters: 6,
  /** What a minute ago was usual counts as well: the hour before the window is looked at. */
  troubleLookBack: 70 * MINUTE,
  /** Longer than a quiet desk goes without a report: with the next one the hour of the last is learned. */
  troubleKept: 8 * DAY,
  /** Partitions that a day's reports are spread over, each good for 1,000 writes a second, and how many of each are read. */
  troubleShards: 4,
  troubleRead: 250,
  /** Reporters that a suspicion names. */
  suspicionConversations: 50,
  /** An hour is learned from when it is over for so long. */
  troubleHourOver: 15 * MINUTE,
  /** An instance goes on for so long with what it knows of usual trouble. */
  usualTroubleRememberedWall: 5 * MINUTE,
  /** Sensing holds no answer up for longer. */
  sensingWall: SECOND,
  /** Messages of a conversation that an operator has, the newest, that are looked at for trouble. */
  overheardMessages: 5,

  /** Optimistic writes that found the conversation changed are decided anew this often. */
  rounds: 8,
  /** So many messages of one client may arrive at the same moment: each round lets one of them in. */
  admissionRounds: 64,
  /** A request for a human of no more words is nothing else. */
  briefWords: 6,
  /** One bot's conversation turns are computed from at most this much text. */
  turnTextCharacters: 20_000,
} as const;
