import { createHash } from 'node:crypto';

/** The page's own, by day and by night: the colours of the console. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f6f6; --surface: #fff; --line: #e2e7e7; --text: #17201f; --quiet: #5a6566; --link: #0d625c;
  --good: #0b6b45; --good-back: #dcf3e8; --bad: #a5210f; --bad-back: #fde3df; --found: #8a4b00; --found-back: #fdf0d3; --calm: #1b4f91; --calm-back: #dfe9fb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #101414; --surface: #171c1c; --line: #2b3333; --text: #e6ecec; --quiet: #a3b0af; --link: #80d2c6;
    --good: #7fdcb2; --good-back: #123527; --bad: #ffb0a8; --bad-back: #4a201c; --found: #f5cd7c; --found-back: #3d2f10; --calm: #a9c8f7; --calm-back: #1b2b47;
  }
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.page { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.25rem 3rem; }
header { display: flex; gap: 1.5rem; align-items: baseline; justify-content: space-between; margin-bottom: 1.25rem; color: var(--quiet); }
a { color: var(--link); text-underline-offset: .2em; }
a:focus-visible { outline: 2px solid currentColor; outline-offset: 3px; border-radius: 2px; }
.verdict { display: flex; gap: 1rem; align-items: center; padding: 1.5rem; border-radius: .75rem; }
.verdict.well { background: var(--good-back); color: var(--good); }
.verdict.unwell { background: var(--bad-back); color: var(--bad); }
.verdict svg { flex: none; width: 2.75rem; height: 2.75rem; }
circle { fill: currentColor; }
path { fill: none; stroke: var(--page); stroke-width: 4; stroke-linecap: round; stroke-linejoin: round; }
h1 { margin-bottom: .15rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.1rem; }
h3 { font-size: 1rem; overflow-wrap: anywhere; }
ul { padding: 0; list-style: none; display: grid; gap: .75rem; }
li { padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--surface); }
.what { display: flex; flex-wrap: wrap; gap: .35rem .75rem; margin-bottom: .15rem; align-items: baseline; justify-content: space-between; }
.state { padding: .1rem .65rem; border-radius: 1rem; font-size: .85rem; font-weight: 600; }
.confirmed { background: var(--bad-back); color: var(--bad); }
.identified { background: var(--found-back); color: var(--found); }
.monitoring { background: var(--calm-back); color: var(--calm); }
.resolved { background: var(--good-back); color: var(--good); }
.when, footer, .none { color: var(--quiet); }
.when { font-size: .9rem; }
.text { margin-top: .6rem; white-space: pre-line; overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; font-size: .9rem; }
@media (max-width: 30em) { .page { padding-top: 1.5rem; } .verdict { padding: 1.25rem; } h1 { font-size: 1.35rem; } }
`;

/** By which the page's policy knows it. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
