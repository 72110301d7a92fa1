/** The owner's page: system type, quiet borders, one accent; tables that become cards on a phone. */
export const dashboardStylesheet = `
:root {
  color-scheme: light dark;
  --accent: light-dark(#3d4fd1, #9aa7ff);
  --on-accent: light-dark(#fff, #12142a);
  --surface: light-dark(#fff, #1b1c20);
  --page: light-dark(#f6f6f4, #121316);
  --text: light-dark(#1d1e22, #ececf0);
  --quiet: light-dark(#5d5f68, #a3a5b0);
  --line: light-dark(#e2e2de, #303238);
  --good: light-dark(#1c6b45, #7fd3a8);
  --warn: light-dark(#8a5300, #f0bd70);
  --bad: light-dark(#a4262c, #ff9d9d);
  --radius: 10px;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
header, main { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header { display: flex; align-items: center; justify-content: space-between; min-height: 64px; }
main { padding-bottom: 64px; }
.brand { margin: 0; font-weight: 600; }
.actions { display: flex; gap: 8px; justify-content: flex-end; }
h1 { margin: 16px 0 24px; font-size: 22px; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 17px; line-height: 1.25; font-weight: 600; }
section { margin-top: 40px; }
.quiet, small { color: var(--quiet); font-size: 13px; }
.failure {
  margin: 0 0 16px; padding: 12px 16px; color: var(--bad); background: var(--surface);
  border: 1px solid currentColor; border-radius: var(--radius); overflow-wrap: anywhere;
}
button, input { font: inherit; color: inherit; border-radius: 8px; border: 1px solid var(--line); }
button { min-height: 36px; padding: 4px 14px; background: var(--surface); white-space: nowrap; cursor: pointer; transition: background-color 150ms; }
button:hover { background: color-mix(in srgb, var(--text) 6%, var(--surface)); }
button:disabled { opacity: .55; cursor: progress; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.primary:hover { background: color-mix(in srgb, var(--text) 15%, var(--accent)); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#enter {
  display: grid; gap: 16px; max-width: 420px; margin: 48px auto; padding: 24px;
  background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
}
#enter h1, #enter p { margin: 0; }
#enter p { color: var(--quiet); }
#enter label { display: grid; gap: 4px; font-size: 13px; }
#enter input { min-height: 40px; padding: 4px 12px; background: var(--page); font-size: 16px; border-color: var(--quiet); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 16px; margin: 0; }
.numbers div {
  display: flex; flex-direction: column; padding: 16px;
  background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
}
.numbers dt { color: var(--quiet); font-size: 13px; }
.numbers dd { margin: 0; font-size: 28px; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
.numbers dd + dd { color: var(--quiet); font-size: 13px; font-weight: 400; line-height: 1.5; }
table {
  width: 100%; border-collapse: separate; border-spacing: 0;
  background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
}
th, td { padding: 10px 16px; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--quiet); font-size: 13px; font-weight: 400; }
td { border-top: 1px solid var(--line); }
.number { text-align: end; white-space: nowrap; }
time { white-space: nowrap; }
small { display: block; }
.state { font-weight: 600; font-size: 13px; white-space: nowrap; }
.state::before { content: ""; display: inline-block; inline-size: 8px; block-size: 8px; margin-inline-end: 8px; border-radius: 50%; background: currentColor; }
.state.good { color: var(--good); }
.state.warn { color: var(--warn); }
.state.bad { color: var(--bad); }
.state.calm { color: var(--quiet); }
.reviews { display: grid; gap: 12px; margin: 0; padding: 0; list-style: none; }
.reviews li {
  display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: flex-start; justify-content: space-between; padding: 16px;
  background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); overflow-wrap: anywhere;
}
.reviews li > div:first-child { flex: 1 1 280px; min-width: 0; }
.reviews h3 { margin: 0; font-size: 15px; font-weight: 600; }
.reviews p { margin: 4px 0 0; }
.reviews small { display: inline; margin-inline-start: 8px; }
.empty { margin: 0; padding: 24px 16px; color: var(--quiet); background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
#more { margin-top: 12px; }
dialog { max-width: 420px; padding: 24px; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 16px 48px rgb(0 0 0 / .25); }
dialog::backdrop { background: rgb(0 0 0 / .4); }
@media (max-width: 720px) {
  header, main { padding-inline: 16px; }
  table, thead, tbody, tr, td { display: block; }
  table { background: none; border: 0; }
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { margin-bottom: 12px; padding: 8px 0; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
  td { display: grid; grid-template-columns: 96px 1fr; gap: 12px; padding: 4px 16px; border: 0; text-align: start; }
  td::before { content: attr(data-label); color: var(--quiet); font-size: 13px; }
  td:empty { display: none; }
  .number { text-align: start; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { .state::before { background: CanvasText; forced-color-adjust: none; } }
`
