import type { Message, Update } from 'grammy/types';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { LIMITS } from '../../../shared/domain/limits.ts';
import {
  type IGNORED_KINDS,
  READ_KINDS,
  readUpdate,
  updateIdOf,
} from '../../../shared/domain/telegram/read-update.ts';
import type { Reading, ReadMessage } from '../../../shared/domain/telegram/reading.ts';
import { SERVICE_FIELDS } from '../../../shared/domain/telegram/service-messages.ts';
import { NOW } from '../../builders.ts';
import {
  ANNA,
  aGroupMessage,
  aPrivateMessage,
  aStanding,
  aTap,
  GROUP,
  PRIVATE,
  SUPERGROUP,
  UPDATES,
  type UpdateName,
} from './updates.ts';

const client = { name: 'Анна Иванова', locale: 'ru' };
const document = 'BQACAgIAAxkBAAIBZGZ_example-document';
const photo = { type: 'photo', file: { id: 'AgACAgIAAxkBAAIBZGZ-x', size: 148_021 } } as const;
const url = 'geo:55.755826,37.617300';

/** What is read of a private message, but for what is told. */
function read(over: Partial<ReadMessage>): ReadMessage {
  return {
    kind: 'message',
    chat: ANNA.id,
    text: '',
    attachments: [],
    note: { message: 101 },
    client,
    sent_at: NOW,
    ...over,
  };
}

const edited = { note: { message: 101, edited: true }, sent_at: NOW + 60_000 } as const;
const other: Partial<ReadMessage> = { attachments: [{ type: 'other' }] };
const ignored = (why: string): Reading => ({ kind: 'ignored', why });
const inGroup: Reading = { kind: 'group', chat: GROUP.id };
const inSupergroup: Reading = { kind: 'group', chat: SUPERGROUP.id };

