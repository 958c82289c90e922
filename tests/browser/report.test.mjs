// What a reader does with a report, in a real browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { feed, inputs, launch, open, report } from "./made.mjs";

let browser, address;
before(async () => { browser = await launch(); address = report("shipped", inputs()); });
after(() => browser?.close());

const shown = page => page.locator(".article:visible").count();
const status = page => page.locator("#status").textContent();

test("the page opens without a word on the console or a request", async () => {
  const page = await open(browser, address);
  assert.match(await page.locator("h1").textContent(), /who said which number/i);
  assert.ok(await page.locator("#lines figure").count() > 0, "time lines are drawn");
  assert.ok(await page.locator(".family").count() > 0, "families are drawn");
  assert.deepEqual(page.told, []);
});

test("every link within the page has a target, and no id stands twice", async () => {
  const page = await open(browser, address);
  const { missing, twice } = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(one => one.id), known = new Set(ids);
    const links = [...document.querySelectorAll("a[href^='#']")].map(one => decodeURIComponent(one.getAttribute("href").slice(1)));
    return { missing: links.filter(id => !known.has(id)), twice: ids.length - known.size };
  });
  assert.deepEqual(missing, []);
  assert.equal(twice, 0);
});

test("filters filter, together, and are cleared", async () => {
  const page = await open(browser, address);
  const all = await shown(page);
  await page.selectOption("#f-source", "unnamed");
  await page.waitForFunction(before => document.querySelectorAll(".article:not([hidden])").length < before, all);
  const unnamed = await shown(page);
  assert.ok(unnamed > 0 && unnamed < all);
  const voices = await page.evaluate(() => {
    const rows = [...document.querySelectorAll(".article:not([hidden]) .claims tbody tr:not([hidden])")];
    return [...new Set(rows.map(row => row.querySelector(".w").className))];
  });
  assert.deepEqual(voices, ["w unnamed"], "only claims of unnamed people are left");
  await page.selectOption("#f-topic", { index: 1 });
  await page.waitForTimeout(50);
  assert.ok(await shown(page) <= unnamed);
  await page.keyboard.press("Escape");
  await page.waitForFunction(all => document.querySelectorAll(".article:not([hidden])").length === all, all);

  const outlet = await page.locator("#f-outlet option").nth(1).textContent();
  await page.selectOption("#f-outlet", { index: 1 });
  await page.waitForTimeout(50);
  const metas = await page.locator(".article:visible .meta").allTextContents();
  assert.ok(metas.length > 0 && metas.every(meta => meta.startsWith(outlet)), metas.join("; "));
  await page.click("#filters button[type=reset]");

  await page.fill("#f-from", "2025-03-04");
  await page.fill("#f-to", "2025-03-04");
  await page.waitForTimeout(50);
  for (const meta of await page.locator(".article:visible .meta").allTextContents()) assert.match(meta, /4 March 2025/);
  assert.ok(await shown(page) > 0);
  await page.click("#filters button[type=reset]");

  await page.fill("#f-text", "condition of anonymity");
  await page.waitForFunction(all => document.querySelectorAll(".article:not([hidden])").length < all, all);
  for (const text of await page.locator(".article:visible").evaluateAll(all => all.map(one => one.textContent)))
    assert.ok(["condition", "of", "anonymity"].every(word => text.toLowerCase().includes(word)));
  assert.match(await status(page), new RegExp(`^${await shown(page)} of ${all} articles`));
  await page.fill("#f-text", "no article says qwertzuiop");
  await page.waitForFunction(() => document.querySelectorAll(".article:not([hidden])").length === 0);
  assert.match(await status(page), /^0 of /);
  assert.deepEqual(page.told, []);
});

test("a row of a table shows its articles", async () => {
  const page = await open(browser, address);
  const row = page.locator("#topics tbody tr").first();
  const topic = await row.locator("a").textContent();
  const claims = Number((await row.locator(".num").first().textContent()).replace(",", ""));
  await row.locator("a").click();
  await page.waitForTimeout(100);
  assert.equal(await page.locator("#f-topic option:checked").textContent(), topic);
  const rows = await page.locator(".article:not([hidden]) .claims tbody tr:not([hidden])").count();
  assert.equal(rows, claims, "as many claims are left as the table says");
});

test("a claim's link lands on its number in its sentence", async () => {
  const page = await open(browser, address);
  for (const link of ["#lines figure .on-wide a", ".family .tree a", ".family .on-wide a"]) {
    const first = page.locator(link).first();
    const target = await first.getAttribute("href");
    await first.click();
    await page.waitForFunction(target => location.hash === target, target);
    const number = page.locator(`[id="${target.slice(1)}"]`);
    await number.waitFor({ state: "visible" });
    const box = await number.boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 900, `${link}: the number is in view, at ${box?.y}`);
    assert.match(await number.evaluate(one => getComputedStyle(one).backgroundColor), /255, 241, 184/, "and lit");
    const row = page.locator(`[id="${target.slice(1)}r"]`);
    assert.ok((await row.locator("th").textContent()).includes(await number.textContent()));
  }
  assert.deepEqual(page.told, []);
});

test("a link from outside opens the article it leads to", async () => {
  const page = await open(browser, address);
  const id = await page.locator(".article .text .n").first().getAttribute("id");
  const other = await open(browser, `${address}#${id}`);
  await other.locator(`[id="${id}"]`).waitFor({ state: "visible" });
  assert.ok(await other.locator(`.article:has([id="${id}"])`).evaluate(one => one.open));
});

