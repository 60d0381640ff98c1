import { DEMO, DEMO_STAFF } from '../../local/seed.ts';
import type { Twin } from '../../local/twin.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { callerOf } from './caller.ts';

/** What customers of the demo partner wrote, in this order. */
const WORDS = [
  ['irina', 'Ирина Соколова', 'Здравствуйте! Урок не открывается, пишет ошибку'],
  ['pavel', 'Павел Орлов', 'Преподаватель опять не пришёл, я очень недоволен!'],
  ['daria', 'Дарья Ким', 'Как отменить завтрашний урок?'],
  ['maxim', 'Максим Лебедев', 'Хочу перенести занятие со среды на пятницу, на 18:00'],
  ['elena', 'Елена Васильева', 'Верните деньги, мы больше не будем заниматься'],
  ['oleg', 'Олег Фролов', 'Где мой бонус за отзыв?'],
  ['emma', 'Emma Brown', 'Hello! My son is ill and will miss the lesson on Friday'],
] as const;

/** Everything at its other address is refused. */
const CLOSED = '/_local/crm/closed';

/** A desk in the midst of its day: customers on both platforms, some answered, some waiting, one at work, one not reached. */
export async function fillDesk({ url }: Pick<Twin, 'url'>): Promise<void> {
  const call = callerOf(url);
  const write = (
    client_id: string,
    client_name: string,
    content: string,
    inbox = `/_local/crm/${DEMO.partner}`,
  ) =>
    call(
      'POST',
      '/api/messages',
      { client_id, client_name, content },
      {
        authorization: `Bearer ${DEMO.key}`,
        'x-webhook-url': url + inbox,
      },
    );
  const pass = (seconds: number) => call('POST', '/_local/clock/advance', { seconds });

  await call('PUT', `${CLOSED}/behaviour`, { status: 404 });
  await write('sofia', 'София Ли', 'Пришлите, пожалуйста, ссылку на урок', CLOSED);
  await pass(3600);
  for (const [id, name, content] of WORDS) await write(id, name, content);
  await call('POST', '/_local/telegram/chats/42', { text: 'Здравствуйте! Позовите, пожалуйста, оператора' });
  await pass(150);
  await answer(url, 'pavel', 'Павел, простите нас. Уже звоню преподавателю, вернусь к вам через пять минут.');
  await pass(60);
  await write('pavel', 'Павел Орлов', 'Спасибо, жду. Урок уже идёт десять минут');
  await pass(20);
}

/** As the first of the demo operators: takes it, notes why, replies. */
async function answer(url: string, client: string, text: string): Promise<void> {
  const call = callerOf(url);
  const [{ id: operator_id }] = DEMO_STAFF;
  const { access_token } = await call<{ access_token: string }>('POST', '/api/auth/login', {
    operator_id,
    password: DEMO.password,
  });
  const headers = { authorization: `Bearer ${access_token}` };
  const path = `/api/conversations/${conversationId(DEMO.partner, client)}`;
  await call('POST', `${path}/take`, {}, headers);
  await call(
    'POST',
    `${path}/note`,
    { text: 'Третий раз за месяц, предложить другого преподавателя' },
    headers,
  );
  await call('POST', `${path}/reply`, { text }, headers);
}