const READINGS: Record<UpdateName, Reading> = {
  'a text': read({ text: 'Не открывается урок' }),
  'an edited text': read({ text: 'Не открывается урок 5', ...edited }),
  'a photo': read({ attachments: [photo] }),
  'a photo with a caption': read({ text: 'вот что вижу', attachments: [photo] }),
  'a photo with an empty caption': read({ attachments: [photo] }),
  'a photo whose caption was edited': read({ text: 'вот что я вижу', attachments: [photo], ...edited }),
  'a live photo': read({ attachments: [photo] }),
  'a document': read({
    text: 'Справка от врача',
    attachments: [
      {
        type: 'document',
        file_name: 'справка.pdf',
        mime_type: 'application/pdf',
        file: { id: document, size: 48_311 },
      },
    ],
  }),
  'a video': read({
    attachments: [
      {
        type: 'video',
        file_name: 'IMG_0042.MOV',
        mime_type: 'video/quicktime',
        file: { id: document, size: 3_201_114 },
      },
    ],
  }),
  'a video note': read({ attachments: [{ type: 'video', file: { id: document, size: 912_300 } }] }),
  'a voice message': read({
    attachments: [{ type: 'voice', mime_type: 'audio/ogg', file: { id: document, size: 14_876 } }],
  }),
  'an audio': read({
    attachments: [
      {
        type: 'audio',
        file_name: 'song.mp3',
        mime_type: 'audio/mpeg',
        file: { id: document, size: 5_123_456 },
      },
    ],
  }),
  'an animation': read({
    attachments: [
      {
        type: 'video',
        file_name: 'giphy.mp4',
        mime_type: 'video/mp4',
        file: { id: 'CgACAgIAAxkBAAIBZGZ_example-animation', size: 105_211 },
      },
    ],
  }),
  'a sticker': read({ attachments: [{ type: 'sticker', file: { id: document, size: 24_458 } }] }),
  'a location': read({ attachments: [{ type: 'location', url }] }),
  'a live location that moved': ignored('edited_message.location'),
  'a venue': read({ attachments: [{ type: 'location', url, caption: 'Школа № 5, ул. Ленина, 1' }] }),
  'a contact': read({ attachments: [{ type: 'contact', caption: 'Пётр Иванов, +79161234567' }] }),
  'a poll': read({ attachments: [{ type: 'poll', caption: 'Когда удобнее?' }] }),
  'a die': read({ attachments: [{ type: 'dice' }] }),
  'a story': read(other),
  'paid media': read(other),
  'a game': read(other),
  'a checklist': read(other),
  'a rich message': read({
    text: 'Не работает урок\nПишет ошибка 503\nперезагрузила\nне помогло\nэкран\nАнна',
    attachments: [photo, { type: 'voice', file: { id: document } }],
  }),
  'one of an album': read({
    text: 'оба экрана',
    attachments: [photo],
    note: { message: 101, album: '13812345678901234' },
  }),
  'another of the album': read({
    attachments: [photo],
    note: { message: 102, album: '13812345678901234' },
  }),
  'a reply': read({ text: 'Звук', note: { message: 101, reply_to: 99 } }),
  'a reply to what stands in another chat': read({ text: 'А это как?' }),
  'a forwarded text': read({ text: 'Уроки переносятся', note: { message: 101, forwarded: true } }),
  'a forwarded channel post': read({
    text: 'Расписание',
    attachments: [photo],
    note: { message: 101, forwarded: true },
  }),
  '/start': read({ command: { kind: 'start' } }),
  '/start from a link': read({ command: { kind: 'start', payload: 'ref_AbC-42' } }),
  '/help': read({ command: { kind: 'help' } }),
  '/help with the name of the bot': read({ command: { kind: 'help' } }),
  'another command': read({ text: '/settings' }),
  'only emoji': read({ text: '👍🏽👨‍👩‍👧‍👦🇰🇿' }),
  'a text of 4096 characters': read({ text: 'ы'.repeat(4096) }),
  'a text of 4096 units in pairs': read({ text: '😀'.repeat(2048) }),
  'a text from right to left': read({ text: 'مرحبا، الدرس لا يفتح \u2067(5)\u2069' }),
  'a text with half a pair': read({ text: 'Урок \ufffd не открывается' }),
  'a text sent through an inline bot': read({ text: 'Гифка' }),
  'a text from somebody without a name': read({
    text: 'Здравствуйте',
    client: { name: 'Анна Иванова' },
  }),
  'a text in a topic': read({ text: 'Здравствуйте' }),
  'a pinned message': ignored('message.pinned_message'),
  'a timer of deletion': ignored('message.message_auto_delete_timer_changed'),
  'a permission to write': ignored('message.write_access_allowed'),
  'shared users': ignored('message.users_shared'),
  'a payment': ignored('message.successful_payment'),
  'a text from a bot': ignored('message.from_bot'),

  'a tap': {
    kind: 'tap',
    tap: '4382bfdwdsb323b2d9',
    chat: ANNA.id,
    data: 'choice:LESSON_LINK',
    client,
    message: 100,
  },
  'a tap under a message too old to be shown': {
    kind: 'tap',
    tap: '4382bfdwdsb323b2d9',
    chat: ANNA.id,
    data: 'choice:LESSON_LINK',
    client,
    message: 3,
  },
  'a tap on a game': {
    kind: 'tap',
    tap: '4382bfdwdsb323b2da',
    chat: ANNA.id,
    data: '',
    client,
    message: 100,
  },
  'a tap under an inline message': ignored('callback_query.no_message'),
  'a tap in a group': ignored('callback_query.not_private'),

  'a client who blocks the bot': { kind: 'blocked', chat: ANNA.id, at: NOW },
  'a client who unblocks the bot': { kind: 'unblocked', chat: ANNA.id, at: NOW },
  'a standing of another kind': ignored('my_chat_member.other_status'),
  'a bot that is put into a group': ignored('my_chat_member.not_private'),
  'a bot that is thrown out of a group': ignored('my_chat_member.not_private'),

  'a text in a group': inGroup,
  'an edited text in a supergroup': inSupergroup,
  'a sticker of an anonymous admin': inSupergroup,
  'a text of an anonymous admin': inSupergroup,
  'a text in a group on behalf of a channel': inSupergroup,
  'a text of another bot in a group': ignored('message.from_bot'),
  'a channel post that comes into its group': ignored('message.automatic_forward'),
  'new members of a group': ignored('message.new_chat_members'),
  'a member who left a group': ignored('message.left_chat_member'),
  'a new title of a group': ignored('message.new_chat_title'),
  'a group that was made': ignored('message.group_chat_created'),
  'a group that became a supergroup': { kind: 'migrated', from: GROUP.id, to: SUPERGROUP.id },
  'a supergroup that was a group': ignored('message.migrate_from_chat_id'),

  'a channel post': ignored('update.channel_post'),
  'an edited channel post': ignored('update.edited_channel_post'),
  'a message of a business account': ignored('update.business_message'),
  'an inline query': ignored('update.inline_query'),
  'an answer to a poll': ignored('update.poll_answer'),
  'a reaction': ignored('update.message_reaction'),
  'a request to join a group': ignored('update.chat_join_request'),
};

