import type { VolatileAttributes } from '../compare/volatile.ts'
import { literalsOf } from '../compare/volatile.ts'
import { childrenByParent, type Model } from '../../shared/model.ts'
import { steadyText } from './steady-text.ts'

/**
 * The model with one constant for each literal that froze something of the moment of the replay, so that two runs give
 * the same bytes; the comparison names it as volatile.
 */
export function withSteadyValues(model: Model, volatile: VolatileAttributes): Model {
  if (volatile.size === 0) return model
  const objects = new Map(model.objects)
  for (const [key, attributes] of volatile) {
    const object = objects.get(key)
    if (!object) continue
    const steady = [...attributes].flatMap(([name, builds]) => {
      const value = object.attributes[name]
      return typeof value === 'string'
        ? [[name, steadyText(value, builds, literalsOf(object, name))]]
        : []
    })
    const changed = Object.fromEntries(steady) as Record<string, string>
    objects.set(key, { ...object, attributes: { ...object.attributes, ...changed } })
  }
  return { ...model, objects, children: childrenByParent(objects.values()) }
}
