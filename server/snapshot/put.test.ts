import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { program } from '../testing/program.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { smallDisk } from '../testing/small-disk.ts'
import { finishInterrupted, putTogether, type PutFile } from './put.ts'

const NAMES = ['001_baseline.ts', '002_seed_definitions.ts'] as const

function folderOf(text: string): { folder: string; paths: readonly string[] } {
  const folder = projectFolder(Object.fromEntries(NAMES.map((name) => [name, text])))
  return { folder, paths: NAMES.map((name) => join(folder, name)) }
}

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
const both = (text: string): Record<string, string> =>
  Object.fromEntries(NAMES.map((name) => [name, text]))

const planned = (paths: readonly string[], text: string): readonly PutFile[] =>
  paths.map((path) => ({ path, was: { bytes: readFileSync(path), mode: 0o640 }, text }))

const run = (...words: string[]) => spawnSync(process.execPath, [program('put-and-die'), ...words])

test('whoever is killed at any moment leaves both old texts or, once it was finished, both new ones; what somebody wrote since stays', async () => {
  const whole = folderOf('old')
  const changes = Number(String(run('new', '0', ...whole.paths).stdout))
  expect([changes > 8, filesOf(whole.folder)]).toStrictEqual([true, both('new')])
  const seen = new Set<string>()
  for (let before = 1; before <= changes; before += 1) {
    const { folder, paths } = folderOf('old')
    expect(run('new', String(before), ...paths).signal).toBe('SIGKILL')
    const edited = join(projectFolder({}), 'edited')
    cpSync(folder, edited, { recursive: true })
    writeFileSync(join(edited, NAMES[1]), 'by hand')
    await finishInterrupted(edited)
    expect(Object.keys(filesOf(edited))).toStrictEqual([...NAMES])
    expect(filesOf(edited)[NAMES[1]]).toBe('by hand')
    await finishInterrupted(folder)
    const left = filesOf(folder)
    expect([both('old'), both('new')]).toContainEqual(left)
    seen.add(left[NAMES[1]] ?? '')
  }
  expect(seen).toStrictEqual(new Set(['old', 'new']))
}, 60_000)

test('a file that another program changed since it was shown is refused, and so is the other', async () => {
  const { folder, paths } = folderOf('old')
  const files = planned(paths, 'new')
  writeFileSync(paths[1] ?? '', 'by hand')
  await expect(putTogether(folder, files)).rejects.toThrow(/another program changed it/)
  expect(filesOf(folder)).toStrictEqual({ ...both('old'), [NAMES[1]]: 'by hand' })
})

test('one that became a link, or appeared, is refused', async () => {
  const { folder, paths } = folderOf('old')
  const [baseline = '', seed = ''] = paths
  await expect(putTogether(folder, [{ path: seed, was: null, text: 'new' }])).rejects.toMatchObject(
    { code: 'snapshot-changed' },
  )
  const files = planned([baseline], 'new')
  const aside = join(projectFolder({ a: 'old' }), 'a')
  spawnSync('rm', [baseline])
  symlinkSync(aside, baseline)
  await expect(putTogether(folder, files)).rejects.toMatchObject({ code: 'snapshot-changed' })
  expect(readFileSync(aside, 'utf8')).toBe('old')
})

test('the rights of a file stay', async () => {
  const { folder, paths } = folderOf('old')
  await putTogether(folder, planned(paths, 'new'))
  expect(paths.map((path) => statSync(path).mode & 0o777)).toStrictEqual([0o640, 0o640])
})

test('a disk that is full or can not be written leaves both old texts and nothing else', async (context) => {
  const disk = smallDisk(join(projectFolder({}), 'disk'), '1m')
  if (!disk) return context.skip('this user may not mount a small file system')
  try {
    const paths = NAMES.map((name) => join(disk.folder, name))
    for (const path of paths) writeFileSync(path, 'old')
    const files = planned(paths, 'x'.repeat(30_000))
    disk.leave(10)
    const old = filesOf(disk.folder)
    await expect(putTogether(disk.folder, files)).rejects.toMatchObject({ code: 'disk-full' })
    expect(filesOf(disk.folder)).toStrictEqual(old)
    disk.become('read-only')
    await expect(putTogether(disk.folder, files)).rejects.toMatchObject({
      code: 'folder-not-writable',
    })
    expect(filesOf(disk.folder)).toStrictEqual(old)
  } finally {
    disk.remove()
  }
})

test('a journal that names other files than its own folder’s is not followed', async () => {
  const { folder } = folderOf('old')
  const journal = join(folder, '.rebaseline-snapshot.json')
  const elsewhere = `${folder}-elsewhere`
  const entry = { file: `../${basename(elsewhere)}`, temporary: 'b', from: null, to: '' }
  writeFileSync(journal, JSON.stringify({ files: [entry] }))
  await expect(finishInterrupted(folder)).rejects.toMatchObject({ code: 'state-damaged' })
  expect(existsSync(journal)).toBe(true)
  expect(existsSync(elsewhere)).toBe(false)
})
