import { chromium } from '@playwright/test'

/** For a browser that only ever opens pages of ours; root can't have a sandbox, and many ordinary users can't. */
const SAFE_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const LIMIT_MS = 45_000

/**
 * The same browser with the flags that every one of ours gets.
 * @param {import('../browser.mjs').Browser} browser
 */
export const withSafeFlags = (browser) => ({ ...browser, args: [...SAFE_FLAGS, ...browser.args] })

/**
 * Opens a page in it, the way the tests will: says what is wrong, or nothing.
 * @param {import('../browser.mjs').Browser} candidate
 * @returns {Promise<string | undefined>}
 */
export async function startProblem({ path, args, env }) {
  try {
    const browser = await chromium.launch({
      executablePath: path,
      args,
      env: { ...process.env, ...env },
      timeout: LIMIT_MS,
    })
    try {
      const page = await browser.newPage()
      await page.setContent('<p>it starts</p>', { timeout: LIMIT_MS })
      return undefined
    } finally {
      await browser.close()
    }
  } catch (error) {
    return /** @type {Error} */ (error).message.split('\n', 1)[0]
  }
}