/** As the door gets it. */
function sent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A private message with fields that the Bot API would not send. */
function readOf(over: Record<string, unknown>): Reading {
  return readUpdate(sent({ update_id: 1, message: { ...aPrivateMessage(), ...over } }));
}

function messageOf(over: Record<string, unknown>): ReadMessage {
  const reading = readOf(over);
  if (reading.kind !== 'message') throw new Error(`read as ${JSON.stringify(reading)}`);
  return reading;
}

describe('an update is read', () => {
  it.each(Object.entries(READINGS))('%s', (name, reading) => {
    expect(readUpdate(sent(UPDATES[name as UpdateName]))).toStrictEqual(reading);
  });
});

describe('every kind of update and service message of the Bot API', () => {
  it('is read or ignored by decision', () => {
    type Decided = 'update_id' | (typeof READ_KINDS)[number] | (typeof IGNORED_KINDS)[number];
    expectTypeOf<Exclude<keyof Update, Decided>>().toEqualTypeOf<never>();
    expect(READ_KINDS).toEqual(['message', 'edited_message', 'callback_query', 'my_chat_member']);
  });

  it('is ignored as a service message by decision, or is about what somebody said', () => {
    type Service = (typeof SERVICE_FIELDS)[number];
    expectTypeOf<Exclude<keyof Message, Service | About | Said>>().toEqualTypeOf<never>();
    expectTypeOf<Extract<About | Said, Service>>().toEqualTypeOf<never>();
  });

  it.each(SERVICE_FIELDS)('%s is no word of a client, nor of anybody in a group', (field) => {
    const happening = { [field]: { id: 1 } };
    expect(readOf(happening)).toEqual(ignored(`message.${field}`));
    if (field !== 'migrate_to_chat_id')
      expect(readUpdate({ message: { ...aGroupMessage(), ...happening } })).toEqual(
        ignored(`message.${field}`),
      );
  });
});

type Said =
  | `${'' | 'live_'}photo`
  | 'text'
  | 'caption'
  | 'rich_message'
  | 'animation'
  | 'audio'
  | 'document'
  | 'paid_media'
  | 'sticker'
  | 'story'
  | 'video'
  | 'video_note'
  | 'voice'
  | 'contact'
  | 'dice'
  | 'game'
  | 'poll'
  | 'venue'
  | 'location'
  | 'checklist'
  | 'invoice'
  | 'giveaway'
  | 'giveaway_winners';

type About =
  | 'author_signature'
  | 'business_connection_id'
  | 'caption_entities'
  | 'chat'
  | 'date'
  | 'direct_messages_topic'
  | 'edit_date'
  | 'effect_id'
  | 'entities'
  | 'ephemeral_message_id'
  | 'external_reply'
  | 'forward_origin'
  | 'from'
  | 'guest_bot_caller_chat'
  | 'guest_bot_caller_user'
  | 'guest_query_id'
  | 'has_media_spoiler'
  | 'has_protected_content'
  | 'is_automatic_forward'
  | 'is_from_offline'
  | 'is_paid_post'
  | 'is_topic_message'
  | 'link_preview_options'
  | 'media_group_id'
  | 'message_id'
  | 'message_thread_id'
  | 'paid_star_count'
  | 'quote'
  | 'receiver_user'
  | 'reply_markup'
  | 'reply_to_checklist_task_id'
  | 'reply_to_message'
  | 'reply_to_poll_option_id'
  | 'reply_to_story'
  | 'sender_boost_count'
  | 'sender_business_bot'
  | 'sender_chat'
  | 'sender_tag'
  | 'show_caption_above_media'
  | 'suggested_post_info'
  | 'via_bot';

