import { kinds } from '../kinds/registry.ts'
import type { Model } from '../../shared/model.ts'

/** What of their objects neither side shows. */
export const hiddenNotes = (old: Model, rebuilt: Model): string[] => [
  ...new Set(
    [old, rebuilt].flatMap((model) =>
      [...model.objects.values()].flatMap((object) => kinds[object.kind].hides?.(object) ?? []),
    ),
  ),
]
