import { Link } from '@tanstack/react-router'

/** An address that no screen has. */
export const NotFound = () => (
  <section className="screen">
    <h2>There is no such screen</h2>
    <p>
      The address names none. <Link to="/">Go to the overview</Link>
    </p>
  </section>
)
