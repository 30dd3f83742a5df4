import type { Kind } from '../../shared/kinds.ts'
import { aggregate } from './aggregate.ts'
import { column } from './column.ts'
import { comment } from './comment.ts'
import { composite } from './composite.ts'
import { constraint } from './constraint.ts'
import { defaultKind } from './default.ts'
import { defaultPrivilege } from './default-privilege.ts'
import { domain } from './domain.ts'
import { enumType } from './enum.ts'
import { extension } from './extension.ts'
import { functionKind } from './function.ts'
import { indexKind } from './index.ts'
import type { KindModule } from './kind.ts'
import { materializedView } from './materialized-view.ts'
import { owner } from './owner.ts'
import { policy } from './policy.ts'
import { privilege } from './privilege.ts'
import { procedure } from './procedure.ts'
import { range } from './range.ts'
import { rule } from './rule.ts'
import { schema } from './schema.ts'
import { sequence } from './sequence.ts'
import { table } from './table.ts'
import { trigger } from './trigger.ts'
import { view } from './view.ts'

/** The only list of kinds. A kind named in shared/kinds.ts but missing here does not compile. */
export const kinds: Readonly<Record<Kind, KindModule>> = {
  schema,
  extension,
  enum: enumType,
  domain,
  composite,
  range,
  sequence,
  function: functionKind,
  procedure,
  aggregate,
  table,
  column,
  default: defaultKind,
  constraint,
  index: indexKind,
  view,
  'materialized-view': materializedView,
  rule,
  trigger,
  policy,
  comment,
  owner,
  privilege,
  'default-privilege': defaultPrivilege,
}