describe('a command', () => {
  it.each([
    ['/start', { kind: 'start' }],
    ['/Start', { kind: 'start' }],
    ['/start@firstline_bot', { kind: 'start' }],
    ['/start@firstline_bot ref-1', { kind: 'start', payload: 'ref-1' }],
    [' /start  x ', { kind: 'start', payload: 'x' }],
    [`/start ${'a'.repeat(64)}`, { kind: 'start', payload: 'a'.repeat(64) }],
    [`/start ${'a'.repeat(65)}`, { kind: 'start' }],
    ['/start ref=1', { kind: 'start' }],
    ['/help', { kind: 'help' }],
    ['/HELP@firstline_bot', { kind: 'help' }],
  ])('%s is one and no words', (text, command) => {
    expect(readOf({ text })).toStrictEqual(read({ command: command as ReadMessage['command'] }));
  });

  it.each([
    '/start не открывается урок',
    '/start привет',
    '/start my lesson does not open',
    '/help не открывается урок',
    '/help x',
    '/starting',
    '/start@',
    '/settings',
    '/',
    'start',
    'что делает /start',
  ])('%s is what a client says', (text) => {
    expect(readOf({ text })).toStrictEqual(read({ text }));
  });

  it('is none beneath a photo', () => {
    expect(messageOf({ caption: '/start x', photo: [] })).toMatchObject({ text: '/start x' });
    expect(messageOf({ caption: '/start x' }).command).toBeUndefined();
  });
});

