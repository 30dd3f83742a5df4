import type { Constraint, ConstraintObject } from './constraint-attributes.ts'

/** Other values that a constraint could have, with the definition that says them. */
export function varyConstraint({
  attributes,
  address,
}: ConstraintObject): readonly Partial<Constraint>[] {
  const { type, definition, expression, deferrable, deferred, validated, inheritance, attachedTo } =
    attributes
  // What comes from elsewhere changes there.
  if (inheritance !== 'local' || attachedTo !== null || attributes.triggers.length > 0) return []
  if (type === 'CHECK') {
    return [
      {
        expression: `((1 = 2) OR ${expression})`,
        definition: definition.replace('CHECK (', 'CHECK ((1 = 2) OR '),
      },
      ...(validated ? [{ validated: false, definition: `${definition} NOT VALID` }] : []),
      ...(attributes.noInherit === false && address.type === 'table constraint'
        ? [{ noInherit: true, definition: definition.replace(/( NOT VALID)?$/, ' NO INHERIT$1') }]
        : []),
    ]
  }
  const bare = definition.replace(/ DEFERRABLE(?: INITIALLY DEFERRED)?/, '')
  const deferral = [
    {
      deferrable: !deferrable,
      deferred: false,
      definition: deferrable ? bare : placed(bare, ' DEFERRABLE'),
    },
    ...(deferrable
      ? [
          {
            deferred: !deferred,
            definition: placed(bare, deferred ? ' DEFERRABLE' : ' DEFERRABLE INITIALLY DEFERRED'),
          },
        ]
      : []),
  ]
  if (type !== 'FOREIGN KEY') return deferral
  const without = definition.replace(
    / ON DELETE (?:CASCADE|RESTRICT|SET NULL(?: \([^)]*\))?|SET DEFAULT(?: \([^)]*\))?)/,
    '',
  )
  const onDelete = attributes.onDelete === 'CASCADE' ? 'RESTRICT' : 'CASCADE'
  const onUpdate = definition.replace(/ ON UPDATE (?:CASCADE|RESTRICT|SET NULL|SET DEFAULT)/, '')
  return [
    ...deferral,
    { onDelete, definition: placed(without, ` ON DELETE ${onDelete}`) },
    {
      onUpdate: attributes.onUpdate === 'CASCADE' ? 'RESTRICT' : 'CASCADE',
      definition: placed(
        onUpdate,
        ` ON UPDATE ${attributes.onUpdate === 'CASCADE' ? 'RESTRICT' : 'CASCADE'}`,
      ),
    },
    ...(validated ? [{ validated: false, definition: `${definition} NOT VALID` }] : []),
  ]
}

/** Says more of a constraint before what has to stand last. */
const placed = (definition: string, more: string): string =>
  definition.replace(
    /( DEFERRABLE(?: INITIALLY DEFERRED)?)?( NOT VALID)?$/,
    (_, deferral = '', validity = '') =>
      more.startsWith(' ON ') ? `${more}${deferral}${validity}` : `${deferral}${more}${validity}`,
  )
