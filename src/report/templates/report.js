"use strict";
// Filters and keys. Without it the page shows all there is.
(() => {
  const byId = id => document.getElementById(id);
  const form = byId("filters");
  const data = JSON.parse(byId("index").textContent);
  const articles = data.articles;
  const list = byId("list");
  const folded = text => text.toLowerCase();
  const count = (n, one, many) => n.toLocaleString("en") + " " + (n === 1 ? one : many);

  // Links to an element open what it lies in.
  const reveal = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let outer = target; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") { outer.open = true; outer.hidden = false; }
    target.scrollIntoView({ block: target.id.startsWith("a") ? "center" : "start" });
  };
  addEventListener("hashchange", reveal);

  if (!form) { reveal(); return; }
  const fields = { text: byId("f-text"), source: byId("f-source"), topic: byId("f-topic"), outlet: byId("f-outlet"), from: byId("f-from"), to: byId("f-to") };
  const elements = list ? [] : articles.map(article => byId("a" + article.a));
  const texts = [];
  const words = at => texts[at] ??= list
    ? folded(articles[at].p[1] + " " + data.outlets[articles[at].o] + " ") + articles[at].p[2]
    : folded(elements[at].textContent);

  const wanted = () => {
    const source = fields.source.value, topic = fields.topic.value, outlet = fields.outlet.value;
    const from = fields.from.value, to = fields.to.value;
    const terms = folded(fields.text.value).split(/\s+/).filter(Boolean);
    const byClaim = source !== "" || topic !== "";
    const claim = ([t, s]) => (topic === "" || t === +topic) && (source === "" || (/^\d+$/.test(source) ? s === +source : data.voices[s] === source));
    const article = (one, at) =>
      (outlet === "" || one.o === +outlet) && (!from || (one.d && one.d >= from)) && (!to || (one.d && one.d <= to)) &&
      (!byClaim || one.c.some(claim)) && terms.every(term => words(at).includes(term));
    return { claim, article, byClaim };
  };

  // A list shows so many of its matches at first.
  const STEP = 100;
  let matches = [], shown = 0;
  const more = byId("more");
  const row = at => {
    const article = articles[at], [page, title, , claims] = article.p;
    const item = document.createElement("li"), link = document.createElement("a"), meta = document.createElement("span");
    link.href = data.prefix + "articles-" + String(page).padStart(5, "0") + ".html#a" + article.a;
    link.textContent = title; link.className = "title"; link.dir = "auto";
    meta.className = "meta";
    meta.textContent = [data.outlets[article.o], article.d, count(claims, "claim", "claims")].filter(Boolean).join(" · ");
    item.append(link, meta);
    return item;
  };
  const showMore = () => {
    list.append(...matches.slice(shown, shown + STEP).map(row));
    shown = Math.min(shown + STEP, matches.length);
    more.hidden = shown >= matches.length;
    more.textContent = "Show more of " + (matches.length - shown).toLocaleString("en");
  };

  const filter = () => {
    const { claim, article, byClaim } = wanted();
    matches = [];
    let claims = 0;
    articles.forEach((one, at) => {
      const fits = article(one, at);
      if (fits) { matches.push(at); claims += list ? (byClaim ? 0 : one.p[3]) : one.c.filter(claim).length; }
      if (list) return;
      elements[at].hidden = !fits;
      if (!fits) return;
      elements[at].querySelectorAll(".claims tbody tr").forEach((line, index) => {
        line.hidden = !claim(one.c[index]);
        byId(line.id.slice(0, -1))?.classList.toggle("miss", line.hidden);
      });
    });
    const of = n => n.toLocaleString("en");
    byId("status").textContent = matches.length === articles.length && !byClaim
      ? count(articles.length, "article", "articles")
      : of(matches.length) + " of " + count(articles.length, "article", "articles") + (list ? "" : ", " + count(claims, "claim", "claims") + " in them" + (byClaim ? " that match" : ""));
    if (list) { list.replaceChildren(); shown = 0; showMore(); }
  };

  let waiting;
  form.addEventListener("input", event => { clearTimeout(waiting); waiting = setTimeout(filter, event.target === fields.text ? 120 : 0); });
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  more?.addEventListener("click", showMore);
  byId("open-all")?.addEventListener("click", event => {
    const all = elements.filter(one => !one.hidden), open = !all.every(one => one.open);
    all.forEach(one => { one.open = open; });
    event.target.textContent = open ? "Close all" : "Open all";
  });
  // A row of a table shows its articles.
  document.addEventListener("click", event => {
    const link = event.target.closest("a[data-source], a[data-topic], a[data-outlet]");
    if (!link) return;
    form.reset();
    const { source, topic, outlet } = link.dataset;
    if (source !== undefined) fields.source.value = source;
    if (topic !== undefined) fields.topic.value = topic;
    if (outlet !== undefined) fields.outlet.value = String(data.outlets.indexOf(outlet));
    setTimeout(filter);
  });

  // A number that is pointed at tells what its row does.
  document.addEventListener("mouseover", event => {
    const number = event.target.closest("a.n"), row = number && !number.title && byId(number.id + "r");
    if (row) number.title = [...row.cells].map(cell => cell.textContent.trim()).filter(Boolean).join(" · ");
  });

  let current = -1;
  const go = step => {
    const open = elements.map((one, at) => at).filter(at => !elements[at].hidden);
    if (!open.length) return;
    const next = step > 0 ? open.find(at => at > current) : open.findLast(at => at < current);
    if (next === undefined) return;
    elements[current]?.classList.remove("current");
    current = next;
    elements[current].classList.add("current");
    elements[current].querySelector("summary").focus({ preventScroll: true });
    elements[current].scrollIntoView({ block: "start" });
  };
  const goClaim = step => {
    if (current < 0) go(1);
    for (let turn = 0; current >= 0 && turn < elements.length; turn++) {
      const article = elements[current];
      const numbers = [...article.querySelectorAll(".text .n:not(.miss)")];
      const at = numbers.findIndex(one => one.classList.contains("here"));
      const next = at < 0 ? (step > 0 ? numbers[0] : numbers.at(-1)) : numbers[at + step];
      numbers[at]?.classList.remove("here");
      if (next) { article.open = true; next.classList.add("here"); next.focus({ preventScroll: true }); next.scrollIntoView({ block: "center" }); return; }
      const before = current;
      go(step);
      if (current === before) return;
    }
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") { form.reset(); document.activeElement.blur(); return; }
    if (typing) return;
    const act = {
      "/": () => { fields.text.focus(); fields.text.select(); },
      j: () => list ? step(1) : go(1), k: () => list ? step(-1) : go(-1),
      n: () => goClaim(1), p: () => goClaim(-1),
      o: () => { if (current >= 0) elements[current].open = !elements[current].open; },
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  const step = by => {
    const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (at === links.length - 1 && by > 0 && !more.hidden) showMore();
    list.querySelectorAll("a")[Math.max(0, at + by)]?.focus();
  };

  // Browsers keep what was typed when a page is loaded again.
  filter();
  reveal();
})();
