import { expect, test } from 'vitest'
import { API } from '../../shared/api.ts'
import type { Checklist } from '../../shared/checklist.ts'
import type { Overview } from '../../shared/overview.ts'
import { ProjectReview } from '../review/review.ts'
import { ADA, openApp } from '../testing/open-app.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'
import { wayOfProject } from '../testing/way-of-project.ts'

test('what another process states, compares or writes is told by the overview, and nothing else is', async () => {
  const reviewed = await reviewedProject()
  await reviewed.keep(smallRun(), 1)
  const opened = await openApp(reviewed.project, { way: wayOfProject(reviewed.project) })
  const moments: string[] = []
  const look = async (): Promise<void> => {
    for (const time of ['at once', 'and again']) {
      const { moment } = (await opened.call('GET', API.overview)).json<Overview>()
      if (time === 'at once') moments.push(moment)
      else expect([moments.length, moment]).toEqual([moments.length, moments.at(-1)])
    }
  }
  const other = new ProjectReview(reviewed.project, async () => null)
  const seenBy = async (): Promise<Record<string, string>> => {
    const { items }: Checklist = await other.checklist()
    return Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
  }
  await look()
  await other.sign({ items: [], seen: await seenBy(), person: ADA, note: 'in a terminal' })
  await look()
  await other.withdraw({ item: 'tables', person: ADA, note: '' })
  await look()
  await reviewed.edit('baseline', 'another text')
  await look()
  await reviewed.keep(smallRun(), 2)
  await look()
  expect(new Set(moments).size).toBe(5)
  await opened.close()
})

test('two projects of one name are told apart, and not by where they stand', async () => {
  const ids: string[] = []
  for (const _ of [1, 2]) {
    const { project } = await reviewedProject()
    const way = wayOfProject(project)
    const again = wayOfProject(project)
    expect(way.id).toBe(again.id)
    expect(way.id).toMatch(/^[0-9a-f]{64}$/)
    ids.push(way.id)
  }
  expect(new Set(ids).size).toBe(2)
})
