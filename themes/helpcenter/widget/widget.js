// Help on the shop's own pages: search, articles and a message to a person, in a panel of its own.
// <script src="https://help.example.com/widget.js" defer></script>. docs/widget.md tells the rest.
(() => {
  "use strict";
  const WORDS = "{words}";
  const script = document.currentScript;
  const base = new URL(".", script.src).href;
  const wanted = (script.dataset.lang || document.documentElement.lang || "").toLowerCase().split("-")[0];
  const lang = wanted in WORDS ? wanted : Object.keys(WORDS)[0];
  const t = WORDS[lang];
  const KEPT = new Set("P UL OL LI H2 H3 H4 STRONG B EM I BR TABLE THEAD TBODY TR TH TD BLOCKQUOTE CODE PRE DL DT DD".split(" "));
  const GONE = new Set("SCRIPT STYLE TEMPLATE FORM BUTTON INPUT SVG NAV VIDEO IFRAME".split(" "));
  const LEAST_LETTERS = 2;
  const WAIT_MS = 250;

  // Everything is made of elements, nothing of text: a page's policy may forbid the latter.
  const make = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host{all:initial!important;display:block!important;position:fixed!important;inset:auto var(--portal-offset,1rem) var(--portal-offset,1rem) auto!important;z-index:2147483000!important;visibility:visible!important;opacity:1!important;color-scheme:light}
    *{box-sizing:border-box}
    [hidden]{display:none!important}
    .root{font:16px/1.5 var(--portal-font,system-ui,sans-serif);color:var(--portal-ink,#1d1f2b);text-align:start}
    button,input,textarea{font:inherit;color:inherit}
    button{cursor:pointer;min-height:2.75rem;padding:.25rem .875rem;border:1px solid transparent;border-radius:var(--portal-radius,.75rem)}
    .main{background:var(--portal-accent,#2f429f);color:var(--portal-on-accent,#fff)}
    .quiet{background:none;border-color:currentcolor}
    .link{background:none;border:0;padding:.25rem 0;text-align:start;text-decoration:underline;color:var(--portal-accent,#2f429f)}
    :focus-visible{outline:3px solid var(--portal-accent,#2f429f);outline-offset:2px}
    .open{float:right;box-shadow:0 2px 10px #0004}
    .panel{position:absolute;inset:auto 0 0 auto;display:flex;flex-direction:column;width:min(24rem,calc(100vw - 2rem));height:min(36rem,calc(100vh - 2rem));background:var(--portal-page,#fff);border:1px solid #0003;border-radius:var(--portal-radius,.75rem);box-shadow:0 8px 32px #0005;overflow:hidden}
    header,footer{display:flex;gap:.5rem;align-items:center;justify-content:space-between;padding:.5rem .75rem}
    header{border-bottom:1px solid #0002}footer{border-top:1px solid #0002}
    h2{margin:0;font-size:1.125rem}h3{font-size:1rem}
    .body{flex:1;overflow:auto;padding:.75rem;overflow-wrap:anywhere}
    label{display:block;font-size:.9375rem;margin-top:.5rem}
    input,textarea{width:100%;padding:.5rem .75rem;border:1px solid #767b8e;border-radius:.5rem;background:var(--portal-page,#fff)}
    ul,ol{padding-inline-start:1.25rem}.hits{list-style:none;padding:0}.hits p{margin:0 0 .75rem}
    table{border-collapse:collapse}td,th{border:1px solid #0003;padding:.25rem .5rem;text-align:start}
    a{color:var(--portal-accent,#2f429f)}
  `);

  const host = make("portal-help", { lang });
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const status = make("p", { role: "status" });
  const body = make("div", { class: "body", tabindex: "0", role: "group", "aria-label": t.title });
  const back = make("button", { class: "quiet", type: "button", hidden: "", onclick: () => showSearch() }, t.back);
  const title = make("h2", { id: "title" }, t.title);
  const panel = make("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: "" },
    make("header", {}, back, title, make("button", { class: "quiet", type: "button", onclick: () => close() }, t.close)),
    body,
    make("footer", {}, make("button", { class: "quiet", type: "button", onclick: () => showContact() }, t.write)));
  const opener = make("button", { class: "main open", type: "button", "aria-expanded": "false", onclick: () => open() }, t.open);
  shadow.append(make("div", { class: "root" }, opener, panel));

  const ask = (path, sent) => fetch(base + path, {
    credentials: "omit",
    ...(sent && { method: "POST", body: JSON.stringify(sent), headers: { "Content-Type": "application/json" } }),
  }).then((answer) => answer.ok ? answer.status === 204 ? {} : answer.json() : Promise.reject(answer));

  const tell = (event) => ask("api/events", { events: [{ event_id: makeId(), ts: new Date().toISOString(), lang, source: "widget", ...event }] }).catch(() => {});

  // The time first, so that ids sort by it (UUIDv7).
  const makeId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    new DataView(bytes.buffer).setBigUint64(0, BigInt(Date.now()) << 16n | BigInt(bytes[6] << 8 | bytes[7]));
    bytes[6] = bytes[6] & 15 | 112;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  let turn = 0;
  let query = "";
  const show = (name, isBegin, ...inside) => {
    turn += 1;
    title.textContent = name;
    back.hidden = isBegin;
    status.textContent = "";
    body.replaceChildren(...inside, status);
    body.scrollTop = 0;
  };

  const open = () => {
    panel.hidden = false;
    opener.hidden = true;
    opener.setAttribute("aria-expanded", "true");
    showSearch();
  };
  const close = () => {
    panel.hidden = true;
    opener.hidden = false;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  };
  shadow.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
    event.stopPropagation(); // the page's own shortcuts are not meant
  });

  const failed = () => {
    status.replaceChildren(t.failed, " ", make("a", { href: `${base}${lang}/contact/`, target: "_blank", rel: "noopener" }, t.write));
  };

  const showSearch = () => {
    const field = make("input", { id: "q", type: "search", autocomplete: "off", maxlength: "256" });
    const hits = make("ul", { class: "hits" });
    let waiting;
    const search = async (typing) => {
      const mine = ++turn;
      query = field.value;
      if (query.trim().length < LEAST_LETTERS) return hits.replaceChildren();
      try {
        const found = await ask(`api/search?${new URLSearchParams({ q: query, lang, limit: 6, entry: "widget", ...(typing && { typing: 1 }) })}`);
        if (mine !== turn) return;
        const all = [...found.hits, ...found.others];
        hits.replaceChildren(...all.map((hit) => make("li", { lang: hit.lang },
          make("button", { class: "link", type: "button", onclick: () => showArticle(hit, found.query_id) }, hit.title),
          make("p", {}, hit.snippet))));
        status.textContent = all.length ? t.found.replace("{n}", all.length) : t.none;
      } catch {
        if (mine === turn) failed();
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(search, WAIT_MS, true);
    });
    const form = make("form", { role: "search", onsubmit: (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      search(false);
    } }, make("label", { for: "q" }, t.search), field);
    show(t.title, true, form, hits);
    field.value = query;
    field.focus();
    if (query) search(false);
  };

  // Copies what an article says, and nothing that could do anything.
  const copy = (from, address) => {
    const made = [];
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) made.push(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE || GONE.has(node.nodeName.toUpperCase()) || node.hidden) continue;
      const inside = copy(node, address);
      const target = node.nodeName === "A" && node.hasAttribute("href") && new URL(node.getAttribute("href"), address);
      if (target && /^(https?|mailto|tel):$/.test(target.protocol)) made.push(make("a", { href: target.href, target: "_blank", rel: "noopener" }, ...inside));
      else if (node.nodeName === "SUMMARY") made.push(make("h3", {}, ...inside));
      else if (KEPT.has(node.nodeName)) made.push(make(node.nodeName.toLowerCase(), {}, ...inside));
      else made.push(...inside);
    }
    return made;
  };

  const showArticle = (hit, queryId) => {
    const address = new URL(hit.url.replace(/^\//, ""), base).href;
    show(hit.title, false, make("p", {}, "…"));
    back.focus();
    const mine = turn;
    tell({ ev: "result_click", article_id: hit.article_id, query_id: queryId, position: hit.position });
    const request = new XMLHttpRequest(); // it parses without a sink that a strict policy forbids
    request.responseType = "document";
    request.open("GET", address);
    request.onerror = () => mine === turn && failed();
    request.onload = () => {
      if (mine !== turn) return;
      const page = request.response;
      const text = page && request.status === 200 && (page.querySelector(".prose") || page.querySelector(".article"));
      if (!text) return failed();
      body.replaceChildren(make("div", { lang: hit.lang }, ...copy(text, address)),
        make("p", {}, make("a", { href: address, target: "_blank", rel: "noopener" }, t.page)), status);
      tell({ ev: "article_view", article_id: hit.article_id, query_id: queryId, article_v: page.documentElement.dataset.articleV });
    };
    request.send();
  };

  const showContact = () => {
    tell({ ev: "contact_intent", channel: "form" });
    const message = make("textarea", { id: "message", rows: "6", required: "", maxlength: "5000" });
    const email = make("input", { id: "email", type: "email", autocomplete: "email", required: "", maxlength: "254" });
    const send = make("button", { class: "main" }, t.send);
    const form = make("form", { onsubmit: async (event) => {
      event.preventDefault();
      send.disabled = true;
      try {
        const { token } = await ask(`api/session?lang=${lang}`);
        const sent = await ask("api/contacts", { message: message.value, email: email.value, lang, token, website: "" });
        show(t.write, false, make("p", { tabindex: "-1", id: "sent" }, t.sent.replace("{code}", sent.code_text), " ", sent.reply_by_text));
        shadow.getElementById("sent").focus();
      } catch (answer) {
        send.disabled = false;
        const told = await answer?.json?.().catch(() => null);
        if (told?.errors?.length) status.textContent = told.errors.map((error) => error.text).join(" ");
        else failed();
      }
    } }, make("label", { for: "message" }, t.message), message, make("label", { for: "email" }, t.email), email, make("p", {}, send));
    show(t.write, false, form);
    message.focus();
  };

  document.body ? document.body.append(host) : addEventListener("DOMContentLoaded", () => document.body.append(host));
})();