describe('what is odd of a private message', () => {
  it.each<[string, Record<string, unknown>, Partial<ReadMessage>]>([
    ['no content at all', {}, { attachments: [{ type: 'other' }] }],
    ['content that nobody knows yet', { hologram: { file_id: 'x' } }, { attachments: [{ type: 'other' }] }],
    ['nothing but white space', { text: ' \n\u2003' }, { attachments: [{ type: 'other' }] }],
    ['a text that is none', { text: { toString: 'x' } }, { attachments: [{ type: 'other' }] }],
    ['a text and a pinned message', { text: 'Да', pinned_message: {} }, { text: 'Да' }],
    ['white space around', { text: '  Да \n' }, { text: 'Да' }],
    ['a photo without sizes', { photo: [] }, { attachments: [{ type: 'photo' }] }],
    ['a photo that is none', { photo: 'x' }, { attachments: [{ type: 'photo' }] }],
    [
      'photos that are none among others',
      { photo: [null, 5, { file_id: 7 }, { file_id: 'good', width: 'wide' }, { width: 9e9, height: 9e9 }] },
      { attachments: [{ type: 'photo', file: { id: 'good' } }] },
    ],
    ['a voice that is none', { voice: 1 }, { attachments: [{ type: 'voice' }] }],
    [
      'a file id that is too long',
      { voice: { file_id: 'x'.repeat(257) } },
      { attachments: [{ type: 'voice' }] },
    ],
    ['a file id with a space', { voice: { file_id: 'a b' } }, { attachments: [{ type: 'voice' }] }],
    [
      'a size that is none',
      { voice: { file_id: 'a', file_size: -1, mime_type: 'audio' } },
      { attachments: [{ type: 'voice', file: { id: 'a' } }] },
    ],
    [
      'control characters in a file name',
      { document: { file_id: 'a', file_name: 'a\u0000b\u202egpj.exe\r\n' } },
      { attachments: [{ type: 'document', file: { id: 'a' }, file_name: 'abgpj.exe' }] },
    ],
    [
      'a file name that is too long',
      { document: { file_id: 'a', file_name: '😀'.repeat(300) } },
      { attachments: [{ type: 'document', file: { id: 'a' }, file_name: '😀'.repeat(255) }] },
    ],
    [
      'a place off the earth',
      { location: { latitude: 91, longitude: 0 } },
      { attachments: [{ type: 'location' }] },
    ],
    [
      'a contact without a name',
      { contact: { phone_number: '+1' } },
      { attachments: [{ type: 'contact', caption: '+1' }] },
    ],
    ['a contact of nothing', { contact: {} }, { attachments: [{ type: 'contact' }] }],
    [
      'a forward as it was told of old',
      { text: 'Да', forward_date: 1 },
      { text: 'Да', note: { message: 101, forwarded: true } },
    ],
    ['an album that is none', { text: 'Да', media_group_id: 5 }, { text: 'Да' }],
    ['a reply to nothing', { text: 'Да', reply_to_message: { message_id: -1 } }, { text: 'Да' }],
    ['no sender', { text: 'Да', from: null }, { text: 'Да', client: { name: 'Анна Иванова' } }],
    [
      'a name with control characters',
      {
        text: 'Да',
        from: { first_name: ' А\u0007н\nна\u0085 ', last_name: '\u0000', language_code: 'pt-br' },
      },
      { text: 'Да', client: { name: 'Ан на', locale: 'pt-br' } },
    ],
    [
      'a name that is too long',
      { text: 'Да', from: { first_name: 'я'.repeat(254), last_name: 'яя', language_code: 'x'.repeat(36) } },
      { text: 'Да', client: { name: 'я'.repeat(254) } },
    ],
    ['no date', { text: 'Да', date: undefined }, { text: 'Да', sent_at: 0 }],
    ['a date before all', { text: 'Да', date: -5 }, { text: 'Да', sent_at: 0 }],
    ['a date in no calendar', { text: 'Да', date: 253_402_300_800 }, { text: 'Да', sent_at: 0 }],
    ['a date that is no number', { text: 'Да', date: '2026' }, { text: 'Да', sent_at: 0 }],
    ['an edit without its date', { text: 'Да', edit_date: 5 }, { text: 'Да' }],
    [
      'the number of a message that is still to come',
      { text: 'Да', message_id: 0 },
      { text: 'Да', note: { message: 0 } },
    ],
  ])('%s', (_, over, expected) => {
    expect(readOf(over)).toStrictEqual(read(expected));
  });

  it('a text longer than the desk takes is cut between characters', () => {
    expect(messageOf({ text: `${'😀'.repeat(LIMITS.contentCharacters)}!` }).text).toBe(
      '😀'.repeat(LIMITS.contentCharacters),
    );
    expect(messageOf({ text: `я${'😀'.repeat(6000)}` }).text).toBe(`я${'😀'.repeat(4999)}`);
  });

  it.each([undefined, 0, -1, '5'])('an edit of %s was made when it was sent', (edit_date) => {
    const edited_message = { ...aPrivateMessage({ text: 'Да' }), edit_date };
    expect(readUpdate({ edited_message })).toMatchObject({ note: { edited: true }, sent_at: NOW });
  });

  it('a venue that was edited is a message, unlike a position', () => {
    const edited_message = { ...aPrivateMessage(), location: {}, venue: { title: 'Школа' } };
    expect(readUpdate({ edited_message })).toMatchObject({ attachments: [{ caption: 'Школа' }] });
  });

  it('blocks within blocks within blocks have an end', () => {
    let blocks: unknown = 'x';
    for (let i = 0; i < 5000; i++) blocks = [{ type: 'blockquote', blocks }];
    expect(readUpdate({ message: { ...aPrivateMessage(), rich_message: { blocks } } })).toStrictEqual(
      read({ attachments: [{ type: 'other' }] }),
    );
  });

  it('a rich message has no more files and words than any other', () => {
    const blocks = Array.from({ length: 500 }, () => [
      { voice_note: { file_id: 'v' } },
      { text: 'слово '.repeat(20) },
    ]).flat();
    const { text, attachments } = messageOf({ rich_message: { blocks } });
    expect(attachments).toHaveLength(LIMITS.attachments);
    expect(text).toHaveLength(LIMITS.contentCharacters);
  });
});

