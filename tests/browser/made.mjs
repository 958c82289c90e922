// Runs and reports made for the tests, and a browser that tells on its pages.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const scratch = mkdtempSync(join(tmpdir(), "whosaid-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

export const whosaid = (...args) => execFileSync(process.env.WHOSAID, ["-q", ...args], { stdio: ["ignore", "pipe", "inherit"] });

/// The articles that ship with the project: those that wander, and the newsroom's.
export const inputs = () => {
  const trace = join(root, "datasets/trace");
  const sets = readdirSync(trace).filter(name => /^t\d+\.jsonl$/.test(name)).sort();
  return [...sets.map(name => join(trace, name)), join(root, "datasets/newsroom/articles")];
};

/// A report of these inputs; tells the page's address.
export const report = (name, inputs, { traced = true, extract = [], more = [] } = {}) => {
  const run = join(scratch, name), page = join(scratch, name + ".html");
  whosaid("extract", "--reader", "lexicon", ...inputs, "-o", run, ...extract);
  if (traced) whosaid("trace", run);
  whosaid("report", run, "-o", page, ...more);
  return pathToFileURL(page).href;
};

/// A JSONL file of articles.
export const feed = (name, articles) => {
  const path = join(scratch, name + ".jsonl");
  writeFileSync(path, articles.map(article => JSON.stringify(article) + "\n").join(""));
  return path;
};

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });

/// Opens a page; what it says on the console, and asks of the network, is kept in `page.told`.
export const open = async (browser, address, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light", ...options });
  const page = await context.newPage();
  page.told = [];
  page.on("console", message => { if (["error", "warning"].includes(message.type())) page.told.push(message.text()); });
  page.on("pageerror", error => page.told.push(String(error)));
  page.on("dialog", dialog => { page.told.push("dialog: " + dialog.message()); dialog.dismiss(); });
  page.on("request", request => { if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) page.told.push("request: " + request.url()); });
  await page.goto(address);
  return page;
};

export const read = address => readFileSync(fileURLToPath(address), "utf8");
