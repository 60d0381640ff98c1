import type { PublicIncident, PublicStatus } from '../../shared/domain/public-status.ts';
import type { Language } from '../../shared/domain/understanding/language.ts';
import { STYLE } from './style.ts';
import { PAGE_TEXTS } from './texts.ts';

const TICK = drawn('M13.5 22.5 l6 6 l11.5 -12.5');
const MARK = drawn('M22 12.5 v11.5 M22 31 v.1');
const LOCALES: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' };

/** The status page: HTML that loads and runs nothing. Times are those of the desk's clock. */
export function statusPage({ at, desk, open, resolved }: PublicStatus, language: Language): string {
  const t = PAGE_TEXTS[language];
  const well = open.length === 0;
  const verdict = well ? t.well : t.unwell;
  const name = capitalised(desk.name[language]);
  const other = language === 'ru' ? 'en' : 'ru';
  const writer = { language, zone: desk.zone };
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${verdict} · ${name}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="page">
<header><p>${escaped(name)}</p><nav><a href="?lang=${other}" hreflang="${other}" lang="${other}">${t.other}</a></nav></header>
<main>
<div class="verdict ${well ? 'well' : 'unwell'}">${well ? TICK : MARK}<div><h1>${verdict}</h1><p>${well ? t.wellWhat : t.unwellWhat}</p></div></div>
${well ? '' : `<h2>${t.now}</h2>\n${listOf(open, writer)}`}
<h2>${t.lately}</h2>
${resolved.length === 0 ? `<p class="none">${well ? t.noneLately : t.noOthers}</p>` : listOf(resolved, writer)}
</main>
<footer><p>${t.read(moment(at, writer, { timeZoneName: 'shortOffset' }))}</p></footer>
</div>
</body>
</html>
`;
}

function drawn(path: string): string {
  return `<svg viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="22"/><path d="${path}"/></svg>`;
}

interface Writer {
  language: Language;
  zone: string;
}

function listOf(incidents: readonly PublicIncident[], writer: Writer): string {
  return `<ul role="list">\n${incidents.map((one) => itemOf(one, writer)).join('\n')}\n</ul>`;
}

function itemOf(incident: PublicIncident, writer: Writer): string {
  const { kinds, state, texts } = incident;
  const t = PAGE_TEXTS[writer.language];
  return `<li>
<div class="what"><h3>${capitalised(kinds.map((kind) => t.kinds[kind]).join(', '))}</h3><span class="state ${state}">${t.states[state]}</span></div>
<p class="when">${whenOf(incident, writer)}</p>
<p class="text">${escaped(texts[writer.language])}</p>
</li>`;
}

function whenOf({ opened_at, ended_at }: PublicIncident, writer: Writer): string {
  return ended_at === undefined
    ? PAGE_TEXTS[writer.language].since(moment(opened_at, writer))
    : clock(writer).formatRange(opened_at, ended_at);
}

function moment(at: number, writer: Writer, more?: Intl.DateTimeFormatOptions): string {
  return `<time datetime="${new Date(at).toISOString()}">${clock(writer, more).format(at)}</time>`;
}

function clock({ language, zone }: Writer, more?: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const shown = {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat(LOCALES[language], { ...shown, timeZone: zone, ...more });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Words of the desk's own are text, whatever stands in them. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
