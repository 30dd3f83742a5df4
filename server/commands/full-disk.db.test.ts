import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { documentOf, startCli } from '../testing/cli.ts'
import { openFolder, removeOpenFolder, runFolders } from '../testing/held-server.ts'
import { smallDisk } from '../testing/small-disk.ts'

const FILLS = "create table a as select repeat('x', 1000) t from generate_series(1, 100000)"

const CASES: readonly (readonly [string, () => readonly string[], RegExp])[] = [
  [
    'a script',
    () => {
      const script = join(projectFolder({ 'old.sql': `select pg_sleep(2); ${FILLS};` }), 'old.sql')
      return ['compare', script, script]
    },
    /Running .*old\.sql/,
  ],
]

test.for(CASES)(
  'a disk that is full in the middle of %s is told as such, and nothing is left',
  async ([, words, at], context) => {
    const temporary = openFolder()
    const disk = smallDisk(join(temporary, 'disk'), '300m')
    if (!disk) return context.skip('this user may not mount a small file system')
    try {
      const running = startCli([...words(), '--json'], { env: { TMPDIR: disk.folder } })
      await running.saying(at)
      disk.leave(4000)
      const ended = await running.ended
      expect([ended.code, documentOf(ended)]).toMatchObject([
        2,
        {
          error: {
            code: 'disk-full',
            message: expect.stringMatching(/no space/i),
            help: expect.stringMatching(/disk space/),
          },
        },
      ])
      expect(runFolders(disk.folder)).toStrictEqual([])
    } finally {
      disk.remove()
      removeOpenFolder(temporary)
    }
  },
)
