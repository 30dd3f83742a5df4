import { expect, test } from 'vitest'
import { KeyDesk } from './key-desk.ts'

function walk() {
  const done: string[] = []
  let asked = 'one'
  const desk = new KeyDesk(() => asked)
  const draw = (object: string) => {
    const end = desk.offer(object, new Map([['n', () => void done.push(`${object} n`)]]))
    desk.catchUp(object, ['n'])
    return end
  }
  return { done, desk, draw, ask: (object: string) => void (asked = object) }
}

test('a key acts on the object that is drawn', () => {
  const { desk, draw, done } = walk()
  draw('one')
  desk.press('n')
  expect(done).toEqual(['one n'])
})

test('a key pressed before the object is drawn waits for it', () => {
  const { desk, draw, ask, done } = walk()
  draw('one')
  ask('two')
  desk.press('n')
  expect(done).toEqual([])
  draw('two')
  expect(done).toEqual(['two n'])
})

test('what was pressed for an object that is left meanwhile is never done to another one', () => {
  const { desk, draw, ask, done } = walk()
  ask('two')
  desk.press('n')
  ask('three')
  draw('two')
  draw('three')
  expect(done).toEqual([])
})

test('a key that leads on has the next ones wait for where it leads', () => {
  const { desk, ask, draw, done } = walk()
  desk.press('n')
  desk.press('n')
  desk.offer('one', new Map([['n', () => ask('two')]]))
  desk.catchUp('one', ['n'])
  draw('two')
  expect(done).toEqual(['two n'])
})
