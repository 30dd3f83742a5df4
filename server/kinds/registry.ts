import type { Kind } from '../../shared/kinds.ts'
import { accessMethod } from './access-method.ts'
import { aggregate } from './aggregate.ts'
import { baseType } from './base-type.ts'
import { cast } from './cast.ts'
import { collation } from './collation.ts'
import { column } from './column.ts'
import { comment } from './comment.ts'
import { composite } from './composite.ts'
import { constraint } from './constraint.ts'
import { conversion } from './conversion.ts'
import { databaseSetting } from './database-setting.ts'
import { defaultPrivilege } from './default-privilege.ts'
import { defaultKind } from './default.ts'
import { domain } from './domain.ts'
import { enumType } from './enum.ts'
import { eventTrigger } from './event-trigger.ts'
import { extension } from './extension.ts'
import { foreignDataWrapper } from './foreign-data-wrapper.ts'
import { foreignTable } from './foreign-table.ts'
import { functionKind } from './function.ts'
import { indexKind } from './index.ts'
import type { KindModule } from './kind.ts'
import { language } from './language.ts'
import { materializedView } from './materialized-view.ts'
import { operatorClass } from './operator-class.ts'
import { operatorFamilyMember } from './operator-family-member.ts'
import { operatorFamily } from './operator-family.ts'
import { operator } from './operator.ts'
import { owner } from './owner.ts'
import { policy } from './policy.ts'
import { privilege } from './privilege.ts'
import { procedure } from './procedure.ts'
import { publicationMember } from './publication-member.ts'
import { publication } from './publication.ts'
import { range } from './range.ts'
import { roleSetting } from './role-setting.ts'
import { rule } from './rule.ts'
import { schema } from './schema.ts'
import { securityLabel } from './security-label.ts'
import { sequence } from './sequence.ts'
import { server } from './server.ts'
import { statistics } from './statistics.ts'
import { subscription } from './subscription.ts'
import { table } from './table.ts'
import { textSearchConfiguration } from './text-search-configuration.ts'
import { textSearchDictionary } from './text-search-dictionary.ts'
import { textSearchParser } from './text-search-parser.ts'
import { textSearchTemplate } from './text-search-template.ts'
import { transform } from './transform.ts'
import { trigger } from './trigger.ts'
import { userMapping } from './user-mapping.ts'
import { view } from './view.ts'

/** The only list of kinds. A kind named in shared/kinds.ts but missing here does not compile. */
export const kinds: Readonly<Record<Kind, KindModule>> = {
  schema,
  extension,
  language,
  'access-method': accessMethod,
  collation,
  enum: enumType,
  domain,
  composite,
  range,
  'base-type': baseType,
  sequence,
  function: functionKind,
  procedure,
  aggregate,
  cast,
  operator,
  'operator-family': operatorFamily,
  'operator-family-member': operatorFamilyMember,
  'operator-class': operatorClass,
  transform,
  conversion,
  'text-search-parser': textSearchParser,
  'text-search-template': textSearchTemplate,
  'text-search-dictionary': textSearchDictionary,
  'text-search-configuration': textSearchConfiguration,
  'foreign-data-wrapper': foreignDataWrapper,
  server,
  'user-mapping': userMapping,
  table,
  'foreign-table': foreignTable,
  column,
  default: defaultKind,
  constraint,
  index: indexKind,
  statistics,
  view,
  'materialized-view': materializedView,
  rule,
  trigger,
  policy,
  publication,
  'publication-member': publicationMember,
  subscription,
  'event-trigger': eventTrigger,
  comment,
  'security-label': securityLabel,
  owner,
  privilege,
  'default-privilege': defaultPrivilege,
  'database-setting': databaseSetting,
  'role-setting': roleSetting,
}