test("keys do what the page says", async () => {
  const page = await open(browser, address);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-text");
  await page.keyboard.type("jn");
  assert.equal(await page.inputValue("#f-text"), "jn", "letters in a field are letters");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await page.locator(".article.current").getAttribute("id"), "a1");
  await page.keyboard.press("o");
  assert.ok(await page.locator("#a1").evaluate(one => one.open));
  await page.keyboard.press("n");
  const first = await page.locator(".n.here").getAttribute("id");
  await page.keyboard.press("n");
  assert.notEqual(await page.locator(".n.here").getAttribute("id"), first);
  await page.keyboard.press("p");
  assert.equal(await page.locator(".n.here").getAttribute("id"), first);
  // All that can be followed or changed is reached by Tab, and shows where it is.
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await page.keyboard.press("Tab");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none");
  assert.deepEqual(page.told, []);
});

test("hostile articles show as text", async () => {
  const script = "<script>alert(1)</script><img src=x onerror=alert(2)>";
  const articles = [
    { id: "<b>1\"'&", title: `${script}\u202eevil`, source: `"><svg onload=alert(3)>`, date: "2024-05-01", url: "javascript:alert(4)",
      text: `At least 40 boats sank, ${script} said. “</script><script>alert(5)</script>” \u202e\u2066 40 men died, the army said.` },
    { id: "a b#c?d", title: "2", source: "</script>", date: "2024-05-02", text: "Up to 40 boats sank, the army said. {{ 7*7 }} ]]> <!-- \u2028" },
    { id: "3", title: "3", source: "", date: "2024-05-03", text: "Some 40 boats sank, state TV said on Friday. &lt;b&gt; stays." },
  ];
  const page = await open(browser, report("hostile", [feed("hostile", articles)]));
  assert.deepEqual(page.told, [], "nothing of theirs ran");
  const text = await page.locator("#a1").evaluate(one => one.textContent);
  assert.ok(text.includes(script), "markup shows as it was written");
  assert.ok(text.includes("⟨U+202E⟩") && !text.includes("\u202e"), "marks that reorder text show and do not act");
  assert.equal(await page.locator("#articles script, #articles img, #articles [onload]").count(), 0);
  assert.equal(await page.locator("a[href^='javascript']").count(), 0);
  assert.ok((await page.locator("#a3 .text").textContent()).includes("&lt;b&gt; stays."));
  await page.selectOption("#f-outlet", { label: "</script>" });
  await page.waitForTimeout(50);
  assert.equal(await shown(page), 1);
});

test("many articles are pages, a list finds them and links lead there", async () => {
  const address = report("paged", inputs(), { more: ["--articles", "20"] });
  const page = await open(browser, address);
  assert.equal(await page.locator(".article").count(), 0);
  const all = await page.locator("#list li").count();
  assert.ok(all > 20);
  await page.selectOption("#f-source", "unnamed");
  await page.waitForFunction(all => document.querySelectorAll("#list li").length < all, all);
  const link = page.locator("#list a").first();
  const title = await link.textContent();
  await link.click();
  await page.waitForLoadState();
  assert.match(page.url(), /articles-\d{5}\.html#a\d+$/);
  const target = new URL(page.url()).hash.slice(1);
  assert.ok(await page.locator(`#${target}`).evaluate(one => one.open));
  assert.equal(await page.locator(`#${target} .title`).first().textContent(), title);
  await page.locator(".kicker a").click();
  await page.waitForLoadState();
  const mark = page.locator("#lines figure .on-wide a").first();
  await mark.click();
  await page.waitForURL(/articles-\d{5}\.html#a\d+-\d+$/);
  await page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`).waitFor({ state: "visible" });
  assert.deepEqual(page.told, []);
});

test("a run without words, and one without trace or claims, can be looked at", async () => {
  const wordless = await open(browser, report("wordless", inputs(), { traced: false, extract: ["--no-text"] }));
  assert.match(await wordless.locator("#families").textContent(), /whosaid trace/);
  assert.match(await wordless.locator("#articles").textContent(), /left the words of the articles out/);
  const mark = wordless.locator("#lines figure .on-wide a").first();
  const target = await mark.getAttribute("href");
  await mark.click();
  await wordless.locator(`[id="${target.slice(1)}"]`).waitFor({ state: "visible" });
  const empty = await open(browser, report("empty", [feed("empty", [{ id: "1", text: "Nothing is counted here." }])]));
  assert.match(await empty.locator("main").textContent(), /No numeric claim was found in 1 article\./);
  assert.deepEqual([...wordless.told, ...empty.told], []);
});

test("without script all is there to read", async () => {
  const page = await open(browser, address, { javaScriptEnabled: false });
  assert.ok(await shown(page) > 50);
  assert.ok(await page.locator("#lines figure .on-wide svg use").count() > 0);
});

test("a phone's page is as wide as the phone, and so is paper", async () => {
  const phone = await open(browser, address, { viewport: { width: 360, height: 740 }, isMobile: true, deviceScaleFactor: 2 });
  await phone.evaluate(() => document.querySelectorAll("details").forEach(one => { one.open = true; }));
  const { wide, scroll } = await phone.evaluate(() => ({ wide: innerWidth, scroll: document.documentElement.scrollWidth }));
  assert.ok(scroll <= wide, `${scroll} pixels wide on a phone of ${wide}`);
  const page = await open(browser, address);
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 50_000);
});
