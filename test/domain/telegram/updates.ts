import type { CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User } from 'grammy/types';
import { NOW } from '../../builders.ts';

/** Unix time, as the Bot API tells all times. */
const SENT = NOW / 1000;
const EDITED = SENT + 60;

export const ANNA: User = {
  id: 5_000_000_042,
  is_bot: false,
  first_name: 'Анна',
  last_name: 'Иванова',
  username: 'anna_iv',
  language_code: 'ru',
};
const BOT: User = { id: 7_000_000_001, is_bot: true, first_name: 'Линия', username: 'firstline_bot' };
const ANONYMOUS: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};
const CHANNEL_BOT: User = {
  id: 136_817_688,
  is_bot: true,
  first_name: 'Channel',
  username: 'Channel_Bot',
};
const TELEGRAM: User = { id: 777_000, is_bot: false, first_name: 'Telegram' };

export const PRIVATE: Chat.PrivateChat = {
  id: ANNA.id,
  type: 'private',
  first_name: 'Анна',
  last_name: 'Иванова',
  username: 'anna_iv',
};
export const GROUP: Chat.GroupChat = { id: -4_012_345_678, type: 'group', title: '5 «Б»' };
export const SUPERGROUP: Chat.SupergroupChat = { id: -1_001_234_567_890, type: 'supergroup', title: '5 «Б»' };
const CHANNEL: Chat.ChannelChat = { id: -1_009_876_543_210, type: 'channel', title: 'Новости школы' };

/** What a person sends to the bot, but for its content. */
export function aPrivateMessage(over: Partial<Message> = {}) {
  return { message_id: 101, from: ANNA, date: SENT, ...over, chat: PRIVATE };
}

function anEditedMessage(over: Partial<Message> = {}) {
  return { ...aPrivateMessage(over), edit_date: EDITED };
}

export function aGroupMessage(
  over: Partial<Message> & { from?: User } = {},
  chat: Exclude<Chat, Chat.ChannelChat> = GROUP,
) {
  return { message_id: 7, from: ANNA, date: SENT, ...over, chat };
}

function aChannelPost(over: Partial<Message> = {}) {
  return { message_id: 12, date: SENT, sender_chat: CHANNEL, ...over, chat: CHANNEL };
}

export function aTap(over: Partial<CallbackQuery> = {}): CallbackQuery {
  return {
    id: '4382bfdwdsb323b2d9',
    from: ANNA,
    chat_instance: '-3558923749823',
    data: 'choice:LESSON_LINK',
    message: { message_id: 100, from: BOT, date: SENT, chat: PRIVATE, text: 'Чем помочь?' },
    ...over,
  };
}

export function aStanding(status: 'kicked' | 'member' | 'left', chat: Chat = PRIVATE): ChatMemberUpdated {
  const now = {
    member: { status, user: BOT },
    left: { status, user: BOT },
    kicked: { status, user: BOT, until_date: 0 },
  };
  return {
    chat,
    from: ANNA,
    date: SENT,
    old_chat_member: { status: 'member', user: BOT },
    new_chat_member: now[status] as ChatMemberUpdated['new_chat_member'],
  };
}

const FILE = {
  file_id: 'BQACAgIAAxkBAAIBZGZ_example-document',
  file_unique_id: 'AgADZxEAAkq',
};
const PLACE = { latitude: 55.755826, longitude: 37.6173 };
const MOTION = {
  ...FILE,
  file_id: 'CgACAgIAAxkBAAIBZGZ_example-animation',
  file_name: 'giphy.mp4',
  mime_type: 'video/mp4',
  file_size: 105_211,
};
const PHOTO = [
  {
    file_id: 'AgACAgIAAxkBAAIBZGZ-s',
    file_unique_id: 'AQADs',
    width: 90,
    height: 67,
    file_size: 1_253,
  },
  {
    file_id: 'AgACAgIAAxkBAAIBZGZ-x',
    file_unique_id: 'AQADx',
    width: 1280,
    height: 960,
    file_size: 148_021,
  },
  {
    file_id: 'AgACAgIAAxkBAAIBZGZ-m',
    file_unique_id: 'AQADm',
    width: 320,
    height: 240,
    file_size: 18_022,
  },
];
const QUESTION: Message = aPrivateMessage({ message_id: 99, from: BOT, text: 'Что у вас?' });

