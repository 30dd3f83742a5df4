import { createServer } from 'node:http'
import { expect } from '@playwright/test'
import { expectAccessible } from './real-dashboard.ts'
import { hostile } from './scenes/extremes.ts'
import { HOSTILE } from './scenes/hostile-text.ts'
import { idOf } from './scenes/scene.ts'
import { test } from './scenes/scene-test.ts'
import { studio } from './scenes/studio.ts'

// Looking at every screen with axe takes a minute on a busy machine.
test.describe.configure({ timeout: 240_000 })

test('hostile text in every place stays text', async ({ page, serve, complaints }) => {
  const { link } = await serve(hostile)
  await page.goto(link)
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('onerror')
  await page.getByRole('button', { name: 'Log' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  const object = `#/compare?object=${idOf(HOSTILE)}`
  for (const tab of ['parts', 'definition', 'rows', 'differences', 'origin']) {
    await page.evaluate((hash) => location.assign(hash), `${object}&tab=${tab}`)
    await expect(page.getByRole('tabpanel')).toContainText('onerror')
  }
  await expectAccessible(page)
  expect(await page.evaluate(() => Reflect.get(window, '__pwn') ?? 'untouched')).toBe('untouched')
  expect(await page.evaluate(() => document.images.length)).toBe(0)
  expect(complaints).toEqual([])
})

test('a page on another port of this machine reaches nothing', async ({ page, serve }) => {
  const { link, origin } = await serve(studio)
  const foreign = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>foreign</title>')
  })
  await new Promise<void>((resolve) => {
    foreign.listen(0, '127.0.0.1', resolve)
  })
  await page.goto(`http://127.0.0.1:${Object(foreign.address()).port}/`)
  const answered: number[] = []
  page.on('response', (response) => answered.push(response.status()))
  const outcomes = await page.evaluate(
    async ([target, code]) => {
      const tried = (attempt: Promise<Response>) =>
        attempt.then(
          (response) => response.type,
          () => 'failed',
        )
      const loaded = (tag: 'img' | 'script', src: string) =>
        new Promise<string>((resolve) => {
          const element = document.createElement(tag)
          element.addEventListener('load', () => resolve('loaded'))
          element.addEventListener('error', () => resolve('failed'))
          element.src = src
          document.body.append(element)
        })
      const post = { method: 'POST', body: JSON.stringify({ code, kind: 'prove' }) }
      return [
        await tried(fetch(`${target}/api/overview`)),
        await tried(fetch(`${target}/api/tree`, { headers: { 'x-rebaseline-token': 'x' } })),
        await tried(
          fetch(`${target}/api/session`, {
            ...post,
            headers: { 'content-type': 'application/json' },
          }),
        ),
        await tried(fetch(`${target}/api/jobs`, { ...post, mode: 'no-cors' })),
        await tried(fetch(`${target}/`, { mode: 'no-cors' })),
        await loaded('img', `${target}/api/overview`),
        await loaded('script', `${target}/api/overview`),
      ]
    },
    [origin, new URL(link).hash.replace('#code=', '')] as const,
  )
  expect(new Set(outcomes)).toEqual(new Set(['failed']))
  const submitted = page.waitForResponse((response) => response.url().endsWith('/api/jobs'))
  await page.evaluate((target) => {
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', action: `${target}/api/jobs`, enctype: 'text/plain' })
    document.body.append(form)
    form.submit()
  }, origin)
  expect((await submitted).status()).toBe(403)
  await page.waitForURL(`${origin}/api/jobs`)
  expect(answered.filter((status) => status < 400)).toEqual([])
  foreign.close()
  foreign.closeAllConnections()
  await page.goto(link)
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
})

test('no request leaves this machine', async ({ page, serve }) => {
  const { link, origin } = await serve(studio)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.goto(`${link}&/compare?object=${idOf('records')}&tab=definition`)
  await expect(page.getByRole('region', { name: 'Rebuilt definition' })).toBeVisible()
  expect(new Set(asked)).toEqual(new Set([origin]))
})