describe('a tap', () => {
  it.each<[string, unknown, string]>([
    ['no data', undefined, ''],
    ['data that is none', 5, ''],
    ['data as long as may be', 'я'.repeat(32), 'я'.repeat(32)],
    ['data that no button can carry', 'я'.repeat(33), ''],
    ['half a pair', '\ud83d', '\ufffd'],
  ])('with %s', (_, data, read) => {
    const callback_query = { ...aTap(), data };
    expect(readUpdate({ callback_query })).toMatchObject({ kind: 'tap', data: read });
  });
});

describe('what lacks what its kind has is shown to operators', () => {
  it.each<[string, unknown]>([
    ['update.no_object', undefined],
    ['update.no_object', null],
    ['update.no_object', []],
    ['update.no_object', '{}'],
    ['update.unknown_kind', {}],
    ['update.unknown_kind', { update_id: 1 }],
    ['update.unknown_kind', { update_id: 1, hologram: {} }],
    ['update.unknown_kind', { update_id: 1, message: null }],
    ['update.unknown_kind', JSON.parse('{"update_id":1,"__proto__":{"message":{}},"constructor":{}}')],
    ['message.no_object', { message: 'x' }],
    ['message.no_object', { message: [] }],
    ['message.no_chat', { message: {} }],
    ['message.no_chat', { message: { chat: 5 } }],
    ['message.no_chat', { message: { chat: { type: 'private' } } }],
    ['message.no_chat', { message: { chat: { ...PRIVATE, id: '5' } } }],
    ['message.no_chat', { message: { chat: { ...PRIVATE, id: 2 ** 53 } } }],
    ['message.no_chat', { message: { chat: { ...PRIVATE, id: 1.5 } } }],
    ['message.unknown_chat', { message: { chat: { id: 5 } } }],
    ['message.unknown_chat', { message: { chat: { id: 5, type: ['private'] } } }],
    ['message.no_id', { message: { ...aPrivateMessage(), message_id: '5' } }],
    ['message.no_id', { message: { ...aPrivateMessage(), message_id: -5 } }],
    ['edited_message.no_chat', { edited_message: { text: 'x' } }],
    ['message.no_new_chat', { message: { ...aGroupMessage(), migrate_to_chat_id: 'x' } }],
    ['callback_query.no_id', { callback_query: 5 }],
    ['callback_query.no_id', { callback_query: { ...aTap(), id: 5 } }],
    ['callback_query.no_id', { callback_query: { ...aTap(), id: 'x'.repeat(257) } }],
    ['callback_query.no_chat', { callback_query: { ...aTap(), message: 5 } }],
    ['my_chat_member.no_chat', { my_chat_member: 5 }],
    ['my_chat_member.no_chat', { my_chat_member: { ...aStanding('member'), chat: {} } }],
    ['my_chat_member.no_status', { my_chat_member: { ...aStanding('member'), new_chat_member: null } }],
  ])('%s', (why, update) => {
    expect(readUpdate(update)).toStrictEqual({ kind: 'unreadable', why });
  });
});

it('words in a group count, whatever else happens', () => {
  const message = { ...aGroupMessage({ text: 'Всем привет' }), pinned_message: {} };
  expect(readUpdate({ message })).toEqual(inGroup);
});

it('a message that claims to be in a channel is ignored', () => {
  expect(readUpdate({ message: { chat: { id: -100, type: 'channel' }, text: 'x' } })).toEqual(
    ignored('message.channel'),
  );
});

describe('the number of an update', () => {
  it.each([
    [{ update_id: 910_000_001 }, 910_000_001],
    [{ update_id: 0 }, 0],
    [{ update_id: Number.MAX_SAFE_INTEGER }, Number.MAX_SAFE_INTEGER],
    [{ update_id: 2 ** 53 }, undefined],
    [{ update_id: 1.5 }, undefined],
    [{ update_id: '1' }, undefined],
    [{ update_id: null }, undefined],
    [{}, undefined],
    [[{ update_id: 1 }], undefined],
    [null, undefined],
    ['1', undefined],
  ])('%j has %s', (body, id) => {
    expect(updateIdOf(body)).toBe(id);
  });
});
