import type { CategoryInfo } from '../contract/screener.js'

/** The page without any data: what it shows it asks of the API, with the key that is typed into it. */
export function consolePage(categories: readonly CategoryInfo[]): string {
  const options = categories
    .map(({ id, label }) => `<option value="${escapeHtml(id)}">${escapeHtml(label)}</option>`)
    .join('')
  const boxes = categories
    .map(
      ({ id, label }) =>
        `<label><input type="checkbox" value="${escapeHtml(id)}" data-label="${escapeHtml(label)}"> ${escapeHtml(label)}</label>`,
    )
    .join('\n')
  return `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>関所 — 確認</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/console/console.css">
<script type="module" src="/console/console.js"></script>
</head>
<body>
<a class="skip" href="#case">本文へ移動</a>
<header>
  <h1>関所　要確認のメッセージ</h1>
  <span class="soft"><kbd>j</kbd> 次 <kbd>k</kbd> 前 <kbd>c</kbd> 違反と確認 <kbd>d</kbd> 問題なし</span>
  <a href="/docs">API</a>
</header>
<form id="key-form" class="filters" hidden>
  <label for="key">鍵</label>
  <input id="key" type="password" autocomplete="off" size="40" required>
  <button>入る</button>
  <span class="soft">鍵はこのページを閉じると忘れます。</span>
</form>
<p id="says" role="status" aria-live="polite"></p>
<main>
<section id="queue" aria-label="一覧">
  <div class="filters">
    <label>状態 <select id="status"><option value="pending">未確認</option><option value="confirmed">違反と確認</option><option value="dismissed">問題なし</option><option value="">すべて</option></select></label>
    <label>カテゴリ <select id="category"><option value="">すべて</option>${options}</select></label>
    <label>きっかけ <select id="origin"><option value="">すべて</option><option value="screen">判定</option><option value="report">通報</option><option value="test">動作確認</option></select></label>
    <button id="reload" type="button">読み直す</button>
  </div>
  <ol id="list"></ol>
  <button id="more" type="button" hidden>続きを見る</button>
</section>
<article id="case" tabindex="-1" aria-labelledby="title" hidden>
  <h2 id="title"></h2>
  <p id="facts" class="soft"></p>
  <div id="text" lang="ja"></div>
  <h3>根拠</h3>
  <ul id="reasons" class="plain"></ul>
  <ul id="reports" class="plain"></ul>
  <fieldset id="categories"><legend>カテゴリ（違反と確認するとき）</legend>
${boxes}
  </fieldset>
  <label for="note">覚え書き</label>
  <textarea id="note" rows="2" maxlength="2000"></textarea>
  <p>
    <button id="confirm" class="confirm" type="button" aria-keyshortcuts="c">違反と確認 (c)</button>
    <button id="dismiss" class="dismiss" type="button" aria-keyshortcuts="d">問題なし (d)</button>
    <button id="reopen" type="button" hidden>判定を取り消す</button>
  </p>
</article>
</main>
<p class="filters"><button id="undo" type="button" hidden>直前の判定を取り消す</button></p>
</body>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, char => ENTITIES[char] ?? char)
