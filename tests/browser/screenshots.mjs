// Makes the pictures of docs/report.md anew, from the articles that ship with the project:
//
//     WHOSAID=target/release/whosaid CHROMIUM=/usr/bin/chromium node tests/browser/screenshots.mjs
import { join } from "node:path";
import { inputs, launch, open, report, root } from "./made.mjs";

const address = report("report", inputs(), { more: ["--timeline", "weapons:warships"] });
const browser = await launch();
const to = name => join(root, "docs", `report-${name}.png`);

/// The part of a page from the top of one element to the bottom of another.
const part = async (page, name, from, until, most = 1100) => {
  const top = await page.locator(from).first().boundingBox(), end = await page.locator(until).first().boundingBox();
  const scrolled = await page.evaluate(() => scrollY), width = page.viewportSize().width;
  const margin = Math.max(0, (width - 960) / 2);
  const height = Math.min(end.y + end.height - top.y + 24, most);
  await page.screenshot({ path: to(name), fullPage: true, clip: { x: margin, y: top.y + scrolled, width: width - 2 * margin, height } });
};

const page = await open(browser, address);
await part(page, "top", ".head", "#sources .bars", 1050);
await part(page, "lines", "#lines", "#lines figure:nth-of-type(1)");
const family = page.locator(".family:has(.denied):has(.changes)").first();
await family.evaluate(one => { one.id = "shown"; one.querySelector(".changes").open = true; });
await part(page, "family", "#shown", "#shown");
const article = page.locator(".article:has(.s.unnamed):has(.s.officials)").first();
await article.evaluate(one => { one.open = true; one.classList.add("shown"); });
await part(page, "article", ".article.shown", ".article.shown");
await page.selectOption("#f-source", "unnamed");
await page.waitForTimeout(100);
await page.evaluate(() => document.querySelectorAll(".article").forEach(one => { one.open = false; }));
await part(page, "filters", "#articles", ".article:visible >> nth=5");

const phone = await open(browser, address, { viewport: { width: 390, height: 844 }, isMobile: true, deviceScaleFactor: 1.5 });
await part(phone, "phone", ".head", "#sources .bars", 1400);
await browser.close();
