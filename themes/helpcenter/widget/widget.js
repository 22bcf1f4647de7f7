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
  const look = script.dataset.look ?? "light";
  const KEPT = new Set("P UL OL LI STRONG B EM I BR TABLE CAPTION THEAD TBODY TR TH TD BLOCKQUOTE CODE PRE DL DT DD DETAILS SUMMARY FIGURE FIGCAPTION".split(" "));
  const HEADINGS = { H2: "h3", H3: "h4", H4: "h5" }; // the panel's own title stands above them
  const NAMED = ["start", "colspan", "rowspan", "scope", "lang", "id"];
  const BOXES = ".admonition,.hint-box,.guide-aside";
  const SKIPPED = ".article__head,.article__meta,.contents,.filter,.verdict,.question__link,.step__number,.visually-hidden,.icon";
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
    :host{all:initial!important;display:block!important;position:fixed!important;inset:auto var(--portal-offset,1rem) var(--portal-offset,1rem) auto!important;z-index:2147483000!important;visibility:visible!important;opacity:1!important}
    *{box-sizing:border-box}
    [hidden]{display:none!important}
    .root{--a:var(--portal-accent,#2f429f);--on:var(--portal-on-accent,#fff);--page:var(--portal-page,#fff);--ink:var(--portal-ink,#1d1f2b);--soft:color-mix(in srgb,var(--ink) 72%,var(--page));--line:color-mix(in srgb,var(--ink) 15%,var(--page));--tint:color-mix(in srgb,var(--a) 8%,var(--page));--field:color-mix(in srgb,var(--ink) 55%,var(--page));--r:var(--portal-radius,.75rem);color-scheme:light;font:16px/1.5 var(--portal-font,system-ui,sans-serif);color:var(--ink);text-align:start}
    .root.dark{--a:var(--portal-accent,#aab8ff);--on:var(--portal-on-accent,#13151f);--page:var(--portal-page,#1b1e2b);--ink:var(--portal-ink,#ecebe7);color-scheme:dark}
    button,input,textarea{font:inherit;color:inherit}
    button,.go{cursor:pointer;min-height:2.75rem;padding:.25rem 1rem;border:1px solid transparent;border-radius:var(--r);font-weight:600}
    .main,.go{background:var(--a);color:var(--on)}
    .go{display:inline-flex;align-items:center;text-decoration:none}
    .quiet{background:none;border-color:var(--field);font-weight:400}
    .link{background:none;padding:.25rem 0;text-align:start;color:var(--a)}
    .link:hover,a:hover{text-decoration-thickness:2px}
    .quiet:hover,.choice:hover,summary:hover{background:var(--tint)}
    .main:hover,.go:hover{filter:brightness(1.08)}
    :focus-visible{outline:3px solid var(--a);outline-offset:2px}
    .body:focus-visible,.box:focus-visible{outline-offset:-3px}
    .open{float:right;min-height:3rem;padding:.25rem 1.5rem;border-radius:99px;box-shadow:0 2px 12px #0004}
    .panel{position:absolute;inset:auto 0 0 auto;display:flex;flex-direction:column;width:min(25rem,calc(100vw - 2rem));height:min(40rem,calc(100vh - 2rem));background:var(--page);border:1px solid var(--line);border-radius:var(--r);box-shadow:0 12px 40px #0004;overflow:hidden}
    header,footer{display:flex;flex:none;gap:.75rem;align-items:center;justify-content:space-between;padding:.625rem .875rem}
    header{border-bottom:1px solid var(--line)}footer{border-top:1px solid var(--line)}
    header h2{flex:1}header button{min-height:2.25rem;padding:.125rem .75rem}
    h2,h3,h4,h5,p{margin:0;overflow-wrap:break-word}h2{font-size:1.0625rem;line-height:1.3}h3{font-size:1.125rem;line-height:1.3}h4,h5{font-size:1rem}
    .body{flex:1;overflow:auto;padding:1rem .875rem}
    .body p+p,.text>*+*,.note>*+*,li>*+*,details>*+*{margin-top:.625rem}.text>*+h3{margin-top:1.5rem}.text>.mark+h3{margin-top:.25rem}.text+p,p:empty+*{margin-top:1rem}
    label{display:block;margin-bottom:.25rem;font-weight:600}label:not(:first-child){margin-top:1rem}
    input,textarea{width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--field);border-radius:calc(var(--r)*.8);background:var(--page)}
    form>p{margin-top:1rem}
    ul,ol{margin:0;padding-inline-start:1.375rem}ul{list-style:disc}li+li{margin-top:.375rem}
    .hits,.choices,.steps{list-style:none;padding:0}.hits{margin-top:.5rem}
    .hits li{margin:0;padding:.5rem 0 .75rem}.hits li+li{border-top:1px solid var(--line)}.hits p,small,figcaption,.mark{color:var(--soft);font-size:.9375rem}
    .choices li+li{margin-top:.5rem}.choice{width:100%;padding:.625rem 1rem;text-align:start;background:none;border-color:var(--field)}
    .steps{counter-reset:step}.steps>li{position:relative;padding:0 0 1.25rem 2.75rem;counter-increment:step;margin:0}
    .steps>li::before{content:counter(step);position:absolute;left:0;top:-.125rem;width:1.75rem;height:1.75rem;border:2px solid var(--a);border-radius:50%;color:var(--a);font-weight:700;line-height:1.5rem;text-align:center}
    .guide{padding:1rem;border:1px solid var(--line);border-radius:var(--r)}.moves{display:flex;gap:1.25rem;margin-top:.75rem}
    details{border-bottom:1px solid var(--line);padding-bottom:.25rem}details[open]{padding-bottom:.875rem}
    summary{display:flex;gap:.75rem;align-items:center;justify-content:space-between;min-height:2.75rem;padding:.375rem .25rem;list-style:none;cursor:pointer}summary h3{font-size:1rem}
    summary::-webkit-details-marker{display:none}
    summary::after{content:"";flex:none;width:.5rem;height:.5rem;margin-inline-end:.25rem;border:solid;border-width:0 2px 2px 0;transform:translateY(-25%) rotate(45deg)}
    [open]>summary::after{transform:translateY(25%) rotate(225deg)}
    .note{padding:.75rem .875rem;border-radius:calc(var(--r)*.8);background:var(--tint)}
    .box{overflow:auto;border:1px solid var(--line);border-radius:calc(var(--r)*.8)}
    table{border-collapse:collapse;width:100%;font-size:.9375rem}td,th{padding:.5rem .625rem;text-align:start;vertical-align:top}tr+tr>*,tbody tr>*{border-top:1px solid var(--line)}thead{color:var(--soft)}
    figure{margin:0}img{max-width:100%;height:auto;border-radius:calc(var(--r)*.6)}
    a{color:var(--a);text-underline-offset:.15em}.go{color:var(--on)}
    @media(forced-colors:active){.open,.main,.go,.note{border:1px solid}}
    @media(max-width:30rem){.panel{width:calc(100vw - 2*var(--portal-offset,1rem))}}
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
  const root = make("div", { class: "root" }, opener, panel);
  shadow.append(root);
  const night = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => root.classList.toggle("dark", look === "dark" || (look === "auto" && night.matches));
  night.addEventListener("change", dress);
  dress();

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
  let reading = {};
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
      if (node.nodeType !== Node.ELEMENT_NODE || GONE.has(node.nodeName.toUpperCase()) || node.hidden || node.matches(SKIPPED)) continue;
      const name = node.nodeName;
      if (node.matches("[data-asking]")) {
        made.push(askGuide(node, address));
        continue;
      }
      const inside = copy(node, address);
      const kept = Object.fromEntries(NAMED.filter((key) => node.hasAttribute(key)).map((key) => [key, node.getAttribute(key)]));
      const at = (key) => node.hasAttribute(key) && new URL(node.getAttribute(key), address);
      if (name === "A" && /^(https?|mailto|tel):$/.test(at("href").protocol)) made.push(make("a", { href: at("href").href, target: "_blank", rel: "noopener" }, ...inside));
      else if (name === "IMG" && at("src")) made.push(make("img", { src: at("src").href, alt: node.alt, loading: "lazy", ...(node.width && { width: node.width, height: node.height }) }));
      else if (name === "SECTION" && node.matches(".table-box")) made.push(make("section", { class: "box", tabindex: "0", "aria-label": node.ariaLabel ?? "" }, ...inside));
      else if (node.matches(BOXES)) made.push(make("div", { class: "note" }, ...inside));
      else if (HEADINGS[name]) made.push(make(HEADINGS[name], kept, ...inside));
      else if (KEPT.has(name)) made.push(make(name.toLowerCase(), node.matches(".steps") ? { ...kept, class: "steps" } : kept, ...inside));
      else made.push(...inside);
    }
    return made;
  };

  // One question at a time, as on the page; its texts are the page's.
  const askGuide = (box, address) => {
    const steps = new Map([...box.querySelectorAll("[data-step]")].map((step) => [step.id, step]));
    const [first] = steps.keys();
    const place = make("div", { class: "guide", role: "group" });
    const trail = [];
    const go = (id, isMove) => {
      const step = steps.get(id);
      const told = { ...reading, step: id };
      const left = Number(step.dataset.left);
      const mark = left ? box.dataset.question.replace("{n}", trail.length + 1).replace("{most}", trail.length + left) : box.dataset.answer;
      const heading = make("h3", { tabindex: "-1" }, step.querySelector("h2 > :last-child").textContent);
      const choices = [...step.querySelectorAll("[data-choice]")].map((link) => make("li", {}, make("button", { class: "choice", type: "button", onclick: () => {
        tell({ ev: "guide_step", ...told, choice: link.dataset.choice });
        trail.push([id, link.dataset.choice]);
        go(decodeURIComponent(link.hash.slice(1)), true);
      } }, link.querySelector("[data-text]").textContent)));
      const move = (name, act) => make("button", { class: "link", type: "button", onclick: act }, box.querySelector(`[data-${name}]`).textContent.trim());
      const contact = step.querySelector("[data-contact-link]");
      const inside = [make("p", { class: "mark" }, mark), heading];
      const prose = step.querySelector(".prose");
      if (prose) inside.push(...copy(prose, address));
      if (choices.length) inside.push(make("ul", { class: "choices" }, ...choices));
      if (contact) {
        const to = new URL(contact.getAttribute("href"), address);
        to.searchParams.set("way", [first, ...trail.map(([, choice]) => choice)].join("/"));
        inside.push(make("p", {}, make("a", { class: "go", href: to.href, target: "_blank", rel: "noopener" }, contact.textContent.trim())));
      }
      const moves = trail.length ? [make("p", { class: "moves" }, move("back", () => go(trail.pop()[0], true)), move("again", () => {
        trail.length = 0;
        go(first, true);
      }))] : [];
      place.replaceChildren(make("div", { class: "text" }, ...inside), ...moves);
      tell({ ev: "guide_step", ...told });
      if (!isMove) return;
      heading.focus({ preventScroll: true });
      place.scrollIntoView({ block: "nearest" });
    };
    go(first, false);
    return place;
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
      const text = page && request.status === 200 && page.querySelector(".article");
      if (!text) return failed();
      reading = { article_id: hit.article_id, article_v: page.documentElement.dataset.articleV };
      body.replaceChildren(make("div", { class: "text", lang: hit.lang }, ...copy(text, address)),
        make("p", {}, make("a", { href: address, target: "_blank", rel: "noopener" }, t.page)), status);
      // A hit within a page, such as one question of many, is opened and brought into sight.
      const meant = address.includes("#") && shadow.getElementById(decodeURIComponent(new URL(address).hash.slice(1)));
      if (meant) {
        if (meant.nodeName === "DETAILS") meant.open = true;
        meant.scrollIntoView({ block: "start" });
      }
      tell({ ev: "article_view", query_id: queryId, ...reading });
    };
    request.send();
  };

  // The token tells since when the form is open; one that was left open overnight gets another. Asked to prove that
  // a person writes, it waits: a worker from another host, which could calculate instead, is not let in.
  const deliver = async (told) => {
    for (let tries = 3; ; tries -= 1) {
      try {
        return await ask("api/contacts", { ...told, token: await (token ??= newToken()) });
      } catch (answer) {
        const { proof } = answer.status === 428 ? await answer.clone().json() : {};
        if (!tries || !proof && answer.status !== 403) throw answer;
        if (proof) {
          status.textContent = t.wait;
          told.proof = proof.wait;
          await new Promise((go) => setTimeout(go, proof.wait_s * 1000));
        } else token = null;
      }
    }
  };
  const newToken = () => ask(`api/session?lang=${lang}`).then((told) => told.token);
  let token;

  const showContact = () => {
    tell({ ev: "contact_intent", channel: "form" });
    token = newToken();
    token.catch(() => { token = null; }); // told when it is sent, if it still fails
    const message = make("textarea", { id: "message", rows: "6", required: "", maxlength: "5000" });
    const email = make("input", { id: "email", type: "email", autocomplete: "email", required: "", maxlength: "254" });
    const send = make("button", { class: "main" }, t.send);
    const form = make("form", { onsubmit: async (event) => {
      event.preventDefault();
      send.disabled = true;
      try {
        const sent = await deliver({ message: message.value, email: email.value, lang, website: "" });
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
