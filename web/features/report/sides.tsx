import type { SideFacts } from '../../../shared/api.ts'

/** Which two databases were compared: identity, version and where each came from. */
export function Sides({ old, rebuilt }: { readonly old: SideFacts; readonly rebuilt: SideFacts }) {
  return (
    <dl className="sides">
      <Side name="Old" side={old} />
      <Side name="Rebuilt" side={rebuilt} />
    </dl>
  )
}

function Side({ name, side }: { readonly name: string; readonly side: SideFacts }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{side.database}</code> on <code>{side.host}</code>, PostgreSQL {side.serverVersion}
        {side.live && <strong className="live">live</strong>}
        <span className="muted origin">{side.origin}</span>
      </dd>
    </div>
  )
}