let number = 910_000_000;

/** Updates are numbered as they come. */
function anUpdate(content: Omit<Update, 'update_id'>): Update {
  number += 1;
  return { update_id: number, ...content };
}

const says = (content: Partial<Message>): Update => anUpdate({ message: aPrivateMessage(content) });
const edits = (content: Partial<Message>): Update => anUpdate({ edited_message: anEditedMessage(content) });

/** An update of every kind that a bot meets, and odd ones, by what they are. */
export const UPDATES = {
  'a text': says({ text: 'Не открывается урок' }),
  'an edited text': edits({ text: 'Не открывается урок 5' }),
  'a photo': says({ photo: PHOTO }),
  'a photo with a caption': says({ photo: PHOTO, caption: 'вот что вижу' }),
  'a photo with an empty caption': says({ photo: PHOTO, caption: '' }),
  'a photo whose caption was edited': edits({ photo: PHOTO, caption: 'вот что я вижу' }),
  'a live photo': says({
    live_photo: { ...FILE, width: 1280, height: 960, duration: 3 },
    photo: PHOTO,
  }),
  'a document': says({
    document: { ...FILE, file_name: 'справка.pdf', mime_type: 'application/pdf', file_size: 48_311 },
    caption: 'Справка от врача',
  }),
  'a video': says({
    video: {
      ...FILE,
      width: 720,
      height: 1280,
      duration: 12,
      file_name: 'IMG_0042.MOV',
      mime_type: 'video/quicktime',
      file_size: 3_201_114,
    },
  }),
  'a video note': says({ video_note: { ...FILE, length: 384, duration: 8, file_size: 912_300 } }),
  'a voice message': says({
    voice: { ...FILE, duration: 4, mime_type: 'audio/ogg', file_size: 14_876 },
  }),
  'an audio': says({
    audio: {
      ...FILE,
      duration: 215,
      performer: 'Хор',
      title: 'Песня',
      file_name: 'song.mp3',
      mime_type: 'audio/mpeg',
      file_size: 5_123_456,
    },
  }),
  'an animation': says({ animation: { ...MOTION, width: 320, height: 240, duration: 2 }, document: MOTION }),
  'a sticker': says({
    sticker: {
      ...FILE,
      type: 'regular',
      width: 512,
      height: 512,
      is_animated: false,
      is_video: false,
      emoji: '👍',
      set_name: 'Thumbs',
      file_size: 24_458,
    },
  }),
  'a location': says({ location: PLACE }),
  'a live location that moved': edits({ location: { ...PLACE, live_period: 900, heading: 12 } }),
  'a venue': says({
    venue: { location: PLACE, title: 'Школа № 5', address: 'ул. Ленина, 1' },
    location: PLACE,
  }),
  'a contact': says({
    contact: {
      phone_number: '+79161234567',
      first_name: 'Пётр',
      last_name: 'Иванов',
      vcard: 'BEGIN:VCARD\nEND:VCARD',
    },
  }),
  'a poll': says({
    poll: {
      id: '5366812723345634',
      question: 'Когда удобнее?',
      options: [
        { persistent_id: '0', text: 'Утром', voter_count: 0 },
        { persistent_id: '1', text: 'Вечером', voter_count: 0 },
      ],
      total_voter_count: 0,
      is_closed: false,
      is_anonymous: true,
      type: 'regular',
      allows_multiple_answers: false,
      allows_revoting: true,
      members_only: false,
    },
  }),
  'a die': says({ dice: { emoji: '🎲', value: 5 } }),
  'a story': says({ story: { chat: CHANNEL, id: 3 } }),
  'paid media': says({
    paid_media: { star_count: 5, paid_media: [{ type: 'photo', photo: PHOTO }] },
  }),
  'a game': says({
    game: {
      title: 'Тетрис',
      description: 'Кубики',
      photo: PHOTO,
      text: '',
      text_entities: [],
      animation: { ...MOTION, width: 320, height: 240, duration: 2 },
    },
  }),
  'a checklist': says({
    checklist: { title: 'Дела', tasks: [{ id: 1, text: 'Позвонить' }] },
  }),
  'a rich message': says({
    rich_message: {
      blocks: [
        { type: 'heading', size: 2, text: 'Не работает урок' },
        {
          type: 'paragraph',
          text: ['Пишет ', { type: 'bold', text: 'ошибка ' }, { type: 'code', text: ['50', '3'] }],
        },
        {
          type: 'list',
          items: [
            { label: '1.', blocks: [{ type: 'paragraph', text: 'перезагрузила' }] },
            { label: '2.', blocks: [{ type: 'paragraph', text: 'не помогло' }] },
          ],
        },
        { type: 'photo', photo: PHOTO, caption: { text: 'экран', credit: 'Анна' } },
        { type: 'voice_note', voice_note: { ...FILE, duration: 2 } },
      ],
    },
  }),
  'one of an album': says({ photo: PHOTO, media_group_id: '13812345678901234', caption: 'оба экрана' }),
  'another of the album': says({ message_id: 102, photo: PHOTO, media_group_id: '13812345678901234' }),
  'a reply': says({ text: 'Звук', reply_to_message: QUESTION as Message & { reply_to_message: never } }),
  'a reply to what stands in another chat': says({
    text: 'А это как?',
    external_reply: {
      origin: { type: 'channel', date: SENT, chat: CHANNEL, message_id: 4 },
      chat: CHANNEL,
      message_id: 4,
    },
    quote: { text: 'Каникулы', position: 0 },
  }),
  'a forwarded text': says({
    text: 'Уроки переносятся',
    forward_origin: { type: 'hidden_user', date: SENT - 500, sender_user_name: 'Ольга' },
  }),
  'a forwarded channel post': says({
    photo: PHOTO,
    caption: 'Расписание',
    forward_origin: { type: 'channel', date: SENT - 500, chat: CHANNEL, message_id: 4 },
  }),
  '/start': says({ text: '/start', entities: [{ type: 'bot_command', offset: 0, length: 6 }] }),
  '/start from a link': says({
    text: '/start ref_AbC-42',
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
  }),
  '/help': says({ text: '/help', entities: [{ type: 'bot_command', offset: 0, length: 5 }] }),
  '/help with the name of the bot': says({ text: '/help@firstline_bot' }),
  'another command': says({ text: '/settings' }),
  'only emoji': says({ text: '👍🏽👨‍👩‍👧‍👦🇰🇿' }),
  'a text of 4096 characters': says({ text: 'ы'.repeat(4096) }),
  'a text of 4096 units in pairs': says({ text: '😀'.repeat(2048) }),
  'a text from right to left': says({ text: 'مرحبا، الدرس لا يفتح \u2067(5)\u2069' }),
  'a text with half a pair': says({ text: 'Урок \ud83d не открывается' }),
  'a text sent through an inline bot': says({ text: 'Гифка', via_bot: { ...BOT, id: 7_000_000_077 } }),
  'a text from somebody without a name': says({
    text: 'Здравствуйте',
    from: { id: ANNA.id, is_bot: false, first_name: '' },
  }),
  'a text in a topic': says({ text: 'Здравствуйте', message_thread_id: 3, is_topic_message: true }),
  'a pinned message': says({ pinned_message: QUESTION }),
  'a timer of deletion': says({
    message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 },
  }),
  'a permission to write': says({ write_access_allowed: { from_request: true } }),
  'shared users': says({ users_shared: { request_id: 1, users: [{ user_id: 9 }] } }),
  'a payment': says({
    successful_payment: {
      currency: 'XTR',
      total_amount: 5,
      invoice_payload: 'p',
      telegram_payment_charge_id: 't',
      provider_payment_charge_id: 'c',
    },
  }),
  'a text from a bot': says({ text: 'Я тоже бот', from: { ...BOT, id: 7_000_000_099 } }),

  'a tap': anUpdate({ callback_query: aTap() }),
  'a tap under a message too old to be shown': anUpdate({
    callback_query: aTap({ message: { chat: PRIVATE, message_id: 3, date: 0 } }),
  }),
  'a tap on a game': anUpdate({
    callback_query: {
      id: '4382bfdwdsb323b2da',
      from: ANNA,
      chat_instance: '-3558923749823',
      message: { message_id: 100, from: BOT, date: SENT, chat: PRIVATE },
      game_short_name: 'tetris',
    },
  }),
  'a tap under an inline message': anUpdate({
    callback_query: {
      id: '4382bfdwdsb323b2db',
      from: ANNA,
      chat_instance: '-3558923749823',
      inline_message_id: 'AgAAAF0AAQ',
      data: 'x',
    },
  }),
  'a tap in a group': anUpdate({
    callback_query: aTap({ message: { message_id: 8, from: BOT, date: SENT, chat: GROUP, text: 'Да?' } }),
  }),

  'a client who blocks the bot': anUpdate({ my_chat_member: aStanding('kicked') }),
  'a client who unblocks the bot': anUpdate({ my_chat_member: aStanding('member') }),
  'a standing of another kind': anUpdate({ my_chat_member: aStanding('left') }),
  'a bot that is put into a group': anUpdate({ my_chat_member: aStanding('member', GROUP) }),
  'a bot that is thrown out of a group': anUpdate({ my_chat_member: aStanding('kicked', GROUP) }),

  'a text in a group': anUpdate({ message: aGroupMessage({ text: 'Всем привет' }) }),
  'an edited text in a supergroup': anUpdate({
    edited_message: { ...aGroupMessage({ text: 'Всем привет!' }, SUPERGROUP), edit_date: EDITED },
  }),
  'a sticker of an anonymous admin': anUpdate({
    message: aGroupMessage(
      {
        from: ANONYMOUS,
        sender_chat: SUPERGROUP,
        sticker: {
          ...FILE,
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: true,
          is_video: false,
        },
      },
      SUPERGROUP,
    ),
  }),
  'a text of an anonymous admin': anUpdate({
    message: aGroupMessage({ from: ANONYMOUS, sender_chat: SUPERGROUP, text: 'Тише' }, SUPERGROUP),
  }),
  'a text in a group on behalf of a channel': anUpdate({
    message: aGroupMessage({ from: CHANNEL_BOT, sender_chat: CHANNEL, text: 'От школы' }, SUPERGROUP),
  }),
  'a text of another bot in a group': anUpdate({
    message: aGroupMessage({ from: { ...BOT, id: 7_000_000_099 }, text: 'Я бот' }),
  }),
  'a channel post that comes into its group': anUpdate({
    message: aGroupMessage(
      {
        from: TELEGRAM,
        sender_chat: CHANNEL,
        is_automatic_forward: true,
        forward_origin: { type: 'channel', date: SENT, chat: CHANNEL, message_id: 4 },
        text: 'Каникулы',
      },
      SUPERGROUP,
    ),
  }),
  'new members of a group': anUpdate({ message: aGroupMessage({ new_chat_members: [BOT] }) }),
  'a member who left a group': anUpdate({ message: aGroupMessage({ left_chat_member: ANNA }) }),
  'a new title of a group': anUpdate({ message: aGroupMessage({ new_chat_title: '6 «Б»' }) }),
  'a group that was made': anUpdate({ message: aGroupMessage({ group_chat_created: true }) }),
  'a group that became a supergroup': anUpdate({
    message: aGroupMessage({ migrate_to_chat_id: SUPERGROUP.id }),
  }),
  'a supergroup that was a group': anUpdate({
    message: aGroupMessage(
      { migrate_from_chat_id: GROUP.id, from: ANONYMOUS, sender_chat: SUPERGROUP },
      SUPERGROUP,
    ),
  }),

  'a channel post': anUpdate({ channel_post: aChannelPost({ text: 'Каникулы с понедельника' }) }),
  'an edited channel post': anUpdate({
    edited_channel_post: { ...aChannelPost({ text: 'Каникулы со вторника' }), edit_date: EDITED },
  }),
  'a message of a business account': anUpdate({
    business_message: aPrivateMessage({ business_connection_id: 'b1', text: 'Привет' }),
  }),
  'an inline query': anUpdate({
    inline_query: { id: '42', from: ANNA, query: 'урок', offset: '' },
  }),
  'an answer to a poll': anUpdate({
    poll_answer: { poll_id: '5366', user: ANNA, option_ids: [0], option_persistent_ids: ['0'] },
  }),
  'a reaction': anUpdate({
    message_reaction: {
      chat: PRIVATE,
      message_id: 99,
      user: ANNA,
      date: SENT,
      old_reaction: [],
      new_reaction: [{ type: 'emoji', emoji: '👍' }],
    },
  }),
  'a request to join a group': anUpdate({
    chat_join_request: { chat: SUPERGROUP, from: ANNA, user_chat_id: ANNA.id, date: SENT },
  }),
} satisfies Record<string, Update>;

export type UpdateName = keyof typeof UPDATES;
