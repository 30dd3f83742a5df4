import { setImmediate as breathe } from 'node:timers/promises'
import type { ComparedRun } from '../project/run.ts'
import type { AttributeValue } from '../../shared/model.ts'
import { definitionOf } from './definition.ts'
import { fullName, nameOfPart } from './naming.ts'
import { indexOf, shownSide, type Entry } from './run-index.ts'

const known = new WeakMap<ComparedRun, Promise<ReadonlyMap<string, string>>>()
const AT_A_TIME = 20

/** Ids of the entries whose name, parts or statements hold every word, in the order of the tree. */
export async function searchRun(run: ComparedRun, words: string): Promise<string[]> {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  let texts = known.get(run)
  if (!texts) {
    texts = textsOf(run)
    known.set(run, texts)
  }
  return [...(await texts)].flatMap(([id, text]) =>
    wanted.every((word) => text.includes(word)) ? [id] : [],
  )
}

/** All that can be searched, by entry. Others are answered while it is put together. */
async function textsOf(run: ComparedRun): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const [place, entry] of indexOf(run).entries.entries()) {
    if (place % AT_A_TIME === 0) await breathe()
    texts.set(entry.id, textOf(run, entry))
  }
  return texts
}

function textOf(run: ComparedRun, entry: Entry): string {
  const { pair } = entry
  const definition = definitionOf(run, entry)
  const whole = pair && shownSide(pair)
  const words = [pair, ...entry.parts].flatMap((each) =>
    [each?.old, each?.rebuilt].flatMap((object) =>
      object && whole
        ? [nameOfPart(object, whole), ...Object.values(object.attributes).flatMap(textsIn)]
        : [],
    ),
  )
  const { old, rebuilt } = definition
  const all = [fullName(entry), entry.address.names.join('.'), old ?? '', rebuilt ?? '', ...words]
  return [...new Set(all)].join('\n').toLowerCase()
}

const textsIn = (value: AttributeValue): string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(textsIn) : []
