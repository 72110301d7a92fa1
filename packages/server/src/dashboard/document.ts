/** The owner's page before its script runs: every part that it shows, still empty. No script and no style in it. */
export const dashboardDocument = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Goodword</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/dashboard.css">
<script type="module" src="/dashboard.js"></script>
</head>
<body>
<header>
  <p class="brand">Goodword</p>
  <div class="actions" id="actions" hidden>
    <button type="button" id="refresh">Refresh</button>
    <button type="button" id="leave">Sign out</button>
  </div>
</header>
<main>
  <noscript>This page needs JavaScript.</noscript>
  <p id="failure" class="failure" role="alert" hidden></p>
  <form id="enter" hidden>
    <h1>Your program</h1>
    <p>The address that the server printed when it started opens this page for you. <code>goodword keys link</code> makes a new one.</p>
    <label>Program <input name="program" required autocomplete="off" autocapitalize="none" spellcheck="false"></label>
    <label>Secret key <input name="key" type="password" required autocomplete="off"></label>
    <button type="submit" class="primary">Open</button>
  </form>
  <div id="overview" hidden>
    <h1 id="title"></h1>
    <dl id="numbers" class="numbers"></dl>
    <section id="reviews" aria-labelledby="reviews-title" hidden>
      <h2 id="reviews-title">To review</h2>
      <div id="review-list"></div>
    </section>
    <section aria-labelledby="conversions-title">
      <h2 id="conversions-title">Conversions</h2>
      <div id="conversions"></div>
    </section>
    <section aria-labelledby="rewards-title">
      <h2 id="rewards-title">Rewards</h2>
      <div id="rewards"></div>
      <button type="button" id="more" hidden>Show more rewards</button>
    </section>
    <p id="status" class="quiet" role="status"></p>
  </div>
</main>
<dialog id="confirm" aria-labelledby="confirm-title">
  <form method="dialog">
    <h2 id="confirm-title"></h2>
    <p>This notes that you gave it; it moves no money. It cannot be undone.</p>
    <div class="actions">
      <button type="submit" value="no">Cancel</button>
      <button type="submit" value="yes" class="primary">Mark as given</button>
    </div>
  </form>
</dialog>
</body>
</html>
`
